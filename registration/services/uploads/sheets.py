"""A workbook → its sheets: cells without formulas, what is merged, what is hidden; never cut without a word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import IO, Final, NamedTuple

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter, range_boundaries

from registration.refusal import Refused
from registration.services.uploads import gate, sheet_xml
from registration.services.uploads.gate import WEB, Caps
from registration.services.uploads.pieces import Spool
from registration.services.uploads.sheet_xml import SheetXml

MAX_RECORDS: Final = gate.WEB.records
MAX_ROWS: Final = gate.WEB.rows
MAX_COLUMNS: Final = 60
MAX_SHEETS: Final = 40
MAX_MERGED: Final = 100_000  # cells under merged ranges of a sheet

Value = sheet_xml.Value


def letter_of(column: int) -> str:
    """The letter of a column; 1 is A."""
    return str(get_column_letter(column))


class Cell(NamedTuple):
    """One cell by its place; `is_formula` cells have no value here, because nobody has checked their result.

    `number_format` is how a number is shown: it may hold a unit, a percent sign or scale the number down.
    """

    row: int
    column: int
    value: Value
    is_formula: bool = False
    number_format: str = ""

    @property
    def letter(self) -> str:
        return letter_of(self.column) if self.column else ""

    @property
    def place(self) -> str:
        return f"{self.letter}{self.row}"

    @property
    def is_blank(self) -> bool:
        value = self.value
        return not self.is_formula and (value is None or (isinstance(value, str) and not value.strip()))


@dataclass(frozen=True)
class Span:
    """A merged range, both ends inclusive."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    @property
    def columns(self) -> range:
        return range(self.first_column, self.last_column + 1)

    @property
    def rows(self) -> range:
        return range(self.first_row, self.last_row + 1)


