"""A province's board: every district of a round with its status, tally and what stands in its way. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from registration import figures
from registration.models import (
    Certification,
    Edition,
    Extension,
    Producer,
    Registration,
    Revision,
    Submission,
)
from registration.models.producers import ReviewMark
from registration.services import editions
from registration.services.checks.licences import products_without_licence
from registration.services.journey.coverage import WAITING
from registration.services.journey.district import producers_without_product
from registration.services.journey.records import RoundTally
from registration.services.journey.rounds import is_overdue
from registration.services.registry import standing
from registration.services.registry.looked import Looked, looked
from registration.timetable import Window
from registration.workflow import Status

# what waits for the province comes first, what is done comes last
ORDER = (Status.SUBMITTED, Status.SENT_BACK, Status.ENTRY, Status.CERTIFIED)


@dataclass(frozen=True)
class DistrictLine:
    """One district of the board."""

    submission: Submission
    tally: RoundTally
    problem_count: int
    waiting_count: int
    returned_count: int
    is_stale: bool
    is_overdue: bool
    extended_until: date | None

    @property
    def waits_for_province(self) -> bool:
        return self.submission.status == Status.SUBMITTED


@dataclass(frozen=True)
class StatusCount:
    """How many districts of a board are in a status."""

    status: str
    label: str
    count: int


@dataclass(frozen=True)
class RoundBoard:
    """The districts of a province's round, those that wait for the province first."""

    lines: tuple[DistrictLine, ...]

    @property
    def total(self) -> RoundTally:
        return sum((line.tally for line in self.lines), RoundTally())

    @property
    def by_status(self) -> list[StatusCount]:
        """Every status in the order of the board, with how many districts are in it."""
        return [StatusCount(str(status), str(status.label), len(self.of_status(status))) for status in ORDER]

    @property
    def overdue(self) -> list[Submission]:
        """What was not sent in its time."""
        return [line.submission for line in self.lines if line.is_overdue]

    @property
    def certified(self) -> tuple[DistrictLine, ...]:
        return self.of_status(Status.CERTIFIED)

    @property
    def certified_count(self) -> int:
        return len(self.certified)

    @property
    def next_line(self) -> DistrictLine | None:
        """The district that waits for the province and comes first."""
        return next((line for line in self.lines if line.waits_for_province), None)

    @property
    def is_reviewed(self) -> bool:
        """Whether no district waits for the province any more."""
        return self.next_line is None

    @property
    def waiting_count(self) -> int:
        return len(self.of_status(Status.SUBMITTED))

    @property
    def submitted_count(self) -> int:
        """How many districts have submitted at least once."""
        return sum(line.submission.first_submitted_at is not None for line in self.lines)

    def of_status(self, status: str) -> tuple[DistrictLine, ...]:
        """The lines of one status, all of them when it names none."""
        if status not in Status.values:
            return self.lines
        return tuple(line for line in self.lines if line.submission.status == status)


def of_province(certification: Certification, windows: Sequence[Window], on: date) -> RoundBoard:
    """The board of a province's round; `windows` are those of the province in the round."""
    code, round_id = certification.province_id, certification.round_id
    rows = list(Submission.objects.in_scope(code, round_id).select_related("district", "round"))
    tallies, problems, marks = _tallies(code, round_id), _problems(code, round_id, on), _marks(code, round_id)
    stale, extended = _stale(rows), _extended(code, round_id)
    lines = [
        DistrictLine(
            submission=row,
            tally=tallies.get(row.district_id, RoundTally()),
            problem_count=problems.get(row.district_id, 0),
            waiting_count=marks.get(row.district_id, {}).get("waiting", 0),
            returned_count=marks.get(row.district_id, {}).get("returned", 0),
            is_stale=row.district_id in stale,
            is_overdue=is_overdue(row, [*windows, *extended.get(row.district_id, ())], on),
            extended_until=max((w.last_day for w in extended.get(row.district_id, ())), default=None),
        )
        for row in rows
    ]
    return RoundBoard(tuple(sorted(lines, key=_place)))


