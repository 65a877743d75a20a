"""The records a province looks through, riskiest first: of one district's round or of all its districts together.

What makes a record risky is what the checks found (`Registration.risk`). Reads only, but for `check_fresh`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from registration.content import Change
from registration.models import (
    Certification,
    Finding,
    Producer,
    Product,
    Registration,
    Round,
    Subdistrict,
    Submission,
    Unit,
    User,
)
from registration.models.producers import ReviewMark
from registration.services.checks import found, running
from registration.services.checks.found import Found
from registration.services.journey import coverage, records
from registration.services.journey.coverage import FLAGGED, MUST_OPEN, PASSED, WAITING, Marks
from registration.services.registry import searching
from registration.workflow import Status

MUST: Final = "must"  # tabs of the queue that no single mark names
UNREAD: Final = "waiting"
REOPENING: Final = (MUST, ReviewMark.PASSED_IN_BULK)  # tabs of records that wait whatever their mark


@dataclass(frozen=True)
class Scope:
    """Whose records: the districts of a unit's round that are with the province."""

    unit_code: str
    round: Round
    districts: tuple[str, ...]


def scope_of(thing: Submission | Certification) -> Scope:
    """One district, whatever its status, or the districts of a province that wait for it."""
    if isinstance(thing, Submission):
        return Scope(thing.district_id, thing.round, (thing.district_id,))
    sent = Submission.objects.in_scope(thing.province_id, thing.round_id).filter(status=Status.SUBMITTED)
    codes = sent.order_by("district_id").values_list("district_id", flat=True)
    return Scope(thing.province_id, thing.round, tuple(codes))


def check_fresh(scope: Scope, on: date) -> None:
    """Runs the checks of districts with the province that ran over other data or on another day."""
    sent = Submission.objects.filter(
        round=scope.round, district_id__in=scope.districts, status=Status.SUBMITTED
    )
    running.refresh(sent.values_list("district_id", flat=True), scope.round.pk, on)


# --- what is asked for ---


