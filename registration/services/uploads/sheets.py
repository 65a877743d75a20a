"""A workbook → its sheets: cells without formulas, what is merged, what is hidden; never cut without a word."""

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from io import BytesIO
from itertools import islice
from typing import Final

from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from registration.refusal import Refused
from registration.services.uploads import gate

MAX_RECORDS: Final = 5000
MAX_ROWS: Final = MAX_RECORDS + 100  # with the titles, heads, totals and notes around them
MAX_COLUMNS: Final = 60
MAX_SHEETS: Final = 40
MAX_BLANK_ROWS: Final = 20_000  # rows that are only formatted, at the end of a sheet
MAX_MERGED: Final = 100_000  # cells under merged ranges of a sheet

Value = str | int | float | bool | date | datetime | time | timedelta | None


def letter_of(column: int) -> str:
    """The letter of a column; 1 is A."""
    return str(get_column_letter(column))


@dataclass(frozen=True, slots=True)
class Cell:
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
        if isinstance(self.value, str):
            return not self.is_formula and not self.value.strip()
        return not self.is_formula and self.value is None


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
    rows: list[list[Cell]] = field(default_factory=list)
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
    return first.rows


def sheets_of(data: bytes) -> list[Sheet]:
    """Every sheet in its order, the hidden ones marked. Raises: Refused as `rows_of`."""
    gate.check_archive(data)
    try:
        reader = ExcelReader(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        reader.read()
        places = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheets = [_sheet(each, archive, places[each.title]) for each in reader.wb.worksheets[:MAX_SHEETS]]
        is_cut = len(reader.wb.worksheets) > MAX_SHEETS
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever its XML, zip or style readers raise
        raise Refused(gate.NOT_READABLE) from error
    if is_cut or not sheets:
        raise Refused(f"ไฟล์มีเกิน {MAX_SHEETS} แผ่นงาน กรุณาแบ่งไฟล์แล้วแนบทีละไฟล์" if is_cut else gate.NOT_READABLE)
    return sheets


def _sheet(source: ReadOnlyWorksheet, archive: zipfile.ZipFile, place: str) -> Sheet:
    sheet = Sheet(source.title, source.sheet_state != "visible")
    source.reset_dimensions()  # the size a file states of itself is not believed
    for number, cells in enumerate(islice(source.iter_rows(), MAX_ROWS + MAX_BLANK_ROWS + 1), 1):
        row = [_cell(number, column, cell) for column, cell in enumerate(cells[:MAX_COLUMNS], 1)]
        beyond = [cell for cell in cells[MAX_COLUMNS:] if cell.value not in {None, ""}]
        if beyond or number > MAX_ROWS + MAX_BLANK_ROWS:
            sheet.fault = too_wide(sheet, number) if beyond else too_long(sheet)
            break
        if number <= MAX_ROWS:
            sheet.rows.append(row)
        elif not all(cell.is_blank for cell in row):
            sheet.fault = too_long(sheet)
            break
    _read_layout(sheet, archive.read(place))
    return sheet


def too_long(sheet: Sheet) -> str:
    """What a sheet with more rows than are read says of itself."""
    return f"แผ่นงาน “{sheet.name}” มีเกิน {MAX_RECORDS:,} แถว กรุณาแบ่งไฟล์แล้วแนบทีละไฟล์"


def too_wide(sheet: Sheet, row: int) -> str:
    """What a sheet with more columns than are read says of itself."""
    last = get_column_letter(MAX_COLUMNS)
    return (
        f"แผ่นงาน “{sheet.name}” แถว {row} มีข้อมูลเลยคอลัมน์ที่ {MAX_COLUMNS} ({last}) "
        "กรุณาลบคอลัมน์ที่ไม่ใช้แล้วแนบใหม่ ระบบไม่ตัดข้อมูลทิ้งเอง"
    )


def _cell(row: int, column: int, cell: ReadOnlyCell | EmptyCell) -> Cell:
    if cell.data_type == "f":
        return Cell(row, column, None, is_formula=True)
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return Cell(row, column, cell.value, number_format=str(cell.number_format) if is_number else "")


# --- what the streaming reader leaves out ---

_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMNS: Final = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FROM_TO: Final = re.compile(rb"\b(min|max)=[\"']([0-9]{1,5})[\"']")
_HIDDEN: Final = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_NUMBER: Final = re.compile(rb"\br=[\"']([0-9]+)[\"']")


def _read_layout(sheet: Sheet, xml: bytes) -> None:
    """Merged ranges, hidden rows and columns, from the sheet's own text: they stand outside what is streamed."""
    hidden = (found[1] for found in _ROW.finditer(xml) if _HIDDEN.search(found[1]))
    sheet.hidden_rows = frozenset(int(found[1]) for each in hidden if (found := _NUMBER.search(each)))
    for found in _COLUMNS.finditer(xml, 0, max(xml.find(b"sheetData"), 0)):
        ends = {end: int(number) for end, number in _FROM_TO.findall(found[1])}
        if _HIDDEN.search(found[1]) and b"min" in ends:
            last = min(ends.get(b"max", ends[b"min"]), MAX_COLUMNS)
            sheet.hidden_columns |= frozenset(range(ends[b"min"], last + 1))
    for found in _MERGED.finditer(xml, xml.rfind(b"sheetData")):
        span = Span(*range_boundaries(found[1].decode("ascii")))
        if not sheet.merge(span):
            sheet.fault = f"แผ่นงาน “{sheet.name}” ผสานเซลล์มากผิดปกติ กรุณายกเลิกการผสานเซลล์แล้วแนบใหม่"
            return


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
