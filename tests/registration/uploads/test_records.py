"""A table of records: heads however they stand, every row accounted for, nothing moved to another row."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from registration.services.imports.roster_columns import HEADS
from registration.services.uploads import records, sheets, sources
from registration.services.uploads.heads import Column, Kind
from registration.services.uploads.records import Table
from registration.services.uploads.sheets import Span
from registration.services.uploads.tables import RowKind
from registration.workflow import Refused

ROSTER = Kind(
    columns=(
        Column("name", frozenset({"ชื่อกลุ่ม", "ชื่อกลุ่ม/ผู้ประกอบการ"}), ("กลุ่ม",)),
        Column("kind", frozenset({"ประเภทผู้ผลิต", "ประเภท"})),
        Column("phones", frozenset({"โทรศัพท์"}), ("โทร",)),
        Column("product", frozenset({"ผลิตภัณฑ์ชื่อ", "ชื่อผลิตภัณฑ์"})),
        Column("product_type", frozenset({"ผลิตภัณฑ์ประเภท", "ประเภทผลิตภัณฑ์"})),
    ),
    row_keys=frozenset({"name"}),
    known_words=(),
)


def pasted(*rows: str) -> Table:
    return records.read(sources.sheets_of_paste("\n".join(rows).replace("|", "\t")), ROSTER)


def values(table: Table) -> list[dict[str, object]]:
    return [{key: cell.value for key, cell in record.cells.items()} for record in table.records]


def workbook(*rows: list[object], merged: str = "", name: str = "รายชื่อ") -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for area in merged.split():
        sheet.merge_cells(area)
    return book


def read(book: Workbook, **chosen: object) -> Table:
    file = BytesIO()
    book.save(file)
    return records.read(sheets.sheets_of(file.getvalue()), ROSTER, **chosen)


def codes(table: Table) -> set[str]:
    return {finding.code for finding in table.findings}


def test_a_merged_head_of_two_rows_and_merged_producers_are_read_as_one_record_a_product() -> None:
    table = read(
        workbook(
            ["ทะเบียนรายชื่อ", None, None, None, None],
            ["ที่", "ชื่อกลุ่ม/ผู้ประกอบการ", "ประเภทผู้ผลิต", "ผลิตภัณฑ์", None],
            [None, None, None, "ชื่อ", "ประเภท"],
            [1, "กลุ่มบ้านนา", "กลุ่ม", "กล้วยฉาบ", "อาหาร"],
            [None, None, None, "น้ำอ้อย", "เครื่องดื่ม"],
            [2, "กลุ่มบ้านไร่", "กลุ่ม", "เสื่อ", "ของใช้"],
            merged="A1:E1 A2:A3 B2:B3 C2:C3 D2:E2 A4:A5 B4:B5 C4:C5",
        )
    )
    assert [column.key for column in table.columns] == ["", "name", "kind", "product", "product_type"]
    assert [(record.row, record.cells["name"].value) for record in table.records] == [
        (4, "กลุ่มบ้านนา"),
        (5, "กลุ่มบ้านนา"),
        (6, "กลุ่มบ้านไร่"),
    ]
    assert [record.filled for record in table.records] == [set(), {"name", "kind"}, set()]
    assert [record.cells["product"].value for record in table.records] == ["กล้วยฉาบ", "น้ำอ้อย", "เสื่อ"]


def test_every_row_is_a_record_or_told_by_its_number() -> None:
    table = pasted(
        "ทะเบียนรายชื่อ", "", "ที่|ชื่อกลุ่ม|โทรศัพท์", "(1)|(2)|(3)", "1|กลุ่มบ้านนา|0812345678", "||", "2|รวมใจพัฒนา|",
        "|รวมทั้งสิ้น|2", "หมายเหตุ : ข้อมูล ณ วันนี้", "ที่|ชื่อกลุ่ม|โทรศัพท์", "3|กลุ่มบ้านไร่|-",
    )  # fmt: skip
    assert [record.row for record in table.records] == [5, 7, 11]
    assert table.others == {
        RowKind.NOTE: [1, 9], RowKind.BLANK: [2, 6], RowKind.HEAD: [3, 10], RowKind.NUMBERS: [4], RowKind.TOTAL: [8],
    }  # fmt: skip
    assert table.rows_read == 11
    assert (table.total_rows, table.note_rows, table.blank_rows) == (1, 5, 2)
    assert {"total_row", "note_row", "numbers_row", "unused_column"} <= codes(table)


def test_a_later_head_with_other_columns_is_read_by_its_own() -> None:
    table = pasted("ชื่อกลุ่ม|โทรศัพท์|ประเภท", "ก|1|ข", "ประเภท|ชื่อกลุ่ม|โทรศัพท์", "ค|ง|2")
    assert values(table)[1] == {"kind": "ค", "name": "ง", "phones": "2"}
    assert "other_head" in codes(table)


def test_a_formula_is_told_and_its_record_kept() -> None:
    table = read(workbook(["ชื่อกลุ่ม", "โทรศัพท์"], ["=A1", "0812345678"]))
    assert [(each.place, each.code, each.is_error) for each in table.findings] == [("A2", "formula", True)]
    assert [record.row for record in table.records] == [2]


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    book = workbook(["ชื่อกลุ่ม", "โทรศัพท์"], ["ก", "1"], ["ข", "2"])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("ซ่อน")
    hidden.sheet_state = "hidden"
    table = read(book)
    assert codes(table) == {"hidden_row", "hidden_column", "hidden_sheet"}
    assert len(table.records) == 2


def test_the_sheet_that_knows_most_is_read_and_another_can_be_chosen() -> None:
    book = workbook(["คำอธิบาย"], name="อ่านก่อน")
    book.create_sheet("ก").append(["ชื่อกลุ่ม", "โทรศัพท์"])
    book.create_sheet("ข").append(["ชื่อกลุ่ม", "โทรศัพท์", "ประเภท"])
    assert (read(book).sheet, read(book, sheet="ก").sheet) == ("ข", "ก")
    assert read(book).choices == ("อ่านก่อน", "ก", "ข")
    with pytest.raises(Refused, match="ไม่มีแผ่นงาน"):
        read(book, sheet="ค")


def test_a_person_says_what_a_column_is() -> None:
    book = workbook(["ชื่อ", "เบอร์", "โทรศัพท์"], ["ก", "0812345678", "x"])
    assert codes(read(book)) == {"no_head", "unused_column"}
    assert read(book).others[RowKind.UNREAD] == [2]
    table = read(book, mapping={1: "name", 2: "phones"})
    assert values(table) == [{"name": "ก", "phones": "0812345678"}]
    assert [column.key for column in table.columns] == ["name", "phones", ""]


def test_the_shape_of_a_file_is_that_of_its_heads() -> None:
    first, spaced, other = (
        pasted(head, "ก|1").shape for head in ("ชื่อกลุ่ม|โทรศัพท์", " ชื่อ กลุ่ม |โทรศัพท์", "โทรศัพท์|ชื่อกลุ่ม")
    )
    assert first == spaced != other


def test_a_sheet_that_was_not_read_whole_is_refused() -> None:
    with pytest.raises(Refused, match="แถว"):
        pasted("ชื่อกลุ่ม|โทรศัพท์", *["ก|1"] * sheets.MAX_ROWS)


@given(
    st.lists(
        st.lists(st.sampled_from(["", "ก", "1", "รวม", "ชื่อกลุ่ม", "โทรศัพท์"]), min_size=3, max_size=3),
        max_size=8,
    ),
    st.lists(st.tuples(*[st.integers(1, 3), st.integers(2, 9)] * 2), max_size=3),
)
def test_no_value_stands_in_a_row_that_is_not_its_own(
    cells: list[list[str]], spans: list[tuple[int, int, int, int]]
) -> None:
    (sheet,) = sources.sheets_of_paste("ชื่อกลุ่ม\tโทรศัพท์\tประเภท\n" + "\n".join(map("\t".join, cells)))
    for left, top, right, bottom in spans:
        span = Span(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        sheet.spans.update({(row, column): span for row in span.rows for column in span.columns})
    table = records.read([sheet], ROSTER)
    assert table.rows_read == len(sheet.rows)
    for record in table.records:
        for key, cell in record.cells.items():
            span = sheet.spans.get((record.row, cell.column))
            assert cell.row == record.row or (key in record.filled and span and record.row in span.rows)


def test_as_many_records_as_are_allowed_fit_with_their_head() -> None:
    table = pasted("ชื่อกลุ่ม|โทรศัพท์", *["ก|1"] * sheets.MAX_RECORDS)
    assert len(table.records) == sheets.MAX_RECORDS


# --- lists as they are kept ---------------------------------------------------------------------------

LISTED = replace(
    ROSTER,
    columns=(
        *ROSTER.columns,
        Column("running", frozenset({"ที่"})),
        Column("tambon", frozenset({"ตำบล"}), title="ตำบล"),
    ),
    unsaid=frozenset({"running"}),
    over={"tambon": re.compile("ตำบล.+")},
)


def listed(*rows: str) -> Table:
    return records.read(sources.sheets_of_paste("\n".join(rows).replace("|", "\t")), LISTED)


def test_a_line_of_a_subdistrict_belongs_to_the_rows_under_it_and_is_told() -> None:
    table = listed("ที่|ชื่อกลุ่ม|โทรศัพท์", "ตำบลท่าดี||", "1|กลุ่มหนึ่ง|-", "|ตำบลกำโลน|", "2|กลุ่มสอง|-", "3|กลุ่มสาม|-")
    assert [record.cells["tambon"].value for record in table.records] == ["ตำบลท่าดี", "ตำบลกำโลน", "ตำบลกำโลน"]
    assert all("tambon" in record.filled for record in table.records)
    assert table.others[RowKind.NOTE] == [2, 4]
    assert {"over", "note_row"} <= codes(table)


def test_the_column_goes_before_a_line_above() -> None:
    table = listed("ที่|ชื่อกลุ่ม|ตำบล", "ตำบลท่าดี||", "1|กลุ่มหนึ่ง|กำโลน", "2|กลุ่มสอง|")
    assert [record.cells.get("tambon") for record in table.records][1] is None
    assert table.records[0].cells["tambon"].value == "กำโลน"
    assert "over" not in codes(table)


def test_sums_signatures_and_rows_with_a_number_alone_are_no_producers_and_told() -> None:
    table = listed(
        "ที่|ชื่อกลุ่ม|โทรศัพท์|ชื่อผลิตภัณฑ์", "1|กลุ่มหนึ่ง|-|กะปิ", "รวม ต.ท่าดี|||2", "2|กลุ่มสอง|-|เสื่อ", "3|||",
        "|(ลงชื่อ)|ผู้รายงาน|", "|นายสมมุติ ใจดี|หัวหน้างาน|", "4|กลุ่มสาม|-|ผ้า",
    )  # fmt: skip
    assert [record.row for record in table.records] == [2, 4, 8]
    assert (table.others[RowKind.TOTAL], table.others[RowKind.NOTE]) == ([3], [5, 6, 7])
    assert table.rows_read == 8


def test_a_second_block_beside_the_table_is_told_as_not_read() -> None:
    table = listed("ที่|ชื่อกลุ่ม|โทรศัพท์||ที่|ชื่อกลุ่ม|โทรศัพท์", "1|กลุ่มหนึ่ง|-||2|กลุ่มสอง|-")
    (told,) = [each.message for each in table.findings if each.code == "second_block"]
    assert ("F (เหมือน B)" in told, "G (เหมือน C)" in told) == (True, True)
    assert "second_block" not in codes(listed("ที่|ชื่อกลุ่ม|โทรศัพท์|สถานะ|สถานะ", "1|กลุ่มหนึ่ง|-|ก|ข"))


def test_the_title_of_a_later_page_is_no_producer() -> None:
    table = listed("ที่|ชื่อกลุ่ม|โทรศัพท์", "1|กลุ่มหนึ่ง|-", "|ทะเบียนผู้ผลิต หน้าสอง|", "ที่|ชื่อกลุ่ม|โทรศัพท์", "2|กลุ่มสอง|-")
    assert [record.row for record in table.records] == [2, 5]


def test_a_formula_that_only_numbers_the_rows_holds_none_of_them() -> None:
    book = workbook(["ที่", "ชื่อกลุ่ม", "โทรศัพท์"], ["=ROW()-1", "กลุ่มหนึ่ง", "-"], ["=A2+1", "กลุ่มสอง", "=B2"])
    file = BytesIO()
    book.save(file)
    table = records.read(sheets.sheets_of(file.getvalue()), LISTED)
    assert [(each.code, each.row, each.column) for each in table.findings] == [("formula", 3, "C")]


@pytest.mark.parametrize(
    ("heads", "keys"),
    [
        ("ชื่อ|นามสกุล|ชื่อกลุ่ม|ต.", "owner_first_name owner_last_name name subdistrict"),
        ("ชื่อ|ตำบล|สินค้า", "name subdistrict product_name"),
        ("1. ชื่อกลุ่ม *|2. ประเภทผู้ผลิต|3) ตำบล|๔. รายการสินค้า", "name kind subdistrict product_name"),
    ],
)
def test_a_head_is_known_by_what_stands_beside_it_and_without_its_number(heads: str, keys: str) -> None:
    table = records.read(sources.sheets_of_paste(f"{heads}\nก\tข\tค\tง".replace("|", "\t")), HEADS)
    assert [column.key for column in table.columns][: len(keys.split())] == keys.split()


def test_a_head_of_three_rows_is_read_through_the_words_that_only_announce() -> None:
    book = workbook(
        ["ลำดับ", "ข้อมูลผู้ผลิต", None, None, "ข้อมูลผลิตภัณฑ์", None],
        [None, "ชื่อกลุ่ม", "ประเภท", "ประธาน", "ชื่อ", "ประเภท"],
        [None, None, None, "ชื่อ-สกุล", None, None],
        [1, "กลุ่มหนึ่ง", "กลุ่ม", "นางมาลี ใจดี", "กะปิ", "อาหาร"],
        merged="A1:A3 B1:D1 E1:F1 B2:B3 C2:C3 E2:E3 F2:F3",
    )
    file = BytesIO()
    book.save(file)
    table = records.read(sheets.sheets_of(file.getvalue()), HEADS)
    keys = ["running", "name", "kind", "owner", "product_name", "product_type"]
    assert [column.key for column in table.columns] == keys
    assert [record.row for record in table.records] == [4]
