"""Telephones as rows of their own: who shares a number is asked of an index. Filled from what stands."""

from itertools import islice

import django.db.models.deletion
from django.db import migrations, models


BATCH = 1000


def fill(apps, schema_editor):
    """Every number of every producer as a row of its own."""
    producers, telephones = (apps.get_model("registration", name) for name in ("Producer", "Telephone"))
    rows = (
        telephones(producer_id=pk, number=number)
        for pk, phones in producers.objects.order_by("pk")
        .values_list("pk", "phones")
        .iterator(chunk_size=BATCH)
        for number in dict.fromkeys(phones)
    )
    while batch := list(islice(rows, BATCH)):
        telephones.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0027_what_the_checks_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Telephone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "producer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="telephones",
                        to="registration.producer",
                    ),
                ),
            ],
            options={
                "ordering": ("producer_id", "pk"),
                "indexes": [models.Index(fields=["number"], name="telephone_number")],
                "constraints": [
                    models.UniqueConstraint(fields=("producer", "number"), name="telephone_once")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
