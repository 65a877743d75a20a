"""What a reader of a plan should know before relying on it. A finding never moves a date (docs/rules.md 3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from otop_registry import thai
from registration.timetable.quarter import Quarter
from registration.timetable.windows import STEP_ORDER, Step, Window, in_order, narrows
from registration.timetable.working_days import is_working_day, working_days

CODES = (
    "stated_days_differ",
    "ends_on_day_off",
    "outside_quarter",
    "closes_before_quarter_end",
    "overlap",
    "gap",
    "province_contradicts",
)
NOTES = frozenset({"closes_before_quarter_end", "gap"})  # a sound plan has these too
SERIOUS = frozenset({"overlap", "outside_quarter"})  # units would act in the wrong step or round
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PlanFinding:
    """One remark on one window; `round` and `step` name the row beside which it is shown."""

    code: str
    round: Quarter
    step: Step
    message: str

    @property
    def is_warning(self) -> bool:
        """Whether somebody should look at the plan; the rest is worth knowing only."""
        return self.code not in NOTES

    @property
    def is_serious(self) -> bool:
        """Whether a plan with it is published only for a reason."""
        return self.code in SERIOUS


def findings(
    windows: Sequence[Window], days_off: frozenset[date], narrowings: Sequence[Window] = ()
) -> list[PlanFinding]:
    """Everything remarkable in one year's national windows and the provinces' own dates, row by row."""
    found = [finding for window in windows for finding in _of_one(window, days_off)]
    found += _between(in_order(windows))
    found += [_contradiction(narrowing) for narrowing in narrowings if not narrows(narrowing, windows)]
    return sorted(found, key=lambda f: (f.round, STEP_ORDER[f.step], CODES.index(f.code), f.message))


def _of_one(window: Window, days_off: frozenset[date]) -> Iterator[PlanFinding]:
    counted = working_days(window.first_day, window.last_day, days_off)
    if window.stated_days not in (None, counted):
        yield _about(window, "stated_days_differ", f"แผนระบุ {window.stated_days} วัน นับวันทำการได้ {counted} วัน")
    if not is_working_day(window.last_day, days_off):
        kind = f"วัน{thai.WEEKDAYS[window.last_day.weekday()]}"
        kind += " ซึ่งเป็นวันหยุด" if window.last_day in days_off else ""
        yield _about(window, "ends_on_day_off", f"วันสุดท้าย {thai.long_date(window.last_day)} เป็น{kind}")
    yield from _against_quarter(window)


def _against_quarter(window: Window) -> Iterator[PlanFinding]:
    quarter = window.round
    if window.first_day < quarter.first_day or window.last_day > quarter.last_day:
        limits = thai.long_period(quarter.first_day, quarter.last_day)
        yield _about(window, "outside_quarter", f"ช่วงวันอยู่นอกไตรมาส {quarter.label} ({limits})")
    left = (quarter.last_day - window.last_day).days
    if left > 0:
        text = f"สิ้นสุดก่อนสิ้นไตรมาส {left} วัน"
        if window.step == Step.REGISTER:
            tail = thai.long_period(window.last_day + _ONE_DAY, quarter.last_day)
            text += f" ผู้ที่มาลงทะเบียนช่วง {tail} นับเป็นรอบ {quarter.next.label}"
        yield _about(window, "closes_before_quarter_end", text)


def _between(windows: list[Window]) -> Iterator[PlanFinding]:
    """Overlaps of any two windows, and the days between them in which nothing is open."""
    for one, other in combinations(windows, 2):
        if other.first_day <= one.last_day:
            shared = thai.long_period(other.first_day, min(one.last_day, other.last_day))
            yield _about(one, "overlap", f"ซ้อนกับขั้น{other.step.label} รอบ {other.round.label} วันที่ {shared}")
    for place, following in enumerate(windows[1:], start=1):
        before = max(windows[:place], key=lambda window: window.last_day)
        if following.first_day > before.last_day + _ONE_DAY:
            idle = thai.long_period(before.last_day + _ONE_DAY, following.first_day - _ONE_DAY)
            text = f"{idle} ไม่มีขั้นใดเปิด จนถึงขั้น{following.step.label} รอบ {following.round.label}"
            yield _about(before, "gap", text)


def _contradiction(narrowing: Window) -> PlanFinding:
    dates = thai.long_period(narrowing.first_day, narrowing.last_day)
    text = f"จังหวัดรหัส {narrowing.unit_code} กำหนด {dates} ซึ่งอยู่นอกช่วงของแผนประเทศ จึงไม่ใช้"
    return _about(narrowing, "province_contradicts", text)


def _about(window: Window, code: str, message: str) -> PlanFinding:
    return PlanFinding(code, window.round, window.step, message)
