"""Tables as files for spreadsheets: UTF-8 that Excel reads as Thai, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.http import content_disposition_header

BOM = "\ufeff"  # without it Excel reads Thai as Latin letters
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_answer(rows: Iterable[Iterable[object]], name: str) -> HttpResponse:
    """The rows as a CSV file of that name."""
    text = io.StringIO()
    csv.writer(text).writerows([_plain(cell) for cell in row] for row in rows)
    answer = HttpResponse(BOM + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _plain(cell: object) -> object:
    """The cell as a spreadsheet shows it: text that would run as a formula is quoted."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
