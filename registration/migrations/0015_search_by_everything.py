"""One stored text to find a producer by: names, owner, products, numbers, telephones. Filled from what stands."""

import re

from django.db import migrations, models

BATCH = 1000
LIGHT_MARKS = re.compile("[\u0e47-\u0e4c\u0e4e]")
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
LETTERS = str.maketrans("0123456789", "ABCDEFGHIJ")


def fill(apps, schema_editor):
    """Every producer gets the text that its next write would give it; a spelling not yet repaired stays."""
    producers = apps.get_model("registration", "Producer").objects
    rows = producers.prefetch_related("products").order_by("pk")
    for producer in rows.iterator(chunk_size=BATCH):
        producers.filter(pk=producer.pk).update(search_key=key_of(producer))


def key_of(producer):
    products = [each.name for each in producer.products.all() if each.withdrawn_round_id is None]
    names = [producer.owner_first_name, producer.owner_last_name, *products, producer.former_numbers]
    running = f"-{in_letters(producer.registration_number.split('-')[-2])}-"
    numbers = [*producer.phones, *producer.former_numbers.split(",")]
    first = plain(" ".join([producer.name, *names]))
    return "\n".join([first, in_letters(producer.registration_number), running, *map(in_letters, numbers)])


def plain(text):
    return LIGHT_MARKS.sub("", text.translate(ARABIC).lower())


def in_letters(number):
    return re.sub("[^0-9]", "", number.translate(ARABIC)).translate(LETTERS)


class Migration(migrations.Migration):
    dependencies = [("registration", "0014_announcement_signers")]

    operations = [
        migrations.AlterField(
            model_name="producer",
            name="search_key",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
