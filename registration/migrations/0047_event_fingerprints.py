from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0046_pauses_and_open_sessions")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="fingerprints",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
