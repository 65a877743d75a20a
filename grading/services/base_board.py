"""A province's base of a quarter as a table: districts by months, sources, since when frozen, what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from grading.models import BaseSale
from grading.services import bases, explanation
from grading.services.bases import Line
from grading.services.policies import policy_for
from registration.models import Event, Unit
from registration.timetable import Quarter


@dataclass(frozen=True)
class BaseCell:
    """One figure; `row` None where it is only in a file yet, `was` what stands in its place."""

    amount_baht: Decimal | None
    row: BaseSale | None = None
    was: Decimal | None = None


@dataclass(frozen=True)
class District:
    """One district's three months; the sum only when none is missing."""

    unit: Unit
    cells: tuple[BaseCell, ...]

    @property
    def total(self) -> Decimal | None:
        amounts = [cell.amount_baht for cell in self.cells if cell.amount_baht is not None]
        return sum(amounts, Decimal(0)) if len(amounts) == len(self.cells) else None


@dataclass(frozen=True)
class BaseBoard:
    """The whole table. `missing` counts figures that are not there, which is not zero."""

    months: tuple[date, ...]
    districts: tuple[District, ...]
    sources: tuple[tuple[str, int], ...]  # (document with its quarter, figures)
    frozen_since: datetime | None

    @property
    def missing(self) -> int:
        return sum(cell.amount_baht is None for each in self.districts for cell in each.cells)

    @property
    def totals(self) -> list[Decimal]:
        """The sum of each month over the districts that have it, and of everything."""
        columns = zip(*(each.cells for each in self.districts), strict=True)
        sums = [sum((cell.amount_baht or Decimal(0) for cell in column), Decimal(0)) for column in columns]
        return [*sums, sum(sums, Decimal(0))]


def pointer(quarter: Quarter) -> list[Quarter]:
    """The quarters that the policy in force takes the base from."""
    return bases.base_quarters(policy_for(quarter), quarter)


def of_province(province: Unit, quarter: Quarter, on: date) -> BaseBoard:
    """The base as it stands."""
    standing = bases.standing_of(province.pk, quarter)
    cells = {key: BaseCell(row.amount_baht, row) for key, row in standing.items()}
    counted: dict[str, int] = {}
    for row in standing.values():
        source = explanation.source_of(row)
        counted[source] = counted.get(source, 0) + 1
    frozen = min((row.frozen_at for row in standing.values() if row.frozen_at), default=None)
    return BaseBoard(quarter.months, _districts(province, quarter, cells, on), tuple(counted.items()), frozen)


def of_lines(province: Unit, quarter: Quarter, lines: Iterable[Line], on: date) -> BaseBoard:
    """The same table as a checked file would leave it: what stands, and over it what the file says."""
    standing = bases.standing_of(province.pk, quarter)
    cells = {key: BaseCell(row.amount_baht, row) for key, row in standing.items()}
    for line in lines:
        row = standing.get((line.district_code, line.month))
        was = row.amount_baht if row and row.amount_baht != line.amount_baht else None
        cells[line.district_code, line.month] = BaseCell(line.amount_baht, row, was)
    return BaseBoard(quarter.months, _districts(province, quarter, cells, on), (), None)


def _districts(
    province: Unit, quarter: Quarter, cells: Mapping[tuple[str, date], BaseCell], on: date
) -> tuple[District, ...]:
    units = Unit.objects.districts().valid(min(on, quarter.last_day)).below(province.code)
    blank = BaseCell(None)
    return tuple(
        District(unit, tuple(cells.get((unit.code, month), blank) for month in quarter.months))
        for unit in units
    )


def corrections(row: BaseSale) -> list[Event]:
    """What was corrected on a figure before, newest first."""
    rows = Event.objects.filter(unit_id=row.district_id, subject=f"base:{row.pk}", verb="correct_base")
    return list(rows.select_related("by").order_by("-seq"))
