"""The closing as its pages read it: the rounds, and the checklist of one round with whom to call. Reads only.

A person sees the provinces in the scope of their own posts: the department all, an executive of a province one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, TextChoices

from otop_registry import thai
from registration import access, figures, places
from registration.access import Action
from registration.models import Certification, Closing, Contact, Registration, Submission, Unit, User
from registration.models.calendar import windows_for
from registration.services import editions, start
from registration.timetable import Step, Window
from registration.workflow import CertificateStatus, Status


@dataclass(frozen=True)
class ChecklistLine:
    """One line of the closing checklist: a province, its certificate and its districts by status."""

    certification: Certification
    certified_count: int
    district_count: int
    sent_back_count: int
    submitted_count: int = 0
    has_data: bool = True  # whether a district of it has entered anything in the round

    @property
    def is_ready(self) -> bool:
        return self.certification.status != CertificateStatus.PENDING


_DISTRICTS, _ENTERED = "districts", "entered"  # beside the statuses in a province's tally


def checklist(round_id: int) -> list[ChecklistLine]:
    """Every province of the round, those not certified first."""
    counted: dict[str, Counter[str]] = {}
    entered = Registration.objects.filter(district=OuterRef("district"), round=OuterRef("round"))
    districts = Submission.objects.filter(round_id=round_id).annotate(has_data=Exists(entered))
    for code, status, has_data in districts.values_list("district_id", "status", "has_data"):
        told = counted.setdefault(places.province_of(code), Counter())
        told.update({status: 1, _DISTRICTS: 1, _ENTERED: has_data or status != Status.ENTRY})
    rows = Certification.objects.filter(round_id=round_id).select_related("province", "certified_by", "round")
    lines = [_line(row, counted.get(row.province_id, Counter())) for row in rows]
    return sorted(lines, key=lambda line: (line.is_ready, line.certification.province_id))


def _line(certification: Certification, counted: Counter[str]) -> ChecklistLine:
    return ChecklistLine(
        certification,
        certified_count=counted[Status.CERTIFIED],
        district_count=counted[_DISTRICTS],
        sent_back_count=counted[Status.SENT_BACK],
        submitted_count=counted[Status.SUBMITTED],
        has_data=counted[_ENTERED] > 0,
    )


@dataclass(frozen=True)
class ClosingLine:
    """One line of the list of rounds."""

    closing: Closing
    window: Window | None
    certified_count: int
    province_count: int


@dataclass(frozen=True)
class WaitingLine:
    """A province that has not certified: its districts, whom to call, why it is left out once that is said."""

    line: ChecklistLine
    contact: Contact | None
    reason: str

    @property
    def province(self) -> Unit:
        return self.line.certification.province


@dataclass(frozen=True)
class LeftOutDistrict:
    """A district that its certified province left out, and the province's reason."""

    district: Unit
    province: Unit
    reason: str


class Part(TextChoices):
    """The parts of the checklist, what has to be worked on first."""

    WAITING = "waiting", "ต้องติดตาม"
    SILENT = "silent", "ไม่มีข้อมูลเลย"
    LEFT_OUT = "left", "อำเภอที่ไม่รวม"
    READY = "ready", "รับรองแล้ว"


@dataclass(frozen=True)
class ClosingBoard:
    """The checklist of a round: one line per province, with the coordinator to call where one is known."""

    lines: tuple[ChecklistLine, ...]
    contacts: dict[str, Contact]
    reasons: dict[str, str]
    left_out: tuple[LeftOutDistrict, ...]

    @property
    def waiting(self) -> list[ChecklistLine]:
        return [line for line in self.lines if not line.is_ready]

    @property
    def ready(self) -> list[ChecklistLine]:
        return [line for line in self.lines if line.is_ready]

    @property
    def waiting_lines(self) -> list[WaitingLine]:
        return [self._waiting_line(line) for line in self.waiting]

    def _waiting_line(self, line: ChecklistLine) -> WaitingLine:
        code = line.certification.province_id
        return WaitingLine(line, self.contacts.get(code), self.reasons.get(code, ""))

    @property
    def parts(self) -> dict[str, list[WaitingLine] | list[LeftOutDistrict] | list[ChecklistLine]]:
        """{Part: its lines}; a province without any data stands apart from those to be called."""
        waiting = self.waiting_lines
        return {
            Part.WAITING: [each for each in waiting if each.line.has_data],
            Part.SILENT: [each for each in waiting if not each.line.has_data],
            Part.LEFT_OUT: list(self.left_out),
            Part.READY: self.ready,
        }

    @property
    def announced_count(self) -> int:
        return sum(line.certification.status == CertificateStatus.ANNOUNCED for line in self.lines)

    @property
    def district_count(self) -> int:
        return sum(line.district_count for line in self.lines)

    @property
    def included_count(self) -> int:
        """Districts that the edition will include: certified, in a province that is."""
        return sum(line.certified_count for line in self.ready)

    @property
    def left_behind_count(self) -> int:
        return self.district_count - self.included_count


