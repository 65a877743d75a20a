from django.db import migrations


def say_edition(apps, schema_editor):
    """A paper that shows an edition was fixed by the closing, a receipt by its sending."""
    proofs = apps.get_model("registration", "Proof").objects
    proofs.filter(edition__isnull=False).update(basis="edition")
    proofs.filter(kind__in=["receipt", "monthly_receipt"]).update(basis="submitted")


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0018_what_was_announced"),
    ]

    operations = [
        migrations.RunPython(say_edition, migrations.RunPython.noop),
    ]
