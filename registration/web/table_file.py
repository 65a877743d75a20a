"""A table of texts as a file that Excel opens: what looks like a formula stays text.

Source: ASVS 5.0, 1.2.10. In a workbook a text is a text whatever it begins with; in CSV an apostrophe goes before it.
"""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Final
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.writer.excel import save_workbook

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LIVE: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST: Final = 32_767  # letters of a cell
Row = Sequence[str]


def workbook_of(name: str, heads: Row, rows: Iterable[Row]) -> HttpResponse:
    """One sheet, written row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("บันทึก")
    sheet.freeze_panes = "A2"
    for place in range(len(heads)):
        sheet.column_dimensions[chr(ord("A") + place)].width = 24
    for number, row in enumerate((heads, *rows)):
        sheet.append([_cell(sheet, text, is_head=number == 0) for text in row])
    content = BytesIO()
    save_workbook(book, content)
    return _answer(content.getvalue(), XLSX, f"{name}.xlsx")


def _cell(sheet: object, text: str, *, is_head: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST])
    cell.data_type = "s"
    if is_head:
        cell.font = Font(bold=True)
    return cell


def csv_of(name: str, heads: Row, rows: Iterable[Row]) -> HttpResponse:
    """UTF-8 with the mark by which Excel knows Thai."""
    content = StringIO()
    writer = csv.writer(content, quoting=csv.QUOTE_ALL)
    writer.writerows([_tame(text) for text in row] for row in (heads, *rows))
    return _answer(content.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


def _tame(text: str) -> str:
    return f"'{text}" if text.startswith(_LIVE) else text


def _answer(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer
