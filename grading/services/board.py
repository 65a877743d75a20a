"""The board of grades: a province's districts, or the nation's provinces, with moves, counts and sums.

The one board behind the pages of grades and the executives' pages; they differ in which run is shown and which one
stands before it (services.visible, reporting.services.summary).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from grading import moves
from grading.comparing import Comparison, compare, together
from grading.models import Grade, GradeRun, RunKind
from grading.moves import NONE, Letters, Move, Tally
from grading.scoring import HUNDRED, Outcome, Score, Shortfall
from grading.services import visible
from otop_registry.thai import Percent
from registration.models import Unit, User
from registration.timetable import Quarter

GOOD: Final = ("A", "B")


@dataclass(frozen=True)
class GradeLine:
    """One district's row: its grade explained, and the one it had in the run before.

    `is_partial`: it compares fewer months than another district of its run, so that its sums say less.
    """

    district: Unit
    grade: Grade
    score: Score
    before: Grade | None
    has_before: bool = True
    is_partial: bool = False

    @property
    def letter(self) -> str:
        return self.grade.letter

    @property
    def outcome(self) -> Outcome:
        return self.grade.outcome

    @property
    def move(self) -> Move | None:
        """None where the run has none before it."""
        if not self.has_before:
            return None
        return moves.move_of(self.before.letter if self.before else None, self.letter)

    @property
    def has_changed(self) -> bool:
        return self.move not in {None, Move.SAME}

    @property
    def gap(self) -> Shortfall | None:
        return self.score.to_next if self.letter else None

    @property
    def growth(self) -> Percent | None:
        return self.score.growth

    @property
    def binding_words(self) -> str:
        return self.score.binding_words if self.letter else ""


@dataclass(frozen=True)
class Sums:
    """What the rows above a total add up to: districts, products, sales beside their base."""

    districts: int
    increase: int
    sales: Comparison

    @classmethod
    def of(cls, grades: Iterable[Grade]) -> "Sums":
        rows = list(grades)
        pairs = [(each.sales_baht, each.compared_base_baht) for each in rows]
        return cls(len(rows), sum(each.increase for each in rows), compare(pairs))

    @classmethod
    def together(cls, parts: Iterable["Sums"]) -> "Sums":
        """The sums of several provinces."""
        rows = list(parts)
        sales = together(each.sales for each in rows)
        return cls(sum(each.districts for each in rows), sum(each.increase for each in rows), sales)


@dataclass(frozen=True)
class GradeBoard:
    """A province's page: the run shown, its districts, the runs there are, newest first."""

    province: Unit
    quarter: Quarter
    run: GradeRun | None
    lines: tuple[GradeLine, ...]
    runs: tuple[GradeRun, ...]

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return moves.tallies({line.district.pk: line.letter for line in self.lines})

    @property
    def sums(self) -> Sums:
        return Sums.of(line.grade for line in self.lines)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """(reason in words, districts) of the not assessable."""
        return list(Counter(line.outcome.reason_words for line in self.lines if not line.letter).items())

    @property
    def draft(self) -> GradeRun | None:
        """The final run that waits to be published."""
        return next((r for r in self.runs if r.kind == RunKind.FINAL and r.published_at is None), None)

    @property
    def published(self) -> GradeRun | None:
        """The final grades in force."""
        return visible.current(r for r in self.runs if r.published_at)


@dataclass(frozen=True)
class ProvinceGradeLine:
    """One province in the run that is shown of it: districts by letter, how they moved, what they sold.

    `letters` and `sums` are empty without a run; `before` None where no province has a run before.
    """

    province: Unit
    run: GradeRun | None
    letters: Letters
    before: Letters | None
    sums: Sums

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return moves.tallies(self.letters, self.before)

    @property
    def counts(self) -> tuple[int, ...]:
        """In the order of moves.ALL_LETTERS."""
        return tuple(tally.count for tally in self.tallies)

    @property
    def moves(self) -> Counter[Move]:
        return moves.moves(self.letters, self.before)

    @property
    def changes(self) -> list[tuple[Move, int]]:
        return moves.changes(self.moves)

    @property
    def up(self) -> int:
        return self.moves[Move.UP]

    @property
    def down(self) -> int:
        return self.moves[Move.DOWN]

    @property
    def assessed(self) -> int:
        return sum(1 for letter in self.letters.values() if letter)

    @property
    def good(self) -> int:
        """Districts with A or B."""
        return sum(1 for letter in self.letters.values() if letter in GOOD)

    @property
    def share(self) -> Percent | None:
        """Percent of the assessed districts that have A or B; None without any."""
        return share_of(self.good, self.assessed)


def share_of(part: int, whole: int) -> Percent | None:
    """A share of districts in percent; None without any district."""
    return Percent.of(part * HUNDRED / whole) if whole else None