@dataclass
class Sheet:
    """One sheet; `fault` says why it was not read. `spans` {(row, column): its merged range}."""

    name: str
    is_hidden: bool = False
    rows: list[list[Cell]] | Spool[list[Cell]] = field(default_factory=list)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    fault: str = ""

    def at(self, row: int, column: int) -> Cell | None:
        """The cell as written; None beyond the row's end."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else []
        return cells[column - 1] if 0 < column <= len(cells) else None

    def filled(self, row: int, column: int) -> Cell | None:
        """The cell a reader sees there: under a merged range, the one that holds its value."""
        span = self.spans.get((row, column))
        return self.at(span.first_row, span.first_column) if span else self.at(row, column)

    def merge(self, span: Span) -> bool:
        """Lays a merged range over the cells that were read; False where that were more than are read."""
        rows = range(span.first_row, min(span.last_row, len(self.rows)) + 1)
        columns = range(span.first_column, min(span.last_column, MAX_COLUMNS) + 1)
        if len(self.spans) + len(rows) * len(columns) > MAX_MERGED:
            return False
        self.spans.update({(row, column): span for row in rows for column in columns})
        return True


def rows_of(data: bytes) -> list[list[Cell]]:
    """The rows of the first sheet, blank ones included, each as long as it was written.

    Raises: Refused with a Thai sentence for a file that is too large, no workbook, or not harmless.
    """
    first = sheets_of(data)[0]
    if first.fault:
        raise Refused(first.fault)
    return list(first.rows)


def sheets_of(data: bytes, caps: Caps = WEB) -> list[Sheet]:
    """Every sheet in its order, the hidden ones marked. Raises: Refused as `rows_of`."""
    gate.check_archive(data, caps)
    try:
        sheets = list(_sheets(data, caps))
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever its XML, zip or style readers raise
        raise Refused(gate.NOT_READABLE) from error
    if not sheets:
        raise Refused(gate.NOT_READABLE)
    return sheets


def empty(name: str, caps: Caps, *, is_hidden: bool = False) -> Sheet:
    """A sheet that is about to be read; one that may be long keeps its rows on the disk."""
    return Sheet(name, is_hidden, Spool() if caps.records > WEB.records else [])


def _sheets(data: bytes, caps: Caps) -> Iterator[Sheet]:
    """The sheets one by one. Raises: Refused for more of them than are read, whatever openpyxl raises."""
    reader = ExcelReader(BytesIO(data), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    found = [each for each in reader.parser.find_sheets() if each[1].target in reader.valid_files]
    tables = [(sheet, rel.target) for sheet, rel in found if "chartsheet" not in rel.Type]
    if len(tables) > MAX_SHEETS:
        raise Refused(f"ไฟล์มีเกิน {MAX_SHEETS} แผ่นงาน กรุณาแบ่งไฟล์แล้วแนบทีละไฟล์")
    for sheet, place in tables:
        xml = SheetXml(reader.wb, reader.shared_strings)
        with reader.archive.open(place) as source:
            yield _sheet(empty(sheet.name, caps, is_hidden=sheet.state != "visible"), xml, source, caps)


def _sheet(sheet: Sheet, xml: SheetXml, source: IO[bytes], caps: Caps) -> Sheet:
    """A sheet with its rows; one that is longer or wider than is read has a fault instead."""
    for number, cells in xml.rows(source):
        if number > caps.rows or max(cells, default=0) > MAX_COLUMNS:
            written = [column for column, said in cells.items() if not Cell(number, column, *said).is_blank]
            if number > caps.rows and not written:
                continue  # rows that are only formatted, at the end of a sheet
            if number > caps.rows or max(written, default=0) > MAX_COLUMNS:
                sheet.fault = too_long(sheet, caps) if number > caps.rows else too_wide(sheet, number)
                return sheet
        while len(sheet.rows) < number - 1:
            sheet.rows.append([])
        width = min(max(cells, default=0), MAX_COLUMNS)
        sheet.rows.append(
            [Cell(number, column, *cells.get(column, sheet_xml.BLANK)) for column in range(1, width + 1)]
        )
    _lay_out(sheet, xml)
    return sheet


def _lay_out(sheet: Sheet, xml: SheetXml) -> None:
    """Marks what is hidden and lays the merged ranges over the cells."""
    sheet.hidden_rows = frozenset(xml.hidden_rows)
    for first, last in xml.hidden_columns:
        sheet.hidden_columns |= frozenset(range(first, min(last, MAX_COLUMNS) + 1))
    for place in xml.merged:
        if not sheet.merge(Span(*range_boundaries(place))):
            sheet.fault = f"แผ่นงาน “{sheet.name}” ผสานเซลล์มากผิดปกติ กรุณายกเลิกการผสานเซลล์แล้วแนบใหม่"
            return


def too_long(sheet: Sheet, caps: Caps = WEB) -> str:
    """What a sheet with more rows than are read says of itself."""
    return f"แผ่นงาน “{sheet.name}” มีเกิน {caps.records:,} แถว กรุณาแบ่งไฟล์แล้วแนบทีละไฟล์"


def too_wide(sheet: Sheet, row: int) -> str:
    """What a sheet with more columns than are read says of itself."""
    last = get_column_letter(MAX_COLUMNS)
    return (
        f"แผ่นงาน “{sheet.name}” แถว {row} มีข้อมูลเลยคอลัมน์ที่ {MAX_COLUMNS} ({last}) "
        "กรุณาลบคอลัมน์ที่ไม่ใช้แล้วแนบใหม่ ระบบไม่ตัดข้อมูลทิ้งเอง"
    )


# --- how a number is shown ---

_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]')
_SCALED: Final = re.compile(r"[0#?](,{1,4})(?![,0#?])")  # more commas than that are no number's


@dataclass(frozen=True)
class Shown:
    """What a number format adds: its words, how many times it divides by 1,000, whether it shows percents."""

    words: str
    thousands: int
    is_percent: bool


@lru_cache(maxsize=500)
def shown_by(number_format: str) -> Shown:
    """How a format shows a positive number."""
    section = number_format.split(";")[0]
    words = " ".join(literal or sign for literal, sign in _LITERAL.findall(section)).strip()
    bare = _LITERAL.sub("", section)
    scaled = _SCALED.search(bare)
    return Shown(words, len(scaled[1]) if scaled else 0, "%" in bare)
