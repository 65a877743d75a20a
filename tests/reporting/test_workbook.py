"""A workbook is its paper cell by cell: real types, text that stays text, sums that agree, the same bytes twice."""

import resource
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from registration.services.uploads import sheets
from reporting import workbook
from reporting.paper import Column, Facts, Form, Prose, Stand
from reporting.workbook import SumsDiffer
from reporting.workbook.cells import CUT, MOST_UNITS
from reporting.workbook.leaf import lines_of
from tests.world.paper_samples import (
    COLUMNS,
    IMPRINT,
    ROWS,
    TOTAL,
    drawn,
    make_paper,
    make_table,
    opened,
    table_of,
)

HEAD_ROW, FIRST_ROW = 5, 7  # under the title, two lines and the stand


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def only_text(text: str, *, flat: bool = False) -> Worksheet:
    table = make_table([(text,)], columns=(Column("ชื่อ"),), total=None)
    return opened(make_paper(table), flat=flat).worksheets[0]


# --- types ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("flat", "row"), [(False, FIRST_ROW), (True, 2)])
def test_numbers_and_days_are_real_and_codes_are_text(flat: bool, row: int) -> None:
    sheet = opened(make_paper(), flat=flat).worksheets[0]
    cells = sheet[row]
    assert [cell.data_type for cell in cells] == ["n", "s", "s", "d", "n", "n", "n"]
    assert [cell.value for cell in cells] == [
        1, "0080010000123", "กลุ่มแม่บ้าน", datetime(2018, 3, 16), 1234.5, 2, 5,  # noqa: DTZ001
    ]  # fmt: skip
    formats = [cell.number_format for cell in cells]
    assert formats[0] == formats[5] == "#,##0"
    assert (formats[1], formats[4], formats[6]) == ("@", "#,##0.00", "#,##0.00")
    assert formats[3] == "[$-107041E]d mmm yyyy;@", "the years of the Buddhist era, the value of any"


def test_no_answer_is_a_dash_on_paper_and_an_empty_cell_in_data() -> None:
    on_paper, flat = (opened(make_paper(), flat=flat).worksheets[0] for flat in (False, True))
    assert [on_paper.cell(FIRST_ROW + 2, column).value for column in (4, 5, 6)] == ["–", "–", 0]
    assert [flat.cell(4, column).value for column in (4, 5, 6)] == [None, None, 0]


def test_thai_digits_are_a_format_of_numbers_and_the_letters_of_text() -> None:
    sheet = opened(make_paper(uses_thai_digits=True)).worksheets[0]
    assert (sheet["A1"].value, sheet.cell(FIRST_ROW, 2).value) == ("แบบรายงานปี ๒๕๖๑", "0080010000123")
    assert sheet.cell(FIRST_ROW, 5).value == 1234.5
    assert sheet.cell(FIRST_ROW, 5).number_format == "[$-D00041E]#,##0.00"
    assert opened(make_paper(uses_thai_digits=True), flat=True).worksheets[0]["A2"].number_format == "#,##0"


# --- text stays text ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+66", "-ขนม", "@SUM(A1)", "\tก", '=HYPERLINK("x")', "#N/A", "="])
@pytest.mark.parametrize("flat", [False, True])
def test_text_that_looks_like_a_formula_stays_text(text: str, flat: bool) -> None:
    cell = only_text(text, flat=flat).cell(2 if flat else 6, 1)
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix or text == "#N/A"


def test_a_carriage_return_becomes_a_line_break_and_stays_text() -> None:
    cell = only_text("\r=1+1\r\nก").cell(6, 1)
    assert (cell.data_type, cell.value, bool(cell.quotePrefix)) == ("s", "\n=1+1\nก", True)


def test_characters_no_workbook_can_hold_are_removed_and_the_cell_is_kept() -> None:
    with pytest.raises(IllegalCharacterError):
        load_workbook(BytesIO(drawn(make_paper()))).active["A1"] = "\x0b"
    assert only_text("ขนม\x0bลา\x00\ud800\uffff").cell(6, 1).value == "ขนมลา"


