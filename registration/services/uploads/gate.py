"""The gate of every uploaded workbook: size and zip directory first, then cells without formulas, with a row cap.

Nothing is unpacked before the directory of the archive was found harmless; nothing is stored here.
"""

import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils import get_column_letter

from registration.workflow import Refused

MAX_BYTES: Final = 5 * 2**20  # a roster of 5,000 rows has under 1 MB
MAX_MEMBERS: Final = 200
MAX_UNPACKED: Final = 60 * 2**20
MAX_MEMBER: Final = 40 * 2**20
MAX_RATIO: Final = 100  # real sheets pack 5 to 20 times
MAX_ROWS: Final = 5000
MAX_COLUMNS: Final = 60
NEEDED: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
NOT_READABLE = "อ่านไฟล์ไม่ได้ กรุณาบันทึกเป็น Excel (.xlsx) ใหม่แล้วแนบอีกครั้ง"

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True)
class Cell:
    """One cell by its place; `is_formula` cells have no value here, because nobody has checked their result."""

    row: int
    column: int
    value: Value
    is_formula: bool = False

    @property
    def letter(self) -> str:
        return get_column_letter(self.column)

    @property
    def place(self) -> str:
        return f"{self.letter}{self.row}"

    @property
    def is_blank(self) -> bool:
        return not self.is_formula and (self.value is None or not str(self.value).strip())


def rows_of(data: bytes) -> list[list[Cell]]:
    """The rows of the first sheet, blank ones included, each as long as it was written.

    Raises: Refused with a Thai sentence for a file that is too large, no workbook, or not harmless.
    """
    check_archive(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the size a file states of itself is not believed
        rows = [
            [_cell(number, place, cell) for place, cell in enumerate(cells[:MAX_COLUMNS], 1)]
            for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1), 1)
        ]
    except Exception as error:  # openpyxl raises whatever its XML, zip or style readers raise
        raise Refused(NOT_READABLE) from error
    if len(rows) > MAX_ROWS:
        raise Refused(f"ไฟล์มีเกิน {MAX_ROWS:,} แถว กรุณาแบ่งไฟล์แล้วแนบทีละไฟล์")
    return rows


def check_archive(data: bytes) -> None:
    """Judges a file by its size and its zip directory alone. Raises: Refused."""
    check_size(len(data))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refused(NOT_READABLE) from error
    names = {member.filename for member in members}
    if not names >= NEEDED:
        raise Refused(NOT_READABLE)
    if any(_is_active(name) for name in names):
        raise Refused("ไฟล์มีมาโครหรืออ้างถึงไฟล์อื่น กรุณาบันทึกเป็น Excel (.xlsx) ที่มีเฉพาะข้อมูลแล้วแนบใหม่")
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or any(map(_is_swollen, members)):
        raise Refused("ไฟล์นี้ขยายออกแล้วใหญ่ผิดปกติ ระบบจึงไม่เปิด กรุณาบันทึกเป็นไฟล์ใหม่แล้วแนบอีกครั้ง")


def check_size(byte_count: int) -> None:
    """Raises: Refused for a file that is too large to be read at all."""
    if byte_count > MAX_BYTES:
        raise Refused(f"ไฟล์ใหญ่เกิน {MAX_BYTES // 2**20} MB กรุณาแบ่งไฟล์แล้วแนบทีละไฟล์")


def _is_active(name: str) -> bool:
    is_outside = name.startswith("/") or ".." in name.replace("\\", "/").split("/")
    return is_outside or "vbaproject" in name.lower() or "externallinks/" in name.lower()


def _is_swollen(member: zipfile.ZipInfo) -> bool:
    is_encrypted = bool(member.flag_bits & 1)
    ratio = member.file_size / max(member.compress_size, 1)
    return is_encrypted or member.file_size > MAX_MEMBER or ratio > MAX_RATIO


def _cell(row: int, column: int, cell: ReadOnlyCell | EmptyCell) -> Cell:
    if cell.data_type == "f":
        return Cell(row, column, None, is_formula=True)
    return Cell(row, column, cell.value)
