"""The executives' page of the nation: provinces on a map, counts per grade, who waits for reports.

Constant queries whatever the number of provinces: rows are counted here, districts are read province by province
on the page of the province.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from grading.models import Grade, GradeRun
from registration.models import Unit
from registration.places import province_of
from reporting.services import rounds
from reporting.services.outlines import outlines
from reporting.services.rounds import Column
from reporting.services.summary import LETTERS, NONE, Chosen, Tally, choose
from reporting.services.trend import Bar, bars

STEPS: Final = (
    75,
    50,
    25,
    0,
)  # percent of assessed districts with A or B, the lower ends of the map's classes
Letters = dict[str, str]  # {district's code: letter}


@dataclass(frozen=True)
class ProvinceLine:
    """One province: its counts per letter, how many districts moved, and its reports of the month."""

    province: Unit
    run: GradeRun | None
    counts: tuple[int, ...]  # in the order of LETTERS, then not assessable
    up: int
    down: int
    reports: Column
    outline: str

    @property
    def assessed(self) -> int:
        return sum(self.counts[:-1])

    @property
    def good(self) -> int:
        """Districts with A or B."""
        return sum(self.counts[:2])

    @property
    def share(self) -> int | None:
        """Percent of the assessed districts that have A or B, rounded down; None without any."""
        return self.good * 100 // self.assessed if self.assessed else None

    @property
    def step(self) -> str:
        """The map's class: the lower end of its share, "none" without an assessed district."""
        share = self.share
        return "none" if share is None else str(next(step for step in STEPS if share >= step))


@dataclass(frozen=True)
class NationPage:
    """Everything the nation's page shows."""

    chosen: Chosen
    lines: tuple[ProvinceLine, ...]
    tallies: tuple[Tally, ...]
    reports: Column
    bars: tuple[Bar, ...]

    @property
    def kinds(self) -> list[str]:
        """The words of the runs shown: ชั่วคราว, สุดท้าย or both."""
        return sorted({run.get_kind_display() for run in self.chosen.runs.values()})

    @property
    def last_day(self) -> date:
        return max(run.as_of for run in self.chosen.runs.values())

    @property
    def without_run(self) -> int:
        return sum(line.run is None for line in self.lines)

    @property
    def editions(self) -> list[int]:
        return sorted({run.edition.number for run in self.chosen.runs.values() if run.edition})

    @property
    def moved(self) -> list[ProvinceLine]:
        """Provinces in which districts moved, most first."""
        found = [line for line in self.lines if line.up or line.down]
        return sorted(found, key=lambda line: -(line.up + line.down))[:8]

    @property
    def waiting(self) -> list[ProvinceLine]:
        """Provinces with late or missing reports, most first."""
        found = [line for line in self.lines if line.reports.late or line.reports.missing]
        return sorted(found, key=lambda line: -(line.reports.late + line.reports.missing))[:8]


def of_nation(month: date, on: date, *, wanted: str = "", by_name: bool = False) -> NationPage | None:
    """The nation's page of a meeting's month; None without any run. Seven queries."""
    chosen = choose("", month, wanted)
    if chosen is None:
        return None
    board = rounds.board("", on, [rounds.previous_month(month)])
    now, then = _letters(chosen)
    lines = []
    for row in board.rows:
        code, run = row.unit.pk, chosen.runs.get(row.unit.pk)
        mine, before = now.get(code, {}), then.get(code, {})
        up, down = _moves(mine, before)
        column = next(cell for cell in row.cells if isinstance(cell, Column))
        outline = outlines().get(code, "")
        lines.append(ProvinceLine(row.unit, run, _counts(mine), up, down, column, outline))
    if by_name:
        lines.sort(key=lambda line: line.province.sort_key)
    total = Counter(letter for letters in now.values() for letter in letters.values())
    return NationPage(
        chosen,
        tuple(lines),
        _tallies(total, then),
        board.columns[0],
        bars("", chosen.quarter, total),
    )


def _letters(chosen: Chosen) -> tuple[dict[str, Letters], dict[str, Letters]]:
    """{province: {district: letter}} of the runs shown and of the ones before them. One query."""
    shown = {run.pk: run.province_id for run in chosen.runs.values()}
    earlier = {run.pk: run.province_id for run in chosen.before.values()}
    now: dict[str, Letters] = {}
    then: dict[str, Letters] = {}
    rows = Grade.objects.filter(run__in=[*shown, *earlier]).order_by()
    for run_id, code, letter in rows.values_list("run_id", "district_id", "letter"):
        side = now if run_id in shown else then
        side.setdefault(province_of(code), {})[code] = letter
    return now, then


def _counts(letters: Letters) -> tuple[int, ...]:
    counted = Counter(letters.values())
    return tuple(counted[letter] for letter in (*LETTERS, NONE))


def _moves(now: Letters, then: Letters) -> tuple[int, int]:
    """How many districts moved up and down among those assessed both times."""
    pairs = [(letter, then.get(code, NONE)) for code, letter in now.items()]
    both = [(letter, before) for letter, before in pairs if letter and before]
    return sum(a < b for a, b in both), sum(a > b for a, b in both)


def _tallies(total: Counter[str], then: dict[str, Letters]) -> tuple[Tally, ...]:
    before = Counter(letter for letters in then.values() for letter in letters.values())
    return tuple(
        Tally(letter, total[letter], before[letter] if then else None) for letter in (*LETTERS, NONE)
    )