def of_province(
    province: Unit, quarter: Quarter, user: User, on: date, *, run_pk: int | None = None, sort: str = "code"
) -> GradeBoard:
    """The board of the run asked for, or of the current one."""
    runs = list(visible.runs(user, province, quarter, on))
    run = next((each for each in runs if each.pk == run_pk), visible.current(runs))
    if run is None:
        return GradeBoard(province, quarter, None, (), ())
    lines = lines_of(run, _before(runs, run), by_name=sort == "name")
    return GradeBoard(province, quarter, run, tuple(lines), tuple(reversed(runs)))


def lines_of(
    run: GradeRun, before: GradeRun | None, seen: str = "", *, by_name: bool = False
) -> list[GradeLine]:
    """The districts of a run within the scope `seen`, each beside its grade in the run before."""
    runs = Q(run=run) | Q(run=before) if before else Q(run=run)
    rows = Grade.objects.filter(runs, district__code__startswith=seen).select_related("district")
    grades = {(row.run_id, row.district_id): row for row in rows}
    shown = [row for _, row in sorted(grades.items()) if row.run_id == run.pk]
    most, bands = max((len(row.months) for row in shown), default=0), run.policy.scoring_bands
    lines = [
        GradeLine(
            row.district,
            row,
            row.score(bands),
            grades.get((before.pk, row.district_id)) if before else None,
            has_before=before is not None,
            is_partial=0 < len(row.months) < most,
        )
        for row in shown
    ]
    return sorted(lines, key=lambda line: line.district.sort_key) if by_name else lines


def of_nation(quarter: Quarter, user: User, on: date, *, sort: str = "code") -> list[ProvinceGradeLine]:
    """Every province with its newest run that the person may see."""
    shown: dict[str, list[GradeRun]] = {}
    for run in visible.national_runs(user, quarter, on).select_related("edition"):
        shown.setdefault(run.province_id, []).append(run)
    current = {code: newest for code, runs in shown.items() if (newest := visible.current(runs))}
    before = {code: older for code, each in current.items() if (older := _before(shown[code], each))}
    day = min(on, quarter.last_day)  # a quarter that is over keeps its provinces
    provinces = Unit.objects.provinces().valid(day).order_by("sort_key" if sort == "name" else "code")
    return province_lines(provinces, current, before)


def province_lines(
    provinces: Iterable[Unit], runs: Mapping[str, GradeRun], before: Mapping[str, GradeRun]
) -> list[ProvinceGradeLine]:
    """A line for each province, with the runs {province: run} shown and before.

    Where any province has a run before, one without it has all its districts graded for the first time.
    """
    grades: dict[int, list[Grade]] = {}
    pks = [run.pk for run in (*runs.values(), *before.values())]
    columns = ("run_id", "district_id", "letter", "increase", "sales_baht", "base_baht", "months")
    for row in Grade.objects.filter(run__in=pks).only(*columns).order_by():
        grades.setdefault(row.run_id, []).append(row)

    def letters(run: GradeRun | None) -> Letters:
        return {row.district_id: row.letter for row in grades.get(run.pk, [])} if run else {}

    lines = []
    for province in provinces:
        run, then = runs.get(province.code), before.get(province.code)
        sums = Sums.of(grades.get(run.pk, []) if run else [])
        lines.append(ProvinceGradeLine(province, run, letters(run), letters(then) if before else None, sums))
    return lines


@dataclass(frozen=True)
class Total:
    """What the provinces' rows add up to."""

    tallies: tuple[Tally, ...]
    moves: Counter[Move]
    sums: Sums

    @property
    def districts(self) -> int:
        return sum(tally.count for tally in self.tallies)

    @property
    def up(self) -> int:
        return self.moves[Move.UP]

    @property
    def down(self) -> int:
        return self.moves[Move.DOWN]

    @property
    def share(self) -> Percent | None:
        """Percent of the assessed districts that have A or B; None without any."""
        counts = {tally.letter: tally.count for tally in self.tallies}
        return share_of(sum(counts[letter] for letter in GOOD), self.districts - counts[NONE])


def total(lines: Iterable[ProvinceGradeLine]) -> Total:
    """The nation's counts, moves and sums: of exactly what stands in the provinces' rows."""
    rows = list(lines)
    letters = _merged(line.letters for line in rows)
    then = [line.before for line in rows if line.before is not None]
    before = _merged(then) if then else None
    return Total(
        moves.tallies(letters, before),
        moves.moves(letters, before),
        Sums.together(line.sums for line in rows),
    )


def _merged(parts: Iterable[Letters]) -> Letters:
    return {code: letter for each in parts for code, letter in each.items()}


def _before(runs: Sequence[GradeRun], run: GradeRun) -> GradeRun | None:
    """The run before in time, of final grades the one before; another run of the same day is no move."""
    if run.number > 1:
        return next((each for each in runs if each.published_at and each.number == run.number - 1), None)
    earlier = [each for each in runs if each.as_of < run.as_of]
    return earlier[-1] if earlier else None
