"""A plan proposed for a fiscal year that has no letter yet, in the shape of an earlier one."""

from collections.abc import Sequence
from datetime import date, timedelta

from registration.timetable.quarter import Quarter
from registration.timetable.windows import Step, Window
from registration.timetable.working_days import first_of, on_or_after, on_or_before, working_days


def propose(fiscal_year_be: int, pattern: Sequence[Window], days_off: frozenset[date]) -> list[Window]:
    """Twelve windows that begin and end on working days; inside a round no working day is left out.

    From the pattern come the working days of verify and close, and how many days before the quarter's end the
    round closes; registration takes what is left, from the quarter's first working day. Decision 0021.
    Raises: ValueError when the pattern lacks one of its twelve windows.
    """
    shape = {(window.round.number, window.step): window for window in pattern}
    proposed = []
    for round in Quarter.all_of(fiscal_year_be):
        steps = [shape.get((round.number, step)) for step in Step]
        if None in steps:
            raise ValueError(f"แบบแผนไม่ครบทุกขั้นตอนของไตรมาส {round.number}")
        proposed += _round(round, [step for step in steps if step], days_off)
    return proposed


def _round(round: Quarter, pattern: list[Window], days_off: frozenset[date]) -> list[Window]:
    """Laid out backwards from the last day of closing, which the pattern and the quarter's end decide."""
    _, verify, close = pattern
    last = on_or_before(round.last_day - (close.round.last_day - close.last_day), days_off)
    windows = []
    for window in (close, verify):
        days = window.stated_days or working_days(window.first_day, window.last_day, days_off)
        first = first_of(days, last, days_off)
        windows.append(Window(round, window.step, first, last, days))
        last = on_or_before(first - timedelta(days=1), days_off)
    first = on_or_after(round.first_day, days_off)
    windows.append(Window(round, Step.REGISTER, first, last, working_days(first, last, days_off)))
    return windows[::-1]
