"""Units of money in heads, titles and cells: what they are worth, and what is no unit but a quantity."""

from decimal import Decimal

import pytest

from registration.services.uploads import units


@pytest.mark.parametrize(
    ("text", "baht"),
    [
        ("บาท", 1),
        ("(ล้านบาท)", 1_000_000),
        ("หน่วย : พันบาท", 1_000),
        ("หน่วยนับ: หมื่นบาท", 10_000),
        ("1,000 บาท", 1_000),
        ("๑,๐๐๐ บาท", 1_000),
        ("สิบล้านบาท", 10_000_000),
        ("ลบ.", 1_000_000),
        ("Baht", 1),
        ("million", 1_000_000),
        ("Thousands", 1_000),
    ],
)
def test_a_text_of_a_unit_alone_states_it(text: str, baht: int) -> None:
    stated = units.stated(text)
    assert stated
    assert stated.baht == Decimal(baht)


@pytest.mark.parametrize("text", ["", "ยอดจำหน่าย (บาท)", "1,200 ล้านบาท", "บาท หรือ ล้านบาท", "อำเภอเมือง", "12"])
def test_a_text_that_says_more_states_none(text: str) -> None:
    assert units.stated(text) is None


def test_money_of_another_country_is_a_unit_without_a_worth_in_baht() -> None:
    assert [units.stated(text) for text in ("ดอลลาร์", "กีบ", "USD")] == [
        units.Unit("ดอลลาร์", None), units.Unit("กีบ", None), units.Unit("USD", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "rest"),
    [
        ("ยอดจำหน่าย (ล้านบาท)", ["ล้านบาท"], "ยอดจำหน่าย ( )"),
        ("รวม 1,200 ล้านบาท", [], "รวม 1,200 ล้านบาท"),
        ("ปี 2566 บาท", ["บาท"], "ปี 2566  "),  # a year before a unit is no quantity
        ("บาทเดียว", ["บาท"], " เดียว"),
        ("ผลิตภัณฑ์", [], "ผลิตภัณฑ์"),
    ],
)
def test_units_are_taken_out_of_a_text_and_quantities_stay(text: str, words: list[str], rest: str) -> None:
    found, left = units.take(text)
    assert [unit.word for unit in found] == words
    assert left == rest
