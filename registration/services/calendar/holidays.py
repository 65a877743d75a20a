"""Government days off: seeded once per fiscal year from a package, then edited by the department."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Final

import holidays
from django.db import transaction

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.models import Holiday, User
from registration.services.journal import Act, append_event, lock_unit
from registration.timetable import Quarter
from registration.workflow import Refused

SEEDED_YEARS_BE: Final = range(2560, 2573)
SOURCE: Final = "ชุดข้อมูล holidays"
_NOT_OFFICIAL: Final = (
    "แรงงาน",
    "วันเด็ก",
)  # Labour Day: offices work; Children's Day: a Saturday without a rule
_ANNOUNCED_LAST: Final = "พืชมงคล"  # Royal Ploughing Day, named anew each year with the list of the year
_TO_COME: Final = ("วันพืชมงคล", "วันหยุดพิเศษตามมติคณะรัฐมนตรี")
_BETWEEN_NAMES: Final = "; "


@transaction.atomic
def load_holidays(on: date, years_be: Iterable[int] = SEEDED_YEARS_BE) -> int:
    """Every named fiscal year has its holidays; returns how many days were added.

    A year that was seeded before stays as the department left it: a removed day does not come back.
    Source: package `holidays`, Thailand, public and government, without Labour Day and Children's Day (decision 0021).
    """
    seeded = Holiday.objects.filter(source__startswith=SOURCE)
    fresh = [year for year in years_be if not seeded.filter(day__range=_days(year)).exists()]
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(
        (row for year in fresh for row in _of_package(year, on)), ignore_conflicts=True
    )
    added = Holiday.objects.count() - before
    if added:
        after = {"years_be": fresh, "days": added}
        append_event("", "load_holidays", Act(None, on), subject="holidays", changes=({}, after))
    return added


@transaction.atomic
def add_holiday(day: date, name: str, *, kind: Holiday.Kind, source: str, by: User, on: date) -> Holiday:
    """A new day off; counts of working days follow, no date of a plan does. Raises: Refused for a day off."""
    row = Holiday(day=day, name=name, kind=kind, source=source, entered_by=by, entered_at=clock.instant(on))
    post = access.check(by, Action.HOLIDAY_EDIT, row, on)
    lock_unit("")
    standing = Holiday.objects.filter(day=day).first()
    if standing:
        raise Refused(f"{thai.weekday_date(day)} เป็นวันหยุดอยู่แล้ว คือ {standing.name}")
    row.save(force_insert=True)
    append_event(
        "", "add_holiday", Act(by, on, post), subject=f"holiday:{day}", changes=({}, _journalled(row))
    )
    return row


@transaction.atomic
def remove_holiday(row: Holiday, *, by: User, on: date, reason: str) -> None:
    """The day counts as a working day again; the journal keeps what it was and why it went."""
    post = access.check(by, Action.HOLIDAY_EDIT, row, on)
    act = Act(by, on, post, reason)
    append_event("", "remove_holiday", act, subject=f"holiday:{row.day}", changes=(_journalled(row), {}))
    row.delete()


def days_off() -> frozenset[date]:
    """Every day off in the table."""
    return frozenset(Holiday.objects.values_list("day", flat=True))


def to_come(year_be: int) -> tuple[str, ...]:
    """The days off that a year not announced yet still lacks; () once Royal Ploughing Day stands."""
    announced = Holiday.objects.filter(day__range=_days(year_be), name__contains=_ANNOUNCED_LAST)
    return () if announced.exists() else _TO_COME


def _journalled(row: Holiday) -> dict[str, str]:
    return {"name": row.name, "kind": str(row.kind), "source": row.source}


def _days(year_be: int) -> tuple[date, date]:
    return Quarter(year_be, 1).first_day, Quarter(year_be, 4).last_day


def _of_package(year_be: int, on: date) -> Iterator[Holiday]:
    source, entered_at = f"{SOURCE} {holidays.__version__}", clock.instant(on)
    for day, names in _named_days(year_be):
        name = _BETWEEN_NAMES.join(names)
        yield Holiday(day=day, name=name, kind=_kind(names[0]), source=source, entered_at=entered_at)


@cache
def _named_days(year_be: int) -> tuple[tuple[date, tuple[str, ...]], ...]:
    """The package's days inside one fiscal year; what is not official goes, a day it shares with another stays."""
    first, last = _days(year_be)
    found = holidays.country_holidays(
        "TH", years=(first.year, last.year), categories=("public", "government"), language="th"
    )
    named = (
        (day, tuple(name for name in joined.split(_BETWEEN_NAMES) if not _is_not_official(name)))
        for day, joined in found.items()
        if first <= day <= last
    )
    return tuple((day, names) for day, names in named if names)


def _is_not_official(name: str) -> bool:
    return any(word in name for word in _NOT_OFFICIAL)


def _kind(name: str) -> Holiday.Kind:
    if name.startswith("ชดเชย"):
        return Holiday.Kind.SUBSTITUTE
    return Holiday.Kind.SPECIAL if name.startswith("วันหยุดพิเศษ") else Holiday.Kind.OFFICIAL
