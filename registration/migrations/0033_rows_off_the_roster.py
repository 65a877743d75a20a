"""A row of a later edition that takes a producer off the roster."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0032_what_a_version_would_find")]

    operations = [
        migrations.AddField(
            model_name="rosterrow", name="is_listed", field=models.BooleanField(default=True)
        ),
    ]
