"""The baht of a cell: exact to the satang, by the unit of its head, format or own words, or a reason why not."""

from datetime import date
from decimal import Decimal

import pytest

from registration.services.uploads.amounts import amount_of
from registration.services.uploads.sheets import Cell, Value
from registration.services.uploads.units import BAHT, Unit

MILLION = Unit("ล้านบาท", Decimal(1_000_000))
THOUSAND = Unit("พันบาท", Decimal(1_000))


def amount(value: Value, unit: Unit | None = None, number_format: str = "") -> Decimal | None:
    return amount_of(Cell(1, 1, value, number_format=number_format), unit)


@pytest.mark.parametrize(
    ("value", "unit", "baht"),
    [
        (1234.5, None, "1234.50"),
        (0.1 + 0.2, None, "0.30"),  # what binary floating point adds is taken off
        ("๑,๒๓๔.๕๐ บาท", BAHT, "1234.50"),
        ("12.45", MILLION, "12450000.00"),
        (12.45, MILLION, "12450000.00"),
        ("1.5 พันบาท", None, "1500.00"),
        (0, None, "0.00"),
    ],
)
def test_a_figure_is_read_by_its_unit(value: Value, unit: Unit | None, baht: str) -> None:
    assert amount(value, unit) == Decimal(baht)


@pytest.mark.parametrize("value", [None, "", "  ", "-", "–", "ไม่มีข้อมูล"])
def test_no_figure_is_none_and_never_nought(value: Value) -> None:
    assert amount(value) is None


def test_a_format_that_shows_thousands_needs_a_unit_of_thousands() -> None:
    assert amount(1234500, THOUSAND, "#,##0,") == Decimal(1234500)
    assert amount(1234500, None, "#,##0,") == Decimal(1234500)
    with pytest.raises(ValueError, match="ย่อจำนวนลง"):
        amount(1234500, MILLION, "#,##0,")


@pytest.mark.parametrize(
    ("value", "unit", "number_format", "said"),
    [
        (True, None, "", "เป็นตัวเลข"),
        (date(2024, 7, 1), None, "", "เป็นตัวเลข"),
        ("ประมาณ 500", None, "", "ตัวเลข"),
        (0.05, None, "0.00%", "ร้อยละ"),
        (5, None, '0" ชิ้น"', "ชิ้น"),
        (5, MILLION, '0" บาท"', "ไม่ตรงกับหน่วยที่อื่น"),
        ("5 บาท", MILLION, "", "ไม่ตรงกับหน่วยที่อื่น"),
        (5, Unit("กีบ", None), "", "ไม่ใช่บาท"),
        (1e30, None, "", "มากเกินไป"),
        (float("inf"), None, "", "มากเกินไป"),
    ],
)
def test_what_is_no_clear_amount_says_why(
    value: Value, unit: Unit | None, number_format: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        amount(value, unit, number_format)


def test_a_formula_is_never_taken_at_its_word() -> None:
    with pytest.raises(ValueError, match="สูตร"):
        amount_of(Cell(1, 1, None, is_formula=True))
