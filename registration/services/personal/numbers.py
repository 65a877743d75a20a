"""Citizens' and juristic numbers in full, for the one page that may show them."""

from dataclasses import dataclass

from registration.models import Producer


@dataclass(frozen=True)
class InFull:
    """The numbers of a record as they are; "" where it has none."""

    citizen_id: str
    juristic_id: str


def in_full(producer: Producer) -> InFull:
    """The numbers of a record. Ask only after `revealing.reveal`."""
    return InFull(producer.citizen_id, producer.juristic_id)
