"""The text of one sheet → its rows, what is merged and what is hidden, in one pass over it.

openpyxl makes an object of every cell and goes over the text twice, which was most of the time of a long list. Values
are read as openpyxl reads them, by its own tables of strings and styles; a test compares both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import IO, Final
from xml.etree.ElementTree import Element, iterparse

from openpyxl.cell.text import Text
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.workbook import Workbook

Value = str | int | float | bool | date | datetime | time | timedelta | None
Said = tuple[Value, bool, str]  # a cell's value, whether it is a formula, how it shows a number
Row = tuple[int, dict[int, Said]]  # its number, its cells by column
_NAMES: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW: Final = f"{_NAMES}row"
_FORMULA: Final = f"{_NAMES}f"
_VALUE: Final = f"{_NAMES}v"
_INLINE: Final = f"{_NAMES}is"
_TEXT: Final = f"{_NAMES}t"
_COLUMN: Final = f"{_NAMES}col"
_MERGED: Final = f"{_NAMES}mergeCell"
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")
_TRUE: Final = frozenset({"1", "true"})
BLANK: Final[Said] = (None, False, "")
_OF_FORMULA: Final[Said] = (None, True, "")


@dataclass
class SheetXml:
    """One sheet being read. `merged` and what is hidden are whole when all rows were taken."""

    book: Workbook
    strings: Sequence[str]
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)

    def rows(self, source: IO[bytes]) -> Iterator[Row]:
        """The rows that are written, from top to bottom. Raises: ValueError for a row that stands twice."""
        before = 0
        for _, element in iterparse(source):  # noqa: S314 (as openpyxl; expat bounds what entities become)
            tag = element.tag
            if tag == _ROW:
                number = int(float(element.get("r", before + 1)))
                if number <= before:
                    raise ValueError(f"row {number} comes after row {before}")
                if element.get("hidden") in _TRUE:
                    self.hidden_rows.add(number)
                yield number, self._cells(element)
                before = number
                element.clear()
            elif tag == _COLUMN and element.get("hidden") in _TRUE:
                first = int(element.get("min", 0))
                self.hidden_columns.append((first, int(element.get("max", first))))
            elif tag == _MERGED:
                self.merged.append(element.get("ref", ""))

    def _cells(self, row: Element) -> dict[int, Said]:
        cells = {}
        column = 0
        for element in row:
            place = element.get("r")
            column = _column_of(place.rstrip("0123456789")) if place else column + 1
            cells[column] = self._cell(element)
        return cells

    def _cell(self, element: Element) -> Said:
        text: str | None = None
        inline: Element | None = None
        for child in element:
            tag = child.tag
            if tag == _VALUE:
                text = text or child.text
            elif tag == _FORMULA:
                return _OF_FORMULA
            elif tag == _INLINE:
                inline = child
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return BLANK if inline is None else (_inline(inline), False, "")
        if not text:
            return BLANK
        return (
            self._number(text, int(element.get("s", 0)))
            if kind == "n"
            else (self._value(kind, text), False, "")
        )

    def _value(self, kind: str, text: str) -> Value:
        if kind == "s":
            return self.strings[int(text)]
        if kind == "b":
            return bool(int(text))
        return from_ISO8601(text) if kind == "d" else text

    def _number(self, text: str, style: int) -> Said:
        """A number with its format, or the day that its style makes of it."""
        number = int(text) if _WHOLE.fullmatch(text) else float(text)
        if style not in self.book._date_formats:
            return number, False, self._format(style)
        try:
            is_span = style in self.book._timedelta_formats
            return from_excel(number, self.book.epoch, timedelta=is_span), False, ""
        except (OverflowError, ValueError):  # no day has this number
            return "#VALUE!", False, ""

    def _format(self, style: int) -> str:
        found = self.formats.get(style)
        if found is None:
            number = self.book._cell_styles[style].numFmtId
            own = number - BUILTIN_FORMATS_MAX_SIZE
            found = BUILTIN_FORMATS.get(number, "General") if own < 0 else self.book._number_formats[own]
            self.formats[style] = found
        return found


@lru_cache(maxsize=1000)
def _column_of(letters: str) -> int:
    return int(column_index_from_string(letters))


def _inline(element: Element) -> str:
    """The text of a cell that holds its own; with parts of other looks, all of them."""
    if len(element) == 1 and element[0].tag == _TEXT:
        return element[0].text or ""
    return str(Text.from_tree(element).content)
