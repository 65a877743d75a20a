"""Persons' numbers keep their 13 digits or are refused; a name is parted into its boxes."""

import pytest

from registration.services.uploads import values
from registration.services.uploads.sheets import Cell

CITIZEN = "1101700230708"
JURISTIC = "0805559000011"


def cell(value: object) -> Cell:
    return Cell(1, 1, value)


@pytest.mark.parametrize(
    "typed",
    [
        CITIZEN,
        "1-1017-00230-70-8",
        "๑๑๐๑๗๐๐๒๓๐๗๐๘",
        int(CITIZEN),
        float(CITIZEN),
        "1.101700230708E+12",
        f" {CITIZEN} ",
    ],
)
def test_a_citizens_number_is_read_while_all_digits_are_there(typed: object) -> None:
    found = values.citizen_id(cell(typed))
    assert (found.value, found.fault) == (CITIZEN, "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (1.1017e12, "ปัดเศษ"),
        ("1.1017E+12", "ปัดเศษ"),
        ("1101700230709", "ไม่ถูกต้อง"),
        ("110170023070", "13 หลัก"),
        (JURISTIC, "เลขนิติบุคคล"),
        ("จำไม่ได้", "13 หลัก"),
    ],
)
def test_a_number_that_is_not_whole_or_right_is_refused(typed: object, said: str) -> None:
    found = values.citizen_id(cell(typed))
    assert (found.value, said in found.fault) == ("", True), found


@pytest.mark.parametrize(
    "typed", ["1-1017-xxxxx-xx-8", "x-xxxx-xxxxx-xx-x", "11017XXXXXXX8", "1-1017-*****-**-8"]
)
def test_a_masked_number_is_none_and_says_so(typed: str) -> None:
    found = values.citizen_id(cell(typed))
    assert (found.value, found.fault, found.code) == ("", "", "masked")


def test_a_juristic_number_gets_its_lost_zero_back_and_says_so() -> None:
    assert values.juristic_id(cell(JURISTIC)).said == ""
    found = values.juristic_id(cell(int(JURISTIC)))
    assert (found.value, found.fault) == (JURISTIC, "")
    assert JURISTIC in found.said


@pytest.mark.parametrize(
    ("typed", "title", "first", "last", "is_told"),
    [
        ("นายสมชาย ใจดี", "นาย", "สมชาย", "ใจดี", False),
        ("นาย สมชาย  ใจดี", "นาย", "สมชาย", "ใจดี", False),
        ("นางสาวมาลี ณ นคร", "นางสาว", "มาลี", "ณ นคร", False),
        ("น.ส.มาลี สุขใจ", "น.ส.", "มาลี", "สุขใจ", False),
        ("น. ส. มาลี สุขใจ", "น.ส.", "มาลี", "สุขใจ", False),
        ("ว่าที่ร้อยตรีหญิงมาลี สุขใจ", "ว่าที่ร้อยตรีหญิง", "มาลี", "สุขใจ", False),
        ("จ.ส.อ.สมชาย ใจดี", "จ.ส.อ.", "สมชาย", "ใจดี", False),
        ("ดร.มาลี สุขใจ", "ดร.", "มาลี", "สุขใจ", False),
        ("สมชาย ใจดี", "", "สมชาย", "ใจดี", False),
        ("นางนภา สุขใจ", "นาง", "นภา", "สุขใจ", False),
        ("ประธาน นางมาลี สุขใจ", "นาง", "มาลี", "สุขใจ", True),
        ("นางมาลี สุขใจ (ประธาน)", "นาง", "มาลี", "สุขใจ", True),
        ("ว่าที่ ร.ต.สมชาย ใจดี", "ว่าที่ร.ต.", "สมชาย", "ใจดี", False),
        ("ผู้ใหญ่บ้าน สมชาย ใจดี", "", "สมชาย", "ใจดี", True),
        ("นางมาลี\nสุขใจ", "นาง", "มาลี", "สุขใจ", False),
        ("นางมาลี", "นาง", "มาลี", "", True),
        ("นางมาลี -", "นาง", "มาลี", "", True),
    ],
)
def test_a_name_is_parted(typed: str, title: str, first: str, last: str, is_told: bool) -> None:
    found = values.person_name(cell(typed))
    assert found.fault == ""
    assert (found.value.title, found.value.first_name, found.value.last_name) == (title, first, last)
    assert bool(found.said) == is_told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("นายสมชาย ใจดี และ นางมาลี สุขใจ", "หลายคน"),
        ("นายสมชาย ใจดี, นางมาลี สุขใจ", "หลายคน"),
        ("นายสมชาย ใจดี\nนางมาลี สุขใจ", "หลายคน"),
        ("นายสมชาย ใจดี 081-2345678", "ตัวเลข"),
        ("(ว่าง)", "ไม่ได้"),
    ],
)
def test_what_is_not_one_name_waits_for_a_person(typed: str, said: str) -> None:
    assert said in values.person_name(cell(typed)).fault
