"""The calendar as it is read: a year's twelve rows with their findings, and what is open for whom on a day.

Everybody may read the whole national plan; of other units' dates a person sees what concerns their own unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from registration import timetable
from registration.models import Extension, Holiday, Plan, Round, Unit, Window
from registration.models.calendar import windows_for
from registration.services.calendar.holidays import days_off
from registration.timetable import PlanFinding, Quarter, Step
from registration.workflow import Role


@dataclass(frozen=True)
class Narrowing:
    """A province's own dates; they hold only inside the national window."""

    window: Window
    holds: bool


@dataclass(frozen=True)
class WindowRow:
    """One line of the plan: the national window, its count of working days, what is remarkable about it."""

    window: Window
    counted_days: int
    findings: tuple[PlanFinding, ...]
    narrowings: tuple[Narrowing, ...]
    is_now: bool

    @property
    def role(self) -> Role:
        return Role(timetable.RESPONSIBLE[Step(self.window.step)])


@dataclass(frozen=True)
class RoundRows:
    """The rows of one quarter of the plan."""

    round: Round
    rows: tuple[WindowRow, ...]


@dataclass(frozen=True)
class YearPlan:
    """One year's plan as its page shows it."""

    plan: Plan
    rounds: tuple[RoundRows, ...]
    findings: tuple[PlanFinding, ...]
    now: timetable.Simulation


@dataclass(frozen=True)
class StepState:
    """Whether one step is open on a day: the windows that are, else the next one to open."""

    step: Step
    role: Role
    open: tuple[timetable.Window, ...]
    next: timetable.Window | None


def year_plan(plan: Plan, unit_code: str, on: date) -> YearPlan:
    """The plan's rows as a unit sees them: the country's dates and its own province's, the department all."""
    windows = Window.objects.in_year(plan.pk).select_related("round", "unit")
    national = [window for window in windows if window.unit_id == ""]
    own = [window for window in windows if window.unit_id and _concerns(window, unit_code)]
    days = days_off()
    found = timetable.findings([w.as_pure() for w in national], days, [w.as_pure() for w in own])
    rows = [_row(window, own, found, days, on) for window in national]
    return YearPlan(
        plan=plan,
        rounds=tuple(RoundRows(r, tuple(g)) for r, g in groupby(rows, key=lambda row: row.window.round)),
        findings=tuple(found),
        now=timetable.simulate(windows_for(unit_code), on),
    )


def plan_findings(plan: Plan) -> list[PlanFinding]:
    """What is remarkable about a plan's national dates and needs a look, serious ones first."""
    found = timetable.findings(Window.objects.national().in_year(plan.pk).as_pure(), days_off())
    return sorted((each for each in found if each.is_warning), key=lambda each: not each.is_serious)


def national_window(plan: Plan, number: int, step: str) -> Window | None:
    """The national window of one step of one quarter of the plan."""
    rows = Window.objects.national().in_year(plan.pk).select_related("round")
    return rows.filter(round__number=number, step=step).first()


def own_window(window: Window, province: Unit) -> Window | None:
    """The province's own dates for the step of a national window."""
    return Window.objects.filter(round=window.round, step=window.step, unit=province).first()


def step_states(unit_code: str, on: date) -> list[StepState]:
    """For each step: what of it is open for the unit on the day and who does it, else when it opens next."""
    windows = windows_for(unit_code)
    return [
        StepState(
            step,
            Role(timetable.RESPONSIBLE[step]),
            tuple(window for window in timetable.open_windows(windows, on) if window.step == step),
            timetable.next_opening(windows, on, step),
        )
        for step in Step
    ]


def holidays_of(fiscal_year_be: int) -> QuerySet[Holiday]:
    """The days off inside a fiscal year."""
    first, last = Quarter(fiscal_year_be, 1).first_day, Quarter(fiscal_year_be, 4).last_day
    return Holiday.objects.filter(day__range=(first, last))


def extensions_of(fiscal_year_be: int, unit_code: str) -> list[Extension]:
    """The extensions of a year that reach the unit, or units below it."""
    rows = Extension.objects.filter(round__fiscal_year_be=fiscal_year_be).select_related(
        "round", "unit", "granted_by"
    )
    return [row for row in rows if _concerns(row, unit_code)]


def _concerns(row: Window | Extension, unit_code: str) -> bool:
    """Whether a unit's row reaches this unit from above, or lies in its scope."""
    code = row.unit_id or ""
    return unit_code.startswith(code) or code.startswith(unit_code)


def _row(
    window: Window, own: Sequence[Window], found: Sequence[PlanFinding], days: frozenset[date], on: date
) -> WindowRow:
    pure = window.as_pure()
    same_step = [narrower for narrower in own if narrower.as_pure().is_same_step_as(pure)]
    return WindowRow(
        window=window,
        counted_days=timetable.working_days(window.first_day, window.last_day, days),
        findings=tuple(f for f in found if (f.round, f.step) == (pure.round, pure.step)),
        narrowings=tuple(Narrowing(n, holds=n.as_pure().is_inside(pure)) for n in same_step),
        is_now=pure.covers(on),
    )
