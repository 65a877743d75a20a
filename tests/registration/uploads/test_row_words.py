"""Rows of a list by their words: sums and notes are known as such, and names that begin like them are not."""

import re

import pytest

from registration.services.uploads import row_words
from registration.services.uploads.heads import Column, Kind
from registration.services.uploads.sheets import Cell

KIND = Kind(
    columns=(Column("name", frozenset({"ชื่อ"})), Column("subdistrict", frozenset({"ตำบล"}))),
    row_keys=frozenset({"name"}),
    known_words=(),
    over={"subdistrict": re.compile(r"(?:ตำบล|ต\.)\s*[ก-ฮเแโใไ].*")},
)


def cells(*values: object) -> list[Cell]:
    return [Cell(1, column, value) for column, value in enumerate(values, 1) if value is not None]


@pytest.mark.parametrize(
    "written",
    [
        ["รวม", 12], ["รวม ต.ท่าดี", 2, 5], [None, "รวมตำบลท่าดี 2 ราย"], ["รวมทั้งสิ้น ๑๐ ราย"], ["รวม 2 กลุ่ม 2 ผลิตภัณฑ์"],
        ["จำนวนทั้งสิ้น 4 ราย"], ["รวม", "3 ผลิตภัณฑ์"], ["ยอดรวม :", "-"], ["รวมหน้านี้", 3], ["Total", 3], ["รวมเป็น 2 ราย"],
        ["รวม 60 ราย", None, "รวม 90 ผลิตภัณฑ์"],
    ],
)  # fmt: skip
def test_a_row_that_only_adds_up_is_a_sum_whatever_it_adds_up(written: list[object]) -> None:
    assert row_words.is_sum(cells(*written))


@pytest.mark.parametrize(
    "written",
    [
        ["รวมใจแม่บ้าน"],
        ["รวมทรัพย์ 2000"],
        ["รวมมิตร", "กลุ่ม"],
        ["รวม ต.ท่าดี", "นางมาลี ใจดี"],
        ["กลุ่มรวมพลัง"],
        [12, 5],
    ],
)
def test_a_producer_whose_name_begins_like_a_sum_is_none(written: list[object]) -> None:
    assert not row_words.is_sum(cells(*written))


@pytest.mark.parametrize(
    "text",
    [
        "หมายเหตุ : ไม่มี", "(ลงชื่อ) ......... ผู้รายงาน", "ผู้รับรอง", "( นายสมมุติ ใจดี )", "(......)", "วันที่ 5 มีนาคม 2561",
        "โทร. 075-391234", "พัฒนาการอำเภอลานสกา", "จัดทำโดย สพอ.", "ขอรับรองว่าถูกต้อง", "หน้า ๒", "ที่มา: สพอ.",
    ],
)  # fmt: skip
def test_what_stands_under_a_table_is_a_note(text: str) -> None:
    assert row_words.is_note(Cell(9, 1, text))


def test_no_producer_is_a_note() -> None:
    names = ("กลุ่มแม่บ้าน", "นางมาลี ใจดี", "(นวัตกรรม) บ้านนา", "วันเพ็ญขนมไทย", "โทระไพ")
    assert not any(row_words.is_note(Cell(9, 1, text)) for text in names)


def test_a_line_alone_names_the_subdistrict_of_the_rows_under_it() -> None:
    assert row_words.named_over(cells("ตำบลท่าดี", "5 ราย"), KIND) == ("subdistrict", Cell(1, 1, "ตำบลท่าดี"))
    for written in (["ตำบลท่าดี", "กลุ่มบ้านนา"], ["ท่าดี"], [1, 2]):
        assert row_words.named_over(cells(*written), KIND) is None


def test_a_title_names_it_where_it_names_one_and_the_programme_is_no_place() -> None:
    title = cells("หนึ่งตำบล หนึ่งผลิตภัณฑ์", "รายชื่อผู้ผลิต ตำบลท่าดี")
    assert [cell.value for cell in row_words.in_titles(title, KIND).values()] == ["ตำบลท่าดี"]
    assert not row_words.in_titles(cells("ตำบลท่าดี", "ตำบลกำโลน"), KIND)
    assert not row_words.in_titles(cells("เทศบาลตำบลท่าดี", "หนึ่งตำบล หนึ่งผลิตภัณฑ์"), KIND)
