"""A product's name: a list's number goes, several products in one cell never pass as one without a word."""

import pytest

from registration.services.uploads import values
from registration.services.uploads.sheets import Cell


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1. น้ำพริก", "น้ำพริก"),
        ("๒) กะปิ", "กะปิ"),
        ("- ปลาส้ม", "ปลาส้ม"),
        ("• ปลาส้ม", "ปลาส้ม"),
        ("น้ำมันงา 1.5 ลิตร", "น้ำมันงา 1.5 ลิตร"),
    ],
)
def test_the_number_that_a_list_puts_before_a_name_is_told_and_left_out(typed: str, read: str) -> None:
    found = values.product_name(Cell(2, 1, typed))
    assert (found.value, found.fault) == (read, "")
    assert bool(found.said) == (typed != read)


@pytest.mark.parametrize("typed", ["1. น้ำพริก 2. กะปิ", "- น้ำพริก\n- กะปิ", "1) ก้อย\n2) กะปิ", "•น้ำพริก\n•กะปิ"])
def test_a_list_in_one_cell_is_asked_to_be_parted(typed: str) -> None:
    assert "แยก" in values.product_name(Cell(2, 1, typed)).fault


@pytest.mark.parametrize("typed", ["ปลาส้มไร้ก้าง,ปลาแห้ง", "น้ำพริก\nกะปิ", "น้ำพริก; กะปิ"])
def test_what_may_be_several_is_read_as_one_and_said(typed: str) -> None:
    assert values.product_name(Cell(2, 1, typed)).code == values.SEVERAL


@pytest.mark.parametrize("typed", ["-เสื่อกก 2 แบบ", "ผ้าถุง/ผ้าซิ่น", "ยา 1,000 ปี", "7-ELEVEN"])
def test_signs_of_a_name_stay(typed: str) -> None:
    assert values.product_name(Cell(2, 1, typed)) == values.Read(typed)
