"""A table with several months, units or years never becomes another amount: it is read exactly, or asked about."""

from datetime import date

import pytest

from registration.services import subjects
from registration.services.imports import sales, sales_months, sales_reading
from tests.world.uploads import table_of

MONTH = date(2018, 2, 1)
WHO = ("ร้านป้าแดง", "ขนมลา")
BESIDE = ("ผู้ผลิต", "ผลิตภัณฑ์")


def said(*rows: tuple[object, ...]) -> tuple[list[dict[str, str]], set[str], set[str]]:
    """(the money of each row, codes of errors, what else is told) of a table of February 2561."""
    table = table_of(sales.SALES_OF_MONTH, *rows)
    (part,) = sales_months.parts(table, subjects.of_month(MONTH))
    found = sales_reading.read(part.table, MONTH, is_sure=part.is_sure, doubt=part.doubt)
    told = [*table.findings, *part.table.findings, *(each for row in found for each in row.findings)]
    errors = {each.code for each in told if each.is_error}
    return [row.fields["money"] for row in found], errors, {each.code for each in told} - errors


@pytest.mark.parametrize(
    "heads",
    [
        ("ม.ค. 61", "ก.พ. 61", "รวม"),
        ("ม.ค.", "ก.พ.", "รวม"),
        ("มกราคม 2561", "กุมภาพันธ์ 2561", "รวม"),
        ("1/2561", "2/2561", "ยอดรวม"),
        (date(2561, 1, 1), date(2561, 2, 1), "ทั้งสิ้น"),
        ("ยอดขาย ม.ค. 61", "ยอดขาย ก.พ. 61", "ยอดขายรวม"),
    ],
)  # fmt: skip
def test_of_columns_of_months_only_the_one_asked_for_is_read(heads: tuple[object, ...]) -> None:
    money, errors, told = said((*BESIDE, *heads), (*WHO, 10, 20.5, 30.5))
    assert (money, errors) == ([{"total": "20.50"}], set())
    assert "other_months" in told


@pytest.mark.parametrize(
    "rows",
    [
        [(*BESIDE, "พ.ย. 60", "ธ.ค. 60", "รวม"), (*WHO, 5, 6, 11)],  # of other months
        [(*BESIDE, "ก.พ. 60", "รวม"), (*WHO, 5, 5)],  # of another year
        [("ปีงบประมาณ 2560",), (*BESIDE, "ม.ค.", "ก.พ."), (*WHO, 5, 6)],
        [(*BESIDE, "ยอดขาย ปี 2561"), (*WHO, 500)],  # of a whole year
        [(*BESIDE, "ยอดทั้งปี"), (*WHO, 500)],
        [(*BESIDE, "ยอดสะสม"), (*WHO, 500)],  # no amount that is known
        [(*BESIDE, "หน่วย", "ยอดขาย (บาท)"), (*WHO, "พันบาท", 5)],  # two units
    ],
)
def test_what_is_not_surely_of_the_month_is_asked_about(rows: list[tuple[object, ...]]) -> None:
    assert said(*rows)[1]


@pytest.mark.parametrize(
    ("unit", "amount", "baht"),
    [
        ("ล้านบาท", 1.2345, "1234500.00"),
        ("พันบาท", 0.00025, "0.25"),
        ("บาท", 5, "5.00"),
        ("ขวด", 5, "5.00"),
        (None, 5, "5.00"),
    ],
)
def test_a_unit_in_a_column_of_its_own_counts_row_by_row(unit: str | None, amount: float, baht: str) -> None:
    money, errors, told = said((*BESIDE, "ยอดขาย", "หน่วย"), (*WHO, amount, unit))
    assert (money, errors) == ([{"total": baht}], set())
    assert ("unit" in told) == (unit in {"ล้านบาท", "พันบาท"})


def test_a_title_with_the_month_is_no_column_of_it() -> None:
    title = ("ยอดจำหน่าย OTOP ประจำเดือน กุมภาพันธ์ 2561", None, "อำเภอเมือง")
    money, errors, _ = said(title, ("ที่", *BESIDE, "ยอดขาย"), (1, *WHO, 20))
    assert (money, errors) == ([{"total": "20.00"}], set())


def test_a_head_that_is_not_merged_reaches_over_the_blank_cells_beside_it() -> None:
    money, errors, _ = said(
        (*BESIDE, "ในประเทศ", None, "ต่างประเทศ", None),
        (None, None, *("ออฟไลน์", "ออนไลน์") * 2),
        (*WHO, 1, 2, 3, 4),
    )
    keys = ("domestic_offline", "domestic_online", "abroad_offline", "abroad_online")
    assert (money, errors) == ([dict(zip(keys, ("1.00", "2.00", "3.00", "4.00"), strict=True))], set())


def test_a_lists_number_is_no_part_of_a_products_name_and_rows_know_whose_stand_above() -> None:
    table = table_of(
        sales.SALES_OF_MONTH,
        (*BESIDE, "ยอดขาย"),
        ("ร้าน ก", "1. ขนมลา", 1),
        (None, "2. กะปิ", 2),
        (),
        (None, "กะปิ", 3),
    )
    names = [each.fields["names"][0] for each in sales_reading.read(table, MONTH)]
    assert [(each["product"], each.get("above")) for each in names] == [
        ("ขนมลา", None),
        ("กะปิ", "ร้าน ก"),
        ("กะปิ", None),
    ]