def scope(user: User, on: date) -> str:
    """The code of the widest post with which the person may see closings."""
    roles = access.ROLES[Action.CLOSING_VIEW]
    return min((post.unit_id for post in access.posts(user, on) if post.role in roles), key=len)


def overview(closings: Iterable[Closing], unit_code: str, on: date) -> list[ClosingLine]:
    """The rounds that have begun or come next, the newest first, with their certified provinces in the scope."""
    windows = {w.round: w for w in windows_for("") if w.step == Step.CLOSE}
    counted = start.certification_counts(unit_code)
    lines = []
    for closing in sorted(closings, key=lambda row: -row.round_id):
        quarter = closing.round.quarter
        if quarter.is_in_sight(on):
            counts = counted.get(closing.round_id, {})
            total = sum(counts.values())
            waiting = counts.get(CertificateStatus.PENDING, 0)
            lines.append(ClosingLine(closing, windows.get(quarter), total - waiting, total))
    return lines


def board(closing: Closing, unit_code: str, on: date) -> ClosingBoard:
    """The checklist in the scope of a unit."""
    lines = tuple(
        line for line in checklist(closing.round_id) if line.certification.province_id.startswith(unit_code)
    )
    waiting = [line.certification.province_id for line in lines if not line.is_ready]
    contacts = Contact.objects.on(on).filter(unit_id__in=waiting).order_by("-pk")
    by_unit = {contact.unit_id: contact for contact in contacts}
    return ClosingBoard(lines, by_unit, dict(closing.left_out), tuple(_left_out(lines)))


def _left_out(lines: Iterable[ChecklistLine]) -> Iterator[LeftOutDistrict]:
    """The districts that certified provinces left out, in order of code."""
    named = {
        code: (line.certification.province, reason)
        for line in lines
        if line.is_ready
        for code, reason in line.certification.left_out.items()
    }
    for district in Unit.objects.filter(pk__in=named).order_by("pk") if named else ():
        yield LeftOutDistrict(district, *named[district.pk])


def chosen(board: ClosingBoard, part: str, words: str) -> tuple[str, list[Any]]:
    """The part that is asked for, else the first one with lines, and its lines with the typed letters in a name."""
    parts = board.parts
    named = part if part in parts else next((name for name, rows in parts.items() if rows), Part.READY)
    key = thai.search_key(words)
    return named, [row for row in parts[named] if key in thai.search_key(" ".join(map(str, _names(row))))]


def _names(row: WaitingLine | LeftOutDistrict | ChecklistLine) -> tuple[Unit, ...]:
    if isinstance(row, LeftOutDistrict):
        return row.district, row.province
    return (row.province if isinstance(row, WaitingLine) else row.certification.province,)


@dataclass(frozen=True)
class Frozen:
    """What a closing would freeze now: the sums of the districts that are certified, and of those that are not."""

    included: figures.Counts
    left_behind: figures.Counts
    district_count: int


def to_freeze(closing: Closing, unit_code: str) -> Frozen:
    """The sums as registered now, inside and outside the coming edition."""
    signed, _ = editions.sides(closing)
    included = {code for code in signed if code.startswith(unit_code)}
    counted = figures.live(unit_code, closing.round_id, places.DISTRICT_WIDTH)
    return Frozen(
        figures.total(counts for code, counts in counted.items() if code in included),
        figures.total(counts for code, counts in counted.items() if code not in included),
        len(included),
    )
