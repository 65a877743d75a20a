"""The tables of a sheet: what each row is, and what the lines around say of units and of what was counted."""

import pytest

from registration.services.uploads import tables
from registration.services.uploads.heads import Column, Head, Kind
from registration.services.uploads.sheets import Cell, Sheet, Span
from registration.services.uploads.tables import Row, RowKind, Table

KIND = Kind((Column("name", frozenset({"อำเภอ"})),), frozenset({"name"}), ())
HEAD = ("อำเภอ", "ก.ค. 66", "ส.ค. 66")
Line = tuple[str | int | None, ...]


def sheet_of(*rows: Line) -> Sheet:
    cells = [[Cell(y, x, value) for x, value in enumerate(row, 1)] for y, row in enumerate(rows, 1)]
    return Sheet("แผ่น", rows=cells)


def tables_of(*rows: Line) -> list[Table]:
    return tables.tables_of(sheet_of(*rows), KIND, is_known)


def is_known(head: Head, row: Row) -> bool:
    cell = row.get(head.keys["name"])
    return bool(cell) and cell.value == "เมือง"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("เมือง", None, None), RowKind.RECORD),  # known, though it says nothing
        (("ที่อื่น", 5, None), RowKind.RECORD),  # unknown, but it holds an amount: nothing is dropped in silence
        (("รวมทั้งสิ้น", 5, 6), RowKind.TOTAL),
        (("เฉลี่ย", 5, 6), RowKind.NOTE),
        (("(1)", "(2)", "(3)"), RowKind.NUMBERS),
        (("ที่มา: สำนักงาน", None, None), RowKind.NOTE),
        ((None, None, None), RowKind.BLANK),
    ],
)
def test_a_row_is_what_it_says(row: Line, kind: RowKind) -> None:
    [table] = tables_of(HEAD, row)
    assert [each.kind for each in table.rows] == [kind]


def test_each_head_begins_a_table_with_the_lines_over_it() -> None:
    first, second = tables_of(
        ("หน่วย : ล้านบาท",), HEAD, ("เมือง", 5, 6), ("เป้าหมาย",), ("อำเภอ", "ต.ค. 66"), ("เมือง", 7)
    )
    assert [row.number for row in first.rows if row.kind == RowKind.RECORD] == [3]
    assert [(unit.word, cell.place) for unit, cell in first.units_around] == [("ล้านบาท", "A1")]
    assert [word for word, _ in second.altering] == ["เป้าหมาย"]
    assert first.altering == []


def test_the_head_again_on_a_new_page_keeps_the_lines_over_the_first() -> None:
    _, second = tables_of(("หน่วย : ล้านบาท",), HEAD, ("เมือง", 5, 6), HEAD, ("เมือง", 7, 8))
    assert [unit.word for unit, _ in second.units_around] == ["ล้านบาท"]


def test_two_units_that_differ_are_asked_about_by_their_places() -> None:
    [table] = tables_of(("หน่วย : ล้านบาท",), ("อำเภอ", "ก.ค. 66 (บาท)", "ส.ค. 66"), ("เมือง", 5, 6))
    with pytest.raises(ValueError, match="A1"):
        table.unit_of(table.head.amounts[2])
    unit, cell = table.unit_of(table.head.amounts[3])
    assert (unit and unit.word, cell.place) == ("ล้านบาท", "A1")


def test_the_day_of_printing_is_no_month_of_the_table() -> None:
    [table] = tables_of(("ปี 2566",), ("พิมพ์วันที่ 5 สิงหาคม 2567",), ("อำเภอ", "ก.ค.", "ส.ค."), ("เมือง", 5, 6))
    assert {year for spoken in table.spoken_around() for year in spoken.years} == {2566}


def test_a_cell_merged_over_two_records_or_two_months_is_shared() -> None:
    sheet = sheet_of(HEAD, ("เมือง", 5, 6), ("ที่อื่น", None, 7), ("เมือง", 8, None))
    down, across = Span(2, 2, 2, 3), Span(2, 4, 3, 4)
    sheet.spans = {(2, 2): down, (3, 2): down, (4, 2): across, (4, 3): across}
    [table] = tables.tables_of(sheet, KIND, is_known)
    shared = [table.shares_amount(sheet.rows[row][column]) for row, column in ((1, 1), (1, 2), (3, 1))]
    assert shared == [True, False, True]
