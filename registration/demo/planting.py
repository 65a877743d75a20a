"""What the invented nation holds for the checks to find: copies of a producer, twins and slips of a price.

Which producers are planted follows from their running number alone, so that a test and a measurement know them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from registration.demo.bulk import Row
from registration.models import Subdistrict
from registration.models.producers import ProducerKind

EVERY: Final = 200  # producers; one of each sort among so many
NAME, PHONE, HOUSE, PERSON, TWIN, PRICE = 11, 41, 71, 101, 131, 161  # running numbers among them
PAIRS: Final = {NAME: "alike_name", PHONE: "same_phone", HOUSE: "same_address", PERSON: "same_id_other_name"}
SLIPPED: Final = 1000  # times: three digits too many
_MARKS: Final = str.maketrans({"้": "่", "่": "้", "ี": "ิ", "ู": "ุ", "ื": "ึ", "ิ": "ี"})


@dataclass
class Planted:
    """What was planted, by the keys of producers: {code of the check: pairs or single ones}."""

    pairs: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    twins: list[int] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)

    def add_pair(self, code: str, known: int, copy: int) -> None:
        self.pairs.setdefault(code, []).append((known, copy))


@dataclass(frozen=True)
class Known:
    """What a copy of a producer may take from it; `person` is the running number behind its owner's number."""

    district: str
    place: Subdistrict
    kind: ProducerKind
    name: str
    phone: str
    house: str
    person: int


@dataclass
class Planter:
    """Makes copies, twins and slips on the way, and tells afterwards which."""

    told: Planted = field(default_factory=Planted)
    before: Known | None = None  # the producer invented last

    def planted(self, own: Known, serial: int) -> Known:
        """The producer as invented, or with what makes it a copy of the one before it in its district."""
        before, self.before = self.before, own
        code = pair_of(serial)
        if not code or before is None or before.district != own.district:
            return own
        self.told.add_pair(code, serial, serial + 1)  # a key is one more than its running number
        if code == "same_phone":
            return replace(own, phone=before.phone)
        if code == "same_id_other_name":
            other = ProducerKind.SOLE_OWNER if before.kind == ProducerKind.GROUP else ProducerKind.GROUP
            return replace(own, person=before.person, kind=other)
        if code == "same_address":
            return replace(own, place=before.place, house=before.house)
        return replace(own, place=before.place, name=mistyped(before.name, serial))

    def products(self, rows: list[Row], serial: int, columns: Sequence[str]) -> list[Row]:
        """The rows of a producer's products, the second as a twin of the first or the first with a slipped price."""
        first = dict(zip(columns, rows[0], strict=True))
        stands = first["withdrawn_round_id"] is None
        if stands and is_slipped(serial):
            self.told.prices.append(serial + 1)
            rows[0] = _with(rows[0], columns, price_baht=f"{Decimal(first['price_baht']) * SLIPPED:.2f}")
        if stands and is_twin(serial) and len(rows) > 1:
            self.told.twins.append(serial + 1)
            rows[1] = _with(rows[1], columns, name=first["name"], name_key=first["name_key"])
        return rows


def _with(row: Row, columns: Sequence[str], **over: object) -> Row:
    return tuple(over.get(name, value) for name, value in zip(columns, row, strict=True))


def pair_of(serial: int) -> str:
    """The check that finds a producer beside the one before it; "" for one that is nobody's copy."""
    return PAIRS.get(serial % EVERY, "")


def is_twin(serial: int) -> bool:
    return serial % EVERY == TWIN


def is_slipped(serial: int) -> bool:
    return serial % EVERY == PRICE


def mistyped(name: str, serial: int) -> str:
    """A name with one slip: a mark mistaken, a letter twice, or one left out, in turn."""
    middle = len(name) // 3
    if serial % 3 == 0 and (marked := name.translate(_MARKS)) != name:
        place = next(
            index for index, (one, other) in enumerate(zip(name, marked, strict=True)) if one != other
        )
        return name[:place] + marked[place] + name[place + 1 :]
    doubled = name[: middle + 1] + name[middle:]
    return doubled if serial % 3 == 1 else name[:middle] + name[middle + 1 :]
