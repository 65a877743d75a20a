"""The hours of offices: invented acts happen on working days between half past eight and half past four."""

import random
from datetime import date, time, timedelta
from typing import Final

from registration.models import Holiday
from registration.timetable.working_days import is_working_day

OPENS, NOON, AFTERNOON, CLOSES = 8 * 60 + 35, 12 * 60, 13 * 60, 16 * 60 + 25  # minutes of the day
LAST_EVENING: Final = (
    time(18, 12),
    time(19, 47),
    time(20, 58),
    time(21, 36),
)  # of a window, by who comes last


def working_days(first: date, last: date) -> list[date]:
    """The working days from first to last, both included."""
    days_off = frozenset(Holiday.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if is_working_day(day, days_off)]


def office_hour(draw: random.Random) -> time:
    """A minute at which an office works."""
    minutes = [*range(OPENS, NOON), *range(AFTERNOON, CLOSES)]
    hours, minute = divmod(draw.choice(minutes), 60)
    return time(hours, minute, draw.randrange(60))


def moments(draw: random.Random, days: list[date], count: int) -> list[tuple[date, time]]:
    """So many moments spread over the days, in their order: a journal never runs backwards."""
    return sorted((draw.choice(days), office_hour(draw)) for _ in range(count))