@pytest.mark.parametrize("letter", ["ก", "🍚"])
def test_text_too_long_for_a_cell_is_cut_where_everybody_sees_it(letter: str) -> None:
    value = only_text(letter * 40_000).cell(6, 1).value
    assert value.endswith(CUT)
    assert MOST_UNITS - 1 <= len(value.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert only_text("ก" * MOST_UNITS).cell(6, 1).value == "ก" * MOST_UNITS


# --- layout --------------------------------------------------------------------------------------


def test_paper_merges_headings_and_entries_and_repeats_the_head() -> None:
    table = make_table(sizes=(2, 1), merged=3)
    sheet = opened(make_paper(table, is_landscape=True)).worksheets[0]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A1:G1", "E5:F5", "A5:A6", "G5:G6", "A7:A8", "B7:B8", "C7:C8"} <= merged
    assert not {"D7:D8", "A9:A10"} & merged
    assert (sheet["A8"].value, sheet["E8"].value) == (None, 1.25)
    assert (sheet["E5"].value, sheet["E6"].value, sheet["A5"].value) == ("ยอดจำหน่าย", "เดือนนี้", "ที่")
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A7", "$5:$6")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_area == f"'ทะเบียน'!$A$1:$G${sheet.max_row}"


def test_flat_has_one_heading_row_every_value_and_nothing_else() -> None:
    sheet = opened(make_paper(make_table(sizes=(2, 1), merged=3)), flat=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    headings = ("ที่", "เลขทะเบียน", "ชื่อ", "วันที่", "ยอดจำหน่าย เดือนนี้", "ยอดจำหน่าย รายการ", "ร้อยละ")
    assert rows[0] == headings
    assert [row[:3] for row in rows[1:]] == [row[:3] for row in ROWS], "the merged values in each row"
    assert not sheet.merged_cells.ranges
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A1:G4", "A2", "$1:$1")
    assert sheet.column_dimensions["C"].width > 20


def test_a_table_without_rows_says_so() -> None:
    paper = make_paper(make_table((), total=None, empty="ไม่มีผู้ผลิต"))
    assert "ไม่มีผู้ผลิต" in texts(opened(paper).worksheets[0])
    assert opened(paper, flat=True).worksheets[0].max_row == 1


def test_each_block_has_its_sheet_and_prose_stands_with_its_neighbour() -> None:
    facts = Facts("แบบฟอร์ม", (("ยอด", Decimal("5.50"), Form.BAHT), ("วัน", date(2018, 3, 1), Form.DAY)))
    book = opened(make_paper(Prose(("ก่อน",), "หัวข้อ"), make_table(note="ใต้ตาราง"), facts, Prose(("หลัง",))))
    assert book.sheetnames == ["ทะเบียน", "แบบฟอร์ม", "ผลรวมตรวจสอบ", "ที่มาของข้อมูล"]
    assert {"หัวข้อ", "ก่อน", "ใต้ตาราง"} <= set(texts(book["ทะเบียน"]))
    form = book["แบบฟอร์ม"]
    assert {"หลัง", "ตรวจแล้ว", "(นางสมใจ ใจดี)", "ตำแหน่ง พัฒนาการอำเภอ"} <= set(texts(form))
    assert [form.cell(6, 2).value, form.cell(7, 2).value] == [5.5, datetime(2018, 3, 1)]  # noqa: DTZ001
    assert form.freeze_panes == "A6"


def test_a_paper_of_words_alone_is_a_workbook_too() -> None:
    book = opened(make_paper(Prose(("เรียน นายอำเภอ",))))
    assert "เรียน นายอำเภอ" in texts(book["ข้อความ"])


def test_a_personal_paper_says_so_on_each_page() -> None:
    sheet = opened(make_paper(is_personal=True)).worksheets[0]
    assert "ข้อมูลส่วนบุคคล" in sheet.oddFooter.right.text
    assert any("ข้อมูลส่วนบุคคล" in text for text in texts(sheet))
    assert sheet.oddFooter.center.text == "หน้า &P จาก &N"


def test_marks_above_and_below_take_no_room_in_a_line() -> None:
    assert lines_of("ก็" * 13, 13) == 1
    assert lines_of("ก" * 14, 13) == 2
    assert lines_of("ก\nก", 13) == 2


# --- sums ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("flat", "rows"), [(False, "7:{}9"), (True, "2:{}4")])
def test_totals_are_values_and_the_control_sheet_adds_the_cells_up_again(flat: bool, rows: str) -> None:
    book = opened(make_paper(), flat=flat)
    assert list(book["ผลรวมตรวจสอบ"].iter_rows(min_row=2, values_only=True)) == [
        ("ทะเบียน", "ยอดจำหน่าย เดือนนี้", 3, 1235.75, f"=SUM('ทะเบียน'!E{rows.format('E')})", "=E2-D2"),
        ("ทะเบียน", "ยอดจำหน่าย รายการ", 3, 5, f"=SUM('ทะเบียน'!F{rows.format('F')})", "=E3-D3"),
    ]
    others = (sheet for sheet in book if sheet.title != "ผลรวมตรวจสอบ")
    kinds = {cell.data_type for sheet in others for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds, "no formula among the data"
    if not flat:
        assert [cell.value for cell in book.worksheets[0][10]] == [None, None, "รวม", None, 1235.75, 5, None]


@pytest.mark.parametrize("off", [Decimal("0.01"), Decimal("-0.01"), 1])
@pytest.mark.parametrize("flat", [False, True])
def test_a_total_that_is_not_the_sum_is_never_drawn(off: Decimal | int, flat: bool, tmp_path: Path) -> None:
    place = 5 if isinstance(off, int) else 4
    total = tuple(value + off if spot == place else value for spot, value in enumerate(TOTAL))
    file = BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        with pytest.raises(SumsDiffer, match="ยอดจำหน่าย"):
            workbook.draw(make_paper(make_table(total=total)), IMPRINT, file, flat=flat)
    assert file.getvalue() == b""
    assert not list(tmp_path.iterdir()), "nothing half written stays behind"


def test_what_an_entry_shares_counts_once() -> None:
    columns = (Column("ราย", Form.COUNT), Column("ชิ้น", Form.COUNT))
    table = make_table([(7, 1), (7, 2), (3, 4)], columns=columns, total=(10, 7), sizes=(2, 1), merged=1)
    control = opened(make_paper(table))["ผลรวมตรวจสอบ"]
    assert (control["D2"].value, control["E2"].value) == (10, "=SUM('ทะเบียน'!A6:A8)")
    flat = opened(make_paper(table), flat=True)["ผลรวมตรวจสอบ"]
    assert (flat["D2"].value, flat["E2"].value) == (10, 10), (
        "each row repeats it: a formula would count it twice"
    )


def test_numbers_of_a_short_table_take_the_width_they_need() -> None:
    columns = (Column("ก", Form.COUNT, "ราย", 20), Column("ข", Form.COUNT, "ราย", 5), Column("ชื่อ", width=24))
    sheet = opened(make_paper(make_table([(1, 1234567890, "ก")], columns=columns, total=None))).worksheets[0]
    narrow, wide, text = (sheet.column_dimensions[letter].width for letter in "ABC")
    assert narrow < 12 < wide < text


@pytest.mark.parametrize("sizes", [(1, 1), (2, 2)])
def test_entries_that_do_not_cover_the_rows_are_an_error(sizes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="rows in entries"):
        drawn(make_paper(make_table(sizes=sizes, merged=1)))


# --- origin and bytes ----------------------------------------------------------------------------


def test_the_last_sheet_and_the_properties_say_where_the_data_comes_from() -> None:
    stand = Stand(date(2018, 3, 26), edition_number=1, edition_fingerprint="e" * 64)
    book = opened(make_paper(stand=stand))
    said = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(values_only=True)}
    assert book.worksheets[-1].title == "ที่มาของข้อมูล"
    assert said["สถานะข้อมูล"] == "ฉบับที่ 1 (ปิดระบบแล้ว)"
    assert (said["เลขที่เอกสาร"], said["ตรวจสอบเอกสารได้ที่"]) == (IMPRINT.number, IMPRINT.link)
    assert said["ลายนิ้วมือข้อมูล (SHA-256)"] == "f" * 64
    assert (said["ลายนิ้วมือของฉบับ"], said["จัดทำให้"]) == ("e" * 64, "อำเภอเมือง")
    properties = book.properties
    assert (properties.identifier, properties.keywords) == (IMPRINT.number, "f" * 64)
    assert "ฉบับที่ 1" in properties.description


@pytest.mark.parametrize("flat", [False, True])
def test_the_same_paper_gives_the_same_bytes_and_another_one_others(flat: bool) -> None:
    paper = make_paper(make_table(sizes=(2, 1), merged=3))
    once, later = drawn(paper, flat=flat), drawn(replace(paper), flat=flat)
    assert once == later
    assert drawn(replace(paper, remarks=("อื่น",)), flat=flat) != once
    assert {info.date_time for info in ZipFile(BytesIO(once)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_our_own_gate_of_uploads_takes_a_flat_workbook() -> None:
    rows = sheets.rows_of(drawn(make_paper(), flat=True))
    assert [cell.value for cell in rows[1]][:3] == [1, "0080010000123", "กลุ่มแม่บ้าน"]


class Many(Sequence[tuple[int, str, Decimal]]):
    """Rows that exist only while they are read."""

    def __len__(self) -> int:
        return 20_000

    def __getitem__(self, place: int) -> tuple[int, str, Decimal]:
        return place, f"ผู้ผลิต {place}", Decimal("1.25")

    def __iter__(self) -> Iterator[tuple[int, str, Decimal]]:
        return (self[place] for place in range(len(self)))


def test_a_long_flat_table_is_streamed_and_tells_how_far_it_is() -> None:
    columns = (Column("ที่", Form.COUNT), Column("ชื่อ"), Column("ยอด", Form.BAHT))
    table = make_table(Many(), columns=columns, total=(None, None, Decimal("25000.00")))
    heard: list[tuple[int, str]] = []
    file = BytesIO()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workbook.draw(
        make_paper(table), IMPRINT, file, flat=True, report_progress=lambda *words: heard.append(words)
    )
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kb < 30_000
    assert [percent for percent, _ in heard] == sorted(percent for percent, _ in heard)
    assert len(heard) == 22
    assert heard[9] == (45, "ทะเบียน แถวที่ 10,000 จาก 20,000")
    assert table_of(make_paper(table)).total == (None, None, Decimal("25000.00"))


def test_every_column_of_the_sample_has_a_form_of_its_own() -> None:
    assert {column.form for column in COLUMNS} == set(Form)
