"""What the judges look at: the records of one district's round with their products, read in bulk, and who is told what.

A fixed number of questions, however many records.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch

from registration.models import Certificate, Producer, Product, Registration

ELSEWHERE: Final = "ผู้ผลิตอีกรายในพื้นที่อื่น"  # decision 0016: not where, not who


@dataclass(frozen=True)
class Goods:
    """A standing product with its certificates."""

    product: Product
    certificates: tuple[Certificate, ...] = ()


@dataclass(frozen=True, eq=False)
class Subject:
    """One record of the round. Of a record that is not saved yet, neither registration nor producer has a key."""

    registration: Registration
    producer: Producer
    goods: tuple[Goods, ...] = ()

    @property
    def is_standing(self) -> bool:
        return not self.producer.is_withdrawn


@dataclass(frozen=True)
class Facts:
    """Records of one district's round as the judges get them, on a day."""

    district: str
    round_id: int
    on: date
    subjects: Sequence[Subject]

    @property
    def standing(self) -> list[Subject]:
        """The records of those who have not left."""
        return [subject for subject in self.subjects if subject.is_standing]

    def saved(self, subjects: Iterable[Subject] | None = None) -> dict[int, Subject]:
        """{registration pk: record} of those that are in the table."""
        rows = self.subjects if subjects is None else subjects
        return {subject.registration.pk: subject for subject in rows if subject.registration.pk}


@dataclass(frozen=True)
class Suspicion:
    """What a judge found in a record: the code of a check, and what fills its words."""

    subject: Subject
    code: str
    said: Mapping[str, str]
    other: int | None = None


Judge = Callable[[Facts], Iterable[Suspicion]]


def of_rows(district: str, round_id: int, on: date, rows: Iterable[int] | None = None) -> Facts:
    """The records of a district's round; of `rows` (keys of registrations) alone when they are given."""
    products = Prefetch(
        "producer__products",
        queryset=Product.objects.active().order_by("pk").prefetch_related("certificates"),
        to_attr="standing_products",
    )
    found = Registration.objects.filter(district_id=district, round_id=round_id)
    if rows is not None:
        found = found.filter(pk__in=list(rows))
    found = found.select_related("producer").prefetch_related(products).order_by("pk")
    return Facts(district, round_id, on, [_subject(row) for row in found])


def _subject(row: Registration) -> Subject:
    standing: list[Product] = row.producer.standing_products  # type: ignore[attr-defined]  # of the Prefetch
    goods = tuple(Goods(each, tuple(each.certificates.all())) for each in standing)
    return Subject(row, row.producer, goods)


@dataclass(frozen=True)
class Other:
    """Another producer as far as a district may be told of it."""

    pk: int
    district: str
    name: str
    number: str

    def told_to(self, district: str) -> str:
        """Name and number inside one's own district; elsewhere neither who nor where (decision 0016)."""
        return f"“{self.name}” ({self.number})" if self.district == district else ELSEWHERE


def listed(names: Iterable[str]) -> str:
    """“ก”, “ข”: names of a finding, each once."""
    return ", ".join(f"“{name}”" for name in dict.fromkeys(names))
