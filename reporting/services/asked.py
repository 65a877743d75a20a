"""Which districts are asked for a month's report: those that stood at its end, and who came after them.

A unit is asked for exactly the months in which it existed. What an ended unit has not reported is asked of the
units that came from it and stand today, because only they have officers (decision 0043).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from registration.models import Succession, Unit
from registration.places import DISTRICT_WIDTH, Level
from reporting.models import MonthlyReport

Key = tuple[str, date]  # district's code, month


@dataclass(frozen=True)
class Asked:
    """The districts of a scope that stand or have reported, and the (district, month) that are asked of them."""

    provinces: tuple[Unit, ...]
    districts: tuple[Unit, ...]
    reports: dict[Key, MonthlyReport]
    keys: frozenset[Key]

    @property
    def awaited(self) -> frozenset[Key]:
        return self.keys - self.reports.keys()


def of(unit_code: str, months: Collection[date], on: date) -> Asked:
    """What is asked below a unit."""
    units = _units(unit_code, months, on)
    reports = _reports(Q(district__code__startswith=unit_code), months)
    districts = [unit for unit in units if unit.level == Level.DISTRICT and unit.code.startswith(unit_code)]
    found = {
        (unit.code, month)
        for unit in districts
        for month in months
        if unit.existed_in(month) and (not unit.has_ended(on) or (unit.code, month) in reports)
    }
    orphaned = _orphaned([unit for unit in units if unit.has_ended(on)], months)
    inherited = {key for key in _of_successors(orphaned, on) if key[0].startswith(unit_code)}
    reporting = {code for code, _ in reports}
    return Asked(
        tuple(unit for unit in units if unit.level == Level.PROVINCE and not unit.has_ended(on)),
        tuple(unit for unit in districts if unit.code in reporting or unit.stands(on)),
        reports,
        frozenset(found | inherited),
    )


def _units(unit_code: str, months: Collection[date], on: date) -> list[Unit]:
    """The units of a scope, and the districts of anywhere that ended since the first of the months."""
    ended = Q(level=Level.DISTRICT, valid_to__gte=min(months, default=on), valid_to__lt=on)
    rows = Unit.objects.filter(Q(code__startswith=unit_code) | ended).exclude(level=Level.DEPARTMENT)
    return list(rows)


def _reports(within: Q, months: Collection[date]) -> dict[Key, MonthlyReport]:
    rows = MonthlyReport.objects.filter(within, month__in=months).defer("figures", "note")
    return {(row.district_id, row.month): row for row in rows}


def _orphaned(ended: Collection[Unit], months: Collection[date]) -> list[Key]:
    """The months that ended districts existed in and have not reported."""
    if not ended:
        return []
    there = _reports(Q(district__in=ended), months)
    keys = [(unit.code, month) for unit in ended for month in months if unit.existed_in(month)]
    return [key for key in keys if key not in there]


def _of_successors(orphaned: Iterable[Key], on: date) -> set[Key]:
    keys = list(orphaned)
    if not keys:
        return set()
    rows = Succession.objects.filter(day__lte=on, predecessor_code__length=DISTRICT_WIDTH)
    heirs: dict[str, list[str]] = {}
    for old, new in rows.values_list("predecessor_code", "successor_code"):
        heirs.setdefault(old, []).append(new)
    standing = set(Unit.objects.districts().valid(on).values_list("code", flat=True))
    return {(code, month) for old, month in keys for code in _standing_heirs(old, heirs, standing)}


def _standing_heirs(code: str, heirs: dict[str, list[str]], standing: Collection[str]) -> set[str]:
    """Who stands today of what became of a unit, however often it was split since."""
    found: set[str] = set()
    seen, waiting = {code}, [code]
    while waiting:
        for heir in heirs.get(waiting.pop(), []):
            if heir in standing:
                found.add(heir)
            elif heir not in seen:
                seen.add(heir)
                waiting.append(heir)
    return found
