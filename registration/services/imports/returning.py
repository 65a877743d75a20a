"""The office's own table given back: its cells where they stood, wrong ones coloured, and a column that says why.

What the rows lack is asked in columns behind it, each thing once, with its list to choose from. Filled and brought
again, its written rows are recognised, and it takes the place of the first. What was a formula stays blank.
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
from registration.services.imports import checking, kinds
from registration.services.imports.templates.drawing import LISTS, Box, offer
from registration.services.uploads import heads, several
from registration.services.uploads.findings import Severity
from registration.services.uploads.sheets import Cell, Sheet

FILLS: Final = {
    Severity.ERROR: PatternFill("solid", start_color="F8D7DA"),
    Severity.WARNING: PatternFill("solid", start_color="FFF3CD"),
}
WIDTH: Final = 60
FILL_WIDTH: Final = 24
LONGEST: Final = 2000  # letters of one comment or outcome
Findings = Sequence[Mapping[str, Any]]


def workbook(upload: Upload, on: date) -> bytes:
    """The sheet that was read, with each row's outcome and what to fill in. Raises: Refused when it is not kept."""
    sheets = checking.kept(upload).sheets
    sheet = next((each for each in sheets if each.name == upload.sheet), sheets[0])
    book = Workbook()
    target: Worksheet = book.active
    target.title = upload.sheet[:31] or "ข้อมูล"
    copy_rows(sheet, target, range(1, len(sheet.rows) + 1))
    outcome = _outcome_column(upload, sheet, target)
    for row in upload.rows.order_by("number"):
        _tell(target, row, outcome)
    first = upload.rows.order_by("number").values_list("number", flat=True).first() or 2
    _head(target, max(first - 1, 1), outcome, f"{heads.OUTCOME_HEAD} (ไฟล์ที่ {upload.pk})")
    target.column_dimensions[get_column_letter(outcome)].width = WIDTH
    _ask(book, upload, max(first - 1, 1), max(outcome, target.max_column) + 1, on)
    done = BytesIO()
    book.save(done)
    return done.getvalue()


def _outcome_column(upload: Upload, sheet: Sheet, target: Worksheet) -> int:
    """The column of the outcomes: behind the table, or where a file that was given back before has it."""
    before = next((each["column"] for each in upload.columns if each["key"] == heads.OUTCOME.key), None)
    if before is None:
        return max((len(row) for row in sheet.rows), default=0) + 1
    for line in (line for row in upload.rows.all() for line in row.lines):
        target.cell(line, before).value = None
    return int(before)


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


def _head(target: Worksheet, row: int, column: int, text: str) -> Written:
    """A head of our own, in the row above the first record."""
    head = target.cell(row, column)
    head.value, head.font = text, Font(bold=True)
    head.alignment = Alignment(wrap_text=True, vertical="top")
    return head


def _ask(book: Workbook, upload: Upload, head_row: int, column: int, on: date) -> None:
    """What the rows lack: coloured where the file has a column for it, else in columns to fill."""
    kind = kinds.of_upload(upload)
    target: Worksheet = book.active
    columns = {several.base_of(each["key"]): each["column"] for each in reversed(upload.columns)}
    offered: list[tuple[int, Box, tuple[int, ...]]] = []
    for each in kind.fills(upload, on) if kind.fills else ():
        place = columns[each.key] if each.is_held else column
        if not each.is_held:
            _head(target, head_row, column, each.title).fill = FILLS[Severity.ERROR]
            target.column_dimensions[get_column_letter(column)].width = FILL_WIDTH
            column += 1
        for line in each.lines:
            written = target.cell(line, place)
            if isinstance(written, Written):
                written.fill, written.number_format = FILLS[Severity.ERROR], "@"
        offered.append((place, Box(each.key, each.title, 0, "", each.hint, choices=each.choices), each.lines))
    if offered:
        offer(book.create_sheet(LISTS), target, upload.kind, offered)
