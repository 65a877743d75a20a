"""What waits for a person today: the windows of each post's unit and how far its round has come. Reads only.

Light on purpose: a few queries per post, no national sums of producers.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict

from django.db.models import Count, QuerySet, Value

from otop_registry import thai
from registration import access, timetable
from registration.models import (
    Certification,
    Closing,
    Correction,
    CorrectionPath,
    Draft,
    LateFault,
    Post,
    Producer,
    Registration,
    Round,
    SalesCorrection,
    Submission,
    Transfer,
    User,
)
from registration.models.calendar import windows_for
from registration.models.producers import ReviewMark
from registration.places import Level, level_of
from registration.services.imports import overview
from registration.timetable import RESPONSIBLE, Quarter, Step, Window
from registration.workflow import CORRECTION_TRANSITIONS, CorrectionStatus, Role

Counted = dict[str, int]


@dataclass(frozen=True)
class StartStep:
    """One step of a round for the row of steps: what it is, when it is, whether it is done, now or next."""

    label: str
    note: str
    state: str


@dataclass(frozen=True)
class RoundDesk:
    """One round as a post sees it today. Counts that the role does not see are empty."""

    quarter: Quarter
    open: tuple[Window, ...]
    windows: tuple[Window, ...]
    submission: Submission | None = None
    certification: Certification | None = None
    closing: Closing | None = None
    records: Counted = field(default_factory=dict)  # {RegistrationKind: registrations of the district}
    reviews: Counted = field(default_factory=dict)  # {ReviewMark: registrations of the district}
    waiting_count: int = 0  # producers of the district without an act in the round
    asked_count: int = 0  # requests to move that wait for the district's answer
    districts: Counted = field(default_factory=dict)  # {Status: districts of the province}
    provinces: Counted = field(default_factory=dict)  # {CertificateStatus: provinces}

    @property
    def thing(self) -> Submission | Certification | Closing | None:
        """What carries the unit's status of the round."""
        return self.submission or self.certification or self.closing

    @property
    def round_id(self) -> int:
        return Round.id_of(self.quarter)

    def is_open(self, step: Step) -> bool:
        return any(window.step == step for window in self.open)

    @property
    def handled_count(self) -> int:
        return sum(self.records.values())

    @property
    def returned_count(self) -> int:
        return self.reviews.get(ReviewMark.RETURNED, 0)

    @property
    def district_count(self) -> int:
        return sum(self.districts.values())

    @property
    def province_count(self) -> int:
        return sum(self.provinces.values())


@dataclass(frozen=True)
class StartDesk:
    """One post's start page: its rounds of today, what opens next, what was left as a draft."""

    post: Post
    rounds: tuple[RoundDesk, ...]
    next: Window | None  # whatever opens first after today
    next_own: Window | None  # the next window in which this role acts
    draft_count: int = 0
    late_fault_count: int = 0  # of a district's certified records, not put right yet
    correction_count: int = 0  # of closed rounds, whose next step is this role's
    sales_correction_count: int = 0  # of published quarters
    handed_count: int = 0  # tables that the province handed over and nobody of the district has looked at

    @property
    def is_between(self) -> bool:
        """Whether no step of any round is open for the unit today."""
        return not any(each.open for each in self.rounds)


def desks(user: User, on: date) -> list[StartDesk]:
    """One desk per post of today, in order of unit."""
    return [_desk(post, on) for post in access.posts(user, on)]


def _desk(post: Post, on: date) -> StartDesk:
    windows = windows_for(post.unit_id)
    own = [step for step in Step if RESPONSIBLE[step] == post.role]
    corrections = _corrections(post)
    return StartDesk(
        post,
        tuple(_round_desk(post, quarter, windows, on) for quarter in focus(windows, on)),
        next=timetable.next_opening(windows, on),
        next_own=timetable.next_opening(windows, on, own[0]) if own else None,
        draft_count=_drafts(post) if post.role == Role.DISTRICT else 0,
        late_fault_count=_late_faults(post) if post.role == Role.DISTRICT else 0,
        correction_count=corrections[Correction],
        sales_correction_count=corrections[SalesCorrection],
        handed_count=overview.handed_to([post.unit_id]).count() if post.role == Role.DISTRICT else 0,
    )


