"""What offices attach or paste becomes sheets whatever its encoding; what is no table is refused with what to do."""

import pytest

from registration.services.uploads import gate, sheets, sources
from registration.services.uploads.sheets import Sheet
from registration.workflow import Refused

HEAD = ["ชื่อ", "อำเภอ"]


def texts(sheet: Sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.rows]


@pytest.mark.parametrize(
    "data",
    [
        "ชื่อ,อำเภอ\r\nกล้วยฉาบ,เมือง\r\n".encode(),
        "\ufeffชื่อ,อำเภอ\nกล้วยฉาบ,เมือง\n".encode(),
        "ชื่อ,อำเภอ\rกล้วยฉาบ,เมือง".encode("cp874"),
        "ชื่อ;อำเภอ\nกล้วยฉาบ;เมือง".encode("cp874"),
        "ชื่อ\tอำเภอ\nกล้วยฉาบ\tเมือง".encode(),
        "ชื่อ\tอำเภอ\nกล้วยฉาบ\tเมือง\n".encode("utf-16"),
        "sep=;\r\nชื่อ;อำเภอ\r\nกล้วยฉาบ;เมือง\r\n".encode(),
        b'"' + '","'.join(HEAD).encode() + b'"\n' + "กล้วยฉาบ,เมือง,,\n,,\n,\n".encode(),
    ],
)
def test_text_of_any_encoding_and_delimiter_is_one_table(data: bytes) -> None:
    (sheet,) = sources.sheets_of_upload(data, "รายชื่อ.csv")
    assert sheet.name == "รายชื่อ"
    assert [row[:2] for row in texts(sheet)] == [HEAD, ["กล้วยฉาบ", "เมือง"]]


def test_quoted_cells_keep_their_line_breaks_and_commas() -> None:
    (sheet,) = sources.sheets_of_upload('ชื่อ,ที่อยู่\n"ก, ข","บ้าน\nนา"\nค,ง\n'.encode(), "a.csv")
    assert texts(sheet)[1:] == [["ก, ข", "บ้าน\nนา"], ["ค", "ง"]]
    assert [row[0].row for row in sheet.rows] == [1, 2, 3]


def test_digits_that_a_program_kept_as_text_keep_their_zero() -> None:
    (sheet,) = sources.sheets_of_upload('ชื่อ,โทร\nก,="0812345678"\n'.encode(), "a.csv")
    assert texts(sheet)[1] == ["ก", "0812345678"]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", r"\.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "รหัสผ่าน"),
        (b"%PDF-1.7", "a.csv", "PDF"),
        (b"\x89PNG\r\n", "a.xlsx", "รูปภาพ"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "หน้าเว็บ"),
        ("ก,ข".encode(), "a.xlsx", "อ่านไฟล์ไม่ได้"),
        (b"PK\x03\x04 no zip", "a.xlsx", "อ่านไฟล์ไม่ได้"),
        (b"\xff\xfe\x00", "a.csv", "ตัวอักษร"),
        (b"a\x00b,c", "a.csv", "ตัวอักษร"),
        (b"\xfc\xfd\xfe\xff\xdb", "a.csv", "ตัวอักษร"),
        (b"x" * (gate.MAX_BYTES + 1), "a.csv", "ใหญ่เกิน"),
        ('ก,ข\n"ค,ง\nจ,ฉ\n'.encode(), "a.csv", "ไม่ครบคู่"),
        (b'"' + b"x" * 200_000, "a.csv", "ช่องที่ยาวผิดปกติ"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, name: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        sources.sheets_of_upload(data, name)


@pytest.mark.parametrize(
    ("text", "said"),
    [("ก\n" * (sheets.MAX_ROWS + 1), "5,000 แถว"), ("ก\t" * 70 + "ข\n", "คอลัมน์ที่ 60")],
)
def test_nothing_beyond_the_caps_is_cut_without_a_word(text: str, said: str) -> None:
    (sheet,) = sources.sheets_of_paste(text)
    assert said in sheet.fault


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("ก\tข\r\nค\tง\r\n", [["ก", "ข"], ["ค", "ง"]]),
        ("ก\t\t\nค", [["ก", "", ""], ["ค"]]),
        ('ก\t"บ้าน\nนา"\tค', [["ก", "บ้าน\nนา", "ค"]]),
        ('"เขา ""ก""\tข"\tค', [['เขา "ก"\tข', "ค"]]),
        ('"ปลา" แห้ง\t"ปลา"\t"', [['"ปลา" แห้ง', '"ปลา"', '"']]),
        ("ก\n\nข\n", [["ก"], [""], ["ข"]]),
        ("", []),
    ],
)
def test_a_pasted_table_keeps_every_cell(text: str, rows: list[list[str]]) -> None:
    assert sources.pasted_rows(text) == rows
    (sheet,) = sources.sheets_of_paste(text)
    assert texts(sheet) == [[each or None for each in row] for row in rows]
