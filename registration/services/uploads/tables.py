"""A sheet → its tables: head, rows by what they are, and what the lines around say of units, months and years."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from otop_registry import thai
from registration.services.uploads import heads, months, units
from registration.services.uploads.heads import Amounts, Head, Kind
from registration.services.uploads.sheets import Cell, Sheet
from registration.services.uploads.units import Unit

MAX_TABLES: Final = 50
_TOTAL: Final = re.compile(
    r"^(?:ยอด|ผล)?รวม|^(?:ทั้งสิ้น|ทั้งหมด|ทั้งจังหวัด|ภาพรวม|สุทธิ)|^(?:grand |sub ?)?total\b|^sum\b", re.I
)
_OTHER_SUM: Final = re.compile(r"^(?:ค่า)?เฉลี่ย|^ร้อยละ|^คิดเป็น|^average|^%")
_MONEY_WORD: Final = re.compile("หน่วย")
_POWER: Final = re.compile(r"1(?:,?000){1,3}\s*บาท")
_DAY: Final = re.compile(r"วันที่|(?<![ก-๎])ณ\s|ว/ด/ป|ฉบับที่")
# Words over a table that would make its figures something else than what was sold.
_ALTERING: Final = ("เป้าหมาย", "สะสม", "ประมาณการ", "คาดการณ์", "แผน", "ร้อยละ", "ค่าเฉลี่ย")


class RowKind(StrEnum):
    """What a row under a head is."""

    RECORD = "record"
    TOTAL = "total"
    NOTE = "note"
    NUMBERS = "numbers"  # (1) (2) (3) under the heads
    BLANK = "blank"
    HEAD = "head"  # of a table of records, once for each page
    UNREAD = "unread"  # under a head of which no column is known


@dataclass(frozen=True)
class Row:
    """One row; under a merged cell stands what it holds, for the keys of the row but never for an amount."""

    number: int
    cells: Mapping[int, Cell]
    kind: RowKind = RowKind.RECORD

    def get(self, column: int) -> Cell | None:
        return self.cells.get(column)

    @property
    def label(self) -> str:
        """Its first text."""
        return next((thai.repair(c.value) for c in self.cells.values() if isinstance(c.value, str)), "")


@dataclass
class Table:
    """One table of a sheet. `around`: the texts over and under it; an inherited head repeats an earlier one."""

    sheet: Sheet
    head: Head
    rows: list[Row] = field(default_factory=list)
    around: list[Cell] = field(default_factory=list)

    @property
    def units_around(self) -> list[tuple[Unit, Cell]]:
        """Units that the lines around state, with their cells."""
        return units_in(self.around)

    @property
    def altering(self) -> list[tuple[str, Cell]]:
        """Words around that would make the figures something else."""
        return [(word, cell) for cell in self.around for word in _ALTERING if word in str(cell.value)]

    def spoken_around(self) -> list[months.Spoken]:
        """What the lines around say of time."""
        return spoken_in(self.around)

    def unit_of(self, amounts: Amounts) -> tuple[Unit | None, Cell]:
        """The unit of a column with the cell that says it. Raises: ValueError when two of them differ."""
        stated = [(unit, amounts.head) for unit in amounts.units] + self.units_around
        if len({unit.baht for unit, _ in stated}) > 1:
            said = " กับ ".join(f"“{unit.word}” ที่ {cell.place}" for unit, cell in dict.fromkeys(stated))
            raise ValueError(f"หน่วยไม่ตรงกัน: {said} กรุณาเหลือหน่วยเดียว")
        return stated[0] if stated else (None, amounts.head)

    def shares_amount(self, cell: Cell) -> bool:
        """Whether a merged cell stands for the amounts of two records, or of two columns."""
        span = self.sheet.spans.get((cell.row, cell.column))
        if span is None:
            return False
        keys = [column for key, column in self.head.keys.items() if key != "unit"]
        own = [self.sheet.filled(cell.row, column) for column in keys]
        for row in span.rows:
            if row <= len(self.sheet.rows) and [self.sheet.filled(row, column) for column in keys] != own:
                return True
        return len(set(span.columns) & set(self.head.amounts)) > 1


def tables_of(sheet: Sheet, kind: Kind, is_record: Callable[[Head, Row], bool]) -> list[Table]:
    """The tables of a sheet from top to bottom. `is_record` says whether a row's keys name somebody known."""
    tables: list[Table] = []
    start, head = 1, heads.find(sheet, kind, 1)
    while head and len(tables) < MAX_TABLES:
        following = heads.find(sheet, kind, head.last_row + 1)
        end = following.first_row - 1 if following else len(sheet.rows)
        table = Table(sheet, head, _rows(sheet, head, end, is_record))
        over = _texts(sheet, range(start, head.first_row))
        if not over and tables and tables[-1].head.keys == head.keys:
            over = tables[-1].around  # the head again on a new page
        records = [row.number for row in table.rows if row.kind in {RowKind.RECORD, RowKind.TOTAL}]
        start = max(records, default=head.last_row) + 1
        last = end if following is None else start - 1  # what stands before the next head is that one's
        notes = [row.number for row in table.rows if row.kind == RowKind.NOTE and row.number <= last]
        table.around = [Cell(0, 0, sheet.name), *over, *_texts(sheet, notes)]
        tables.append(table)
        head = following
    return tables


