"""Workbooks as offices really make them: units in words, two-row heads, totals, other months, other sheets."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from grading.services import base_workbook
from grading.services.base_workbook import Reading
from tests.world.grading_scene import AUGUST, BEFORE, JULY, QUARTER, SEPTEMBER, Scene

pytestmark = pytest.mark.django_db
MONTHS = ("ก.ค. 2566", "ส.ค. 2566", "ก.ย. 2566")
HEAD = ("อำเภอ", *MONTHS)
TOWN = "เมืองหนองคาย"
MILLION = Decimal("12450000.00")
Rows = tuple[tuple[object, ...], ...]
Layout = Callable[[Worksheet], None]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def book(*sheets: Rows, names: tuple[str, ...] = (), layout: Layout | None = None) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(names[number] if names else f"แผ่น{number + 1}")
        for row in rows:
            sheet.append(row)
        if layout:
            layout(sheet)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def read(scene: Scene, data: bytes, sheet: str = "") -> Reading:
    return base_workbook.read(data, scene.province, QUARTER, BEFORE, sheet=sheet)


def told(reading: Reading) -> dict[tuple[str, date], Decimal]:
    return {(line.district_code, line.month): line.amount_baht for line in reading.lines}


def codes(reading: Reading, severity: str = "error") -> list[tuple[str, str]]:
    return [(each.place, each.code) for each in reading.findings if each.severity == severity]


def merge(*ranges: str) -> Layout:
    def act(sheet: Worksheet) -> None:
        for each in ranges:
            sheet.merge_cells(each)

    return act


# --- units ---


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ((("อำเภอ", "ก.ค. 2566 (ล้านบาท)"), (TOWN, 12.45)), "B1"),
        ((("อำเภอ", "ก.ค. 2566 (ลบ.)"), (TOWN, "๑๒.๔๕")), "B1"),
        ((("อำเภอ", "ก.ค. 2566"), ("", "ล้านบาท"), (TOWN, 12.45)), "B2"),
        ((("", "หน่วย : พันบาท"), ("อำเภอ", "ก.ค. 2566"), (TOWN, "12,450")), "B2"),
        ((("", "หน่วย: 1,000 บาท"), ("อำเภอ", "ก.ค. 2566"), (TOWN, 12450)), "B2"),
        ((("อำเภอ", "ก.ค. 2566"), (TOWN, 12.45), ("หมายเหตุ หน่วยเป็นล้านบาท",)), "B1"),
        ((("อำเภอ", "ก.ค. 2566", "หน่วย"), (TOWN, 12.45, "ล้านบาท")), "B2"),
        ((("อำเภอ", "เดือน", "ยอดจำหน่าย (แสนบาท)"), (TOWN, "ก.ค. 66", 124.5)), "C1"),
    ],
)
def test_a_unit_counts_wherever_it_stands_and_is_told(scene: Scene, rows: Rows, place: str) -> None:
    reading = read(scene, book(rows))
    assert told(reading) == {("4301", JULY): MILLION}
    assert (place, "unit") in codes(reading, "warning")
    assert reading.can_apply


def test_a_unit_in_the_cell_or_its_number_format_counts(scene: Scene) -> None:
    def shown(sheet: Worksheet) -> None:
        sheet["C2"].number_format = '0.00" ล้านบาท"'
        sheet["D2"].number_format = '#,##0.00,,"ล้านบาท"'

    reading = read(scene, book((HEAD, (TOWN, "12.45 ล้านบาท", 12.45, 12450000)), layout=shown))
    assert list(told(reading).values()) == [MILLION] * 3


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((("อำเภอ", "ก.ค. 2566 (ดอลลาร์)"), (TOWN, 1)), [("B1", "currency")]),
        ((("อำเภอ", "ก.ค. 2566 (ชิ้น)"), (TOWN, 1)), [("B1", "unknown_word")]),
        ((("อำเภอ", "ก.ค. 2566 สะสม"), (TOWN, 1)), [("B1", "unknown_word")]),
        ((("อำเภอ", "เป้าหมาย ก.ค. 2566"), (TOWN, 1)), [("B1", "unknown_word")]),
        ((("หน่วย: พันบาท",), ("อำเภอ", "ก.ค. 2566 (ล้านบาท)"), (TOWN, 1)), [("B2", "unit_contradicts")]),
        ((("อำเภอ", "ก.ค. 2566", "หมายเหตุ"), (TOWN, 1, "พันบาท"), ("4302", 2, "ล้านบาท")), []),
        ((("อำเภอ", "ก.ค. 2566 (บาท)", "หมายเหตุ"), (TOWN, 1, "หน่วยพันบาท")), [("B2", "amount")]),
        ((HEAD, (TOWN, "(1,000.00)", None, None)), [("B2", "amount")]),
        ((HEAD, (TOWN, float("1e300"), None, None)), [("B2", "amount")]),
    ],
)
def test_what_is_not_known_of_a_figure_is_asked_by_cell(
    scene: Scene, rows: Rows, found: list[tuple[str, str]]
) -> None:
    assert codes(read(scene, book(rows))) == found


def test_a_percent_is_no_amount_and_an_accounting_dash_is_nothing(scene: Scene) -> None:
    def shown(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "0.00%"

    reading = read(scene, book((HEAD, (TOWN, 0.05, " -   ", "-")), layout=shown))
    assert (codes(reading), reading.lines) == ([("B2", "amount")], [])


def test_a_word_over_the_table_and_small_figures_are_told(scene: Scene) -> None:
    reading = read(scene, book((("เป้าหมายยอดจำหน่าย",), HEAD, (TOWN, 1, 2, 3))))
    assert [code for _, code in codes(reading, "warning")] == ["context_word", "small", "missing"]


def test_absurd_cells_are_findings_and_no_crash(scene: Scene) -> None:
    def shown(sheet: Worksheet) -> None:
        sheet["D3"].number_format = "#,##0" + "," * 900

    digits = "1" + "000" * 3000
    rows = (
        (f"หน่วย: {digits} บาท", 1),
        HEAD,
        (TOWN, digits, f"{digits} ล้านบาท", 5),
        (digits, digits, digits, digits),
    )
    reading = read(scene, book(rows, layout=shown))
    assert {"amount", "unknown_district"} <= {code for _, code in codes(reading)}


# --- months ---


def test_a_table_of_twelve_months_is_read_for_its_three(scene: Scene) -> None:
    names = [f"{name} 2565" for name in ("ต.ค.", "พ.ย.", "ธ.ค.")]
    names += [f"{name} 2566" for name in "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย.".split()]
    amounts = [month * 10_000 for month in range(1, 13)]
    reading = read(scene, book((("อำเภอ", *names, "รวม"), (TOWN, *amounts, sum(amounts)))))
    assert list(told(reading).values()) == [100_000, 110_000, 120_000]
    assert (codes(reading), codes(reading, "remark")) == ([], [("B1", "other_months")])


def test_the_same_months_of_two_years_are_told_apart(scene: Scene) -> None:
    years = ("", "ปี 2565", "", "", "ปี 2566", "", "")
    rows = (years, ("อำเภอ", *("ก.ค.", "ส.ค.", "ก.ย.") * 2), (TOWN, 1, 2, 3, 40_000, 50_000, 60_000))
    reading = read(scene, book(rows))
    assert list(told(reading).values()) == [40_000, 50_000, 60_000]
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("title", "head", "is_read"),
    [
        ("ปีงบประมาณ 2566", "ก.ค.", True),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๕", "ก.ค.", False),
        ("ข้อมูล ณ วันที่ 15 ตุลาคม 2567", "ก.ค.", True),
        ("ยอดจำหน่าย", date(2023, 7, 1), True),
        ("ยอดจำหน่าย", date(1966, 7, 1), True),
        ("ยอดจำหน่าย", date(2566, 7, 1), True),
        ("ยอดจำหน่าย", "ก.ค. 2023", False),
    ],
)
def test_the_year_is_taken_from_where_it_stands(
    scene: Scene, title: str, head: object, is_read: bool
) -> None:
    reading = read(scene, book(((title,), ("อำเภอ", head), (TOWN, 50_000))))
    assert bool(reading.lines) == is_read
    assert reading.can_apply == is_read


def test_a_row_of_a_long_table_names_month_and_year_apart(scene: Scene) -> None:
    rows = (("ปีงบประมาณ", "เดือน", "อำเภอ", "ค่าข้อมูล", "หน่วย"), (2566, 7, TOWN, "745,209,437.00", "บาท"))
    assert told(read(scene, book(rows))) == {("4301", JULY): Decimal("745209437.00")}


def test_rows_of_other_months_are_told_once(scene: Scene) -> None:
    rows = [(TOWN, f"{month}/2566", 20_000 + month) for month in range(1, 13)]
    reading = read(scene, book((("อำเภอ", "เดือน", "ยอดจำหน่าย"), *rows)))
    assert list(told(reading).values()) == [20_007, 20_008, 20_009]
    assert (reading.rows, codes(reading, "remark")) == (12, [("B2", "other_months")])


def test_yearly_figures_are_refused_with_what_is_missing(scene: Scene) -> None:
    rows = (("ปีงบประมาณ", "อำเภอ", "ค่าข้อมูล", "หน่วย"), (2566, TOWN, "745,209,437.00", "บาท"))
    reading = read(scene, book(rows))
    assert codes(reading) == [("C1", "no_month")]


# --- heads, merged cells, totals ---


def test_a_head_of_two_rows_is_read(scene: Scene) -> None:
    rows = (
        ("ยอดจำหน่ายผลิตภัณฑ์ OTOP จังหวัดหนองคาย",),
        ("ที่", "อำเภอ", "ยอดจำหน่าย ปี 2566 (ล้านบาท)"),
        ("", "", "ก.ค.", "ส.ค.", "ก.ย."),
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        (1, TOWN, 1.5, 2.5, 3.5),
    )
    reading = read(scene, book(rows, layout=merge("A1:E1", "A2:A3", "B2:B3", "C2:E2")))
    assert list(told(reading).values()) == [1_500_000, 2_500_000, 3_500_000]
    assert (reading.rows, codes(reading)) == (1, [])


def test_a_district_merged_over_its_months_is_read(scene: Scene) -> None:
    rows = (("อำเภอ", "เดือน", "ยอดจำหน่าย"), (TOWN, "ก.ค.", 1), (None, "ส.ค.", 2), ("4302", "ก.ค.", 3))
    reading = read(scene, book(rows, layout=merge("A2:A3")))
    assert told(reading) == {("4301", JULY): 1, ("4301", AUGUST): 2, ("4302", JULY): 3}


def test_an_amount_merged_over_two_districts_is_asked_about(scene: Scene) -> None:
    rows = (HEAD, (TOWN, 10, 20, 30), ("อำเภอหน่วยงาน 4302", None, 40, 50))
    reading = read(scene, book(rows, layout=merge("B2:B3")))
    assert codes(reading) == [("B2", "amount")]


@pytest.mark.parametrize("label", ["รวมทั้งสิ้น", "ทั้งจังหวัด", "ผลรวม", "Total", "จังหวัดหนองคาย", "ฯลฯ"])
@pytest.mark.parametrize("column", [0, 1])
def test_a_total_is_known_anywhere_by_any_name_and_compared(scene: Scene, label: str, column: int) -> None:
    names = ("", label) if column else (label, "")
    rows = (("ที่", *HEAD), (1, TOWN, 10, 20, 30), (2, "4302", 1, 2, 3), (*names, 11, 22, 33))
    reading = read(scene, book(rows))
    assert (reading.rows, reading.total_rows, codes(reading)) == (2, 1, [])
    assert "total_differs" not in dict(map(reversed, codes(reading, "warning")))


def test_a_total_that_differs_is_told_by_cell(scene: Scene) -> None:
    rows = (HEAD, (TOWN, 10, 20, 30), ("รวมโซน", 10, 20, 30), ("4302", 1, 2, 3), ("รวม", 11, 22, 34))
    reading = read(scene, book(rows))
    assert [place for place, code in codes(reading, "warning") if code == "total_differs"] == ["D5"]


def test_a_row_without_figures_is_told_and_rows_of_other_provinces_too(scene: Scene) -> None:
    rows = (
        ("จังหวัด", *HEAD),
        ("", "โซนเหนือ"),
        (scene.province.name, TOWN, 1, 2, 3),
        ("เลย", TOWN, 4, 5, 6),
    )
    reading = read(scene, book(rows))
    assert codes(reading, "remark") == [("B2", "note"), ("A4", "other_province")]
    assert sum(told(reading).values()) == 6


def test_a_head_repeated_on_the_next_page_begins_nothing_new(scene: Scene) -> None:
    rows = (("หน่วย: พันบาท",), HEAD, (TOWN, 10, 20, 30), HEAD, ("4302", 1, 2, 3))
    assert sum(told(read(scene, book(rows))).values()) == 66_000


# --- sheets ---


def test_a_sheet_for_each_month_is_one_base(scene: Scene) -> None:
    table = (("อำเภอ", "ยอดจำหน่าย"), (TOWN, 20_000))
    titled = (("ประจำเดือนกันยายน 2566",), *table)
    reading = read(scene, book(table, table, titled, names=("ก.ค.66", "สิงหาคม 2566", "3")))
    assert told(reading) == {("4301", month): Decimal(20_000) for month in (JULY, AUGUST, SEPTEMBER)}
    assert reading.can_apply


def test_the_sheet_with_the_table_is_found_and_another_can_be_chosen(scene: Scene) -> None:
    first, second = (HEAD, (TOWN, 1, 2, 3)), (HEAD, (TOWN, 4, 5, 6))
    data = book((("ปก",),), first, second, names=("ปก", "จริง", "สำรอง"))
    reading = read(scene, data)
    assert (reading.sheet, reading.choices) == ("จริง", ("จริง", "สำรอง", "ปก"))
    assert ("ทั้งไฟล์", "sheet") in codes(reading, "warning")
    assert sum(told(read(scene, data, "สำรอง")).values()) == 15


def test_a_hidden_sheet_is_told_and_read_only_when_asked_for(scene: Scene) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden" if sheet.title == "ซ่อน" else "visible"
        sheet.row_dimensions[2].hidden = True

    data = book((HEAD, (TOWN, 4, 5, 6)), (HEAD, (TOWN, 1, 2, 3)), names=("ซ่อน", "เห็น"), layout=hide)
    reading = read(scene, data)
    assert (reading.sheet, sum(told(reading).values())) == ("เห็น", 6)
    assert {"hidden_sheet", "hidden_rows"} <= {code for _, code in codes(reading, "warning")}


def test_only_the_capital_is_called_mueang_alone() -> None:
    scene = Scene("45", ("4501", "4516"))
    scene.units["4516"].name, scene.units["4501"].name = "เมืองสรวง", f"เมือง{scene.province.name}"
    for unit in scene.units.values():
        unit.save()
    assert set(told(read(scene, book((HEAD, ("อ.เมือง", 1, 2, 3)))))) == {
        ("4501", month) for month in (JULY, AUGUST, SEPTEMBER)
    }
