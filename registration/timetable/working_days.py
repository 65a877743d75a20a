"""Working days of government offices: Monday to Friday, less the days off in the department's table."""

from datetime import date, timedelta

_SATURDAY = 5


def is_working_day(day: date, days_off: frozenset[date]) -> bool:
    """A weekday that is no holiday."""
    return day.weekday() < _SATURDAY and day not in days_off


def working_days(first: date, last: date, days_off: frozenset[date]) -> int:
    """Working days from first to last, both included; 0 when last lies before first."""
    length = (last - first).days + 1
    return sum(is_working_day(first + timedelta(days=n), days_off) for n in range(length))


def on_or_after(day: date, days_off: frozenset[date]) -> date:
    """The first working day from this one on."""
    while not is_working_day(day, days_off):
        day += timedelta(days=1)
    return day


def on_or_before(day: date, days_off: frozenset[date]) -> date:
    """The last working day up to this one."""
    while not is_working_day(day, days_off):
        day -= timedelta(days=1)
    return day


def first_of(count: int, last: date, days_off: frozenset[date]) -> date:
    """The day on which a run of `count` working days must begin to end on `last`, itself a working day."""
    first = last
    for _ in range(count - 1):
        first = on_or_before(first - timedelta(days=1), days_off)
    return first
