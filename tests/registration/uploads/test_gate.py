"""The gate of uploads: what is too large, no workbook, active, swollen or encrypted never reaches the parser."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook

from registration.services.uploads import gate, sheets
from registration.workflow import Refused

PARTS = {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}


def book(rows: int = 2, columns: int = 2) -> bytes:
    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    for _ in range(rows):
        sheet.append(["ก"] * columns)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def archive(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"x" * (gate.MAX_BYTES + 1), "ใหญ่เกิน"),
        (lambda: b"no zip", "อ่านไฟล์ไม่ได้"),
        (lambda: b"", "อ่านไฟล์ไม่ได้"),
        (lambda: archive({"a.txt": "1"}), "อ่านไฟล์ไม่ได้"),
        (lambda: archive(PARTS), "อ่านไฟล์ไม่ได้"),
        (lambda: archive(PARTS | {"xl/vbaProject.bin": "1"}), "มาโคร"),
        (lambda: archive(PARTS | {"xl/externalLinks/externalLink1.xml": "1"}), "มาโคร"),
        (lambda: archive(PARTS | {"../x": "1"}), "มาโคร"),
        (lambda: archive(PARTS | {"xl/sheet.xml": "0" * 3_000_000}), "ใหญ่ผิดปกติ"),
        (lambda: archive(PARTS | {f"xl/{n}.xml": "1" for n in range(300)}), "ใหญ่ผิดปกติ"),
        (lambda: book(rows=sheets.MAX_ROWS + 1, columns=1), "แถว"),
        (lambda: book(columns=sheets.MAX_COLUMNS + 5), "คอลัมน์ที่ 60"),
    ],
)
def test_what_is_not_harmless_is_refused(make: Callable[[], bytes], said: str) -> None:
    with pytest.raises(Refused, match=said):
        sheets.rows_of(make())