def _texts(sheet: Sheet, rows: Iterable[int]) -> list[Cell]:
    return [cell for row in rows for cell in sheet.rows[row - 1] if not cell.is_blank and not cell.is_formula]


def _rows(sheet: Sheet, head: Head, end: int, is_record: Callable[[Head, Row], bool]) -> list[Row]:
    rows = []
    keys = set(head.keys.values())
    for number in range(head.last_row + 1, end + 1):
        cells = {cell.column: cell for cell in sheet.rows[number - 1] if not cell.is_blank}
        filled = {
            column: cell for column in keys if (cell := sheet.filled(number, column)) and not cell.is_blank
        }
        row = Row(number, dict(sorted((cells | filled).items())))
        written = Row(number, cells)
        rows.append(Row(number, row.cells, _kind(head, row, written, is_record)))
    return rows


def _kind(head: Head, row: Row, written: Row, is_record: Callable[[Head, Row], bool]) -> RowKind:
    """What a row is; whoever names a known record is one, whatever else stands in the row."""
    if not written.cells:
        return RowKind.BLANK
    if heads.is_numbering(written.cells.values()) and set(head.keys.values()) & written.cells.keys():
        return RowKind.NUMBERS
    if is_record(head, row):
        return RowKind.RECORD
    texts = [thai.repair(c.value) for c in written.cells.values() if isinstance(c.value, str)]
    if any(_TOTAL.match(text) for text in texts):
        return RowKind.TOTAL
    holds_amount = any(_holds(written.get(column)) for column in head.amounts)
    is_other = any(_OTHER_SUM.match(text) for text in texts)
    return RowKind.RECORD if holds_amount and not is_other else RowKind.NOTE


def _holds(cell: Cell | None) -> bool:
    """Whether a cell of a column of amounts says anything of an amount."""
    return cell is not None and (
        cell.is_formula or not isinstance(cell.value, str) or bool(re.search("[0-9๐-๙]", cell.value))
    )


def _context_units(text: str) -> list[Unit]:
    """Units of a line beside the table; "1 ล้านบาท = 1,000,000 บาท" explains, and states none."""
    if units.stated(text) is None and not _MONEY_WORD.search(text):
        text = _POWER.sub(" ", thai.to_arabic(text))
    return units.take(text)[0]


def units_in(around: Iterable[Cell]) -> list[tuple[Unit, Cell]]:
    """The units that lines beside a table state, with their cells."""
    return [(unit, cell) for cell in around for unit in _context_units(str(cell.value))]


def spoken_in(around: Iterable[Cell]) -> list[months.Spoken]:
    """What lines beside a table say of time; a line with a C.E. year says nothing."""
    found = []
    for cell in around:
        if _DAY.search(str(cell.value)):
            continue  # when something was written or printed
        try:
            found.append(months.spoken(months.written(cell.value)))
        except ValueError:
            continue
    return found
