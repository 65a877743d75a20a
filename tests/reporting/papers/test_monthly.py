"""Attachment 3: the numbers counted by hand, a draft never mistaken for a report, totals that add up."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client

from otop_registry.thai import Percent
from registration.models import Post
from reporting import document, workbook
from reporting.document import pages
from reporting.document.rendering import lay_out
from reporting.models import MonthlyReport
from reporting.paper import Facts, Imprint, Paper
from reporting.services import monthly as services
from reporting.services.papers import monthly as papers
from tests.conftest import Freeze
from tests.reporting import boxes, reading
from tests.world.factories import make_unit
from tests.world.grading_scene import AUGUST, JULY, NEW_DAY, SEPTEMBER, Scene

pytestmark = pytest.mark.django_db
IMPRINT = Imprint("1", "https://example.org/verify/1", "f" * 64, "9 ส.ค. 2567", "จังหวัดหนองคาย")
CODES = ("4301", "4302", "4303", "4304")
ON = date(2024, 8, 9)
ROUND = "ส่งเป็นรายงานครั้งที่ 2 ของไตรมาส 4/2567 กำหนดวันที่ 15 สิงหาคม 2567"
GRADE = "ระดับหน่วยงานระหว่างไตรมาส"
# producers, products of the month, new, net, sales of month and quarter, base, change in baht and percent, grade
MUEANG = (
    2, 2, 2, 2, Decimal("1040000.25"), Decimal("1040000.25"), Decimal("1000000.00"), Decimal("40000.25"),
    Percent(Decimal("4.000025")), "B",  # 4.000025: two decimals would say exactly 4
)  # fmt: skip
SECOND = (
    1, 0, 0, 0, Decimal("900.00"), Decimal("900.00"), Decimal("1000.00"), Decimal("-100.00"),
    Percent(Decimal(-10)), "D",
)  # fmt: skip
THIRD = (1, 0, 0, 0, Decimal("55.50"), Decimal("55.50"), None, None, None, "ประเมินไม่ได้ (ไม่มีฐาน)")


@pytest.fixture
def scene(freeze: Freeze) -> Scene:
    """4301 grows by 4 % with two new products, 4302 falls, 4303 has no base; 4304 sold nothing it told of."""
    scene = Scene(districts=CODES)
    freeze(ON)
    scene.products("4301", 3)
    scene.products("4301", 2, on=NEW_DAY)
    for code in CODES[1:]:
        scene.products(code, 1)
    scene.base("4301", "1000000.00", "500000.00", "400000.00")
    scene.base("4302", "1000.00", "1000.00", "1000.00")
    for code, baht in (("4301", "1040000.25"), ("4302", "900.00"), ("4303", "55.50")):
        scene.sell(code, JULY, baht)
    return scene


def confirm(scene: Scene, code: str, note: str = "") -> MonthlyReport:
    unit = scene.units[code]
    seen = services.draft(unit, JULY, ON).seal
    return services.confirm(unit, JULY, note=note, seen=seen, by=scene.officers[code], on=ON)


def paper_of(scene: Scene, code: str = "43", month: date = JULY) -> Paper:
    unit = scene.province if code == "43" else scene.units[code]
    return papers.paper(unit, month, on=ON)


def facts(paper: Paper) -> dict[str, object]:
    blocks = [block for block in paper.blocks if isinstance(block, Facts)]
    return {label: value for block in blocks for label, value, _ in block.rows}


def test_a_districts_form_holds_the_numbers_counted_by_hand(scene: Scene) -> None:
    confirm(scene, "4301", note="ฝนตกหนัก")
    Post.objects.filter(user=scene.officers["4301"]).update(position="พัฒนาการอำเภอ")
    paper = paper_of(scene, "4301")
    told = list(facts(paper).items())
    assert [value for _, value in told[2:12]] == list(MUEANG)
    assert told[11] == (GRADE, "B")
    assert told[1] == ("เดือนที่รายงานยอดจำหน่ายครบ", "กรกฎาคม (ไตรมาส 4/2567)")
    assert dict(told)["ปัญหาและข้อเสนอแนะ"] == "ฝนตกหนัก"
    assert dict(told)["สถานะการรายงาน"] == "ยืนยันแล้ว 9 ส.ค. 2567 ใบรับ M-2567-07-4301-2 (ตรงเวลา)"
    assert paper.lines[1:] == ("ยอดจำหน่ายเดือนกรกฎาคม 2567 ไตรมาส 4/2567", ROUND)
    [reporter] = paper.signatures
    assert (reporter.name, reporter.position) == (str(scene.officers["4301"]), "พัฒนาการอำเภอ")


def test_a_confirmed_form_stays_as_it_was_frozen_and_a_draft_says_it_is_one(scene: Scene) -> None:
    draft = paper_of(scene, "4301")
    assert draft.stand.words == "ร่าง ยังไม่ยืนยัน ข้อมูล ณ วันที่ 9 สิงหาคม 2567"
    assert facts(draft)["ผู้รายงาน"] is None
    confirm(scene, "4301")
    scene.products("4301", 1, on=date(2024, 8, 9))
    paper = paper_of(scene, "4301")
    assert list(facts(paper).values())[2:12] == list(MUEANG)
    assert paper.stand.words == "ยืนยันแล้ว ข้อมูล ณ วันที่ 9 สิงหาคม 2567"


def test_a_province_totals_confirmed_reports_and_keeps_drafts_apart(scene: Scene) -> None:
    for code in CODES[:3]:
        confirm(scene, code)
    confirmed, waiting = paper_of(scene).tables
    assert [row[2:11] for row in confirmed.rows] == [MUEANG[:9], SECOND[:9], THIRD[:9]]
    assert [row[11:] for row in confirmed.rows] == [("B", ON, ""), ("D", ON, ""), (None, ON, "1)")]
    assert confirmed.note.endswith("หมายเหตุ 1) ประเมินไม่ได้ (ไม่มีฐาน)")
    assert confirmed.total == (
        "", "รวม", 4, 2, 2, 2, Decimal("1040955.75"), Decimal("1040955.75"), Decimal("1001000.00"),
        None, None, "", "", "",  # 55.50 baht of 4303 have no base: a change beside these sums would not be theirs
    )  # fmt: skip
    assert "เฉพาะ 2 แห่งที่เทียบได้ ยอด 1,040,900.25 ฐาน 1,001,000.00 บาท ร้อยละ 3.99" in confirmed.note
    [row] = waiting.rows
    assert row[2:11] == (1, 0, 0, 0, None, None, None, None, None)
    assert row[11:] == (None, None, "1)")
    assert waiting.note == "หมายเหตุ 1) ประเมินไม่ได้ (ไม่มีฐาน)"
    workbook.draw(paper_of(scene), IMPRINT, BytesIO())  # each total is its column's sum


def test_a_number_of_a_remark_means_the_same_in_both_tables(scene: Scene) -> None:
    confirm(scene, "4303")
    scene.base("4304", "1000.00", "1000.00", "1000.00")
    notes = [table.note for table in paper_of(scene).tables]
    assert notes[0].endswith("หมายเหตุ 1) ประเมินไม่ได้ (ไม่มีฐาน)")
    assert notes[1] == "หมายเหตุ 2) ประเมินไม่ได้ (ยังไม่มียอดให้เทียบ)"
    assert [row[-1] for table in paper_of(scene).tables for row in table.rows] == ["1)", "", "", "2)"]


def test_grades_no_grade_and_no_report_are_counted_apart_and_add_up(scene: Scene) -> None:
    for code in CODES[:3]:
        confirm(scene, code)
    told = facts(paper_of(scene))
    assert list(told.values()) == [0, 1, 0, 1, 1, 1]
    assert list(told)[4:] == ["ยังประเมินไม่ได้", "ยังไม่ยืนยันรายงาน"]
    assert sum(told.values()) == len(CODES)


def test_the_nation_sums_the_confirmed_reports_of_each_province(scene: Scene) -> None:
    for code in CODES[:2]:
        confirm(scene, code)
    make_unit("80")
    make_unit("8001")
    unit = scene.officers[""].posts.get().unit
    [table] = papers.paper(unit, JULY, on=ON).tables
    numbers = (
        3,
        2,
        2,
        2,
        Decimal("1040900.25"),
        Decimal("1040900.25"),
        Decimal("1001000.00"),
        Decimal("39900.25"),
    )
    assert table.rows == [
        (1, "จังหวัดหนองคาย", 2, 2, *numbers, Percent(Decimal("39900.25") * 100 / 1001000)),
        (2, "จังหวัดนครศรีธรรมราช", 0, 1, *(None,) * 9),  # nothing told is no zero
    ]
    assert table.total == ("", "รวม", 2, 3, *numbers, Percent(Decimal("39900.25") * 100 / 1001000))


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (
            date(2024, 6, 1),
            "ครั้งที่ 1 ของไตรมาส 4/2567 กำหนดวันที่ 15 กรกฎาคม 2567 ตัวเลขทั้งหมดเป็นของไตรมาส 3/2567",
        ),
        (AUGUST, "ครั้งที่ 3 ของไตรมาส 4/2567 กำหนดวันที่ 15 กันยายน 2567 ส่งได้ถึงวันจันทร์ที่ 16 กันยายน 2567"),
        (SEPTEMBER, "ครั้งที่ 1 ของไตรมาส 1/2568 กำหนดวันที่ 15 ตุลาคม 2567 ตัวเลขทั้งหมดเป็นของไตรมาส 4/2567"),
    ],
)
def test_the_rounds_are_numbered_as_in_the_letter(scene: Scene, month: date, said: str) -> None:
    assert paper_of(scene, "4301", month).lines[2] == f"ส่งเป็นรายงาน{said}"


def test_the_form_says_what_the_page_says(scene: Scene, client: Client) -> None:
    client.force_login(scene.officers["4301"])
    page = client.get("/monthly/2567/7/4301/").context["draft"]
    told = facts(paper_of(scene, "4301"))
    assert told["เปลี่ยนแปลง (บาท)"] == page.change_baht
    assert told["เปลี่ยนแปลง (ร้อยละ)"] == page.change_percent
    assert told["ยอดจำหน่ายเดือนกรกฎาคม 2567 (บาท)"] == page.sales_month


def many(province: str, count: int, confirmed: int) -> Paper:
    """A province's report of August whose first districts have confirmed amounts of eight digits, some with a note."""
    scene = Scene(province, [f"{province}{number:02}" for number in range(1, count + 1)])
    figures = services.draft(next(iter(scene.units.values())), AUGUST, ON).as_data() | {
        "months": ["2024-07-01", "2024-08-01"], "sales_month": "12345678.25", "sales_quarter": "43456789.50",
        "base": "40123456.75", "letter": "B", "reason": "", "producers": 1250,
    }  # fmt: skip
    at = datetime(2024, 9, 10, tzinfo=UTC)
    MonthlyReport.objects.bulk_create(
        MonthlyReport(
            district=scene.units[code], month=AUGUST, figures=figures, first_confirmed_at=at, latest_confirmed_at=at,
            note="ผู้ผลิตบางรายติดต่อไม่ได้ในช่วงน้ำท่วม" if number < 3 else "",
            confirmed_by=scene.officers[code], receipt_number=f"M-2567-08-{code}-2",
        )
        for number, code in enumerate([*scene.units][:confirmed])
    )  # fmt: skip
    return papers.paper(scene.province, AUGUST, on=date(2024, 9, 17))


@pytest.mark.parametrize(("province", "count", "confirmed"), [("43", 9, 9), ("80", 23, 17), ("10", 50, 38)])
def test_a_provinces_report_is_one_sheet_for_the_largest_too(
    province: str, count: int, confirmed: int
) -> None:
    paper = many(province, count, confirmed)
    [page] = reading.pages(document.draw(paper, IMPRINT))
    assert [len(table.rows) for table in paper.tables] == [confirmed, count - confirmed][
        : 1 + (confirmed < count)
    ]
    assert page.count("12,345,678.25") == confirmed
    assert all(words in page for words in ("ลงชื่อ", "น้ำท่วม", "รวม", "หน้า 1 จาก 1"))


def test_twenty_three_districts_are_readable() -> None:
    """At 8.6 pt with amounts of eight digits, six of them as drafts below; nothing leaves its cell."""
    laid = lay_out(pages.sheet(many("80", 23, 17), IMPRINT, density="dense s8"))
    assert len(laid.pages) == 1
    assert boxes.strays(laid) == []
    amounts = [text for text in boxes.texts(laid.pages[0]) if text.text == "12,345,678.25"]
    assert min(text.style["font_size"] for text in amounts) >= 8.6 * 96 / 72 - 0.01