def focus(windows: list[Window], on: date) -> list[Quarter]:
    """The rounds to show: those open today, else the last one that has begun, else none."""
    if standing := sorted({window.round for window in windows if window.covers(on)}):
        return standing
    begun = [window.round for window in windows if window.first_day <= on]
    return [max(begun)] if begun else []


def _round_desk(post: Post, quarter: Quarter, windows: list[Window], on: date) -> RoundDesk:
    own = tuple(window for window in windows if window.round == quarter)
    facts = _FACTS[level_of(post.unit_id)](post.unit_id, Round.id_of(quarter))
    return RoundDesk(quarter, tuple(window for window in own if window.covers(on)), own, **facts)


class Facts(TypedDict, total=False):
    """What a level adds to a RoundDesk, by its names."""

    submission: Submission | None
    certification: Certification | None
    closing: Closing | None
    records: Counted
    reviews: Counted
    waiting_count: int
    asked_count: int
    districts: Counted
    provinces: Counted


def _district_facts(code: str, round_id: int) -> Facts:
    rows = Registration.objects.filter(district_id=code, round_id=round_id)
    return {
        "submission": Submission.objects.filter(district_id=code, round_id=round_id).first(),
        "records": _counted(rows, "kind"),
        "reviews": _counted(rows, "review"),
        "waiting_count": Producer.objects.unhandled(round_id).filter(district_id=code).count(),
        "asked_count": Transfer.objects.asked_of(code, round_id).count(),
    }


def _province_facts(code: str, round_id: int) -> Facts:
    return {
        "certification": Certification.objects.filter(province_id=code, round_id=round_id).first(),
        "districts": _counted(Submission.objects.in_scope(code, round_id), "status"),
    }


def _national_facts(_code: str, round_id: int) -> Facts:
    return {
        "closing": Closing.objects.filter(round_id=round_id).first(),
        "provinces": _counted(Certification.objects.filter(round_id=round_id), "status"),
    }


_FACTS = {
    Level.DISTRICT: _district_facts,
    Level.PROVINCE: _province_facts,
    Level.DEPARTMENT: _national_facts,
}


def _counted(rows: QuerySet[Any], name: str) -> Counted:
    """{value of the column: number of rows}."""
    return {row[name]: row["n"] for row in rows.order_by(name).values(name).annotate(n=Count("pk"))}


def _drafts(post: Post) -> int:
    return Draft.objects.filter(user_id=post.user_id, unit_id=post.unit_id).count()


def _late_faults(post: Post) -> int:
    return LateFault.objects.unanswered().filter(registration__district=post.unit_id).count()


def _corrections(post: Post) -> Counter[type[CorrectionPath]]:
    """The corrections that wait for a post's word, by sort: those that its role agrees to or approves. One question."""
    onward = (CorrectionStatus.AGREED, CorrectionStatus.APPROVED)
    waiting = [row.source for row in CORRECTION_TRANSITIONS if row.by == post.role and row.target in onward]
    if not waiting:
        return Counter()
    sorts = (Correction, SalesCorrection)
    records, sales = (
        each._default_manager.filter(district__code__startswith=post.unit_id, status__in=waiting)
        .order_by()
        .annotate(sort=Value(place))
        .values_list("sort", flat=True)
        for place, each in enumerate(sorts)
    )
    return Counter(sorts[place] for place in records.union(sales, all=True))


def step_lines(windows: Iterable[Window], on: date) -> list[StartStep]:
    """The windows of a round, in the order given, as steps; an extension is one of them."""
    return [
        StartStep(f"{w.step.label}{' (ขยายเวลา)' if w.is_extension else ''}", _period(w), _state(w, on))
        for w in windows
    ]


def _period(window: Window) -> str:
    return thai.long_period(window.first_day, window.last_day)


def _state(window: Window, on: date) -> str:
    if window.covers(on):
        return "now"
    return "done" if window.last_day < on else "next"


def certification_counts(unit_code: str = "") -> dict[int, Counted]:
    """{round id: {CertificateStatus: provinces in the scope}} of every round."""
    rows = Certification.objects.filter(province__code__startswith=unit_code).order_by("round_id")
    counted: dict[int, Counted] = {}
    for row in rows.values("round_id", "status").annotate(n=Count("pk")):
        counted.setdefault(row["round_id"], {})[row["status"]] = row["n"]
    return counted
