"""A unit takes another name on a day; what is told of a day before keeps the name of that day (decision 0082)."""

from collections.abc import Collection
from datetime import date, timedelta

from otop_registry import thai
from registration.models import Edition, FormerName, Unit, UnitChange
from registration.unit_terms import Terms
from registration.workflow import Refused

LONGEST_PAST = timedelta(days=90)
ONE_DAY = timedelta(days=1)


def check(change: UnitChange, terms: Terms, on: date) -> None:
    """Raises: Refused for the name it has, one of a neighbour, or a day that something frozen was told of."""
    unit = change.unit
    if terms.name == unit.name:
        raise Refused(f"{unit}ใช้ชื่อนี้อยู่แล้ว")
    check_name_is_free(unit.parent_code, terms.name, unit.level, except_codes=(unit.pk,))
    if change.day < earliest(on):
        raise Refused(f"ย้อนวันที่เปลี่ยนชื่อได้ไม่ก่อน {thai.long_date(earliest(on))} เพราะชื่อที่ออกไปแล้วต้องคงเดิม")
    if FormerName.objects.filter(unit=unit, last_day__gte=change.day - ONE_DAY).exists():
        raise Refused(f"{unit}เปลี่ยนชื่อในวันดังกล่าวหรือหลังจากนั้นไปแล้ว")


def check_name_is_free(above: str, name: str, level: str, *, except_codes: Collection[str] = ()) -> None:
    """Raises: Refused for a name that another unit beside it bears today."""
    same = Unit.objects.filter(level=level, code__startswith=above, name=name, valid_to=None)
    if taken := same.exclude(pk__in=except_codes).first():
        raise Refused(f"มี{taken}อยู่แล้ว (รหัส {taken.pk})")


def earliest(on: date) -> date:
    """The first day on which a new name may begin: a quarter back, and after the newest closing."""
    closed = Edition.objects.filter(created_at__date__lte=on).order_by("-created_at")
    newest = closed.first()
    back = on - LONGEST_PAST
    return max(back, newest.day + ONE_DAY) if newest else back


def rename(change: UnitChange, terms: Terms) -> None:
    """Keeps the name it had until the day before, and gives it the new one. Call with the unit locked."""
    unit = change.unit
    FormerName.objects.create(unit=unit, name=unit.name, last_day=change.day - ONE_DAY)
    Unit.objects.filter(pk=unit.pk).update(name=terms.name, sort_key=thai.sort_key(terms.name))
