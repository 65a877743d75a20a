"""One pair side by side: what is alike, what differs, and nothing of a producer of another office. Reads only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet, TextChoices

from otop_registry import thai
from registration import content, places
from registration.content import Content
from registration.lifespan import is_standing
from registration.models import PairDecision, Producer, Round, Unit
from registration.names import full_name
from registration.services.registry import pairs
from registration.services.registry.as_of import address_of
from registration.services.registry.pairs import Pair


class Likeness(TextChoices):
    """How a field of two records compares."""

    SAME = "same", "ตรงกัน"
    PART = "part", "ตรงกันบางส่วน"
    OTHER = "other", "ต่างกัน"


@dataclass(frozen=True)
class Side:
    """One of the two; `producer` is None of another office's."""

    pk: int
    producer: Producer | None


@dataclass(frozen=True)
class Row:
    """One field of both; a value that may not be shown is "" and its likeness is told only where it is alike."""

    label: str
    values: tuple[str, str]
    likeness: str


@dataclass(frozen=True)
class SideBySide:
    """A pair as one reader sees it; `unit` is the narrowest that holds both, and so decides."""

    pair: Pair
    sides: tuple[Side, Side]
    rows: tuple[Row, ...]
    words: tuple[str, ...]
    decision: PairDecision | None
    unit: Unit

    @property
    def is_whole(self) -> bool:
        """Whether the reader may see both."""
        return all(side.producer for side in self.sides)

    @property
    def alike_count(self) -> int:
        return sum(row.likeness in (Likeness.SAME, Likeness.PART) for row in self.rows)


def side_by_side(pair: Pair, mine: QuerySet[Producer]) -> SideBySide | None:
    """The pair as the reader may see it; None where no side is his, or where no check ever paired the two."""
    own = mine.filter(pk__in=pair)
    seen = {row.pk for row in own}
    if not seen or len(set(pair)) != len(pair) or not pairs.is_known(pair):
        return None
    both = Producer.objects.filter(pk__in=pair).select_related("district", "subdistrict__district")
    producers = sorted(
        both.prefetch_related("products__certificates"), key=lambda row: (row.pk not in seen, row.pk)
    )
    sides = [Side(row.pk, row if row.pk in seen else None) for row in producers]
    code = places.common(row.district_id for row in producers)
    return SideBySide(
        pair,
        (sides[0], sides[1]),
        tuple(_rows(producers, sides)),
        pairs.words_of([pair], mine)[pair],
        pairs.decision_of(pair),
        Unit.objects.get(pk=code),
    )


# --- the fields ---


def _rows(producers: list[Producer], sides: list[Side]) -> Iterator[Row]:
    records = [
        content.of_producer(row) | {"place": str(row.subdistrict), "office": str(row.district)}
        for row in producers
    ]
    for label, show, judge in _FIELDS:
        shown = [show(record) for record in records]
        if not any(shown):
            continue
        likeness = judge(*records) if all(shown) else Likeness.OTHER
        values = [text if side.producer else "" for text, side in zip(shown, sides, strict=True)]
        is_told = all(side.producer for side in sides) or likeness != Likeness.OTHER
        if any(values) or is_told:
            yield Row(label, (values[0], values[1]), likeness if is_told else "")


Show = Callable[[Content], str]
Judge = Callable[[Content, Content], Likeness]


def _field(name: str) -> tuple[str, Show, Judge]:
    def show(record: Content) -> str:
        value = record[name]
        return content.shown(name, value) if value not in (None, "", []) else ""

    return content.label_of(name), show, _by(lambda record: record[name])


def _by(key: Callable[[Content], Any]) -> Judge:
    """Alike when the key of both is the same."""
    return lambda one, another: Likeness.SAME if key(one) == key(another) else Likeness.OTHER


def _by_parts(key: Callable[[Content], set[str]]) -> Judge:
    def judge(one: Content, another: Content) -> Likeness:
        first, second = key(one), key(another)
        if first == second:
            return Likeness.SAME
        return Likeness.PART if first & second else Likeness.OTHER

    return judge


def _owner(record: Content) -> str:
    return full_name(record["owner_title"], record["owner_first_name"], record["owner_last_name"])


def _owner_key(record: Content) -> str:
    return thai.name_key(f"{record['owner_first_name']}{record['owner_last_name']}")


def _address(record: Content) -> str:
    return address_of(record, record["place"])


def _products(record: Content) -> list[str]:
    return [each["name"] for each in record["products"] if is_standing(each["withdrawn_round"])]


def _listed_products(record: Content) -> str:
    return ", ".join(_products(record))


def _product_keys(record: Content) -> set[str]:
    return {thai.name_key(name) for name in _products(record)}


def _registered(record: Content) -> str:
    return f"{record['registration_number']} รอบ {Round.label_of(record['registered_round'])}"


_FIELDS: Final[tuple[tuple[str, Show, Judge], ...]] = (
    ("ชื่อกลุ่ม/ผู้ประกอบการ", lambda record: record["name"], _by(lambda record: thai.name_key(record["name"]))),
    _field("kind"),
    ("ประธาน/เจ้าของ", _owner, _by(_owner_key)),
    _field("citizen_id"),
    _field("juristic_id"),
    ("ที่ตั้ง", _address, _by(_address)),
    ("อำเภอ/เขต", lambda record: record["office"], _by(lambda record: record["office"])),
    ("โทรศัพท์", lambda record: content.shown("phones", record["phones"]) if record["phones"] else "",
     _by_parts(lambda record: set(record["phones"]))),
    _field("email"),
    _field("line_id"),
    _field("members_male_count"),
    _field("members_female_count"),
    _field("founded_day"),
    ("ผลิตภัณฑ์", _listed_products, _by_parts(_product_keys)),
    ("เลขทะเบียน", _registered, _by(_registered)),
    _field("former_numbers"),
)  # fmt: skip
