"""The numbers of producers as rows of their own, by which all who are called under one number are found."""

from collections.abc import Iterable

from registration.models import Producer, Telephone
from registration.services.inserting import insert, unsaved


def write(producers: Iterable[Producer]) -> None:
    """The numbers of producers that have none yet."""
    insert(
        unsaved(Telephone, producer_id=producer.pk, number=number)
        for producer in producers
        for number in dict.fromkeys(producer.phones)
    )


def rewrite(producer: Producer, before: Iterable[str]) -> None:
    """The numbers of a producer that had those of `before`."""
    if list(before) != producer.phones:
        producer.telephones.all().delete()
        write([producer])
