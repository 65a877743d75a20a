from django.db import migrations

OFFSET = 543


def _rewrite(apps, offset):
    """month:2024-07 of a monthly receipt becomes month:2567-07, as every other paper writes its month."""
    proofs = apps.get_model("registration", "Proof").objects
    for pk, subject in proofs.filter(kind="monthly_receipt").values_list("pk", "subject").iterator():
        year, month = subject.removeprefix("month:").split("-")
        proofs.filter(pk=pk).update(subject=f"month:{int(year) + offset}-{month}")


def to_be(apps, schema_editor):
    _rewrite(apps, OFFSET)


def to_ce(apps, schema_editor):
    _rewrite(apps, -OFFSET)


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0010_proof_has_editions"),
    ]

    operations = [
        migrations.RunPython(to_be, to_ce),
    ]
