"""The executives' page of the nation: provinces on a map, counts per grade, who waits for reports."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from grading.moves import Move, changes
from grading.services import board
from grading.services.board import Total
from otop_registry import thai
from registration.models import Edition, Unit
from registration.timetable import next_month
from reporting.services import rounds
from reporting.services.outlines import outlines_on
from reporting.services.rounds import MonthColumn
from reporting.services.summary import Chosen, choose
from reporting.services.trend import Bar, bars

NAMED: Final = 8  # provinces
STEPS: Final = (
    75,
    50,
    25,
    0,
)  # percent of assessed districts with A or B: the lower ends of the map's classes


@dataclass(frozen=True)
class NationLine(board.ProvinceGradeLine):
    """A province of the page: its line of the board of grades, its reports of the month, its place on the map."""

    reports: MonthColumn
    outline: str

    @property
    def step(self) -> str:
        """The map's class: the lower end of its share, "none" without an assessed district."""
        share = self.share
        return "none" if share is None else str(next(step for step in STEPS if share.exact >= step))


@dataclass(frozen=True)
class NationPage:
    """Everything the nation's page shows."""

    chosen: Chosen
    lines: tuple[NationLine, ...]
    total: Total
    reports: MonthColumn
    bars: tuple[Bar, ...]

    @property
    def kinds(self) -> list[str]:
        """The words of the runs shown: ชั่วคราว, สุดท้าย or both."""
        return sorted({run.get_kind_display() for run in self.chosen.runs.values()})

    @property
    def last_day(self) -> date:
        return max(run.as_of for run in self.chosen.runs.values())

    @property
    def unplaced(self) -> str:
        """The provinces that the map has no place for yet, in words."""
        return ", ".join(line.province.name for line in self.lines if not line.outline)

    @property
    def without_run(self) -> int:
        return sum(line.run is None for line in self.lines)

    @property
    def editions(self) -> list[int]:
        return sorted({run.edition.number for run in self.chosen.runs.values() if run.edition})

    @property
    def edition(self) -> Edition | None:
        """The edition that every province is shown from; None where they differ."""
        editions = {run.edition for run in self.chosen.runs.values()}
        return editions.pop() if len(editions) == 1 and not self.without_run else None

    @property
    def later_runs(self) -> list[int]:
        """The numbers of the runs after the first that are shown of some province."""
        return sorted({run.number for run in self.chosen.runs.values() if run.number > 1})

    @property
    def moved(self) -> list[NationLine]:
        """The provinces in which most districts moved."""
        found = [line for line in self.lines if line.changes]
        return sorted(found, key=lambda line: -sum(count for _, count in line.changes))[:NAMED]

    @property
    def changes(self) -> list[tuple[Move, int]]:
        """How many districts of the whole nation moved how; empty when every one held its letter."""
        return changes(self.total.moves)

    @property
    def waiting(self) -> list[NationLine]:
        """Provinces with late or missing reports, most first."""
        found = [line for line in self.lines if line.reports.late or line.reports.missing]
        return sorted(found, key=lambda line: -(line.reports.late + line.reports.missing))[:NAMED]


def of_nation(month: date, on: date, *, wanted: str = "", by_name: bool = False) -> NationPage | None:
    """The nation's page of a meeting's month; None without any run."""
    chosen = choose("", month, wanted)
    if chosen is None:
        return None
    reported = rounds.board("", on, [thai.previous_month(month)])
    columns = {
        row.unit.pk: cell for row in reported.rows for cell in row.cells if isinstance(cell, MonthColumn)
    }
    day = min(on, next_month(month) - timedelta(days=1))  # a month that is over keeps its provinces
    standing = Unit.objects.provinces().valid(day).order_by("sort_key" if by_name else "code")
    provinces, outline = list(standing), outlines_on(day)
    nothing = MonthColumn(reported.columns[0].due, 0, 0, 0, 0)
    shown = board.province_lines(provinces, chosen.runs, chosen.before)
    lines = tuple(
        NationLine(
            **vars(line),
            reports=columns.get(line.province.pk, nothing),
            outline=outline.get(line.province.pk, ""),
        )
        for line in shown
    )
    total = board.total(lines)
    counts = Counter({tally.letter: tally.count for tally in total.tallies})
    return NationPage(chosen, lines, total, reported.columns[0], bars("", chosen.quarter, counts))
