"""Tables as files for spreadsheets: CSV that Excel reads as Thai, and workbooks; no cell runs as a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

BOM = "\ufeff"  # without it Excel reads Thai as Latin letters
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterable[Iterable[object]]


def csv_answer(rows: Rows, name: str) -> HttpResponse:
    """The rows as a CSV file of that name."""
    text = io.StringIO()
    csv.writer(text).writerows([_plain(cell) for cell in row] for row in rows)
    return _file(BOM + text.getvalue(), "text/csv; charset=utf-8", name)


def xlsx_answer(content: bytes, name: str) -> HttpResponse:
    """A workbook as a file of that name."""
    return _file(content, XLSX, name)


def _file(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _plain(cell: object) -> object:
    """The cell as a spreadsheet shows it: text that would run as a formula is quoted."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
