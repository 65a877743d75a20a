"""The executives' page of a province: which run it shows, each district's grade, what changed, who is late.

Only stored runs are read (decision 0005): a page never grades. The month is that of the meeting; its reports are
those of the month before.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Final

from grading import figures, moves
from grading.comparing import Comparison, compare
from grading.models import GradeRun, RunKind
from grading.moves import Tally
from grading.services import board, visible
from grading.services.board import Sums
from otop_registry import thai
from registration.models import Round, Unit
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
        return [line for line in self.lines if line.is_near and line.gap and line.gap.products]

    @property
    def near_sales(self) -> list[SummaryLine]:
        """Districts that lack only sales, the smallest share of their base first."""
        found = [
            (line.gap.baht / line.grade.base_baht, line)
            for line in self.lines
            if line.is_near and line.gap and not line.gap.products and line.grade.base_baht
        ]
        return [line for _, line in sorted(found, key=itemgetter(0))[:NEAR]]


@dataclass(frozen=True)
class UngradedPage:
    """What there is of a month without a run: reports, sales beside their base, and what the grades wait for."""

    quarter: Quarter
    districts: int
    without_base: int
    increase: int
    sales: Comparison
    due: Due
    late: tuple[SummaryGroup, ...]
    again: tuple[str, ...]
    quiet_words: str

    @property
    def why(self) -> str:
        """Why there is no grade yet."""
        if self.districts and self.without_base == self.districts:
            return f"ยังไม่มีฐานของไตรมาส {self.quarter.label} จังหวัดเป็นผู้นำเข้าฐาน จึงยังจัดระดับหน่วยงานไม่ได้"
        return "ระบบจัดระดับหน่วยงานหลังวันครบกำหนดรายงานของเดือน"


def ungraded(province: Unit, month: date, on: date, *, seen: str) -> UngradedPage:
    """What a province's page says in a month without a run, of the quarter whose sales are reported in it."""
    sold = thai.previous_month(month)
    quarter = Quarter.of(sold)
    reported = rounds.board(province.pk, on, [sold])
    mine = [
        cell
        for row in reported.rows
        for cell in row.cells
        if isinstance(cell, Standing) and row.unit.pk.startswith(seen)
    ]
    months = [each for each in quarter.months if each <= sold]
    code = seen if seen.startswith(province.pk) else province.pk
    found = figures.inputs(code, Round.id_of(quarter), months, on)
    pairs = [(each.sales_baht, each.base_baht if each.months else None) for each in found]
    due = reported.columns[0].due
    return UngradedPage(
        quarter,
        districts=len(found),
        without_base=sum(each.base_baht is None for each in found),
        increase=sum(each.net for each in found),
        sales=compare(pairs),
        due=due,
        late=_late(mine),
        again=_again(mine),
        quiet_words=_quiet(mine, due, on),
    )


def choose(unit_code: str, month: date, wanted: str = "", *, with_drafts: bool = True) -> Chosen | None:
    """The runs of a meeting's month below a unit; None when there are none.

    The final grades of the quarter before come first once they are published, else the running quarter's. Without
    `with_drafts` a final run counts from its publishing on.
    """
    running = Quarter.of(month)
    rows = GradeRun.objects.select_related("policy", "quarter", "edition", "province").filter(
        province__code__startswith=unit_code,
        quarter__in=[Round.id_of(each) for each in (running.previous, running)],
        as_of__lt=next_month(month),
    )
    if not with_drafts:
        rows = rows.exclude(kind=RunKind.FINAL, published_at=None)
    found = list(rows)
    now = [run for run in found if run.as_of >= month]
    quarters = sorted({run.quarter.quarter for run in now if run.number == 1})  # a later run opens no month
    if not quarters:
        return None
    has_final = any(run.published_at and run.number == 1 for run in now if run.quarter.quarter == quarters[0])
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
    reported = rounds.board(province.pk, on, [thai.previous_month(month)])
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
    rows = GradeRun.objects.filter(province__code__startswith=unit_code, as_of__lte=on, number=1)
    newest = rows.order_by("-as_of").values_list("as_of", flat=True).first()
    return (newest or on).replace(day=1)
