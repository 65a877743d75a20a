"""Where a table's columns are: heads of one to three rows, grouped and merged, and no row of figures among them."""

import pytest

from registration.services.uploads import heads
from registration.services.uploads.heads import Column, Head, Kind
from registration.services.uploads.sheets import Cell, Sheet, Span

KIND = Kind(
    columns=(
        Column("name", frozenset({"อำเภอ"})),
        Column("month", frozenset({"เดือน"})),
        Column("amount", frozenset(), ("ยอด",)),
    ),
    row_keys=frozenset({"name"}),
    known_words=("ยอดจำหน่าย", "ยอด", "ปี"),
)
Rows = tuple[tuple[str | int | None, ...], ...]


def sheet_of(*rows: tuple[str | int | None, ...]) -> Sheet:
    cells = [[Cell(y, x, value) for x, value in enumerate(row, 1)] for y, row in enumerate(rows, 1)]
    return Sheet("แผ่น", rows=cells)


def head_of(sheet: Sheet, start: int = 1) -> Head:
    head = heads.find(sheet, KIND, start)
    assert head is not None
    return head


def test_a_head_under_a_title_is_found_with_its_columns() -> None:
    head = head_of(sheet_of(("ยอดจำหน่าย ปี 2566",), ("ที่", "อำเภอ", "ก.ค.", "ส.ค."), (1, "เมือง", 5, 6)))
    assert (head.first_row, head.last_row) == (2, 2)
    assert head.keys == {"name": 2}
    assert list(head.by_month) == [3, 4]
    assert list(head.others) == [1]


def test_a_row_of_months_and_one_column_of_amounts_is_a_head_too() -> None:
    head = head_of(sheet_of(("อำเภอ", "เดือน", "ยอดจำหน่าย (ล้านบาท)"), ("เมือง", "ก.ค. 66", 5)))
    assert head.keys == {"name": 1, "month": 2}
    [amounts] = head.plain.values()
    assert ([unit.word for unit in amounts.units], amounts.unknown) == (["ล้านบาท"], "")


def test_a_year_over_several_months_belongs_to_each_of_them() -> None:
    sheet = sheet_of(("อำเภอ", "ปี 2566", None), (None, "ก.ค.", "ส.ค."), ("เมือง", 5, 6))
    span = Span(2, 1, 3, 1)
    sheet.spans = {(1, 2): span, (1, 3): span}
    head = head_of(sheet)
    assert {at: each.spoken.year_of(each.spoken.months[0]) for at, each in head.by_month.items()} == {
        2: 2566,
        3: 2566,
    }


def test_units_right_below_belong_to_the_head() -> None:
    head = head_of(sheet_of(("อำเภอ", "ก.ค. 66", "ส.ค. 66"), (None, "บาท", "ล้านบาท"), ("เมือง", 5, 6)))
    assert head.last_row == 2
    assert [each.units[0].word for each in head.by_month.values()] == ["บาท", "ล้านบาท"]


@pytest.mark.parametrize(
    "rows",
    [
        (("ก.ค. 66", "ส.ค. 66"), (5, 6)),  # nobody is named
        (("อำเภอ", "หมายเหตุ"), ("เมือง", "ดี")),  # no amounts
        (("อำเภอ", 500),),  # a row of figures
        (),
    ],
)
def test_what_lacks_a_name_or_an_amount_is_no_head(rows: Rows) -> None:
    assert heads.find(sheet_of(*rows), KIND, 1) is None


def test_the_next_head_is_looked_for_below_the_first() -> None:
    table = (("อำเภอ", "ก.ค. 66"), ("เมือง", 5))
    sheet = sheet_of(*table, *table)
    assert head_of(sheet, start=2).first_row == 3


def test_words_that_nobody_knows_are_told_and_a_total_is_one() -> None:
    head = head_of(sheet_of(("อำเภอ", "ยอดจำหน่าย ก.ค. 66 เฉพาะออนไลน์", "รวม ก.ค. - ก.ย. 66")))
    assert [(each.unknown, each.is_total) for each in head.amounts.values()] == [
        ("เฉพาะออนไลน์", False),
        ("รวม", True),
    ]


def test_a_year_of_the_other_calendar_is_kept_as_what_is_wrong_with_the_head() -> None:
    [amounts] = head_of(sheet_of(("อำเภอ", "ยอด ก.ค. 2023"))).amounts.values()
    assert "พ.ศ." in amounts.unknown
