"""The letter of 16 July 2567 lived through in one go, from the first monthly round to the final grades of 4/2567.

What beat does by itself, the interim run after each round's day, is called as beat calls it. Source: letter
นค 0019.3/ก 9929; README, "The 2567 letter in the demo".
"""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings

from grading.models import GradeRun, RunKind
from grading.tasks import run_due_interims
from registration.models import Sale, Unit
from registration.services import sales
from reporting.models import MonthlyReport
from reporting.tasks import demo_neighbours
from tests.browser.conftest import WIDE, OpenPage
from tests.browser.test_readme_walk import check, press, sign_in

Train = Callable[[date], None]
GRADES, BASE = "/grades/2567/4/43/", "/grades/base/2567/4/43/"
JUNE, SEPTEMBER = "/sales/2567/6/4301/", "/sales/2567/9/4301/"
BLOCK = "1,234.50\t๑,๒๓๔.๕๐\r\n ฿500 \t20 บาท\r\n๑ ๐๐๐\t\r\n"  # as an officer's worksheet writes baht


@pytest.fixture
def at(transactional_db: None, settings: Settings, train: Train) -> Train:
    """`at(day)`: the demo on that day, with what beat has done by then."""
    settings.DEMO = True
    for command in ("load_reference", "load_demo", "load_demo_grades"):
        call_command(command, verbosity=0)

    def move(day: date) -> None:
        train(day)
        run_due_interims()
        demo_neighbours()

    return move


def test_the_2567_letter_from_15_july_to_the_final_grades(at: Train, open_page: OpenPage) -> None:
    district, province, nation = open_page(), open_page(), open_page()
    at(date(2024, 7, 15))
    for page, name in ((district, "amphoe.4301"), (province, "changwat.nk"), (nation, "athibodi")):
        sign_in(page, name)
    enter_june(district)
    confirm_from_the_letter(district, 6, "มิถุนายน 2567")
    at(date(2024, 7, 17))
    no_letter_yet(province)
    at(date(2024, 8, 15))
    confirm_from_the_letter(district, 7, "กรกฎาคม 2567")
    at(date(2024, 8, 16))
    first_interim(province)
    at(date(2024, 9, 16))  # the 15th is a Sunday
    confirm_from_the_letter(district, 8, "สิงหาคม 2567")
    at(date(2024, 9, 17))
    meeting(province, nation)
    at(date(2024, 10, 15))
    enter_september(district)
    confirm_from_the_letter(district, 9, "กันยายน 2567")
    at(date(2024, 10, 16))
    publish(province)
    nothing_moves_any_more(district, province)
    final_grades_are_for_everybody(open_page())


# --- the district ---


def boxes(page: Page, column: int = 0) -> list[str]:
    """The ids of a channel's boxes, in the order of the rows."""
    return page.eval_on_selector_all(f'[data-column="{column}"]', "boxes => boxes.map(box => box.id)")


def box(page: Page, row: int, column: int = 0) -> object:
    return page.locator(f'[id="{boxes(page, column)[row]}"]')


