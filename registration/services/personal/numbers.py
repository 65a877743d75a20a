"""Citizens' and juristic numbers in full, for the one page that may show them."""

from dataclasses import dataclass

from registration.models import Producer
from registration.services import numbers


@dataclass(frozen=True)
class InFull:
    """The numbers of a record as they are; "" where it has none."""

    citizen_id: str
    juristic_id: str


def in_full(producer: Producer) -> InFull:
    """The numbers of a record. Ask only after `revealing.reveal`."""
    known = numbers.opened((producer.citizen_id, producer.juristic_id))
    return InFull(numbers.shown(producer.citizen_id, known), numbers.shown(producer.juristic_id, known))
