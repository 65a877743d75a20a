"""Days and months however offices and programs write Buddhist years; a C.E. year that was typed is asked back."""

from datetime import date, datetime

import pytest

from registration.services.uploads import values
from registration.services.uploads.sheets import Cell

DAY = date(2018, 3, 16)


def cell(value: object) -> Cell:
    return Cell(1, 1, value)


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ("16/03/2561", False),
        ("๑๖ มีนาคม ๒๕๖๑", False),
        ("16 มี.ค. 61", True),
        ("16 มี.ค. 2561", False),
        ("วันศุกร์ที่ 16 มีนาคม 2561", False),
        ("2561-03-16", False),
        ("2018-03-16", True),
        ("16/3/2561, 10:30:00", False),
        (date(2018, 3, 16), False),
        (date(2561, 3, 16), True),
        (date(1961, 3, 16), True),
        (datetime.fromisoformat("2561-03-16T08:30"), True),
    ],
)
def test_one_day_in_every_writing(typed: object, is_told: bool) -> None:
    found = values.day(cell(typed))
    assert (found.value, found.fault, bool(found.said)) == (DAY, "", is_told)


def test_a_date_cell_of_1985_is_the_day_itself_where_2585_has_not_come() -> None:
    assert values.day(cell(date(1985, 7, 15)), latest=date(2026, 1, 1)).value == date(1985, 7, 15)
    assert values.day(cell(date(1967, 7, 15)), latest=date(2026, 1, 1)).value == date(2024, 7, 15)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("16/03/2018", "ค.ศ."),
        ("16/03/24", "4 หลัก"),
        ("29/02/2566", "ไม่มีวันที่"),
        (45367, "ตัวเลข"),
        (date(1935, 1, 1), "4 หลัก"),
        (date(1901, 1, 1), "4 หลัก"),
        ("เดือนหน้า", "อ่านวันที่ไม่ได้"),
    ],
)
def test_a_day_that_may_mean_two_is_asked_back(typed: object, said: str) -> None:
    found = values.day(cell(typed))
    assert (found.value, said in found.fault) == (None, True), found


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("ก.ค. 2567", (7, 2567)),
        ("กค67", (7, 2567)),
        ("เดือนกรกฎาคม ๒๕๖๗", (7, 2567)),
        ("7/2567", (7, 2567)),
        (date(2024, 7, 1), (7, 2567)),
        (date(2567, 7, 1), (7, 2567)),
        (date(1967, 7, 1), (7, 2567)),
        ("กรกฎาคม", (7, None)),
        (7, (7, None)),
        ("7", (7, None)),
        ("ตุลาคม ปีงบประมาณ 2567", (10, 2566)),
    ],
)
def test_one_month_in_every_writing(typed: object, month: tuple[int, int | None]) -> None:
    found = values.month(cell(typed))
    assert (found.value, found.fault) == (month, "")


@pytest.mark.parametrize("typed", ["ก.ค. - ก.ย. 2567", "13", 0, "ไตรมาส 4", "7/2024"])
def test_what_names_no_month_or_several_is_refused(typed: object) -> None:
    assert values.month(cell(typed)).fault
