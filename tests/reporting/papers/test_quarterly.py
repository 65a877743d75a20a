"""The quarterly report as paper and workbook: the figures of the registry, live and as an edition froze them."""

from datetime import date

import pytest

from registration import figures
from registration.figures import Counts
from registration.models import Plan, Producer, Product, RosterRow, Unit
from registration.models.producers import ProducerKind, ProductType
from registration.services import registry
from registration.services.editions.published import COLUMNS, GROUPS
from registration.workflow import Status
from reporting.services.papers import quarterly
from reporting.services.papers.fingerprints import fingerprint
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    ROUND_ID,
    make_producer,
    make_product_fields,
    round_of,
    submission_of,
    walk,
)
from tests.world.paper_samples import close_round, flat_rows, opened, table_of

FIRST_ROUND, FIRST_DAY, LATER = 25611, date(2017, 10, 2), date(2018, 4, 2)
TITLE_ROWS, HEAD_ROWS = 4, 2


@pytest.fixture
def registry_of_two_rounds(cast: Cast, plan: Plan) -> Cast:
    """Round 1 closed with three producers; in round 2 two come, one goes, one is updated."""
    old = [make_producer(cast.a, by=cast.district, on=FIRST_DAY) for _ in range(2)]
    make_producer(cast.b, by=cast.neighbour, on=FIRST_DAY)
    close_round(cast.home, FIRST_ROUND, cast.a, cast.b)
    registry.withdraw(old[0], by=cast.district, on=REGISTER_DAY, version=1, reason="เลิกกิจการ")
    drinks = [make_product_fields(product_type=ProductType.DRINK) for _ in range(3)]
    sme = {"kind": ProducerKind.SME, "subdistrict_code": "800102"}
    make_producer(cast.a, by=cast.district, products=drinks, **sme)
    make_producer(cast.b, by=cast.neighbour)
    return cast


def drawn_rows(unit: Unit, **over: object) -> tuple[list[list[int]], list[int]]:
    """(numbers of each line, numbers of the total) as they stand in the drawn sheet."""
    paper = quarterly.paper(unit, round_of(), on=REGISTER_DAY, **over)
    sheet = opened(paper).worksheets[0]
    start = TITLE_ROWS + HEAD_ROWS + 1
    stop = start + len(table_of(paper).rows)
    rows = [[cell.value for cell in row[2:-1]] for row in sheet.iter_rows(min_row=start, max_row=stop)]
    return rows[:-1], rows[-1]


def counted(numbers: list[int]) -> Counts:
    return Counts(**{column.name: number for column, number in zip(COLUMNS, numbers, strict=True)})


def test_the_identity_holds_in_every_line_of_the_drawn_sheet(registry_of_two_rounds: Cast) -> None:
    for unit in (registry_of_two_rounds.a, registry_of_two_rounds.home, registry_of_two_rounds.nation):
        lines, total = drawn_rows(unit)
        assert lines
        for line in (*lines, total):
            row = counted(line)
            gained = row.producers_brought + row.producers_new + row.producers_came
            assert row.producers_left == gained - row.producers_withdrawn - row.producers_went
            gained = row.products_brought + row.products_added + row.products_came
            assert row.products_left == gained - row.products_reduced - row.products_went
            assert row.producers_left == row.group + row.sole_owner + row.sme
            assert row.products_left == row.food + row.drink + row.cloth + row.utensil + row.herb


def test_a_live_workbook_says_what_figures_and_the_database_count(registry_of_two_rounds: Cast) -> None:
    _, total = drawn_rows(registry_of_two_rounds.nation)
    row = counted(total)
    report = figures.registration_report("", ROUND_ID)
    assert total == [getattr(report.total, column.name) for column in COLUMNS]
    assert row.producers_left == Producer.objects.filter(withdrawn_round=None).count() == 4
    assert row.products_left == Product.objects.filter(withdrawn_round=None).count() == 6
    assert (row.producers_brought, row.producers_new, row.producers_withdrawn) == (3, 2, 1)
    assert (row.sme, row.drink) == (1, 3)


def test_a_closed_workbook_says_what_its_edition_froze(registry_of_two_rounds: Cast) -> None:
    cast = registry_of_two_rounds
    edition = close_round(cast.home, ROUND_ID, cast.a)
    before = fingerprint(quarterly.paper(cast.home, round_of(), on=REGISTER_DAY, edition=edition))
    make_producer(cast.a, by=cast.district, on=LATER)
    lines, total = drawn_rows(cast.home, edition=edition)
    rows = RosterRow.objects.filter(edition=edition)
    assert counted(total).producers_left == rows.count() == 3
    assert counted(total).products_left == sum(len(row.content["products"]) for row in rows) == 5
    assert counted(lines[1]) == Counts(
        producers_brought=1, producers_left=1, group=1, products_brought=1, products_left=1, food=1
    )
    paper = quarterly.paper(cast.home, round_of(), on=LATER, edition=edition)
    assert fingerprint(paper) == before, "the same whenever it is asked for"


