"""One worksheet that is written from top to bottom: its rows, merged ranges, heights and print set-up."""

import math
import unicodedata
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from reporting.paper import Form, Value
from reporting.workbook.cells import BODY, FONT, Ink, Look

A4: Final = 9
MARGIN: Final = 0.4  # inch
LINE_HEIGHT: Final = 23.0  # points of one line in 14 point Sarabun
WASTE: Final = 1.2
BREATH: Final = 1.4  # characters beside the text of a column
ROOMY: Final = 1.4  # rows of data do not wrap
MOST_HEIGHT: Final = 409.0  # points; Excel knows no higher row
FOOTER_SIZE: Final = 10
FOOTER_MOST: Final = 80  # characters of each of three parts; Excel keeps 255 in all


class Leaf:
    """A worksheet in the making. Widths are in characters of text."""

    def __init__(
        self, book: Workbook, name: str, widths: Sequence[float], ink: Ink, *, is_landscape: bool
    ) -> None:
        self.sheet = book.create_sheet(name)
        self.widths = list(widths)
        self.ink = ink
        self.written = 0
        self._merged: list[str] = []
        for place, width in enumerate(widths, 1):
            letter = get_column_letter(place)
            self.sheet.column_dimensions[letter].width = width * (ROOMY if ink.is_flat else 1) + BREATH
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        setup = self.sheet.page_setup
        setup.paperSize, setup.fitToWidth, setup.fitToHeight = A4, 1, 0
        setup.orientation = "landscape" if is_landscape else "portrait"
        self.sheet.sheet_format.defaultRowHeight, self.sheet.sheet_format.customHeight = LINE_HEIGHT, True
        self.sheet.print_options.horizontalCentered = True
        margins = self.sheet.page_margins
        margins.left = margins.right = MARGIN
        margins.top = margins.bottom = MARGIN * 1.5

    def cell(self, value: Value, form: Form = Form.TEXT, look: Look = BODY) -> WriteOnlyCell:
        return self.ink.cell(self.sheet, value, form, look)

    def formula(self, words: str, form: Form) -> WriteOnlyCell:
        return self.ink.formula(self.sheet, words, form)

    def freeze(self, *, below: int) -> None:
        """Keeps the rows up to `below` in sight; before the first row is written."""
        self.sheet.freeze_panes = f"A{below + 1}"

    def row(self, cells: Sequence[WriteOnlyCell], lines: float = 0) -> None:
        """Writes a row, high enough for `lines` lines; without them Excel finds the height."""
        self.written += 1
        if lines:
            self.sheet.row_dimensions[self.written].height = min(lines * LINE_HEIGHT, MOST_HEIGHT)
        self.sheet.append(list(cells))
        self.sheet.row_dimensions.pop(self.written, None)  # written out: a long sheet keeps none of them

    def merge(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Joins the cells from (row, column) to (row, column), both counted from 1."""
        (top, left), (bottom, right) = first, last
        if first != last:
            self._merged.append(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")

    def across(self, text: str, look: Look, *, lines: float = 0) -> None:
        """A line of text over the whole width."""
        self.side_by_side([text], look, lines=lines)

    def side_by_side(self, texts: Sequence[str], look: Look, *, lines: float = 0) -> None:
        """Texts next to each other, each over its share of the columns."""
        cells = [self.ink.blank(self.sheet, look) for _ in self.widths]
        parts = _shares(self.widths, len(texts))
        high: float = lines
        for (left, right), text in zip(parts, texts, strict=True):
            cells[left] = self.cell(text, look=look)
            width = sum(self.widths[left : right + 1])
            high = max(high, lines_of(text, width) * look.size / BODY.size)
            self.merge((self.written + 1, left + 1), (self.written + 1, right + 1))
        self.row(cells, high)

    def foot(self, left: str, right: str) -> None:
        """What stands below every printed page, beside its number."""
        footer = self.sheet.HeaderFooter.oddFooter
        for part, text in ((footer.left, left), (footer.center, ""), (footer.right, right)):
            part.text = text[:FOOTER_MOST].replace("&", "&&")
            part.font, part.size = f"{FONT},Regular", FOOTER_SIZE
        footer.center.text = "หน้า &P จาก &N"

    def close(self, *, titles: tuple[int, int] | None = None, filtered: bool = False) -> None:
        """Ends the sheet: its print area, the rows that every printed page repeats, its filter."""
        area = f"A1:{get_column_letter(len(self.widths))}{max(self.written, 1)}"
        self.sheet.print_area = area
        if titles:
            self.sheet.print_title_rows = f"{titles[0]}:{titles[1]}"
        if filtered:
            self.sheet.auto_filter.ref = area
        self.sheet.merged_cells = self._merged  # a list: openpyxl's own set has no order to rely on
        self.sheet.close()


def lines_of(text: str, width: float) -> int:
    """How many lines text takes in a column of `width` characters; Thai breaks at words and wastes a fifth."""
    return sum(_wrapped(_visible(line), width) for line in text.split("\n"))


def _wrapped(length: int, width: float) -> int:
    return 1 if length <= width else math.ceil(length * WASTE / width)


def _visible(line: str) -> int:
    """Characters that take room: not the vowels and tones above and below."""
    return sum(unicodedata.category(character) != "Mn" for character in line)


def _shares(widths: Sequence[float], count: int) -> list[tuple[int, int]]:
    """(first, last) column of each of `count` neighbours of about one width; at least a column each."""
    parts: list[tuple[int, int]] = []
    start, used, whole = 0, 0.0, sum(widths)
    for part in range(1, count + 1):
        stop = start + 1
        used += widths[start]
        while stop < len(widths) - (count - part) and (part == count or used < whole * part / count):
            used += widths[stop]
            stop += 1
        parts.append((start, stop - 1))
        start = stop
    return parts