def paste(page: Page, row: int, text: str) -> None:
    """What Ctrl+V of a block does."""
    box(page, row).evaluate(
        """(box, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            box.focus();
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def enter_june(page: Page) -> None:
    """Typed with arrow keys, pasted from Excel, and "no sales" for the rest at once."""
    page.goto("/sales/")
    check(page)
    press(page, "มิถุนายน 2567")
    box(page, 0).click()
    page.keyboard.type("12500")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("๗๐๐.๒๕")
    paste(page, 2, BLOCK)
    state = page.locator("[data-save-state]")
    expect(state).to_have_text("บันทึกแล้ว 5 แถว")
    expect(page.locator("[data-page-total]")).to_have_text("17,189.25")
    check(page)
    zero_for_the_rest(page)


def zero_for_the_rest(page: Page) -> None:
    page.get_by_text("ยืนยันว่าไม่มียอดเดือนนี้หลายรายการพร้อมกัน").click()
    page.get_by_label("ทุกรายการที่ยังไม่รายงานในเดือนนี้").check()
    page.get_by_label("เหตุผลที่ไม่มียอดจำหน่าย").fill("นอกฤดูกาลผลิต")
    press(page, "ยืนยันว่าไม่มียอด")
    expect(page.locator("dd [data-tally=missing]")).to_have_text("0")


def confirm_from_the_letter(page: Page, month: int, name: str) -> None:
    """From the address in the letter's QR code: read, write a note, confirm. A receipt comes back."""
    page.goto(f"/monthly/2567/{month}/")
    expect(page).to_have_url(re.compile(f"/monthly/2567/{month}/4301/$"))
    check(page)
    page.get_by_label("ปัญหาและข้อเสนอแนะ").fill("ถนนขาดเพราะน้ำหลาก")
    press(page, f"ยืนยันรายงานเดือน{name}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"ใบรับรายงานเดือน{name}")
    expect(page.locator(".receipt-number")).to_contain_text("4301")
    expect(page.locator(".receipt-mark")).to_contain_text("ตรงเวลา")


def enter_september(page: Page) -> None:
    page.goto(SEPTEMBER)
    check(page)
    for row in range(3):
        box(page, row).fill("5,000,000")
    expect(page.locator("[data-save-state]")).to_have_text("บันทึกแล้ว 3 แถว")
    zero_for_the_rest(page)
    month, district = date(2024, 9, 1), Unit.objects.get(pk="4301")
    answered = Sale.objects.filter(district=district, month=month).count()
    assert answered == sales.products_of(district, month).count() > 10


# --- the province and the nation ---


def no_letter_yet(page: Page) -> None:
    page.goto("/monthly/")
    check(page)
    expect(page.get_by_role("main")).to_contain_text("QR สำหรับแนบหนังสือ")
    page.goto(GRADES)
    check(page)
    expect(page.get_by_role("main")).to_contain_text("ยังไม่มียอดให้เทียบ")


def first_interim(page: Page) -> None:
    page.goto(GRADES)
    check(page)
    expect(page.get_by_role("main")).to_contain_text("ชั่วคราว")
    press(page, "อำเภอเมืองหนองคาย")
    expect(page.get_by_role("heading", name="ระดับหน่วยงาน A (ชั่วคราว)")).to_be_visible()
    page.get_by_label("ผลิตภัณฑ์เพิ่มขึ้น", exact=True).fill("๒")
    press(page, "ลองคำนวณ")
    expect(page.get_by_role("region", name="ลองคำนวณ")).to_contain_text("ระดับหน่วยงาน B")
    page.goto("/summary/2567/8/")
    check(page)
    expect(page.get_by_role("main")).to_contain_text("ชั่วคราว")


def meeting(province: Page, nation: Page) -> None:
    """The executives' page of September: on one A4, and the nation's."""
    province.goto("/summary/2567/9/")
    check(province)
    expect(province.get_by_role("main")).to_contain_text("ล่าช้า")
    assert MonthlyReport.objects.exclude(district="4301").count() == 14  # what is ahead is not confirmed yet
    paper = province.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
    nation.goto("/summary/2567/9/")
    check(nation)
    expect(nation.get_by_role("main")).to_contain_text("หนองคาย")
    assert GradeRun.objects.filter(kind=RunKind.INTERIM, province="43", quarter=25674).count() == 3


def publish(page: Page) -> None:
    page.goto(BASE)
    check(page)
    page.goto(GRADES)
    press(page, "จัดระดับฉบับสุดท้าย")
    press(page, "จัดระดับฉบับสุดท้าย")
    press(page, "ตรวจและประกาศ")
    page.get_by_label("รับทราบรายการข้างต้น และประกาศตามข้อมูลที่มี").check()
    press(page, "ประกาศระดับหน่วยงาน")
    expect(page.get_by_role("main")).to_contain_text("ยอดจำหน่ายถูกล็อก")
    for letter in "ABCD":
        assert GradeRun.objects.get(kind=RunKind.FINAL).grades.filter(letter=letter).exists(), letter


def nothing_moves_any_more(district: Page, province: Page) -> None:
    """A page opened before the lock is refused in words: which rule, since when, who helps."""
    district.goto(SEPTEMBER)
    check(district)
    expect(district.get_by_role("main")).to_contain_text("ล็อกแล้ว")
    expect(district.get_by_role("main")).to_contain_text("วันพุธที่ 16 ตุลาคม 2567")
    expect(district.get_by_role("main")).to_contain_text("ผู้ที่ช่วยได้")
    assert not district.locator("[data-grid]").count()
    province.goto(BASE)
    check(province)
    expect(province.get_by_role("main")).to_contain_text("ฐานของไตรมาสนี้ไม่เปลี่ยนแปลงอีกแล้ว")
    province.goto("/summary/2567/10/")
    check(province)
    expect(province.get_by_role("main")).to_contain_text("สุดท้าย")


def final_grades_are_for_everybody(page: Page) -> None:
    assert page.viewport_size == {"width": WIDE, "height": 800}
    sign_in(page, "amphoe.mueang")
    page.goto("/grades/2567/4/4301/")
    check(page)
    expect(page.get_by_role("main")).to_contain_text("สุดท้าย")
