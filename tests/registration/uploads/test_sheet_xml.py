"""A sheet's text is read as openpyxl reads it, cell by cell, whoever wrote it."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from registration.refusal import Refused
from registration.services.uploads import sheets
from registration.services.uploads.sheets import Sheet

VALUES = (
    "ก", " ข ", "", 0, 7, -1.5, 12.0, 1e20, 813405946438496000, True, False, "0812345678", "#N/A", "a\nb", "&<>",
    date(2567, 3, 16), datetime.fromisoformat("2024-03-16T08:30"), time(8, 30), timedelta(hours=30),
    CellRichText("หนา", TextBlock(InlineFont(b=True), "มาก")), None,
)  # fmt: skip


def book(*, write_only: bool = False, epoch: datetime | None = None) -> bytes:
    """Every value on a row of its own, formats and gaps between them."""
    made = Workbook(write_only=write_only)
    if epoch:
        made.epoch = epoch
    sheet = made.create_sheet("ก") if write_only else made.active
    for place, value in enumerate(VALUES):
        sheet.append([None] * (place % 3) + [value, place])
    if not write_only:
        sheet["B1"].number_format = '0,"พันบาท"'
        sheet["AB3"] = "ไกล"
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def with_rows(rows: str) -> bytes:
    """A book whose sheet holds this text for its rows."""
    source, made = zipfile.ZipFile(BytesIO(book())), BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name.endswith("sheet1.xml"):
                text = re.sub("<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>", text, flags=re.S)
            target.writestr(name, text)
    return made.getvalue()


def said_by_openpyxl(data: bytes) -> list[list[tuple[object, str]]]:
    sheet = load_workbook(BytesIO(data), read_only=True).worksheets[0]
    sheet.reset_dimensions()
    return [
        [(None if cell.data_type == "f" else cell.value, _format(cell)) for cell in row]
        for row in sheet.iter_rows()
    ]


def _format(cell: object) -> str:
    value = getattr(cell, "value", None)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(getattr(cell, "number_format", "")) if is_number else ""


def said(sheet: Sheet) -> list[list[tuple[object, str]]]:
    assert all(
        (cell.row, cell.column) == (row, at)
        for row, cells in enumerate(sheet.rows, 1)
        for at, cell in enumerate(cells, 1)
    )
    return [[(cell.value, cell.number_format) for cell in row] for row in sheet.rows]


GAPS = (
    '<row r="2"><c r="C2" t="inlineStr"><is><r><t>ก</t></r><r><t>ข</t></r></is></c></row>'
    '<row/><row><c><v>5</v></c><c t="str"><f>A1</f><v>x</v></c></row>'
)
KINDS = (
    '<row r="1"><c r="A1" t="d"><v>2024-03-16T08:30:00</v></c><c r="B1" t="e"><v>#REF!</v></c>'
    '<c r="C1" s="1"/><c r="D1" t="s"/><c r="E1" t="inlineStr"/></row>'
)


@pytest.mark.parametrize(
    "data",
    [book(), book(write_only=True), book(epoch=CALENDAR_MAC_1904), with_rows(GAPS), with_rows(KINDS)],
)
def test_every_cell_says_what_openpyxl_says(data: bytes) -> None:
    assert said(sheets.sheets_of(data)[0]) == said_by_openpyxl(data)


def test_a_formula_has_no_value_whatever_was_stored_with_it() -> None:
    (sheet,) = sheets.sheets_of(with_rows('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'))
    assert [(cell.value, cell.is_formula) for cell in sheet.rows[0]] == [(None, True)]


def test_what_is_hidden_or_merged_is_known_and_formatted_rows_at_the_end_are_none() -> None:
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"/></row>'
    (sheet,) = sheets.sheets_of(with_rows(rows))
    assert (len(sheet.rows), sheet.hidden_rows, sheet.fault) == (1, {1}, "")


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"/><row r="1"/>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c><v>x</v></c></row>',
    ],
)
def test_a_text_that_no_program_writes_is_refused(row: str) -> None:
    with pytest.raises(Refused, match="อ่านไฟล์ไม่ได้"):
        sheets.sheets_of(with_rows(row))


def test_a_formula_beyond_the_last_column_is_not_cut_off() -> None:
    (sheet,) = sheets.sheets_of(with_rows('<row r="1"><c r="CA1"><f>A1</f></c></row>'))
    assert "คอลัมน์" in sheet.fault
