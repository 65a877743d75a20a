"""A province's districts, and the nation's provinces, by grade: counts with the not assessable apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count

from grading.models import Grade, GradeRun, RunKind
from grading.scoring import LETTERS, LOWEST, Score
from grading.services import visible
from registration.models import Unit, User
from registration.timetable import Quarter

ALL_LETTERS: Final = (*LETTERS, LOWEST)


@dataclass(frozen=True)
class Tally:
    """How many districts have each letter; `none` could not be assessed. They add up to all districts."""

    by_letter: tuple[tuple[str, int], ...]
    none: int

    @property
    def total(self) -> int:
        return self.none + sum(count for _, count in self.by_letter)

    @classmethod
    def of(cls, letters: dict[str, int]) -> "Tally":
        counted = tuple((letter, letters.get(letter, 0)) for letter in ALL_LETTERS)
        return cls(counted, letters.get("", 0))


@dataclass(frozen=True)
class Line:
    """One district's row, with its grade in the run before."""

    unit: Unit
    grade: Grade
    score: Score
    before: Grade | None

    @property
    def move(self) -> str:
        """up, down, same; "" where one of the two has no letter."""
        old, new = self.before.letter if self.before else "", self.grade.letter
        if not old or not new:
            return ""
        return "same" if old == new else "up" if new < old else "down"


@dataclass(frozen=True)
class Board:
    """A province's page: the run shown, its districts, the runs there are, newest first."""

    province: Unit
    quarter: Quarter
    run: GradeRun | None
    lines: tuple[Line, ...]
    runs: tuple[GradeRun, ...]

    @property
    def tally(self) -> Tally:
        return Tally.of(Counter(line.grade.letter for line in self.lines))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """(reason in words, districts) of the not assessable."""
        return list(Counter(each.grade.reason_words for each in self.lines if not each.grade.letter).items())

    @property
    def draft(self) -> GradeRun | None:
        """The final run that waits to be published."""
        return next((r for r in self.runs if r.kind == RunKind.FINAL and r.published_at is None), None)

    @property
    def published(self) -> GradeRun | None:
        return next((r for r in self.runs if r.published_at), None)


@dataclass(frozen=True)
class ProvinceLine:
    """One province's counts in the run that is shown of it."""

    province: Unit
    run: GradeRun | None
    tally: Tally


def of_province(
    province: Unit, quarter: Quarter, user: User, on: date, *, run_pk: int | None = None, sort: str = "code"
) -> Board:
    """The board of the run asked for, or of the current one. Four queries, whatever the province."""
    runs = list(visible.runs(user, province, quarter, on))
    run = next((each for each in runs if each.pk == run_pk), visible.current(runs))
    if run is None:
        return Board(province, quarter, None, (), ())
    before = {g.district_id: g for g in _grades(_before(runs, run))}
    bands = run.policy.scoring_bands
    lines = [
        Line(grade.district, grade, grade.score(bands), before.get(grade.district_id))
        for grade in _grades(run)
    ]
    key = "sort_key" if sort == "name" else "code"
    lines.sort(key=lambda line: getattr(line.unit, key))
    return Board(province, quarter, run, tuple(lines), tuple(reversed(runs)))


def of_nation(quarter: Quarter, user: User, on: date, *, sort: str = "code") -> list[ProvinceLine]:
    """Every province with its newest run that the person may see. Three queries, stored runs only."""
    shown: dict[str, list[GradeRun]] = {}
    for run in visible.national_runs(user, quarter, on).select_related("edition"):
        shown.setdefault(run.province_id, []).append(run)
    current = {code: visible.current(runs) for code, runs in shown.items()}
    counted = _counted([run for run in current.values() if run])
    lines = []
    for province in Unit.objects.provinces().valid(on).order_by("sort_key" if sort == "name" else "code"):
        run = current.get(province.code)
        lines.append(ProvinceLine(province, run, Tally.of(counted.get(run.pk, {}) if run else {})))
    return lines


def total(lines: Iterable[ProvinceLine]) -> Tally:
    """The nation's counts."""
    sums: Counter[str] = Counter()
    for line in lines:
        sums.update({**dict(line.tally.by_letter), "": line.tally.none})
    return Tally.of(sums)


def _grades(run: GradeRun | None) -> Iterable[Grade]:
    return Grade.objects.filter(run=run).select_related("district") if run else ()


def _before(runs: Sequence[GradeRun], run: GradeRun) -> GradeRun | None:
    """The run before in time; a run of the same day is no move."""
    earlier = [each for each in runs if each.as_of < run.as_of]
    return earlier[-1] if earlier else None


def _counted(runs: list[GradeRun]) -> dict[int, dict[str, int]]:
    """{run: {letter, "" for not assessable: districts}}. One query."""
    rows = Grade.objects.filter(run__in=runs).values_list("run_id", "letter").order_by()
    counted: dict[int, dict[str, int]] = {}
    for run_id, letter, count in rows.annotate(count=Count("pk")):
        counted.setdefault(run_id, {})[letter] = count
    return counted
