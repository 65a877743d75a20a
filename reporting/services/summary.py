"""The executives' page of a province: which run it shows, each district's grade, what changed, who is late.

Only stored runs are read (decision 0005): a page never grades. The month is that of the meeting; its reports are
those of the month before.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q

from grading import scoring
from grading.models import Grade, GradeRun, Reason, RunKind
from registration.models import Unit
from registration.places import Level
from registration.timetable import Due, Quarter, next_month
from reporting.services import rounds
from reporting.services.rounds import Standing, State
from reporting.services.trend import Bar, bars

LETTERS: Final = (*scoring.LETTERS, scoring.LOWEST)
NONE: Final = ""
BINDING: Final = {
    "": "",
    "products": "ติดที่ผลิตภัณฑ์",
    "sales": "ติดที่ยอดจำหน่าย",
    "both": "ติดทั้งสองเงื่อนไข",
}
ONE_SHEET: Final = 23  # districts
NEAR: Final = 5  # districts named as one step from the next grade


@dataclass(frozen=True)
class Tally:
    """How many districts hold a letter ("" = not assessable), and how many did a month ago (None: no run)."""

    letter: str
    count: int
    before: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.count - self.before


@dataclass(frozen=True)
class Line:
    """One district of the page: its grade, why, what it lacks, where it stood, and its report of the month."""

    district: Unit
    grade: Grade
    score: scoring.Score
    before: Grade | None
    standing: Standing | None

    @property
    def letter(self) -> str:
        return self.grade.letter

    @property
    def reason_words(self) -> str:
        return str(Reason(self.grade.reason).label) if self.grade.reason else ""

    @property
    def gap(self) -> scoring.Shortfall | None:
        return self.score.to_next if self.letter else None

    @property
    def growth(self) -> Decimal | None:
        """Percent, exact: how many places are shown is the templates' to say."""
        return self.score.growth_percent

    @property
    def binding_words(self) -> str:
        return BINDING[self.score.binding] if self.letter else ""

    @property
    def is_near(self) -> bool:
        """One step away: one condition of the next grade is met, and the other lacks one product or only baht."""
        gap = self.gap
        return gap is not None and (gap.products == 0 or (gap.products == 1 and not gap.baht))

    @property
    def has_changed(self) -> bool:
        return self.before is not None and self.before.letter != self.letter

    @property
    def is_up(self) -> bool:
        """Better than a month ago; whoever was or is not assessable is neither up nor down."""
        return (
            self.has_changed and bool(self.letter and self.before.letter) and self.letter < self.before.letter
        )

    @property
    def is_down(self) -> bool:
        return self.has_changed and bool(self.letter and self.before.letter) and not self.is_up


@dataclass(frozen=True)
class Group:
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
    lines: tuple[Line, ...]
    tallies: tuple[Tally, ...]
    due: Due
    late: tuple[Group, ...]
    bars: tuple[Bar, ...]

    @property
    def is_long(self) -> bool:
        """More districts than stand on one A4 at the usual size: Bangkok and the largest provinces."""
        return len(self.lines) > ONE_SHEET

    @property
    def changes(self) -> list[Line]:
        return [line for line in self.lines if line.has_changed]

    @property
    def near_products(self) -> list[Line]:
        """Districts that lack one product and nothing else."""
        return [line for line in self.lines if line.is_near and line.gap.products]

    @property
    def near_sales(self) -> list[Line]:
        """Districts that lack only sales, the smallest share of their base first."""
        found = [line for line in self.lines if line.is_near and not line.gap.products]
        return sorted(found, key=lambda line: line.gap.baht / line.grade.base_baht)[:NEAR]


def choose(unit_code: str, month: date, wanted: str = "", *, with_drafts: bool = True) -> Chosen | None:
    """The runs of a meeting's month below a unit; None when there are none. One query.

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
        _newest(run for run in of_quarter if run.as_of >= month),
        _newest(run for run in of_quarter if run.as_of < month),
        tuple(quarters),
    )


def _newest(runs: Iterable[GradeRun]) -> dict[str, GradeRun]:
    """One run per province: a published one before a final one before the latest."""
    ordered = sorted(
        runs, key=lambda run: (run.published_at is not None, run.kind == RunKind.FINAL, run.as_of)
    )
    return {run.province_id: run for run in ordered}


def of_province(
    province: Unit, month: date, on: date, *, seen: str, wanted: str = "", by_name: bool = False
) -> ProvincePage | None:
    """A province's page for a reader whose scope is `seen`; None without a run. At most ten queries.

    A district sees of interim grades its own alone; published ones are for everybody.
    """
    chosen = choose(province.pk, month, wanted, with_drafts=province.pk.startswith(seen))
    if chosen is None:
        return None
    run, before = chosen.runs[province.pk], chosen.before.get(province.pk)
    board = rounds.board(province.pk, on, [rounds.previous_month(month)])
    reports = {row.unit.pk: cell for row in board.rows for cell in row.cells if isinstance(cell, Standing)}
    lines = _lines(run, before, reports, "" if run.published_at else seen)
    if by_name:
        lines.sort(key=lambda line: line.district.sort_key)
    return ProvincePage(
        run,
        chosen,
        tuple(lines),
        _tallies(lines, has_before=before is not None),
        board.columns[0].due,
        _late(each for code, each in reports.items() if code.startswith(seen)),
        bars(province.pk, chosen.quarter, Counter(line.letter for line in lines)),
    )


def _lines(run: GradeRun, before: GradeRun | None, reports: dict[str, Standing], seen: str) -> list[Line]:
    """Two queries: the grades of both runs, and the policy's bands."""
    runs = Q(run=run) | Q(run=before) if before else Q(run=run)
    rows = Grade.objects.filter(runs, district__code__startswith=seen).select_related("district")
    grades = {(row.run_id, row.district_id): row for row in rows}
    bands = run.policy.scoring_bands
    return [
        Line(
            row.district,
            row,
            row.score(bands),
            grades.get((before.pk, code)) if before else None,
            reports.get(code),
        )
        for (run_id, code), row in sorted(grades.items())
        if run_id == run.pk
    ]


def _late(standings: Iterable[Standing]) -> tuple[Group, ...]:
    names: dict[State, list[str]] = {State.MISSING: [], State.LATE: []}
    for each in standings:
        if each.state in names:
            names[each.state].append(each.district.name)
    return tuple(Group(state, tuple(found)) for state, found in names.items() if found)


def _tallies(lines: list[Line], *, has_before: bool) -> tuple[Tally, ...]:
    now = Counter(line.letter for line in lines)
    then = Counter(line.before.letter for line in lines if line.before)
    return tuple(
        Tally(letter, now[letter], then[letter] if has_before else None) for letter in (*LETTERS, NONE)
    )


def province_of(unit: Unit) -> Unit:
    """The province a unit is or lies in. One query for a district."""
    return unit if unit.level == Level.PROVINCE else Unit.objects.get(pk=unit.parent_code)


def latest_month(unit_code: str, on: date) -> date:
    """The newest month that has runs below a unit, else the month of `on`. One query."""
    rows = GradeRun.objects.filter(province__code__startswith=unit_code, as_of__lte=on)
    newest = rows.order_by("-as_of").values_list("as_of", flat=True).first()
    return (newest or on).replace(day=1)
