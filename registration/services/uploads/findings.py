"""What a checked file says of itself, by sheet and cell; an error keeps what it concerns from being applied."""

from dataclasses import dataclass
from enum import StrEnum

from registration.services.uploads.sheets import Cell


class Severity(StrEnum):
    """An error is mended in the file; a warning is for a person to judge; a remark only tells what was read."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with, or worth knowing of, one cell; of the whole sheet with row 0."""

    row: int
    column: str
    severity: str
    code: str
    message: str
    sheet: str = ""

    @property
    def place(self) -> str:
        return f"{self.column}{self.row}" if self.row else "ทั้งไฟล์"

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


def at(cell: Cell | None, severity: Severity, code: str, message: str, sheet: str = "") -> Finding:
    """A finding of a cell; of the whole sheet without one."""
    row, column = (cell.row, cell.letter) if cell else (0, "")
    return Finding(row, column, severity.value, code, message, sheet)
