"""Windows: which step of which round is open for a unit on a day.

Source: attachment 1 of letter นศ 0019/01467 (13 March 2561), columns ขั้นตอนที่, ระยะเวลาดำเนินการ, ผู้รับผิดชอบ.
Days are local and inclusive. A day in no window is a real state: read and keep drafts, submit nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from registration.timetable.quarter import Quarter


class Step(TextChoices):
    """The three numbered steps of a round, in the letter's order."""

    REGISTER = "register", "ลงทะเบียน"
    VERIFY = "verify", "ตรวจสอบและรับรอง"
    CLOSE = "close", "ปิดระบบ"


STEP_ORDER = {step: place for place, step in enumerate(Step)}
# The letter's column ผู้รับผิดชอบ, as the values of workflow.Role, which lies above this file.
RESPONSIBLE = {Step.REGISTER: "district", Step.VERIFY: "province", Step.CLOSE: "department"}


@dataclass(frozen=True)
class Window:
    """One step of one round from first to last day, both included. Raises: ValueError when it ends too early.

    `unit_code` is empty for a national window, else the unit (and all below it) that it is meant for.
    """

    round: Quarter
    step: Step
    first_day: date
    last_day: date
    stated_days: int | None = None
    unit_code: str = ""
    is_extension: bool = False

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError("วันสุดท้ายต้องไม่มาก่อนวันแรก")

    def covers(self, on: date) -> bool:
        return self.first_day <= on <= self.last_day

    def is_inside(self, other: "Window") -> bool:
        return other.first_day <= self.first_day and self.last_day <= other.last_day

    def is_same_step_as(self, other: "Window") -> bool:
        return (self.round, self.step) == (other.round, other.step)


@dataclass(frozen=True)
class Simulation:
    """What is open on a day and what opens next, as the simulator shows it."""

    date: date
    open: tuple[Window, ...]
    next: Window | None


def in_order(windows: Iterable[Window]) -> list[Window]:
    """By first day; of two that begin together, the earlier round and step first."""
    return sorted(windows, key=lambda w: (w.first_day, w.round, STEP_ORDER[w.step], w.unit_code))


def narrows(narrowing: Window, national: Sequence[Window]) -> bool:
    """A province's dates hold only inside the national window of the same round and step (docs/rules.md 3)."""
    return any(narrowing.is_same_step_as(window) and narrowing.is_inside(window) for window in national)


def effective(
    national: Sequence[Window], narrowings: Iterable[Window], extensions: Iterable[Window], unit_code: str
) -> list[Window]:
    """The windows in force for one unit, in order: national, narrowed by its province, plus its extensions.

    A narrowing that leaves the national window is ignored; `findings` tells it (province_contradicts).
    """
    narrower = {
        (window.round, window.step): window
        for window in narrowings
        if window.unit_code and unit_code.startswith(window.unit_code) and narrows(window, national)
    }
    granted = [window for window in extensions if unit_code.startswith(window.unit_code)]
    return in_order([*(narrower.get((w.round, w.step), w) for w in national), *granted])


def open_windows(windows: Iterable[Window], on: date) -> list[Window]:
    """Every window that covers the day, in order."""
    return [window for window in in_order(windows) if window.covers(on)]


def open_step(windows: Iterable[Window], on: date) -> Step | None:
    """The step one round is in on a day, None between windows; an extension that is open too goes first."""
    standing = sorted(open_windows(windows, on), key=lambda window: not window.is_extension)
    return standing[0].step if standing else None


def is_open(windows: Iterable[Window], round: Quarter, step: Step, on: date) -> bool:
    """True when this step of this round may be done on the day."""
    return any((w.round, w.step) == (round, step) and w.covers(on) for w in windows)


def next_opening(windows: Iterable[Window], on: date, step: Step | None = None) -> Window | None:
    """The first window (of the step, if one is named) that begins after the day."""
    coming = (w for w in in_order(windows) if w.first_day > on and step in (None, w.step))
    return next(coming, None)


def last_closing(windows: Iterable[Window], on: date, round: Quarter, step: Step) -> Window | None:
    """The window of this round and step that ended last before the day: the "since when" of a refusal."""
    ended = [w for w in windows if (w.round, w.step) == (round, step) and w.last_day < on]
    return max(ended, key=lambda window: window.last_day, default=None)


def simulate(windows: Sequence[Window], on: date) -> Simulation:
    """What is open on the day and for whom (`RESPONSIBLE`), and what opens next."""
    return Simulation(date=on, open=tuple(open_windows(windows, on)), next=next_opening(windows, on))