def test_whoever_is_left_out_is_told_in_the_last_column(registry_of_two_rounds: Cast) -> None:
    cast = registry_of_two_rounds
    edition = close_round(cast.home, ROUND_ID, cast.a)
    notes = {
        unit.code: [
            row[-1] for row in table_of(quarterly.paper(unit, round_of(), on=LATER, edition=edition)).rows
        ]
        for unit in (cast.nation, cast.home, cast.b)
    }
    assert notes["80"] == ["", "ไม่ได้รับรองในรอบนี้"]
    assert notes[""] == ["ไม่ได้รับรองในรอบนี้", "1 อำเภอไม่ได้รับรองในรอบนี้"], "Nong Khai whole, one of district B's"
    assert notes["8002"] == ["ไม่ได้รับรองในรอบนี้"]
    assert quarterly.KEPT in quarterly.paper(cast.b, round_of(), on=LATER, edition=edition).remarks
    assert quarterly.KEPT not in quarterly.paper(cast.a, round_of(), on=LATER, edition=edition).remarks


def test_a_running_round_tells_how_far_its_districts_are(registry_of_two_rounds: Cast) -> None:
    cast = registry_of_two_rounds
    walk(submission_of(cast.a), Status.CERTIFIED)
    papers = [quarterly.paper(unit, round_of(), on=REGISTER_DAY) for unit in (cast.home, cast.nation, cast.a)]
    notes = [[row[-1] for row in table_of(paper).rows] for paper in papers]
    assert notes == [["จังหวัดรับรองแล้ว", "กำลังบันทึก"], ["รับรองแล้ว 0 จาก 1", "รับรองแล้ว 1 จาก 2"], ["", ""]]


def test_the_form_has_the_columns_of_the_rules_under_their_groups(cast: Cast, plan: Plan) -> None:
    table = table_of(quarterly.paper(cast.a, round_of(), on=REGISTER_DAY))
    assert [column.label for column in table.columns] == [
        "ที่", "ตำบล", "ยกมา", "รายใหม่", "ย้ายเข้า", "ปรับปรุง", "ยกเลิก", "ย้ายออก", "คงเหลือ", "กลุ่ม", "รายเดียว", "SME",
        "ยกมา", "เพิ่ม", "ย้ายเข้า", "ลด", "ย้ายออก", "คงเหลือ", "อาหาร", "เครื่องดื่ม", "ผ้า", "ของใช้", "สมุนไพร", "หมายเหตุ",
    ]  # fmt: skip
    assert [column.group for column in table.columns if column.label == "คงเหลือ"] == [
        "ผู้ผลิต ผู้ประกอบการ (ราย)",
        "ผลิตภัณฑ์ (รายการ)",
    ]
    assert len({column.group for column in table.columns} - {""}) == len(GROUPS)


def test_the_paper_names_its_unit_and_round(cast: Cast, plan: Plan) -> None:
    paper = quarterly.paper(cast.a, round_of(), on=REGISTER_DAY)
    assert paper.lines == ("อำเภอเมืองนครศรีธรรมราช จังหวัดนครศรีธรรมราช", "ไตรมาสที่ 2 ปีงบประมาณ พ.ศ. 2561")
    assert (paper.subject, paper.unit_code, paper.is_personal) == ("round:25612", "8001", False)
    assert [row[1] for row in table_of(paper).rows] == ["ตำบลในเมือง", "ตำบลท่าวัง"]
    places = [
        table_of(quarterly.paper(unit, round_of(), on=REGISTER_DAY)) for unit in (cast.home, cast.nation)
    ]
    assert [table.columns[1].label for table in places] == ["อำเภอ", "จังหวัด"]


def test_flat_headings_tell_producers_from_products(registry_of_two_rounds: Cast) -> None:
    rows = flat_rows(quarterly.paper(registry_of_two_rounds.home, round_of(), on=REGISTER_DAY))
    left = [(row["ผู้ผลิต ผู้ประกอบการ (ราย) คงเหลือ"], row["ผลิตภัณฑ์ (รายการ) คงเหลือ"]) for row in rows]
    assert left == [(2, 4), (2, 2)]
