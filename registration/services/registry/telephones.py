"""The numbers of producers as rows of their own, by which all who are called under one number are found."""

from collections.abc import Iterable
from typing import Final

from registration.models import Producer, Telephone

BATCH: Final = 500  # rows in one statement


def write(producers: Iterable[Producer]) -> None:
    """The numbers of producers that have none yet."""
    rows = (
        Telephone(producer=producer, number=number)
        for producer in producers
        for number in dict.fromkeys(producer.phones)
    )
    Telephone.objects.bulk_create(rows, batch_size=BATCH)


def rewrite(producer: Producer, before: Iterable[str]) -> None:
    """The numbers of a producer that had those of `before`."""
    if list(before) != producer.phones:
        producer.telephones.all().delete()
        write([producer])
