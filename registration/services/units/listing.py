"""What the pages tell of units over time: their days and names, what came of them, by which decree. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q, QuerySet

from registration import places
from registration.models import FormerName, Post, Subdistrict, Succession, Unit, UnitChange

MOST_LISTED = 30  # changes on the first page; older ones stand on the page of their unit


@dataclass(frozen=True)
class Kin:
    """A unit that another one came from or became, with its share of the past."""

    unit: Unit
    day: date
    share: Fraction
    source: str


@dataclass(frozen=True)
class UnitLine:
    """One unit in a list, with what became of it."""

    unit: Unit
    became: tuple[Kin, ...]
    former: tuple[FormerName, ...]


@dataclass(frozen=True)
class UnitPage:
    """Everything that a unit's page tells."""

    line: UnitLine
    came_from: tuple[Kin, ...]
    below: tuple[UnitLine, ...]
    subdistricts: tuple[Subdistrict, ...]
    changes: tuple[UnitChange, ...]
    above: Unit | None


def pending() -> list[UnitChange]:
    """What waits for a second person or for its day, the earliest first."""
    rows = UnitChange.objects.pending().select_related("unit", "prepared_by", "confirmed_by")
    return list(rows.order_by("day", "pk"))


def past() -> list[UnitChange]:
    """The newest changes that are done or were dropped."""
    rows = UnitChange.objects.exclude(pk__in=UnitChange.objects.pending())
    return list(rows.select_related("unit")[:MOST_LISTED])


def lines(rows: Iterable[Unit]) -> tuple[UnitLine, ...]:
    """Units with what became of them and their former names; three questions, however many."""
    units = list(rows)
    codes = [unit.pk for unit in units]
    became: dict[str, list[Kin]] = {}
    for old, kin in _kin(Succession.objects.filter(predecessor_code__in=codes), is_forward=True):
        became.setdefault(old, []).append(kin)
    former: dict[str, list[FormerName]] = {}
    for row in FormerName.objects.filter(unit__in=codes).select_related("unit").order_by("-last_day"):
        former.setdefault(row.unit_id, []).append(row)
    return tuple(
        UnitLine(unit, tuple(became.get(unit.pk, [])), tuple(former.get(unit.pk, []))) for unit in units
    )


def _kin(rows: QuerySet[Succession], *, is_forward: bool) -> list[tuple[str, Kin]]:
    """[(the unit asked for, what it became or came from)]"""
    found = list(rows.order_by("day", "predecessor_code", "successor_code"))
    codes = {row.successor_code if is_forward else row.predecessor_code for row in found}
    units = Unit.objects.in_bulk(codes)
    shares = _shares(found)
    told = []
    for row in found:
        near, far = row.predecessor_code, row.successor_code
        near, far = (near, far) if is_forward else (far, near)
        if far in units:
            told.append((near, Kin(units[far], row.day, shares[row.pk], row.source)))
    return told


def _shares(rows: list[Succession]) -> dict[int, Fraction]:
    """{row: its share, exactly}: a row's weight of all that its predecessor left on the day."""
    olds = {row.predecessor_code for row in rows}
    sums: dict[tuple[str, date], Fraction] = {}
    for row in Succession.objects.filter(predecessor_code__in=olds):
        key = (row.predecessor_code, row.day)
        sums[key] = sums.get(key, Fraction(0)) + row.weight
    return {row.pk: row.weight / sums[row.predecessor_code, row.day] for row in rows}


def page(unit: Unit) -> UnitPage:
    """The page of one unit."""
    [line] = lines([unit])
    came = _kin(Succession.objects.filter(successor_code=unit.pk), is_forward=False)
    subdistricts = Subdistrict.objects.filter(district=unit).order_by("code")
    touched = Q(unit=unit) | Q(pk__in=_naming(unit.pk))
    return UnitPage(
        line,
        tuple(kin for _, kin in came),
        () if places.is_district(unit.pk) else lines(Unit.objects.directly_below(unit.pk).order_by("code")),
        tuple(subdistricts),
        tuple(UnitChange.objects.filter(touched).select_related("unit")),
        Unit.objects.filter(pk=unit.parent_code).first() if unit.pk else None,
    )


def _naming(code: str) -> list[int]:
    """The changes of other units that this one begins with or takes something from."""
    rows = UnitChange.objects.exclude(unit=code).values_list("pk", "terms")
    return [
        pk
        for pk, terms in rows
        if code in {each[0] for each in terms["begins"]} | {each[1] for each in terms["shares"]}
    ]


def provinces(on: date) -> tuple[UnitLine, ...]:
    """Every province, those that stand first."""
    found = lines(Unit.objects.provinces().order_by("code"))
    return tuple(sorted(found, key=lambda line: line.unit.has_ended(on)))


def people_of(codes: Iterable[str], on: date) -> list[Post]:
    """Who holds a post in one of the units on a day."""
    return list(Post.objects.on(on).filter(unit__in=list(codes)).select_related("user", "unit"))
