"""A file to fill as a workbook: one table, a sheet of explanations, and a hidden one with the lists to choose from.

Traps: a list in a validation may have 255 characters, so every list is a range; a text that begins with "=" would
become a formula; numbers of 13 digits and days stay text, so that no program rounds or turns them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from registration.services.uploads import own_files

TABLE: Final = "กรอกข้อมูล"
EXPLAINED: Final = "คำอธิบาย"
LISTS: Final = "รายการให้เลือก"
ROOM: Final = 2000  # rows that offer lists and hints
HEAD_ROW: Final = 3
FONT: Final = "TH Sarabun New"
MOST_PROMPT: Final = 255
_LIVE: Final = ("=", "+", "-", "@")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SIDE: Final = Side(style="thin", color="A6A6A6")
_LINES: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_FILLS: Final = {True: PatternFill("solid", fgColor="FCE9B8"), False: PatternFill("solid", fgColor="E7ECEF")}


@dataclass(frozen=True)
class Box:
    """A column to fill. `choices` are offered; others too where `is_open`. `is_money` columns hold numbers."""

    key: str
    title: str
    width: int
    example: str
    hint: str
    is_needed: bool = False
    choices: tuple[str, ...] = ()
    is_open: bool = False
    is_money: bool = False


@dataclass(frozen=True)
class Form:
    """A file to fill: of which kind, what it is called, what stands over its table, its columns, and their rows."""

    code: str
    title: str
    lines: tuple[str, ...]
    boxes: tuple[Box, ...]
    rows: Sequence[Mapping[str, object]]
    frozen: int = 1  # columns that stay in view


def draw(form: Form) -> bytes:
    """The workbook of a form."""
    book = Workbook()
    sheet = book.active
    sheet.title = TABLE
    _draw_table(sheet, form)
    _explain(book.create_sheet(EXPLAINED), form)
    _offer(book.create_sheet(LISTS), sheet, form)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def write(cell: Cell, value: object) -> None:
    """A value as it is: text stays text whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _FORBIDDEN.sub("", value)
    cell.data_type = "s"
    if value.startswith(_LIVE):
        cell.number_format = "@"
        cell.quotePrefix = True


# --- the table ----------------------------------------------------------------------------------


def _draw_table(sheet: Worksheet, form: Form) -> None:
    for row, (text, font) in enumerate(((form.title, _bold(18)), (" ".join(form.lines), _plain())), 1):
        write(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = font
    for column, box in enumerate(form.boxes, 1):
        _draw_head(sheet.cell(HEAD_ROW, column), box)
        drawn = sheet.column_dimensions[get_column_letter(column)]
        drawn.width, drawn.number_format = box.width, _format(box)
        for row, values in enumerate(form.rows, HEAD_ROW + 1):
            _draw_value(sheet.cell(row, column), values.get(box.key), box)
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEAD_ROW].height = 26, 42
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = (
        21,
        True,
    )  # Thai marks need the room
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, form.frozen + 1)
    _set_page(sheet, form)


def _draw_head(cell: Cell, box: Box) -> None:
    write(cell, box.title)
    cell.font, cell.fill, cell.border = _bold(), _FILLS[box.is_needed], _LINES
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _draw_value(cell: Cell, value: object, box: Box) -> None:
    cell.font, cell.border, cell.number_format = _plain(), _LINES, _format(box)
    cell.alignment = Alignment(vertical="top", wrap_text=not box.is_money)
    if value not in (None, ""):
        write(cell, value)


def _format(box: Box) -> str:
    return "#,##0.00" if box.is_money else "@"


def _set_page(sheet: Worksheet, form: Form) -> None:
    """Landscape, as wide as one page where it can be read, heads on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = (1 if len(form.boxes) < 15 else 3), 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.oddFooter.center.text = "หน้า &P/&N"  # one line: openpyxl tears a header of two when it loads one


def _plain(size: int = 14) -> Font:
    return Font(name=FONT, size=size)


def _bold(size: int = 14) -> Font:
    return Font(name=FONT, size=size, bold=True)


# --- explanations and lists ---------------------------------------------------------------------


def _explain(sheet: Worksheet, form: Form) -> None:
    """Every column with an example, down the page: so that no reader takes it for a table of records."""
    write(sheet["A1"], own_files.mark(form.code))
    sheet["A1"].font = Font(name=FONT, size=10, color="808080")
    lines = [("ช่อง", "ต้องกรอก", "ตัวอย่าง", "คำอธิบาย")]
    lines += [(box.title, "ต้องกรอก" if box.is_needed else "", box.example, box.hint) for box in form.boxes]
    for row, texts in enumerate(lines, 3):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            write(cell, text)
            cell.border, cell.alignment = _LINES, Alignment(vertical="top", wrap_text=True)
            cell.font = _bold() if row == 3 or column == 1 else _plain()
            cell.fill = _FILLS[row != 3 and texts[1] != ""] if row == 3 or column == 1 else PatternFill()
    for letter, width in zip("ABCD", (30, 12, 36, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _offer(lists: Worksheet, sheet: Worksheet, form: Form) -> None:
    """A hint on every column, and its list."""
    rows = range(HEAD_ROW + 1, HEAD_ROW + ROOM + 1)
    offer(lists, sheet, form.code, [(column, box, rows) for column, box in enumerate(form.boxes, 1)])


def offer(
    lists: Worksheet, sheet: Worksheet, code: str, columns: Iterable[tuple[int, Box, Sequence[int]]]
) -> None:
    """A hint on the rows of each column, and its list, which stands in a column of the hidden sheet."""
    write(lists["A1"], own_files.mark(code))
    lists.sheet_state = "hidden"
    at = 1
    for column, box, rows in columns:
        checked = _validation(box, f"'{LISTS}'!${get_column_letter(at + 1)}$2:${get_column_letter(at + 1)}")
        if box.choices:
            at += 1
            for row, choice in enumerate(box.choices, 2):
                write(lists.cell(row, at), choice)
        letter = get_column_letter(column)
        checked.add(f"{letter}{min(rows)}:{letter}{max(rows)}")
        sheet.add_data_validation(checked)


def _validation(box: Box, place: str) -> DataValidation:
    """The list or the number that a column takes, with its hint; `place` lacks its last row."""
    hint = {"promptTitle": box.title[:32], "prompt": box.hint[:MOST_PROMPT], "showInputMessage": True}
    if box.choices:
        return DataValidation(
            type="list",
            formula1=f"{place}${len(box.choices) + 1}",
            allow_blank=True,
            showErrorMessage=not box.is_open,
            errorTitle="ไม่อยู่ในรายการ",
            error="กรุณาเลือกจากรายการ",
            **hint,
        )
    if box.is_money:
        return DataValidation(
            type="decimal",
            operator="greaterThanOrEqual",
            formula1="0",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="ต้องเป็นจำนวนเงิน",
            error="กรุณากรอกจำนวนเงินเป็นบาทตั้งแต่ 0 ขึ้นไป",
            **hint,
        )
    return DataValidation(allow_blank=True, **hint)
