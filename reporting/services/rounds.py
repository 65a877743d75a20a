"""When a month's report is due and where each district stands: on time, late, not due, not reported.

All derived from the first confirmation, never stored (decision 0007).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import TextChoices
from django.utils import timezone

from otop_registry import thai
from registration import places
from registration.models import Unit
from registration.places import Level
from registration.services.sales.grid import dues
from registration.timetable import Due, Quarter, next_month
from reporting.models import MonthlyReport

# the letter's first round asks on 15 July 2567 for the sales of June (นค 0019.3/ก 9929, ข้อ ๒)
FIRST_MONTH: Final = date(2024, 6, 1)


class State(TextChoices):
    """Where a district's report of a month stands on a day."""

    ON_TIME = "on_time", "ตรงเวลา"
    LATE = "late", "ล่าช้า"
    NOT_DUE = "not_due", "ยังไม่ถึงกำหนด"
    MISSING = "missing", "ยังไม่รายงาน"


@dataclass(frozen=True)
class Standing:
    """A district's month: its due day, its report if any, and what follows from the two."""

    district: Unit
    due: Due
    state: State
    report: MonthlyReport | None = None

    @property
    def name(self) -> str:
        return month_name(self.due.month)

    @property
    def year(self) -> int:
        return thai.year_be(self.due.month)

    @property
    def over_day(self) -> date:
        """The first day on which the month can be confirmed."""
        return next_month(self.due.month)


@dataclass(frozen=True)
class Column:
    """A month of a board: its due day and how many districts stand how."""

    due: Due
    on_time: int
    late: int
    missing: int
    not_due: int

    @property
    def name(self) -> str:
        return month_name(self.due.month)

    @property
    def year(self) -> int:
        return thai.year_be(self.due.month)

    @property
    def reported(self) -> int:
        return self.on_time + self.late

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.missing + self.not_due


@dataclass(frozen=True)
class Row:
    """A unit of a board (district, or province with counts) and its months, in the order of the columns."""

    unit: Unit
    cells: tuple[Standing | Column, ...]


@dataclass(frozen=True)
class Board:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def month_name(month: date) -> str:
    """กรกฎาคม 2567"""
    return f"{thai.MONTHS[month.month - 1]} {thai.year_be(month)}"


def previous_month(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def months_shown(on: date) -> list[date]:
    """The months of the running quarter and the one before, newest first, none before the rounds began."""
    quarter = Quarter.of(on)
    months = [*quarter.previous.months, *quarter.months]
    return [month for month in reversed(months) if FIRST_MONTH <= month <= on]


def state_of(each: Due, first_confirmed_at: datetime | None, on: date) -> State:
    """What a first confirmation, or its lack, means on the day `on`."""
    first = timezone.localdate(first_confirmed_at) if first_confirmed_at else None
    is_late = each.is_late(first, on)
    if first:
        return State.LATE if is_late else State.ON_TIME
    return State.MISSING if is_late else State.NOT_DUE


def of_district(district: Unit, on: date) -> list[Standing]:
    """The district's months, newest first. Three queries."""
    due_of = dues(months_shown(on))
    reports = {row.month: row for row in MonthlyReport.objects.filter(district=district, month__in=due_of)}
    return [_standing(district, each, reports.get(month), on) for month, each in due_of.items()]


def board(unit_code: str, on: date, months: list[date] | None = None) -> Board:
    """Districts × months below a province, or provinces × months with counts for the department. Four queries."""
    due_of = dues(months_shown(on) if months is None else months)
    units = Unit.objects.below(unit_code).valid(on).exclude(level=Level.DEPARTMENT)
    found = MonthlyReport.objects.filter(month__in=due_of, district__code__startswith=unit_code)
    reports = {(row.district_id, row.month): row for row in found.defer("figures", "note")}
    districts_of: dict[str, list[Standing]] = {}
    for unit in units:
        if unit.level == Level.DISTRICT:
            cells = [_standing(unit, each, reports.get((unit.code, day)), on) for day, each in due_of.items()]
            districts_of.setdefault(unit.code, cells)
            districts_of.setdefault(places.province_of(unit.code), []).extend(cells)
    everyone = [cell for code, cells in districts_of.items() if places.is_province(code) for cell in cells]
    shown = [unit for unit in units if unit.level == (Level.DISTRICT if unit_code else Level.PROVINCE)]
    return Board(
        _columns(due_of, everyone),
        tuple(Row(unit, _cells(unit, due_of, districts_of.get(unit.code, []))) for unit in shown),
    )


def _standing(district: Unit, each: Due, report: MonthlyReport | None, on: date) -> Standing:
    first = report.first_confirmed_at if report else None
    return Standing(district, each, state_of(each, first, on), report)


def _cells(unit: Unit, due_of: dict[date, Due], found: list[Standing]) -> tuple[Standing | Column, ...]:
    """A district's own standings; a province's counts of its districts'."""
    return tuple(found) if unit.level == Level.DISTRICT else _columns(due_of, found)


def _columns(due_of: dict[date, Due], found: Iterable[Standing]) -> tuple[Column, ...]:
    counted = Counter((cell.due.month, cell.state) for cell in found)
    return tuple(
        Column(
            each,
            on_time=counted[month, State.ON_TIME],
            late=counted[month, State.LATE],
            missing=counted[month, State.MISSING],
            not_due=counted[month, State.NOT_DUE],
        )
        for month, each in due_of.items()
    )


def is_confirmable(month: date, on: date) -> bool:
    """A month's report may be confirmed from the first day of the next month on."""
    return on >= next_month(month)