def _place(line: DistrictLine) -> tuple[int, str]:
    return ORDER.index(line.submission.status), line.submission.district_id


def _tallies(code: str, round_id: int) -> dict[str, RoundTally]:
    unhandled = Producer.objects.unhandled(round_id).filter(district__code__startswith=code)
    left = _by_district(unhandled, "district_id")
    done = figures.progress(code, round_id)
    return {each: RoundTally(**done.get(each, {}), unhandled=left.get(each, 0)) for each in {*done, *left}}


def _problems(code: str, round_id: int, on: date) -> dict[str, int]:
    """{district code: how many blocking problems its submission has}: the rules of services.district."""
    rows = Producer.objects.active().filter(registrations__round_id=round_id, district__code__startswith=code)
    without_product = _by_district(producers_without_product(rows), "district_id")
    lacking = products_without_licence(on).filter(producer__in=rows)
    without_licence = _by_district(lacking, "producer__district_id")
    return {
        each: without_product.get(each, 0) + without_licence.get(each, 0)
        for each in {*without_product, *without_licence}
    }


def _marks(code: str, round_id: int) -> dict[str, dict[str, int]]:
    rows = Registration.objects.filter(district__code__startswith=code, round_id=round_id)
    counted = (
        rows.order_by()
        .values("district_id")
        .annotate(
            waiting=Count("pk", filter=Q(review__in=WAITING)),
            returned=Count("pk", filter=Q(review=ReviewMark.RETURNED)),
        )
    )
    return {row["district_id"]: {"waiting": row["waiting"], "returned": row["returned"]} for row in counted}


def _by_district(rows: QuerySet, path: str) -> dict[str, int]:
    counted = rows.order_by().values_list(path).annotate(count=Count("pk", distinct=True))
    return dict(counted)


def _stale(rows: Iterable[Submission]) -> set[str]:
    """The certified districts whose content changed since. Fingerprints only what was written to afterwards."""
    certified = {row.district_id: row for row in rows if row.certified_at}
    if not certified:
        return set()
    first = min(timezone.localdate(row.certified_at) for row in certified.values())
    round_id = next(iter(certified.values())).round_id
    written = Revision.objects.filter(district_id__in=certified, day__gte=first, round_id__lte=round_id)
    newest = dict(written.order_by().values_list("district_id").annotate(at=Max("at")))
    touched = [certified[code] for code, at in newest.items() if at > certified[code].certified_at]
    return {row.district_id for row in touched if standing.is_stale(row)}


def _extended(code: str, round_id: int) -> dict[str, list[Window]]:
    """{district code: the extensions granted to it alone}."""
    rows = Extension.objects.filter(round_id=round_id, unit__code__startswith=code, unit__code__length=4)
    found: dict[str, list[Window]] = {}
    for window in rows.as_pure():
        found.setdefault(window.unit_code, []).append(window)
    return found


# --- what a certificate says ---


@dataclass(frozen=True)
class ProvinceCertificate:
    """The districts a province's certificate holds with their figures, and those it leaves out with the reason."""

    rows: tuple[figures.Row, ...]
    left_out: tuple[tuple[str, str], ...]
    edition: Edition | None
    looked: Looked

    @property
    def total(self) -> figures.Counts:
        return figures.total(row.counts for row in self.rows)


def certificate(certification: Certification) -> ProvinceCertificate:
    """What the certificate of a province holds; from the closed edition once there is one."""
    edition = editions.latest(certification.round_id)
    report = figures.registration_report(certification.province_id, certification.round_id, edition)
    names = {row.code: row.name for row in report.rows}
    signed = _signed(certification)
    return ProvinceCertificate(
        rows=tuple(row for row in report.rows if row.code in signed),
        left_out=tuple((names.get(code, code), why) for code, why in sorted(certification.left_out.items())),
        edition=edition,
        looked=looked(signed, certification.round_id),
    )


def _signed(certification: Certification) -> set[str]:
    rows = Submission.objects.in_scope(certification.province_id, certification.round_id)
    return set(rows.filter(status=Status.CERTIFIED).values_list("district_id", flat=True))
