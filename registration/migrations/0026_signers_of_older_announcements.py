"""Who signed an announcement stands in words, as its post said when this was loaded."""

from django.db import migrations

ACTING = {"in_place": "รักษาราชการแทน", "on_behalf": "ปฏิบัติราชการแทน"}
GOVERNOR = "ผู้ว่าราชการ"
PROVINCE = 2  # digits of a code
BANGKOK = "10"


def put_in_words(apps, schema_editor):
    rows = apps.get_model("registration", "Announcement").objects
    for row in rows.exclude(signer=None).select_related("signer__user", "signer__unit"):
        user, post = row.signer.user, row.signer
        name = f"{user.title}{user.first_name} {user.last_name}".strip() or user.username
        said = {"name": name, "position": post.position, "acting": _acting(post)}
        rows.filter(pk=row.pk).update(signed_by=said)


def _acting(post):
    lines = [f"{ACTING[post.acting_for]}{post.acting_for_position}"] if post.acting_for else []
    held = post.acting_for_position or post.position
    if len(post.unit_id) == PROVINCE and not held.startswith(GOVERNOR):
        word = "" if post.unit_id == BANGKOK else "จังหวัด"
        lines.append(f"ปฏิบัติราชการแทน{GOVERNOR}{word}{post.unit.name}")
    return lines


class Migration(migrations.Migration):
    dependencies = [("registration", "0025_words_of_announcement_signers")]

    operations = [migrations.RunPython(put_in_words, migrations.RunPython.noop)]
