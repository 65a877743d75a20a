"""A district's grade explained: both conditions, the gap, the months behind it, and how it moved from run to run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from grading import figures, movers, scoring
from grading.models import BaseSale, Grade, GradeRun, RunKind, Target
from grading.moves import Move, move_of
from grading.scoring import Band, Score
from grading.services import assessing, scales, visible
from grading.services.scales import Scale
from otop_registry.thai import Percent
from registration.models import Round, Unit, User
from registration.models.sales import Sale
from registration.timetable import Quarter, months_due


@dataclass(frozen=True)
class Month:
    """One month of the quarter: sales so far, base with its source, whether it is compared, who still owes."""

    month: date
    sales_baht: Decimal | None
    base: BaseSale | None
    is_counted: bool
    is_due: bool
    lacking: int | None  # products without an answer, None before anything is known
    bands: tuple[Band, ...] = ()
    moved_baht: Decimal = Decimal(0)  # what movers brought to the base, or took

    @property
    def base_baht(self) -> Decimal | None:
        """What the month is compared with."""
        return movers.rebased(self.base.amount_baht, self.moved_baht) if self.base else None

    @property
    def growth(self) -> Percent | None:
        return scoring.growth_of(self.bands, self.sales_baht, self.base_baht)


@dataclass(frozen=True)
class GradeStep:
    """A grade of an earlier or later run beside the one before it."""

    grade: Grade
    before: Grade | None

    @property
    def move(self) -> Move:
        return move_of(self.before.letter if self.before else None, self.grade.letter)

    @property
    def growth(self) -> Percent | None:
        bands = self.grade.run.policy.scoring_bands
        return scoring.growth_of(bands, self.grade.sales_baht, self.grade.base_baht)


@dataclass(frozen=True)
class Explanation:
    """All that a district's page shows. `is_live`: no run is stored yet, the grade was computed for the page."""

    district: Unit
    quarter: Quarter
    run: GradeRun
    grade: Grade
    bands: tuple[Band, ...]
    score: Score
    is_live: bool
    steps: tuple[GradeStep, ...]
    months: tuple[Month, ...]
    target: Target | None

    @property
    def products_scale(self) -> Scale:
        return scales.of_products(self.bands, self.grade.increase, self.grade.by_products)

    @property
    def sales_scale(self) -> Scale:
        return scales.of_growth(self.bands, self.score.growth_percent, self.grade.by_sales)

    @property
    def needed(self) -> list[tuple[str, Decimal]]:
        """(letter, least sales of the compared months) best first; nothing without a base."""
        base = self.grade.base_baht
        if not base:
            return []
        return [(band.grade, scoring.sales_needed(base, band.growth)) for band in self.bands]

    @property
    def published(self) -> GradeRun | None:
        """The final grades in force."""
        return visible.current(each.grade.run for each in self.steps if each.grade.run.published_at)

    @property
    def compared(self) -> tuple[date, ...]:
        return self.grade.months_compared

    @property
    def sources(self) -> list[str]:
        """The documents and pointers of the base, each once."""
        rows = [each.base for each in self.months if each.base]
        return list(dict.fromkeys(source_of(row) for row in rows))


def explain(
    district: Unit, quarter: Quarter, user: User, on: date, run_pk: int | None = None
) -> Explanation | None:
    """The explanation of the run asked for, or of the current one; computed live when no run was made yet.

    None when the person may see no run and the district is not theirs.
    """
    rows = list(visible.runs(user, district, quarter, on))
    grades = {g.run_id: g for g in Grade.objects.filter(run__in=rows, district=district)}
    rows = [run for run in rows if run.pk in grades]
    chosen = next((run for run in rows if run.pk == run_pk), visible.current(rows))
    if chosen is None:
        return _live(district, quarter, on) if visible.covers(user, district.code, on) else None
    for run in rows:
        grades[run.pk].run = run
    steps = _steps(grades[run.pk] for run in rows)
    return _explanation(district, quarter, grades[chosen.pk], on, steps, is_live=False)


def _live(district: Unit, quarter: Quarter, on: date) -> Explanation | None:
    run, grades = assessing.assess(district, quarter, on)
    run.kind = RunKind.INTERIM
    return _explanation(district, quarter, grades[0], on, (), is_live=True) if grades else None


def _explanation(
    district: Unit, quarter: Quarter, grade: Grade, on: date, steps: tuple[GradeStep, ...], *, is_live: bool
) -> Explanation:
    bands = grade.run.policy.scoring_bands
    target = Target.objects.filter(district=district, quarter_id=Round.id_of(quarter)).first()
    return Explanation(
        district,
        quarter,
        run=grade.run,
        grade=grade,
        bands=bands,
        score=grade.score(bands),
        is_live=is_live,
        steps=steps,
        months=tuple(months_of(district, quarter, on, grade)),
        target=target,
    )


def _steps(grades: Iterable[Grade]) -> tuple[GradeStep, ...]:
    """Newest first."""
    oldest_first = list(grades)
    before = [None, *oldest_first]
    return tuple(map(GradeStep, oldest_first, before))[::-1]


def months_of(district: Unit, quarter: Quarter, on: date, grade: Grade) -> list[Month]:
    """The three months with what is known of them today."""
    sold = dict(
        Sale.objects.of(district.code, list(quarter.months)).order_by()
        .values_list("month").annotate(sum=Sum("total_baht"))
    )  # fmt: skip
    bases = {row.month: row for row in BaseSale.objects.filter(district=district, month__in=quarter.months)}
    found = figures.inputs(district.code, Round.id_of(quarter), quarter.months, on)
    lacking = dict(found[0].lacking) if found else {}
    moved = movers.moved_bases(Round.id_of(quarter))
    due, bands = months_due(quarter, on), grade.run.policy.scoring_bands
    return [
        Month(
            month,
            sold.get(month),
            bases.get(month),
            is_counted=month in grade.months_compared,
            is_due=month in due,
            lacking=lacking.get(month, 0),
            bands=bands,
            moved_baht=moved.get((district.code, month), Decimal(0)),
        )
        for month in quarter.months
    ]


def source_of(row: BaseSale) -> str:
    """The document a base figure comes from, or the sales in the system, with the quarter it points to."""
    quarters = " ".join(Quarter.parse(each).label for each in row.base_quarter.split())
    where = row.document or "ยอดจำหน่ายในระบบ"
    return f"{where} (ไตรมาส {quarters})"
