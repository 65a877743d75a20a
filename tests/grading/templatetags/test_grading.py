"""How pages say grades: shares never rounded up to a threshold, gaps without empty parts."""

from datetime import date
from decimal import Decimal

import pytest

from grading.scoring import BANDS, Band, Shortfall
from grading.services import coverage, scales
from grading.templatetags import grading
from otop_registry.thai import Percent


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("5", "5.00"),
        ("4.9999999", "5.00"),
        ("5.000000001", "5.000000001"),
        ("33.33333333", "33.33"),
        ("-10.006", "−10.01"),
        ("1234.5", "1,234.50"),
    ],
)
def test_percent_shows_on_which_side_of_a_threshold_it_is(value: str, said: str) -> None:
    """Five percent exactly is not above five: what is above it takes as many places as it needs."""
    thresholds = [band.growth for band in BANDS]
    assert grading.percent(Percent.of(Decimal(value), thresholds)) == said


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (Shortfall("B", 1, Decimal("12400.00")), "ขาดอีก 1 ผลิตภัณฑ์ และ 12,400.00 บาท จะได้ระดับ B"),
        (Shortfall("A", 2, Decimal(0)), "ขาดอีก 2 ผลิตภัณฑ์ จะได้ระดับ A"),
        (Shortfall("C", 0, Decimal("0.01")), "ขาดอีก 0.01 บาท จะได้ระดับ C"),
        (None, ""),
    ],
)
def test_gap_words_leave_out_what_is_met(gap: Shortfall | None, said: str) -> None:
    assert grading.gap_words(gap) == said


def test_months_and_signs() -> None:
    assert grading.months_words([date(2024, 7, 1), date(2024, 8, 1)]) == "กรกฎาคม และสิงหาคม 2567"
    assert [grading.signed(n) for n in (2, 0, -1)] == ["+2", "0", "−1"]


@pytest.mark.parametrize(
    ("growth", "held", "at"),
    [("5", "B", "75.0"), ("5.01", "A", "76.0"), ("2", "D", "25.0"), ("-50", "D", "1.0"), ("4", "B", "62.5")],
)
def test_the_pointer_stands_in_its_zone_and_on_the_threshold(growth: str, held: str, at: str) -> None:
    assert scales.of_growth(BANDS, Decimal(growth), held).at == Decimal(at)


@pytest.mark.parametrize(("increase", "held", "at"), [(0, "D", "12.5"), (2, "B", "62.5"), (99, "A", "99.0")])
def test_products_stand_in_the_middle_of_their_zone(increase: int, held: str, at: str) -> None:
    assert scales.of_products(BANDS, increase, held).at == Decimal(at)


def test_without_sales_there_is_no_pointer() -> None:
    assert scales.of_growth(BANDS, None, "").at is None


def test_coverage_of_the_letters_table() -> None:
    rows = coverage.of(BANDS)
    assert [row.products.words for row in rows] == ["ตั้งแต่ 3 ขึ้นไป", "2", "1", "น้อยกว่า 1"]
    assert rows[1].growth.words == "เกินร้อยละ 3 ถึง 5"
    assert rows[3].growth.words == "ไม่เกินร้อยละ 2"
    assert not any(row.products.fault or row.growth.fault for row in rows)


def test_coverage_of_a_table_that_is_refused() -> None:
    rows = coverage.of((Band("A", 3, Decimal(5)), Band("C", 4, Decimal(2))))
    assert rows[1].products.fault == "ช่องว่าง: ไม่มีเกณฑ์"
    assert rows[2].products.fault == "ทับกับระดับ A"
    assert rows[2].growth.fault == ""
