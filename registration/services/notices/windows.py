"""What the windows owe: a step opens, closes in three working days, closes today, is over; to who has not finished it.

Before a window nothing is owed. A later step of a window overtakes the earlier ones; other dates (a change, an
extension) make another subject, so that the new last day is told too. Once it is over, the levels above hear on the
mornings of five working days who has not finished, as for the months. Source: docs/rules.md 3; decision 0021.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from registration import places, timetable
from registration.models import Certification, Closing, Extension, Notice, Round, Submission, Window
from registration.models.notices import CLOSES_TODAY, LATE, Kind
from registration.places import Level
from registration.services import calendar
from registration.services.notices.ledger import Owed, morning_of
from registration.timetable import Step
from registration.timetable.working_days import first_of, is_working_day, on_or_after, on_or_before
from registration.workflow import CertificateStatus, ClosingStatus, Status

OPENS, CLOSES_SOON = "opens", "closes:3"
SOON: Final = 3  # working days
LATE_MORNINGS: Final = 5  # working days after a last day on which the level above hears who is still missing
CAUGHT_UP: Final = timedelta(days=14)  # after an outage longer than this the boards tell it, no reminder
UNFINISHED: Final = {
    Step.REGISTER: frozenset({Status.ENTRY.value}),
    Step.VERIFY: frozenset({CertificateStatus.PENDING.value, Status.SENT_BACK.value}),
    Step.CLOSE: frozenset({ClosingStatus.OPEN.value, ClosingStatus.SOFT_CLOSED.value}),
}


@dataclass(frozen=True)
class Awaited:
    """A unit that has not finished a step of a round."""

    unit_code: str
    round_id: int
    step: Step
    is_returned: bool = False


def owed(at: datetime) -> list[Owed]:
    """What every unit is owed at the moment `at` because of its windows."""
    on = timezone.localdate(at)
    calendars = _Calendars()
    near = {
        Round.id_of(each.round) for each in calendars.all if each.first_day <= on <= each.last_day + CAUGHT_UP
    }
    days_off = calendar.days_off()
    found = [(each, window) for each in _awaited(near) if (window := calendars.window(each, on))]
    reminders = [
        _owed(each, window, step)
        for each, window in found
        if (step := step_of(window, days_off, at)) and not (each.is_returned and step == OPENS)
    ]
    return [*reminders, *_digests(found, days_off, at)]


def late_morning(last_day: date, days_off: frozenset[date], at: datetime) -> str:
    """ "late:<day>" on the mornings of the first working days after a last day, else ""."""
    on = timezone.localdate(at)
    day, days = last_day, []
    for _ in range(LATE_MORNINGS):
        day = on_or_after(day + timedelta(days=1), days_off)
        days.append(day)
    is_one = on in days and is_working_day(on, days_off) and at >= morning_of(on)
    return f"{LATE}:{on.isoformat()}" if is_one else ""


def step_of(window: timetable.Window, days_off: frozenset[date], at: datetime) -> str:
    """The newest step of a window whose morning has come; "" before the first and long after the last day."""
    on = timezone.localdate(at)
    if window.last_day < on:
        first = on_or_after(window.last_day + timedelta(days=1), days_off)
        return LATE if morning_of(first) <= at and on <= window.last_day + CAUGHT_UP else ""
    if not window.covers(on):
        return ""
    last = max(on_or_before(window.last_day, days_off), window.first_day)
    soon = first_of(SOON + 1, last, days_off)
    days = {OPENS: window.first_day, CLOSES_SOON: soon, CLOSES_TODAY: last}
    past = [step for step, day in days.items() if day >= window.first_day and morning_of(day) <= at]
    return past[-1] if past else ""


class _Calendars:
    """The windows in force for every unit: read once, worked out once for units with the same dates."""

    def __init__(self) -> None:
        self._national = Window.objects.national().in_force().as_pure()
        self._narrowings = Window.objects.exclude(unit_id="").as_pure()
        self._extensions = Extension.objects.as_pure()
        self._special = {each.unit_code for each in (*self._narrowings, *self._extensions)}
        self._worked: dict[str, list[timetable.Window]] = {}

    @property
    def all(self) -> Iterable[timetable.Window]:
        return (*self._national, *self._extensions)

    def window(self, awaited: Awaited, on: date) -> timetable.Window | None:
        """The window of the step that is open for the unit, or was, and ends last: an extension outlasts the plan."""
        code = awaited.unit_code
        key = next((each for each in (code, places.province_of(code)) if each in self._special), "")
        if key not in self._worked:
            self._worked[key] = timetable.effective(self._national, self._narrowings, self._extensions, key)
        fitting = [
            window
            for window in self._worked[key]
            if window.step == awaited.step and Round.id_of(window.round) == awaited.round_id
        ]
        if any(window.first_day > on for window in fitting) and not any(
            window.covers(on) for window in fitting
        ):
            return None  # an extension is still to come: nobody is late
        begun = [window for window in fitting if window.first_day <= on]
        return max(begun, key=lambda window: window.last_day, default=None)


def _awaited(round_ids: Iterable[int]) -> Iterator[Awaited]:
    """Units that still have to act in the step of their own."""
    rounds = list(round_ids)
    statuses = (Status.ENTRY, Status.SENT_BACK)
    rows = Submission.objects.filter(round_id__in=rounds, status__in=statuses).order_by("pk")
    for code, round_id, status in rows.values_list("district_id", "round_id", "status"):
        is_returned = status == Status.SENT_BACK
        yield Awaited(code, round_id, Step.VERIFY if is_returned else Step.REGISTER, is_returned)
    pending = Certification.objects.filter(round_id__in=rounds, status=CertificateStatus.PENDING)
    for code, round_id in pending.order_by("pk").values_list("province_id", "round_id"):
        yield Awaited(code, round_id, Step.VERIFY)
    unclosed = Closing.objects.filter(round_id__in=rounds, status__in=UNFINISHED[Step.CLOSE])
    for round_id in unclosed.values_list("round_id", flat=True):
        yield Awaited("", round_id, Step.CLOSE)


def _owed(each: Awaited, window: timetable.Window, step: str) -> Owed:
    details = {
        "round": str(window.round),
        "window_step": each.step.value,
        "first_day": window.first_day.isoformat(),
        "last_day": window.last_day.isoformat(),
        "is_extension": window.is_extension,
        "is_returned": each.is_returned,
    }
    subject = f"round:{each.round_id}:{each.step.value}:{window.last_day.isoformat()}"
    return Owed(Kind.WINDOW, each.unit_code, subject, step, path_of(each.unit_code, window.round), details)


def _digests(
    found: list[tuple[Awaited, timetable.Window]], days_off: frozenset[date], at: datetime
) -> Iterator[Owed]:
    """One digest a morning for each level above the units that are over their last day: named are those just below."""
    late: dict[tuple[str, int, Step, date], set[str]] = {}
    for each, window in found:
        if each.unit_code and window.last_day < timezone.localdate(at):
            for above in _levels_above(each.unit_code):
                key = (above, each.round_id, each.step, window.last_day)
                late.setdefault(key, set()).add(each.unit_code)
    rounds = {Round.id_of(window.round): window.round for _, window in found}
    for (above, round_id, step, last_day), codes in late.items():
        if morning := late_morning(last_day, days_off, at):
            quarter, shown = rounds[round_id], {_just_below(above, code) for code in codes}
            details: dict[str, Any] = {
                "round": str(quarter),
                "window_step": step.value,
                "last_day": last_day.isoformat(),
            }
            details |= {"units": sorted(shown), "late_count": len(codes)}
            subject = f"round:{round_id}:{step.value}:{last_day.isoformat()}"
            yield Owed(Kind.WINDOW_LATE, above, subject, morning, path_of(above, quarter), details)


def _levels_above(code: str) -> Iterator[str]:
    while code:
        code = places.above(code)
        yield code


def _just_below(above: str, code: str) -> str:
    """The unit directly below `above` in which `code` lies: the department hears of provinces."""
    return code if above else places.province_of(code)


def path_of(unit_code: str, quarter: timetable.Quarter) -> str:
    """The page on which the unit does its step of the round."""
    numbers = (quarter.fiscal_year_be, quarter.number)
    if unit_code:
        return reverse("registration:round", args=[*numbers, unit_code])
    return reverse("registration:closing", args=numbers)


def is_over(notice: Notice) -> bool:
    """Whether the unit has finished the step in the meantime."""
    round_id, step = int(notice.subject.split(":")[1]), Step(notice.details["window_step"])
    rows = {
        Level.DEPARTMENT: Closing.objects.filter(round_id=round_id),
        Level.PROVINCE: Certification.objects.filter(round_id=round_id, province_id=notice.unit_id),
        Level.DISTRICT: Submission.objects.filter(round_id=round_id, district_id=notice.unit_id),
    }[places.level_of(notice.unit_id)]
    return not rows.filter(status__in=UNFINISHED[step]).exists()
