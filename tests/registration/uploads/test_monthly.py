"""Which month each column of amounts is of: one head, or a month over its channels, merged or not."""

import pytest

from registration.services.imports.sales_heads import SALES
from registration.services.uploads import columns, monthly
from registration.services.uploads.monthly import MonthKey
from registration.services.uploads.sheets import Cell, Sheet, Span

ID = ("ผู้ผลิต", "ผลิตภัณฑ์")


def keys(*rows: tuple[object, ...], merged: tuple[Span, ...] = ()) -> dict[int, str]:
    sheet = Sheet(
        "ยอด", rows=[[Cell(r, c, v) for c, v in enumerate(row, 1)] for r, row in enumerate(rows, 1)]
    )
    for span in merged:
        sheet.merge(span)
    band = columns.find(sheet, SALES)
    assert band
    return {column: key for column, key in band.keys.items() if monthly.MARK in key}


def test_one_column_for_each_month() -> None:
    assert keys((*ID, "ต.ค. 66", "ยอดขาย พ.ย. 2566 (บาท)", "12/2566", "รวม")) == {
        3: "total@2566-10",
        4: "total@2566-11",
        5: "total@2566-12",
    }
    assert keys((*ID, "ตุลาคม", "พฤศจิกายน")) == {3: "total@10", 4: "total@11"}


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_month_stands_over_its_channels(is_merged: bool) -> None:
    top = (*ID, "ต.ค. 66", None, "พ.ย. 66", None, "รวมทั้งสิ้น")
    below = (None, None, "ในประเทศ ออฟไลน์", "ต่างประเทศ ออนไลน์", "ในประเทศ ออฟไลน์", "ต่างประเทศ ออนไลน์", None)
    spans = [Span(c, 1, c, 2) for c in (1, 2, 7)] + (
        [Span(3, 1, 4, 1), Span(5, 1, 6, 1)] if is_merged else []
    )
    assert keys(top, below, merged=tuple(spans)) == {
        3: "domestic_offline@2566-10",
        4: "abroad_online@2566-10",
        5: "domestic_offline@2566-11",
        6: "abroad_online@2566-11",
    }


def test_quarters_other_words_and_a_sum_of_channels_are_no_month() -> None:
    assert (
        keys((*ID, "ไตรมาส 1/2567", "เป้าหมาย ต.ค. 66", "คาดการณ์ พ.ย. 66", "ต.ค. - ธ.ค. 66", "ยอดรวม")) == {}
    )
    assert keys((*ID, "ในประเทศ ออฟไลน์", "ต่างประเทศ ออนไลน์", "ยอดขาย ต.ค. 66")) == {}


def test_a_key_is_given_back_from_its_text() -> None:
    for key in (MonthKey("total", 7, 2567), MonthKey("domestic_online", 12)):
        assert MonthKey.of(str(key)) == key
    assert (MonthKey.of("total"), MonthKey("total", 7, 2567).label) == (None, "ก.ค. 2567")
