"""What the judges look at: the records of one district's round with their products, read in bulk, and who is told what.

A fixed number of questions, however many records.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.functional import cached_property

from otop_registry import thai
from registration.checks import alike, table
from registration.checks.alike import Spelt
from registration.checks.table import Check
from registration.content import Content
from registration.models import Certificate, Producer, Product, Registration, Revision
from registration.models.producers import RegistrationKind

MOST_OTHERS: Final = 5  # of one record, by one check
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

    @cached_property
    def spelt(self) -> Spelt:
        """The producer's name as names are compared."""
        return Spelt(self.producer.name_key, self.producer.name)

    @cached_property
    def house(self) -> str:
        """The producer's house as houses of a tambon are compared; "" where there is none."""
        return alike.house_key(self.producer.house_number, self.producer.village_number)

    @cached_property
    def owner(self) -> str:
        """The owner's name as two of them are compared."""
        return thai.name_key(f"{self.producer.owner_first_name} {self.producer.owner_last_name}")


@dataclass(frozen=True)
class Facts:
    """Records of one district's round as the judges get them, on a day.

    `lines` are what stands in no table yet: the newcomers of a list that is about to be written.
    """

    district: str
    round_id: int
    on: date
    subjects: Sequence[Subject]
    lines: "Lines" = field(default_factory=lambda: Lines())

    @cached_property
    def standing(self) -> list[Subject]:
        """The records of those who have not left."""
        return [subject for subject in self.subjects if subject.is_standing]

    def saved(self) -> dict[int, Subject]:
        """{registration pk: record} of those that are in the table."""
        return {subject.registration.pk: subject for subject in self.subjects if subject.registration.pk}

    def before(self, subject: Subject) -> Content | None:
        """How the producer stood in the newest earlier round that counts; None for one that is new."""
        return self._earlier.get(subject.registration.pk or 0)

    @cached_property
    def _earlier(self) -> dict[int, Content]:
        known = [pk for pk, each in self.saved().items() if each.registration.kind != RegistrationKind.NEW]
        if not known:
            return {}
        past = Revision.objects.filter(producer=OuterRef("producer"), round__lt=self.round_id).counted()
        rows = Registration.objects.filter(pk__in=known).order_by()
        newest = rows.annotate(before=Subquery(past.order_by("-number").values("pk")[:1]))
        keys = {before: pk for pk, before in newest.values_list("pk", "before") if before}
        return {keys[row.pk]: row.content for row in Revision.objects.filter(pk__in=keys).only("content")}


@dataclass(frozen=True)
class Suspicion:
    """What a judge found in a record: the code of a check, and what fills its words."""

    subject: Subject
    code: str
    said: Mapping[str, str]
    other: int | None = None

    @property
    def check(self) -> Check:
        return table.named(self.code)


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


class Other(NamedTuple):
    """Another producer, and how much a district is told of it. `person` is its owner's number, for comparing alone.

    One that stands in the same list as the record (`is_own`) is told wherever it lies: who brought the list knows it.
    """

    pk: int
    district: str
    name: str
    number: str
    person: str = ""
    is_own: bool = False

    def is_not(self, producer: Producer) -> bool:
        """Another one; of the same list, one that stands before it: each pair of a list is told once."""
        return self.pk > producer.pk if self.is_own else self.pk != producer.pk

    def is_another_person(self, producer: Producer) -> bool:
        """Neither the producer itself nor another one of the same owner."""
        return self.is_not(producer) and self.person != producer.citizen_id

    def told_to(self, district: str) -> str:
        """Name and number inside one's own district; elsewhere neither who nor where (decision 0016)."""
        return f"“{self.name}” ({self.number})" if self.is_own or self.district == district else ELSEWHERE


class Lines:
    """The newcomers of a list that is about to be written, by what they may share with one another.

    Each bears a key below zero, which no row has: the further down the list, the lower.
    """

    def __init__(self) -> None:
        self.persons: dict[str, list[tuple[Other, str]]] = {}
        self.phones: dict[str, list[Other]] = {}
        self.houses: dict[tuple[str, str], list[Other]] = {}
        self.names: dict[str, list[Other]] = {}
        self.spelt: dict[str, alike.Names[Other]] = {}
        self._count = 0

    def next_key(self) -> int:
        """The key of the next line."""
        self._count += 1
        return -self._count

    def add(self, subject: Subject, number: str) -> None:
        """One more, with its key. `number` is what it is told by."""
        made = subject.producer
        place = made.subdistrict_id
        other = Other(made.pk, made.district_id, made.name, number, made.citizen_id, is_own=True)
        self.persons.setdefault(made.citizen_id, []).append((other, subject.owner))
        for phone in made.phones:
            self.phones.setdefault(phone, []).append(other)
        if subject.house:
            self.houses.setdefault((place, subject.house), []).append(other)
        self.names.setdefault(made.name_key, []).append(other)
        if place not in self.spelt:
            self.spelt[place] = alike.Names()
        self.spelt[place].add(other, subject.spelt)


def few(others: Iterable[Other]) -> Iterator[Other]:
    """The first of those that a record is like: one telephone for a whole list makes all of them alike."""
    return islice(others, MOST_OTHERS)


def listed(names: Iterable[str]) -> str:
    """“ก”, “ข”: names of a finding, each once."""
    return ", ".join(f"“{name}”" for name in dict.fromkeys(names))
