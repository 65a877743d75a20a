"""The outcome of a checked file of base figures: what was read from where, what was passed over, what is wrong."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from grading.services.bases import Line
from registration.services.uploads.findings import Finding, Severity


@dataclass(frozen=True)
class Source:
    """A column that was read: its place, its head, the month and the unit it was read as."""

    place: str
    head: str
    month: str
    unit: str


@dataclass
class Reading:
    """Lines that can be applied, findings, and how many rows there were: of districts, of totals, of notes.

    `sheet` is what was read, `choices` every sheet that can be.
    """

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0
    sheet: str = ""
    choices: tuple[str, ...] = ()
    sources: list[Source] = field(default_factory=list)
    total_rows: int = 0
    note_rows: int = 0

    @property
    def errors(self) -> list[Finding]:
        return [each for each in self.findings if each.is_error]

    @property
    def warnings(self) -> list[Finding]:
        return [each for each in self.findings if each.severity == Severity.WARNING]

    @property
    def can_apply(self) -> bool:
        return bool(self.lines) and not self.errors

    @property
    def total_baht(self) -> Decimal:
        return sum((line.amount_baht for line in self.lines), Decimal(0))

    def rows_with(self, severity: str) -> set[tuple[str, int]]:
        return {(each.sheet, each.row) for each in self.findings if each.severity == severity and each.row}

    def by_weight(self) -> list[Finding]:
        """Errors first, then warnings, then remarks."""
        order = list(Severity)
        return sorted(self.findings, key=lambda each: order.index(Severity(each.severity)))


def as_plain(reading: Reading) -> dict[str, Any]:
    """A reading as plain data for the session; `from_plain` gives it back."""
    plain = asdict(reading)
    plain["lines"] = [
        [line.district_code, line.month.isoformat(), str(line.amount_baht)] for line in reading.lines
    ]
    plain["choices"] = list(reading.choices)
    return plain


def from_plain(plain: Mapping[str, Any]) -> Reading:
    lines = [Line(code, date.fromisoformat(month), Decimal(baht)) for code, month, baht in plain["lines"]]
    return Reading(
        **{
            **plain,
            "lines": lines,
            "findings": [Finding(**each) for each in plain["findings"]],
            "choices": tuple(plain["choices"]),
            "sources": [Source(**each) for each in plain["sources"]],
        }
    )
