"""Counts, baht, house numbers and postcodes: exact, told where changed, and never guessed."""

from datetime import date
from decimal import Decimal

import pytest

from registration.services.uploads import values
from registration.services.uploads.sheets import Cell


def cell(value: object, number_format: str = "") -> Cell:
    return Cell(1, 1, value, number_format=number_format)


@pytest.mark.parametrize(
    ("typed", "number", "is_told"),
    [
        (12, 12, False),
        ("1,234", 1234, False),
        ("๑๒", 12, False),
        (12.0, 12, False),
        ("12 คน", 12, True),
        (0, 0, False),
    ],
)
def test_a_count_is_read(typed: object, number: int, is_told: bool) -> None:
    found = values.whole_number(cell(typed))
    assert (found.value, found.fault, bool(found.said)) == (number, "", is_told)


@pytest.mark.parametrize(
    ("typed", "number"),
    [(500, 500), ("500 ขวด/เดือน", 500), ("๑,๒๐๐ ชิ้นต่อเดือน", 1200), ("30 ผืน", 30), ("50 กก./เดือน", 50)],
)
def test_what_is_made_in_a_month_may_say_what_it_counts(typed: object, number: int) -> None:
    found = values.monthly_count(cell(typed))
    assert (found.value, found.fault, bool(found.said)) == (number, "", typed != number)


@pytest.mark.parametrize("typed", ["50 ชิ้น/วัน", "600 ต่อปี", "100-200 ขวด/เดือน", "ตามสั่ง", 1.5])
def test_what_is_not_made_in_a_month_is_asked_back(typed: object) -> None:
    assert "ต่อเดือน" in values.monthly_count(cell(typed)).fault


@pytest.mark.parametrize("typed", [1.9, "1.9", -1, "-5", "สิบ", True, date(2024, 1, 1), "1,2", "12 3"])
def test_what_is_no_count_is_refused(typed: object) -> None:
    found = values.whole_number(cell(typed))
    assert (found.value, bool(found.fault)) == (None, True)


def test_a_percentage_is_no_count() -> None:
    assert values.whole_number(cell(1, "0%")).fault


@pytest.mark.parametrize(
    ("typed", "number_format", "amount", "is_told"),
    [
        (1234.5, "", "1234.50", False),
        ("1,234.50", "", "1234.50", False),
        ("๑,๒๓๔.๕๐ บาท", "", "1234.50", False),
        ("120.-", "", "120.00", False),
        ("1.5 ล้านบาท", "", "1500000.00", True),
        (2, '0"ล้านบาท"', "2000000.00", True),
        (0, "", "0.00", False),
    ],
)
def test_an_amount_is_read(typed: object, number_format: str, amount: str, is_told: bool) -> None:
    found = values.baht(cell(typed, number_format))
    assert (found.value, found.fault, bool(found.said)) == (Decimal(amount), "", is_told)


@pytest.mark.parametrize("typed", ["100-150", "-5", "(120)", "1,5", "ตามขนาด", date(2024, 1, 1)])
def test_what_is_no_amount_is_refused(typed: object) -> None:
    assert values.baht(cell(typed)).fault


@pytest.mark.parametrize(
    ("typed", "number", "is_told"),
    [("99/1", "99/1", False), (99, "99", False), ("๙๙/๑", "99/1", True), ("บ้านเลขที่ 12", "12", True)],
)
def test_a_house_number_is_read(typed: object, number: str, is_told: bool) -> None:
    found = values.house_number(cell(typed))
    assert (found.value, bool(found.said)) == (number, is_told)


@pytest.mark.parametrize("typed", [date(2026, 3, 12), 12.5])
def test_a_house_number_that_became_a_date_or_decimal_is_asked_back(typed: object) -> None:
    assert "บ้านเลขที่" in values.house_number(cell(typed)).fault


@pytest.mark.parametrize(
    ("typed", "code"),
    [(80000, "80000"), ("๘๐๐๐๐", "80000"), ("80 000", "80000"), ("8000", ""), ("080000", "")],
)
def test_a_postcode_has_five_digits(typed: object, code: str) -> None:
    found = values.postcode(cell(typed))
    assert (found.value, bool(found.fault)) == (code, not code)
