from django.db import migrations, models

EDITIONED = ["quarterly", "roster", "announcement"]  # as the papers that were issued until now


def say_which_have_editions(apps, schema_editor):
    proofs = apps.get_model("registration", "Proof").objects
    proofs.filter(kind__in=EDITIONED, round__isnull=False).update(has_editions=True)


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0009_passed_in_bulk"),
    ]

    operations = [
        migrations.AddField(
            model_name="proof",
            name="has_editions",
            field=models.BooleanField(default=False, verbose_name="มีเป็นฉบับ"),
        ),
        migrations.RunPython(say_which_have_editions, migrations.RunPython.noop),
    ]
