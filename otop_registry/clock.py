"""The only reader of the clock, and in demo mode of the training date.

A day is a local calendar day in Asia/Bangkok. Everything that judges a window takes the day as an argument;
only views, tasks and commands ask this module for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_hour: ContextVar[time | None] = ContextVar("hour", default=None)


def today() -> date:
    """The day that windows are judged by: the training date in demo mode when one is set, else the local day."""
    return training_day() or timezone.localdate()


def now() -> datetime:
    """The real moment, also on a training date: for leases, retries and whatever a machine waits for."""
    return timezone.now()


def instant(on: date) -> datetime:
    """The moment to record for an act judged on `on`: now, carried to that day (aware, Asia/Bangkok).

    Outside a training date `on` is today, so this is simply now. Inside `hour` it is that time of the day.
    """
    now, told = timezone.localtime(), _hour.get()
    if told:
        return datetime.combine(on, told, tzinfo=now.tzinfo)
    return now if now.date() == on else datetime.combine(on, now.time(), tzinfo=now.tzinfo)


@contextmanager
def hour(told: time) -> Iterator[None]:
    """What is done inside is recorded at that time of its day: invented acts keep the hours of an office.

    Raises: PermissionError outside demo mode, where an act has the moment it was done at.
    """
    if not settings.DEMO:
        raise PermissionError("Only the demo's own acts are given a time of the day")
    token = _hour.set(told)
    try:
        yield
    finally:
        _hour.reset(token)


def training_day() -> date | None:
    """The day that newcomers practise on, or None. Never set outside demo mode, whatever the file says."""
    if not settings.DEMO:
        return None
    try:
        return date.fromisoformat(_file().read_text(encoding="ascii").strip())
    except (FileNotFoundError, ValueError):
        return None


def set_training_day(day: date | None) -> None:
    """Moves the whole demo (every process) to `day`, or back to the real date with None.

    Raises: PermissionError outside demo mode.
    """
    if not settings.DEMO:
        raise PermissionError("The training date exists in demo mode only")
    if day is None:
        _file().unlink(missing_ok=True)
        return
    waiting = _file().with_suffix(".new")
    waiting.write_text(day.isoformat(), encoding="ascii")
    waiting.replace(_file())


def _file() -> Path:
    return Path(settings.TRAINING_DAY_FILE)
