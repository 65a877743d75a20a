from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0045_sales_corrections")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="fingerprints",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
