"""Where a unit's round stands: its windows and steps, the list of its rounds, whether it is overdue. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from otop_registry import thai
from registration.models import (
    Certification,
    Closing,
    Submission,
    Unit,
)
from registration.models.calendar import windows_for
from registration.places import Level
from registration.timetable import Quarter, Step, Window
from registration.workflow import CertificateStatus, ClosingStatus, Status

RoundOfUnit = Submission | Certification

# --- windows and steps ---


def windows_of(code: str, quarter: Quarter) -> list[Window]:
    """The windows of one round in force for a unit, its extensions among them."""
    return [window for window in windows_for(code) if window.round == quarter]


def window_of(windows: Iterable[Window], step: Step, on: date) -> Window | None:
    """The window of a step to count days by: the one open today, else the next, else the last that was."""
    rows = [window for window in windows if window.step == step]
    if standing := [window for window in rows if window.covers(on)]:
        return max(standing, key=lambda window: window.last_day)
    ahead = [window for window in rows if window.first_day > on]
    return ahead[0] if ahead else next(reversed(rows), None)


STEP_OF_STATUS: dict[str, Step] = {
    Status.ENTRY: Step.REGISTER,
    Status.SUBMITTED: Step.VERIFY,
    Status.SENT_BACK: Step.VERIFY,
    Status.CERTIFIED: Step.CLOSE,
    CertificateStatus.PENDING: Step.VERIFY,
    CertificateStatus.ANNOUNCED: Step.CLOSE,
}


@dataclass(frozen=True)
class RoundStep:
    """One step of the way as the steps component draws it; `state` is done, now or next."""

    label: str
    note: str
    state: str


def is_ahead(windows: Iterable[Window], on: date) -> bool:
    """Whether a round has not begun: all of its windows open after the day."""
    return all(window.first_day > on for window in windows)


def is_overdue(thing: Submission, windows: Iterable[Window], on: date) -> bool:
    """Whether a district has not submitted although its last window to register is over."""
    last = [window.last_day for window in windows if window.step == Step.REGISTER]
    return thing.status == Status.ENTRY and bool(last) and on > max(last)


def steps(thing: RoundOfUnit, windows: Sequence[Window], on: date) -> list[RoundStep]:
    """The way of a unit's round: register, verify, close, announced."""
    closing = Closing.objects.filter(round_id=thing.round_id).first()
    place = _steps_behind(thing, closing, windows, on)
    notes = _notes(thing, closing)
    return [_step_line(index, place, note, windows, on) for index, note in enumerate(notes)]


def _step_line(index: int, place: int, note: str, windows: Sequence[Window], on: date) -> RoundStep:
    step, label = _STEP_LABELS[index]
    if place <= index:
        window = window_of(windows, step, on) if step else None
        return RoundStep(label, _period(window), "now" if index == place else "next")
    return RoundStep(label, note, "next" if note in _MISSED else "done")


_STEP_LABELS = (*((step, str(step.label)) for step in Step), (None, "ประกาศผล"))
_MISSED = ("ไม่ได้ส่งในรอบนี้", "ไม่ได้รับรองในรอบนี้")
_CLOSED = (ClosingStatus.CLOSED, ClosingStatus.ANNOUNCED)


def _steps_behind(thing: RoundOfUnit, closing: Closing | None, windows: Sequence[Window], on: date) -> int:
    """How many of the four steps lie behind the unit; before the round begins none is even at hand."""
    if is_ahead(windows, on):
        return -1
    if closing and closing.status in _CLOSED:
        return 4 if closing.status == ClosingStatus.ANNOUNCED else 3
    if thing.status in {Status.CERTIFIED, CertificateStatus.ANNOUNCED}:
        return 2
    if isinstance(thing, Submission):
        return 0 if thing.status == Status.ENTRY else 1
    return int(any(w.step == Step.VERIFY and w.first_day <= on for w in windows))


def _notes(thing: RoundOfUnit, closing: Closing | None) -> tuple[str, str, str, str]:
    """What is said of each step once it is behind."""
    if isinstance(thing, Submission):
        sent = _when("ส่งเมื่อ", thing.latest_submitted_at) or _MISSED[0]
    else:
        districts = Submission.objects.in_scope(thing.province_id, thing.round_id)
        count = districts.exclude(first_submitted_at=None).count()
        sent = f"ส่งแล้ว {thai.count(count)} จาก {thai.count(districts.count())} อำเภอ"
    certified = _when("รับรองเมื่อ", thing.certified_at) or _MISSED[1]
    closed = _when("ปิดเมื่อ", closing.closed_at if closing else None)
    return sent, certified, closed, _when("ประกาศเมื่อ", closing.announced_at if closing else None)


def _when(word: str, instant: datetime | None) -> str:
    return f"{word} {thai.moment(instant)}" if instant else ""


def _period(window: Window | None) -> str:
    return f"{thai.short_date(window.first_day)} – {thai.short_date(window.last_day)}" if window else ""


# --- the list of a unit's rounds ---


@dataclass(frozen=True)
class RoundLine:
    """A round of a unit as the list shows it; `window` is the one to count days by."""

    thing: Submission | Certification | Closing
    window: Window | None
    is_open: bool
    is_ahead: bool
    is_overdue: bool


@dataclass(frozen=True)
class RoundList:
    """The rounds of one unit of the person: open ones first, then the newest."""

    unit: Unit
    lines: tuple[RoundLine, ...]


_THINGS: dict[str, type[Closing] | type[Certification] | type[Submission]] = {
    Level.DEPARTMENT: Closing,
    Level.PROVINCE: Certification,
    Level.DISTRICT: Submission,
}


def rounds_of(unit: Unit, on: date) -> RoundList:
    """The rounds of the published plans for a unit, up to the one that comes next."""
    model = _THINGS[Level(unit.level)]
    mine = {model.UNIT_PATH: unit.code} if unit.code else {}
    windows = windows_for(unit.code)
    lines = [
        _round_line(thing, [window for window in windows if window.round == thing.round.quarter], on)
        for thing in model.objects.filter(**mine).select_related("round").order_by("-round_id")
        if thing.round.quarter.is_in_sight(on)
    ]
    return RoundList(unit, tuple(sorted(lines, key=lambda line: not line.is_open)))


def _round_line(
    thing: Submission | Certification | Closing, windows: Sequence[Window], on: date
) -> RoundLine:
    standing = [window for window in windows if window.covers(on)]
    ahead = [window for window in windows if window.first_day > on]
    return RoundLine(
        thing,
        next(iter([*standing, *ahead]), None),
        is_open=bool(standing),
        is_ahead=is_ahead(windows, on),
        is_overdue=isinstance(thing, Submission) and is_overdue(thing, windows, on),
    )
