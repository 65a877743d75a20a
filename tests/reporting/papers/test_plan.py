"""Attachment 1 comes out again: every cell of the letter's table, typed from the letter by hand."""

from datetime import date

import pytest

from registration.models import Plan, Unit, Window
from registration.services import calendar
from registration.services.calendar import Authority, Dates
from registration.timetable import Step
from reporting.paper import Paper
from reporting.services.papers import plan as papers
from tests.world.cast import Cast
from tests.world.factories import DAY, ROUND_ID, make_extension

pytestmark = pytest.mark.django_db

ENTER = "อำเภอลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ในระบบออนไลน์"
CERTIFY = (
    "จังหวัดและกรุงเทพมหานคร ตรวจสอบข้อมูล รับรองข้อมูลในระบบออนไลน์/ประกาศรับรองข้อมูลผลการลงทะเบียนฯ "
    "และรายงานผลการลงทะเบียนฯ ให้กรมฯ ทราบ"
)
SHUT = "กรมฯ ปิดระบบ ประกาศรับรองข้อมูลผลการลงทะเบียนฯ"
HEADINGS = ["ระยะเวลาดำเนินการ", "ขั้นตอนที่", "รายละเอียดการดำเนินงาน", "จำนวนวัน", "ระยะเวลาดำเนินการ", "ผู้รับผิดชอบ"]
BOTH = "จังหวัด/ กรุงเทพมหานคร"
GOLDEN = [  # letter นศ ๐๐๑๙/๐๑๔๖๗, attachment 1
    ("ไตรมาส ๑ ปีงบประมาณ ๒๕๖๑", "๑", ENTER, "๖๐ วัน", "๒ ตุลาคม - ๒๑ ธันวาคม ๒๕๖๐", "อำเภอ"),
    ("ไตรมาส ๑ ปีงบประมาณ ๒๕๖๑", "๒", CERTIFY, "๕ วัน", "๒๒ - ๒๘ ธันวาคม ๒๕๖๐", BOTH),
    ("ไตรมาส ๑ ปีงบประมาณ ๒๕๖๑", "๓", SHUT, "๒ วัน", "๒๙ - ๓๐ ธันวาคม ๒๕๖๐", "กรมฯ"),
    ("ไตรมาส ๒ ปีงบประมาณ ๒๕๖๑", "๑", ENTER, "๕๒ วัน", "๓ มกราคม - ๑๖ มีนาคม ๒๕๖๑", "อำเภอ"),
    ("ไตรมาส ๒ ปีงบประมาณ ๒๕๖๑", "๒", CERTIFY, "๕ วัน", "๑๙ - ๒๓ มีนาคม ๒๕๖๑", BOTH),
    ("ไตรมาส ๒ ปีงบประมาณ ๒๕๖๑", "๓", SHUT, "๒ วัน", "๒๖ - ๒๗ มีนาคม ๒๕๖๑", "กรมฯ"),
    ("ไตรมาส ๓ ปีงบประมาณ ๒๕๖๑", "๑", ENTER, "๕๐ วัน", "๒ เมษายน - ๑๕ มิถุนายน ๒๕๖๑", "อำเภอ"),
    ("ไตรมาส ๓ ปีงบประมาณ ๒๕๖๑", "๒", CERTIFY, "๕ วัน", "๑๘ - ๒๒ มิถุนายน ๒๕๖๑", BOTH),
    ("ไตรมาส ๓ ปีงบประมาณ ๒๕๖๑", "๓", SHUT, "๒ วัน", "๒๕ - ๒๖ มิถุนายน ๒๕๖๑", "กรมฯ"),
    ("ไตรมาส ๔ ปีงบประมาณ ๒๕๖๑", "๑", ENTER, "๕๒ วัน", "๒ กรกฎาคม - ๑๔ กันยายน ๒๕๖๑", "อำเภอ"),
    ("ไตรมาส ๔ ปีงบประมาณ ๒๕๖๑", "๒", CERTIFY, "๕ วัน", "๑๗ - ๒๑ กันยายน ๒๕๖๑", BOTH),
    ("ไตรมาส ๔ ปีงบประมาณ ๒๕๖๑", "๓", SHUT, "๒ วัน", "๒๔ - ๒๕ กันยายน ๒๕๖๑", "กรมฯ"),
]


def paper_of(unit: Unit, year: int = 2561, on: date = DAY) -> Paper:
    return papers.paper(unit, year, on=on)


def test_the_twelve_rows_are_the_letters(cast: Cast, plan: Plan) -> None:
    paper = paper_of(cast.nation)
    [table] = paper.tables
    assert [column.label for column in table.columns] == HEADINGS
    assert list(table.rows) == GOLDEN
    assert (table.sizes, table.merged, table.total) == ((3, 3, 3, 3), 1, None)
    assert paper.title == "แผนการดำเนินงานการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ปีงบประมาณ พ.ศ. ๒๕๖๑"
    assert paper.remarks == ("ตามหนังสือ ที่ นศ ๐๐๑๙/๐๑๔๖๗ ลงวันที่ ๑๓ มีนาคม ๒๕๖๑",)
    assert paper.uses_thai_digits


def test_an_extension_is_no_part_of_the_plan(cast: Cast, plan: Plan) -> None:
    make_extension(cast.a, Step.REGISTER, (date(2018, 3, 17), date(2018, 3, 20)), by=cast.department)
    assert list(paper_of(cast.a).tables[0].rows) == GOLDEN


def test_a_province_names_its_narrower_dates_below_the_table(cast: Cast, plan: Plan) -> None:
    national = Window.objects.national().get(round_id=ROUND_ID, step=Step.REGISTER)
    calendar.narrow_window(
        national,
        cast.home,
        Dates(date(2018, 1, 8), date(2018, 3, 9)),
        by=cast.province,
        on=date(2018, 1, 2),
        authority=Authority("นศ 0019/9", "อบรมก่อน"),
    )
    said = "จังหวัดนครศรีธรรมราชกำหนดวันภายในห้วงเวลาข้างต้นดังนี้ ไตรมาส ๒/๒๕๖๑ ขั้นตอนที่ ๑ ๘ มกราคม - ๙ มีนาคม ๒๕๖๑"
    for unit in (cast.home, cast.a):
        [table] = paper_of(unit).tables
        assert (list(table.rows), table.note) == (GOLDEN, said)
    assert [paper_of(unit).tables[0].note for unit in (cast.nation, cast.far)] == ["", ""]


def test_a_proposed_year_comes_out_as_a_draft_in_the_same_form(cast: Cast, plan: Plan) -> None:
    calendar.propose_plan(2568, on=date(2024, 9, 1))
    paper = paper_of(cast.nation, 2568, date(2024, 9, 1))
    [table] = paper.tables
    assert paper.stand.words == "ร่างแผน ยังไม่ประกาศใช้ ณ วันที่ 1 กันยายน 2567"
    assert [row[0] for row in table.rows[::3]] == [f"ไตรมาส {n} ปีงบประมาณ ๒๕๖๘" for n in "๑๒๓๔"]
    assert [row[2] for row in table.rows] == [ENTER, CERTIFY, SHUT] * 4


def test_a_year_without_a_plan_says_so(cast: Cast) -> None:
    [table] = paper_of(cast.nation, 2590).tables
    assert (list(table.rows), table.sizes, table.empty) == ([], (), "ยังไม่มีแผนของปีงบประมาณนี้")
