from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_state_of_documents")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="signed_by",
            field=models.JSONField(blank=True, default=dict, verbose_name="ผู้ลงนาม"),
        )
    ]
