"""The office's own table given back: its cells where they stood, wrong ones coloured, and a column that says why.

Mended and brought again, its written rows are recognised. What was a formula has no value and stays blank.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell as Written
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registration.models import Upload, UploadRow
from registration.models.uploads import RowState
from registration.services.imports import checking
from registration.services.imports.roster_columns import OUTCOME_HEAD
from registration.services.uploads.findings import Severity
from registration.services.uploads.sheets import Cell, Sheet

FILLS: Final = {
    Severity.ERROR: PatternFill("solid", start_color="F8D7DA"),
    Severity.WARNING: PatternFill("solid", start_color="FFF3CD"),
}
WIDTH: Final = 60
LONGEST: Final = 2000  # letters of one comment or outcome
Findings = Sequence[Mapping[str, Any]]


def workbook(upload: Upload) -> bytes:
    """The sheet that was read, with the outcome of each row. Raises: Refused when the file is no longer kept."""
    sheets = checking.kept(upload).sheets
    sheet = next((each for each in sheets if each.name == upload.sheet), sheets[0])
    book = Workbook()
    target: Worksheet = book.active
    target.title = upload.sheet[:31] or "ข้อมูล"
    copy_rows(sheet, target, range(1, len(sheet.rows) + 1))
    outcome = max((len(row) for row in sheet.rows), default=0) + 1
    for row in upload.rows.order_by("number"):
        _tell(target, row, outcome)
    _head(target, upload, outcome)
    done = BytesIO()
    book.save(done)
    return done.getvalue()


def copy_rows(sheet: Sheet, target: Worksheet, rows: range) -> None:
    """Some rows of a sheet where they stood, merged as they were."""
    for row in rows:
        for cell in sheet.rows[row - 1]:
            if not cell.is_blank and not cell.is_formula:
                write(target.cell(cell.row, cell.column), cell)
    for span in set(sheet.spans.values()):
        if span.first_row in rows and span.last_row in rows:
            target.merge_cells(
                start_row=span.first_row,
                end_row=span.last_row,
                start_column=span.first_column,
                end_column=span.last_column,
            )


def write(written: Written, cell: Cell) -> None:
    """A value as it was and as it was shown; text stays text, also where it begins as a formula does."""
    written.value = cell.value
    if isinstance(cell.value, str):
        written.data_type = "s"
    elif isinstance(cell.value, date):
        written.number_format = "dd/mm/yyyy"
    elif cell.number_format:
        written.number_format = cell.number_format  # it may say a unit


def _tell(target: Worksheet, row: UploadRow, outcome: int) -> None:
    """The outcome in the last column of each line, colours and comments on the cells that findings name."""
    for number in row.lines:
        told = [each["message"] for each in row.findings if each["row"] in {number, 0}]
        label = RowState(row.state).label
        written = target.cell(number, outcome)
        said = "\n".join([label, *told])
        if written.value:  # a line that says several things
            said = f"{written.value}\n{row.title}: {said}"
        written.value = said[:LONGEST]
        written.data_type, written.alignment = "s", Alignment(wrap_text=True, vertical="top")
    weights = [Severity.ERROR, Severity.WARNING]
    told_cells = sorted(
        (each for each in row.findings if each["column"] and each["severity"] in weights),
        key=lambda each: weights.index(each["severity"]),
        reverse=True,
    )
    for each in told_cells:
        written = target[f"{each['column']}{each['row']}"]
        if isinstance(written, Written):
            written.fill = FILLS[Severity(each["severity"])]
            written.comment = Comment(each["message"][:LONGEST], "OTOP Registry")


def _head(target: Worksheet, upload: Upload, outcome: int) -> None:
    """The head of the outcomes, in the row above the first record."""
    first = upload.rows.order_by("number").values_list("number", flat=True).first() or 2
    head = target.cell(max(first - 1, 1), outcome)
    head.value, head.font = OUTCOME_HEAD, Font(bold=True)
    target.column_dimensions[get_column_letter(outcome)].width = WIDTH
