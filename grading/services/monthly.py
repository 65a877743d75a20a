"""The days on which a quarter's grades are due: three monthly rounds, and the day its last month is due."""

from datetime import date

from registration.models.sales import MonthlyRound
from registration.services.calendar import days_off
from registration.timetable import Due, Quarter, due


def rounds(quarter: Quarter) -> list[Due]:
    """The monthly rounds held inside the quarter, the 15th of each month, with their effective days."""
    first, second, _ = quarter.months
    return _dues([quarter.previous.months[-1], first, second])


def last_due(quarter: Quarter) -> date:
    """The day after which the final grade may be given: its last month is due (decision 0005)."""
    return _dues([quarter.months[-1]])[0].effective_day


def _dues(months: list[date]) -> list[Due]:
    off = days_off()
    rows = {row.month: row for row in MonthlyRound.objects.filter(month__in=months)}
    plain = MonthlyRound()
    return [
        due(month, off, rolls=row.rolls, letter_day=row.letter_day)
        for month, row in ((month, rows.get(month, plain)) for month in months)
    ]
