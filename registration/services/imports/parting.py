"""Some rows of a table as a workbook of their own: its head as it stood, and the rows with all that they say.

What a merged cell or a line above says of a row stands in the row itself, because that cell may not come along.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from registration.services.imports import returning
from registration.services.uploads.heads import Kind
from registration.services.uploads.records import Record, Table
from registration.services.uploads.sheets import Cell, Sheet


def part_of(sheet: Sheet, table: Table, lines: Sequence[int], kind: Kind) -> bytes:
    """The workbook of the records that stand in `lines`. Formulas have no value and stay blank."""
    own = {record.row: record for record in table.records}
    first = min(own)
    book = Workbook()
    target: Worksheet = book.active
    target.title = sheet.name[:31] or "ข้อมูล"
    returning.copy_rows(sheet, target, range(1, first))
    columns = {each.key: each.column for each in table.columns if each.key}
    width = max((each.column for each in table.columns), default=0)
    added = sorted({key for line in lines for key in own[line].cells} - columns.keys())
    titles = {each.key: each.title for each in kind.columns}
    for place, key in enumerate(added, width + 1):
        columns[key] = place
        returning.write(target.cell(first - 1, place), Cell(first - 1, place, titles.get(key, key)))
    for row, line in enumerate(lines, first):
        for column, cell in _cells(sheet, own[line], columns):
            if not cell.is_formula:
                returning.write(target.cell(row, column), cell)
    done = BytesIO()
    book.save(done)
    return done.getvalue()


def _cells(sheet: Sheet, record: Record, columns: dict[str, int]) -> Iterator[tuple[int, Cell]]:
    """(column, cell) of a row: what is not used as it stands, then what is read of it."""
    used = set(columns.values())
    for cell in sheet.rows[record.row - 1]:
        if not cell.is_blank and cell.column not in used:
            yield cell.column, cell
    for key, cell in record.cells.items():
        yield columns[key], cell
