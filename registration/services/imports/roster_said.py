"""What the lines of one producer say, as it is gathered: fields, findings, and how a cell is read and told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from registration.services.uploads import values
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.records import Record
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values import Read

Reader = Callable[[Cell | None], Read[Any]]


@dataclass
class Said:
    """What the lines of one producer say. `typed` {key: the text of a cell that is compared as a whole}."""

    records: tuple[Record, ...]
    fields: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)

    def tell(self, cell: Cell | None, severity: Severity, code: str, message: str) -> None:
        self.findings.append(at(cell, severity, code, message, self.records[0].sheet))


def tell(said: Said, cell: Cell, read: Read[Any]) -> None:
    if read.fault:
        said.tell(cell, Severity.ERROR, read.code or "unreadable", read.fault)
    elif read.said:
        severity = Severity.WARNING if read.code == values.SEVERAL else Severity.REMARK
        said.tell(cell, severity, read.code or "read_as", read.said)


def often(reader: Reader) -> Reader:
    """A reader of a column in which the same few values stand in most rows: each of them is read once."""

    @lru_cache(maxsize=500, typed=True)
    def of(value: str | int, number_format: str) -> Read[Any]:
        return reader(Cell(0, 0, value, False, number_format))

    def read(cell: Cell | None) -> Read[Any]:
        if cell is None or cell.is_formula or not isinstance(cell.value, str | int):
            return reader(cell)
        return of(cell.value, cell.number_format)

    return read
