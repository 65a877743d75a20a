"""The executives' page of a province: which run it shows, each district's grade, what changed, who is late.

Only stored runs are read (decision 0005): a page never grades. The month is that of the meeting; its reports are
those of the month before.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from grading import moves
from grading.models import GradeRun, RunKind
from grading.moves import Tally
from grading.services import board, visible
from grading.services.board import Sums
from registration.models import Unit
from registration.places import Level
from registration.timetable import Due, Quarter, next_month
from reporting.services import rounds
from reporting.services.rounds import Standing, State
from reporting.services.trend import Bar, bars

ONE_SHEET: Final = 23  # districts
NEAR: Final = 5  # districts named as one step from the next grade


@dataclass(frozen=True)
class SummaryLine(board.GradeLine):
    """A district of the page: its line of the board of grades, and its report of the month."""

    standing: Standing | None = None

    @property
    def is_near(self) -> bool:
        """One step away: one condition of the next grade is met, and the other lacks one product or only baht."""
        gap = self.gap
        return gap is not None and (gap.products == 0 or (gap.products == 1 and not gap.baht))


@dataclass(frozen=True)
class SummaryGroup:
    """The districts whose report is late, or missing after its day."""

    state: State
    names: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """The runs a page shows: one per province, of one quarter, and the newest of the months before."""

    quarter: Quarter
    runs: dict[str, GradeRun]
    before: dict[str, GradeRun]
    quarters: tuple[Quarter, ...]  # what the month has runs of, for the reader to choose


@dataclass(frozen=True)
class ProvincePage:
    """Everything a province's page shows; `lines` hold what the reader may see, in the order asked for."""

    run: GradeRun
    chosen: Chosen
    lines: tuple[SummaryLine, ...]
    tallies: tuple[Tally, ...]
    due: Due
    late: tuple[SummaryGroup, ...]
    again: tuple[str, ...]  # districts whose sales changed since they confirmed
    quiet_words: str  # what is said where nobody is late
    bars: tuple[Bar, ...]

    @property
    def is_long(self) -> bool:
        """More districts than stand on one A4 at the usual size: Bangkok and the largest provinces."""
        return len(self.lines) > ONE_SHEET

    @property
    def sums(self) -> Sums:
        """The total row: of the lines that stand above it."""
        return Sums.of(line.grade for line in self.lines)

    @property
    def changes(self) -> list[SummaryLine]:
        return [line for line in self.lines if line.has_changed]

    @property
    def near_products(self) -> list[SummaryLine]:
        """Districts that lack one product and nothing else."""
        return [line for line in self.lines if line.is_near and line.gap.products]

    @property
    def near_sales(self) -> list[SummaryLine]:
        """Districts that lack only sales, the smallest share of their base first."""
        found = [line for line in self.lines if line.is_near and not line.gap.products]
        return sorted(found, key=lambda line: line.gap.baht / line.grade.base_baht)[:NEAR]


def choose(unit_code: str, month: date, wanted: str = "", *, with_drafts: bool = True) -> Chosen | None:
    """The runs of a meeting's month below a unit; None when there are none.

    The final grades of the quarter before come first once they are published, else the running quarter's. Without
    `with_drafts` a final run counts from its publishing on.
    """
    running = Quarter.of(month)
    rows = GradeRun.objects.select_related("policy", "quarter", "edition", "province").filter(
        province__code__startswith=unit_code,
        quarter__in=[each.fiscal_year_be * 10 + each.number for each in (running.previous, running)],
        as_of__lt=next_month(month),
    )
    if not with_drafts:
        rows = rows.exclude(kind=RunKind.FINAL, published_at=None)
    found = list(rows)
    now = [run for run in found if run.as_of >= month]
    quarters = sorted({run.quarter.quarter for run in now})
    if not quarters:
        return None
    has_final = any(run.published_at for run in now if run.quarter.quarter == quarters[0])
    standard = quarters[0] if has_final else quarters[-1]
    quarter = next((each for each in quarters if str(each) == wanted), standard)
    of_quarter = [run for run in found if run.quarter.quarter == quarter]
    return Chosen(
        quarter,
        visible.current_by_province(run for run in of_quarter if run.as_of >= month),
        visible.current_by_province(run for run in of_quarter if run.as_of < month),
        tuple(quarters),
    )


def of_province(
    province: Unit, month: date, on: date, *, seen: str, wanted: str = "", by_name: bool = False
) -> ProvincePage | None:
    """A province's page for a reader whose scope is `seen`; None without a run.

    A district's page is about the district alone: its line, its counts, its report.
    """
    chosen = choose(province.pk, month, wanted, with_drafts=province.pk.startswith(seen))
    if chosen is None:
        return None
    run, before = chosen.runs[province.pk], chosen.before.get(province.pk)
    reported = rounds.board(province.pk, on, [rounds.previous_month(month)])
    reports = {row.unit.pk: cell for row in reported.rows for cell in row.cells if isinstance(cell, Standing)}
    mine = [each for code, each in reports.items() if code.startswith(seen)]
    shown = board.lines_of(run, before, seen, by_name=by_name)
    lines = tuple(SummaryLine(**vars(line), standing=reports.get(line.district.pk)) for line in shown)
    now = {line.district.pk: line.letter for line in lines}
    then = {line.district.pk: line.before.letter for line in lines if line.before}
    return ProvincePage(
        run,
        chosen,
        lines,
        moves.tallies(now, then if before else None),
        reported.columns[0].due,
        _late(mine),
        _again(mine),
        _quiet(mine, reported.columns[0].due, on),
        bars(province.pk, chosen.quarter, Counter(now.values())),
    )


def _late(standings: Iterable[Standing]) -> tuple[SummaryGroup, ...]:
    names: dict[State, list[str]] = {State.MISSING: [], State.LATE: []}
    for each in standings:
        if each.state in names:
            names[each.state].append(each.district.name)
    return tuple(SummaryGroup(state, tuple(found)) for state, found in names.items() if found)


def _quiet(standings: list[Standing], due: Due, on: date) -> str:
    asked = [each for each in standings if each.state != State.NOT_ASKED]
    if not asked:
        return "ไม่ต้องรายงานเดือนนี้"
    if on <= due.effective_day:
        return "ยังไม่ถึงกำหนด"
    return "ทุกอำเภอรายงานตรงเวลา" if len(asked) > 1 else "รายงานตรงเวลา"


def _again(standings: Iterable[Standing]) -> tuple[str, ...]:
    return tuple(each.district.name for each in standings if each.is_overtaken)


def province_of(unit: Unit) -> Unit:
    """The province a unit is or lies in."""
    return unit if unit.level == Level.PROVINCE else Unit.objects.get(pk=unit.parent_code)


def latest_month(unit_code: str, on: date) -> date:
    """The newest month that has runs below a unit, else the month of `on`."""
    rows = GradeRun.objects.filter(province__code__startswith=unit_code, as_of__lte=on)
    newest = rows.order_by("-as_of").values_list("as_of", flat=True).first()
    return (newest or on).replace(day=1)
