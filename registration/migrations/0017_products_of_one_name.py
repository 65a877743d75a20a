"""A product says how it differs from another of the same name in the same producer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0016_answers_to_returns")]

    operations = [
        migrations.AddField(
            model_name="product",
            name="same_name_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="ต่างจากรายการชื่อเดียวกันอย่างไร"),
        ),
    ]
