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
from registration.services.sales.grid import dues
from registration.timetable import Due, Quarter, next_month
from reporting.models import MonthlyReport
from reporting.services import asked
from reporting.services.asked import Asked
from reporting.services.overtaken import overtaken

# the letter's first round asks on 15 July 2567 for the sales of June (นค 0019.3/ก 9929, ข้อ ๒)
FIRST_MONTH: Final = date(2024, 6, 1)


class State(TextChoices):
    """Where a district's report of a month stands on a day."""

    ON_TIME = "on_time", "ตรงเวลา"
    LATE = "late", "ล่าช้า"
    NOT_DUE = "not_due", "ยังไม่ถึงกำหนด"
    MISSING = "missing", "ยังไม่รายงาน"
    NOT_ASKED = "not_asked", "ไม่ต้องรายงาน"  # the district did not exist yet


@dataclass(frozen=True)
class Standing:
    """A district's month: its due day, its report if any, and what follows from the two."""

    district: Unit
    due: Due
    state: State
    report: MonthlyReport | None = None
    is_overtaken: bool = False  # sales changed since it was confirmed: to be confirmed again

    @property
    def name(self) -> str:
        return thai.month_name(self.due.month)

    @property
    def year(self) -> int:
        return thai.year_be(self.due.month)

    @property
    def over_day(self) -> date:
        """The first day on which the month can be confirmed."""
        return next_month(self.due.month)


@dataclass(frozen=True)
class MonthColumn:
    """A month of a board: its due day and how many districts stand how."""

    due: Due
    on_time: int
    late: int
    missing: int
    not_due: int
    again: int = 0  # of the reported ones: to be confirmed again

    @property
    def name(self) -> str:
        return thai.month_name(self.due.month)

    @property
    def year(self) -> int:
        return thai.year_be(self.due.month)

    @property
    def reported(self) -> int:
        return self.on_time + self.late

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.missing + self.not_due

    @property
    def is_ahead(self) -> bool:
        """Whether the month is not due and nobody has reported it yet."""
        return self.not_due == self.total


@dataclass(frozen=True)
class MonthRow:
    """A unit of a board (district, or province with counts) and its months, in the order of the columns."""

    unit: Unit
    cells: tuple[Standing | MonthColumn, ...]


@dataclass(frozen=True)
class MonthBoard:
    columns: tuple[MonthColumn, ...]
    rows: tuple[MonthRow, ...]


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
    """The months a district is asked for, newest first."""
    months = months_shown(on)
    found = _standings(asked.of(district.code, months, on), district.code, dues(months), on)
    return [each for each in found.get(district.code, []) if each.state != State.NOT_ASKED]


def board(unit_code: str, on: date, months: list[date] | None = None) -> MonthBoard:
    """Districts × months below a province, or provinces × months with counts for the department."""
    shown = months_shown(on) if months is None else months
    roll = asked.of(unit_code, shown, on)
    due_of = dues(shown)
    found = _standings(roll, unit_code, due_of, on)
    columns = _columns(due_of, [cell for cells in found.values() for cell in cells])
    if unit_code:
        return MonthBoard(columns, tuple(MonthRow(unit, tuple(found[unit.code])) for unit in roll.districts))
    of_province: dict[str, list[Standing]] = {}
    for code, cells in found.items():
        of_province.setdefault(places.province_of(code), []).extend(cells)
    rows = [MonthRow(unit, _columns(due_of, of_province.get(unit.code, []))) for unit in roll.provinces]
    return MonthBoard(columns, tuple(rows))


def _standings(roll: Asked, unit_code: str, due_of: dict[date, Due], on: date) -> dict[str, list[Standing]]:
    """{district: its months in their order}"""
    again = overtaken(unit_code, due_of) if roll.reports else set()
    found: dict[str, list[Standing]] = {unit.code: [] for unit in roll.districts}
    for unit in roll.districts:
        for month, each in due_of.items():
            key, report = (unit.code, month), roll.reports.get((unit.code, month))
            first = report.first_confirmed_at if report else None
            state = state_of(each, first, on) if report or key in roll.keys else State.NOT_ASKED
            found[unit.code].append(Standing(unit, each, state, report, key in again))
    return found


def awaited(month: date, on: date, unit_code: str = "") -> list[str]:
    """The districts whose report of a month is owed and not there, in order of code."""
    return sorted(code for code, _ in asked.of(unit_code, [month], on).awaited)


def _columns(due_of: dict[date, Due], found: Iterable[Standing]) -> tuple[MonthColumn, ...]:
    cells = list(found)
    counted = Counter((cell.due.month, cell.state) for cell in cells)
    again = Counter(cell.due.month for cell in cells if cell.is_overtaken)
    return tuple(
        MonthColumn(
            each,
            on_time=counted[month, State.ON_TIME],
            late=counted[month, State.LATE],
            missing=counted[month, State.MISSING],
            not_due=counted[month, State.NOT_DUE],
            again=again[month],
        )
        for month, each in due_of.items()
    )


def is_confirmable(month: date, on: date) -> bool:
    """A month's report may be confirmed from the first day of the next month on."""
    return on >= next_month(month)
