"""Months and years as people write them over columns; a year of the other calendar is asked back."""

from datetime import date

import pytest

from registration.services.uploads import months


@pytest.mark.parametrize(
    ("text", "month", "year"),
    [
        ("ก.ค. 2566", 7, 2566),
        ("กค66", 7, 2566),
        ("กรกฎาคม ๒๕๖๖", 7, 2566),
        ("ประจำเดือน กรกฎาคม พ.ศ. 2566", 7, 2566),
        ("7/2566", 7, 2566),
        ("2566-07", 7, 2566),
        ("ก.พ.", 2, None),
        ("กุมภา 66", 2, 2566),
        ("ปีงบประมาณ 2567 ต.ค.", 10, 2566),  # a fiscal year begins in the October before
        ("ปีงบประมาณ 2567 ก.ย.", 9, 2567),
    ],
)
def test_a_month_is_read_with_its_year(text: str, month: int, year: int | None) -> None:
    spoken = months.spoken(text)
    assert spoken.months == (month,)
    assert spoken.year_of(month) == year


@pytest.mark.parametrize("text", ["รวมทั้งสิ้น", "อำเภอ", "มีนบุรี", "13/2566", "พันบาท", ""])
def test_what_only_looks_like_a_month_is_none(text: str) -> None:
    assert months.spoken(text).months == ()


def test_several_months_and_a_quarter_are_told_in_their_order() -> None:
    assert months.spoken("ก.ค. - ก.ย. 2566").months == (7, 9)
    quarter = months.spoken("ไตรมาสที่ 4/2566")
    assert (quarter.quarter, quarter.fiscal_be, quarter.months) == (4, 2566, ())


def test_two_years_leave_a_month_without_one() -> None:
    assert months.spoken("ก.ค. 2566 ส.ค. 2567").year_of(7) is None


@pytest.mark.parametrize("text", ["ก.ค. 2023", "7/2023"])
def test_a_year_of_the_other_calendar_is_asked_back(text: str) -> None:
    with pytest.raises(ValueError, match="พ\\.ศ\\."):
        months.spoken(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(1966, 7, 1), "กรกฎาคม 2566"),  # "ก.ค. 66" as programs keep it
        (date(2066, 7, 1), "กรกฎาคม 2566"),
        (date(2023, 7, 1), "กรกฎาคม 2566"),
        (date(2566, 7, 1), "กรกฎาคม 2566"),
        (None, ""),
        (12, "12"),
    ],
)
def test_a_date_cell_is_the_month_that_was_meant(value: object, text: str) -> None:
    assert months.written(value) == text
