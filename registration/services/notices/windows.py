"""What the windows owe: a step opens, closes in three working days, closes today; to whom it still concerns.

A day in no window owes nothing. A later step of a window overtakes the earlier ones; other dates (a change, an
extension) make another subject, so that the new last day is told too. Source: mission.md 3; decision 0021.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone

from registration import places, timetable
from registration.models import Certification, Closing, Extension, Notice, Round, Submission, Window
from registration.models.notices import Kind
from registration.places import Level
from registration.services import calendar
from registration.services.notices.ledger import Owed, morning_of
from registration.timetable import Step
from registration.timetable.working_days import first_of, on_or_before
from registration.workflow import CertificateStatus, ClosingStatus, Status

OPENS, CLOSES_SOON, CLOSES_TODAY = "opens", "closes:3", "closes:0"
SOON: Final = 3  # working days
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
    """What every unit is owed at the moment `at` because of its windows. At most eight queries."""
    on = timezone.localdate(at)
    calendars = _Calendars()
    near = {Round.id_of(window.round) for window in calendars.all if window.covers(on)}
    days_off = calendar.days_off()
    return [
        _owed(each, window, step)
        for each in _awaited(near)
        if (window := calendars.window(each, on))
        and (step := step_of(window, days_off, at))
        and not (each.is_returned and step == OPENS)
    ]


def step_of(window: timetable.Window, days_off: frozenset[date], at: datetime) -> str:
    """The newest step of a window whose morning has come; "" before the first and after the last day."""
    if not window.covers(timezone.localdate(at)):
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
        """The window of the step that is open for the unit and ends last: an extension outlasts the plan."""
        code = awaited.unit_code
        key = next((each for each in (code, places.province_of(code)) if each in self._special), "")
        if key not in self._worked:
            self._worked[key] = timetable.effective(self._national, self._narrowings, self._extensions, key)
        fitting = [
            window
            for window in self._worked[key]
            if window.step == awaited.step
            and Round.id_of(window.round) == awaited.round_id
            and window.covers(on)
        ]
        return max(fitting, key=lambda window: window.last_day, default=None)


def _awaited(round_ids: Iterable[int]) -> Iterator[Awaited]:
    """Units that still have to act in the step of their own: three queries."""
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


def path_of(unit_code: str, quarter: timetable.Quarter) -> str:
    """The page on which the unit does its step of the round."""
    numbers = (quarter.fiscal_year_be, quarter.number)
    if unit_code:
        return reverse("registration:round", args=[*numbers, unit_code])
    return reverse("registration:closing", args=numbers)


def is_over(notice: Notice) -> bool:
    """Whether the unit has finished the step in the meantime. One query."""
    round_id, step = int(notice.subject.split(":")[1]), Step(notice.details["window_step"])
    rows = {
        Level.DEPARTMENT: Closing.objects.filter(round_id=round_id),
        Level.PROVINCE: Certification.objects.filter(round_id=round_id, province_id=notice.unit_id),
        Level.DISTRICT: Submission.objects.filter(round_id=round_id, district_id=notice.unit_id),
    }[places.level_of(notice.unit_id)]
    return not rows.filter(status__in=UNFINISHED[step]).exists()
