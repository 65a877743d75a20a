"""The monthly round: sales of a month are due on the 15th of the next, and nobody is late through the calendar.

Source: letter นค 0019.3/ก 9929 (16 July 2567), ข้อ ๒ and ช่องทางการรายงาน; decisions 0005 and 0007.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from registration.timetable.quarter import Quarter
from registration.timetable.working_days import on_or_after

DUE_DAY: Final = 15


@dataclass(frozen=True)
class Due:
    """The due day of a month's sales: as the letter names it, and the one that counts."""

    month: date
    nominal_day: date
    effective_day: date

    def is_late(self, first_confirmed: date | None, on: date) -> bool:
        """Whether the first confirmation came, or is still missing, after the effective day."""
        return (first_confirmed or on) > self.effective_day


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def due(month: date, days_off: frozenset[date], *, rolls: bool = True, letter_day: date | None = None) -> Due:
    """When the sales of `month` (its first day) are due.

    `rolls`: a weekend or holiday moves the day to the next working day. A letter dated after the due day makes
    nobody late: the day moves to the letter's own, rolled likewise.
    """
    nominal = next_month(month).replace(day=DUE_DAY)
    day = max(nominal, letter_day) if letter_day else nominal
    return Due(month, nominal, on_or_after(day, days_off) if rolls else day)


def rounds_of(quarter: Quarter) -> tuple[date, date, date]:
    """The nominal days of a quarter's three monthly rounds: the 15th of each of its months."""
    first, second, third = quarter.months
    return first.replace(day=DUE_DAY), second.replace(day=DUE_DAY), third.replace(day=DUE_DAY)


def months_due(quarter: Quarter, on: date) -> Sequence[date]:
    """The months of the quarter whose sales are due by the monthly round of `on` (nominal days)."""
    return [month for month in quarter.months if next_month(month).replace(day=DUE_DAY) <= on]
