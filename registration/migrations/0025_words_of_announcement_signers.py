from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0024_notice_of_overtaken_reports")]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="signed_by",
            field=models.JSONField(blank=True, default=dict, verbose_name="ผู้ลงนาม"),
        )
    ]