@dataclass(frozen=True)
class Asked:
    """The filters of a queue; an empty part asks for everything."""

    text: str = ""
    mark: str = ""
    kind: str = ""
    district: str = ""
    subdistrict: str = ""
    flag: str = ""
    product_type: str = ""
    officer: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a tab is asked for."""
        return self != Asked(mark=self.mark)


def rows(scope: Scope, asked: Asked) -> QuerySet[Registration]:
    """The records asked for, riskiest first.

    The order does not depend on the marks of this review, so that "next" stays next while somebody works.
    """
    whole = Registration.objects.filter(round=scope.round, district_id__in=scope.districts)
    kept = coverage.with_samples(whole, scope.round.pk).filter(_mark(asked.mark), _columns(asked))
    if asked.flag:
        kept = kept.filter(Exists(Finding.objects.filter(registration=OuterRef("pk"), code=asked.flag)))
    if asked.product_type:
        made = Product.objects.active().filter(producer=OuterRef("producer"), product_type=asked.product_type)
        kept = kept.filter(Exists(made))
    if asked.text:
        own = Producer.objects.filter(district_id__in=scope.districts)
        kept = kept.filter(producer__in=searching.matching(own, asked.text).order_by().values("pk"))
    return kept.order_by("-risk", "producer__sort_key", "pk")


def _columns(asked: Asked) -> Q:
    given = {
        "kind": asked.kind,
        "district_id": asked.district,
        "producer__subdistrict_id": asked.subdistrict,
        "acted_by_id": asked.officer,
    }
    return Q(**{name: value for name, value in given.items() if value})


def _mark(mark: str) -> Q:
    """One tab: what must be opened, what waits, or one of ReviewMark; anything else means all."""
    tabs = {MUST: MUST_OPEN, UNREAD: Q(review__in=WAITING), ReviewMark.PASSED: Q(review__in=PASSED)}
    if mark in tabs:
        return tabs[mark]
    return Q(review=mark) if mark in ReviewMark.values else Q()


def district_of(pk: int) -> str:
    """The district of a record of the queue."""
    return str(Registration.objects.values_list("district_id", flat=True).get(pk=pk))


def keys(scope: Scope, asked: Asked) -> QuerySet[Registration, int]:
    """The keys of the records asked for, in order: to sort three thousand takes no more of each."""
    return rows(scope, asked).values_list("pk", flat=True)


def exceptions(scope: Scope) -> QuerySet[Registration, int]:
    """The keys of the flagged records whatever their mark: what a certificate must not overlook."""
    return rows(scope, Asked()).filter(FLAGGED).values_list("pk", flat=True)


def marks(scope: Scope) -> Marks:
    """How far the review of the whole scope is."""
    return coverage.total(coverage.marks(scope.districts, scope.round).values())


def tab_marks(scope: Scope, asked: Asked) -> Marks:
    """The counts of the tabs of a narrowed queue: each of what its own list would hold."""
    return coverage.counted(rows(scope, replace(asked, mark="")))


# --- what can be asked for ---


@dataclass(frozen=True)
class Choices:
    """What the filters of a queue offer; no tambons before a district is chosen."""

    districts: tuple[Unit, ...]
    subdistricts: tuple[Subdistrict, ...]
    officers: tuple[User, ...]


def choices(scope: Scope, district: str, on: date) -> Choices:
    """Districts where there are several, tambons of the one district, and who entered the records.

    A former tambon is offered as long as a record of the round lies in it.
    """
    several = len(scope.districts) > 1
    one = district if several else scope.unit_code
    wrote = Registration.objects.filter(round=scope.round, district_id__in=scope.districts).order_by()
    return Choices(
        tuple(Unit.objects.filter(code__in=scope.districts).order_by("sort_key")) if several else (),
        tuple(_tambons(scope.round, one, on)) if one else (),
        tuple(User.objects.filter(pk__in=wrote.values("acted_by").distinct()).order_by("first_name", "pk")),
    )


def _tambons(round: Round, district: str, on: date) -> QuerySet[Subdistrict]:
    registered = Producer.objects.filter(district_id=district, registrations__round=round).order_by()
    own = Subdistrict.objects.filter(district_id=district)
    return (own.valid(on) | own.filter(pk__in=registered.values("subdistrict"))).order_by("sort_key")


# --- one page ---


@dataclass(frozen=True)
class QueueLine:
    """A row of the queue as the screen shows it."""

    registration: Registration
    findings: tuple[Found, ...]
    changes: tuple[Change, ...]
    products: tuple[str, ...]
    is_sampled: bool


def lines(scope: Scope, page: Iterable[int]) -> list[QueueLine]:
    """The records of one page by their keys, with findings, differences and the names of their standing products."""
    told = _told(scope, list(page))
    findings, products = found.findings_of(told), _products_of(told)
    drawn = {row.pk for row in told if row.is_sampled}  # type: ignore[attr-defined]  # of with_samples
    return [
        QueueLine(
            line.registration,
            findings[line.registration.pk],
            line.changes,
            tuple(products.get(line.registration.producer_id, ())),
            line.registration.pk in drawn,
        )
        for line in records.with_changes(told)
    ]


def _told(scope: Scope, page: list[int]) -> list[Registration]:
    whole = coverage.with_samples(Registration.objects.filter(pk__in=page), scope.round.pk)
    rows = whole.select_related("producer__subdistrict", "producer__district", "acted_by", "round").in_bulk()
    return [rows[pk] for pk in page]


def _products_of(told: Sequence[Registration]) -> dict[int, list[str]]:
    made = Product.objects.active().filter(producer__in=[row.producer_id for row in told])
    names: dict[int, list[str]] = {}
    for producer, name in made.order_by("pk").values_list("producer_id", "name"):
        names.setdefault(producer, []).append(name)
    return names
