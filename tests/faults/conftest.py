"""`make faults`: each campaign tells what it tried and what came of it; the table is printed at the end."""

from dataclasses import astuple, dataclass
from typing import Final

import pytest

HEADS: Final = ("fault", "tried", "violations", "lost", "doubled", "recovered in s")
TOLD: Final[list["Outcome"]] = []


@dataclass(frozen=True)
class Outcome:
    """What a campaign saw: `lost` was answered as done and is not there, `doubled` is there twice."""

    fault: str
    tried: int
    violations: int
    lost: int
    doubled: int
    seconds: float  # the longest until everything went on

    def tell(self) -> None:
        """Keeps it for the table, and fails unless nothing was broken, lost or doubled."""
        TOLD.append(self)
        assert (self.violations, self.lost, self.doubled) == (0, 0, 0), self


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not TOLD:
        return
    rows = [HEADS, *((*astuple(each)[:-1], f"{each.seconds:.1f}") for each in TOLD)]
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows, strict=True)]
    terminalreporter.section("faults")
    for row in rows:
        terminalreporter.write_line(
            "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        )
