"""The README's walk of round 2/2561, in its own order and words, on the demo that `make run` serves."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import resolve
from playwright.sync_api import Page, expect
from pytest_django import Settings

from registration.demo import PASSWORD
from registration.models import Edition
from registration.services import editions
from tests.browser.conftest import NARROW, OpenPage, check_accessible, check_fits

Train = Callable[[date], None]
CHECKED: Final[set[str]] = set()  # names of addresses


@pytest.fixture
def demo(transactional_db: None, settings: Settings, train: Train) -> None:
    settings.DEMO = True
    call_command("load_reference", verbosity=0)
    call_command("load_demo", verbosity=0)
    train(date(2018, 3, 14))


def check(page: Page) -> None:
    """The page is accessible at a desk, and fits and is accessible at 360 px when its address comes up first.

    tests/browser/test_every_page.py measures every page at every width.
    """
    check_accessible(page)
    name = resolve(urlsplit(page.url).path).view_name
    if name in CHECKED:
        return
    CHECKED.add(name)
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 800})
    check_fits(page)
    check_accessible(page)
    page.set_viewport_size(size)


def press(page: Page, name: str) -> None:
    """Presses the link or button of that name, waits for the page that answers, and checks it."""
    target = page.get_by_role("main").get_by_role("link", name=name)
    target = target.or_(page.get_by_role("main").get_by_role("button", name=name))
    target.first.click()
    page.wait_for_load_state()
    check(page)


def begin(page: Page, step: str) -> None:
    """Presses a step of the training guide: it sets the day and signs that person in."""
    page.goto("/tasks/training/")
    press(page, step)


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/sign-in/")
    page.get_by_label("ชื่อผู้ใช้").fill(username)
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    press(page, "เข้าสู่ระบบ")


def test_a_newcomer_walks_round_2_2561_from_first_producer_to_announcement(
    demo: None, open_page: OpenPage
) -> None:
    page = open_page()
    sign_in(page, "amphoe.mueang")
    begin(page, "14 มี.ค. 2561 เป็น amphoe.mueang")
    register_a_producer(page)
    confirm_and_submit(page)
    begin(page, "19 มี.ค. 2561 เป็น changwat.nst")
    return_one(page)
    page.context.clear_cookies()
    sign_in(page, "amphoe.mueang")
    mend_what_came_back(page)
    begin(page, "19 มี.ค. 2561 เป็น changwat.nst")
    verify_and_certify(page)
    announce_the_province(page)
    begin(page, "26 มี.ค. 2561 เป็น krom.admin")
    close_the_round(page)
    page.goto("/announcements/2561/2/")
    check(page)
    expect(page.get_by_role("main")).to_contain_text("นครศรีธรรมราช")
    assert editions.is_genuine(Edition.objects.get(round_id=25612))


def register_a_producer(page: Page) -> None:
    press(page, "บันทึกผู้ผลิตของรอบนี้")
    press(page, "ลงทะเบียนรายใหม่")
    page.get_by_label("ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว").check()
    page.get_by_label("ชื่อกลุ่ม/ผู้ประกอบการ").fill("ร้านป้าแดง ท่าไร่")
    page.get_by_label("ชื่อประธาน/เจ้าของ").fill("แดง")
    page.get_by_role("textbox", name="นามสกุล").fill("ตัวอย่าง")
    page.get_by_label("เลขประจำตัวประชาชน").fill("1-9999-00000-01-2")  # a wrong check digit first
    page.get_by_label("บ้านเลขที่").fill("๙๙/๑")
    page.locator("select[name=subdistrict], input[id$=subdistrict]").first.evaluate("node => node.focus()")
    choose_subdistrict(page, "ท่าไร่")
    page.get_by_label("โทรศัพท์").fill("08 0000 0001")
    page.get_by_label("สัญชาติไทย").check()
    page.get_by_label("ชุมชนมีส่วนร่วมในการผลิต").check()
    page.get_by_label("ชื่อผลิตภัณฑ์").fill("ขนมลากรอบ")
    page.locator("select[name$=product_type]").first.select_option(label="อาหาร")
    press(page, "บันทึก")
    expect(page).to_have_title(re.compile("^ผิดพลาด"))
    page.get_by_label("เลขประจำตัวประชาชน").fill("1-9999-00000-01-3")
    press(page, "บันทึก")
    expect(page.get_by_role("main")).to_contain_text("80-01-61-")


def choose_subdistrict(page: Page, name: str) -> None:
    """Types into the type-ahead as a keyboard user does."""
    box = page.get_by_role("combobox", name=re.compile("ตำบล"))
    box.fill(name)
    page.get_by_role("option", name=re.compile(name)).first.click()


def confirm_and_submit(page: Page) -> None:
    page.goto("/producers/")
    press(page, "ยืนยันข้อมูลเดิม")
    page.get_by_label("ยืนยันทั้งหมด").check()
    press(page, "ยืนยันข้อมูลเดิมของรายที่เลือก")
    page.goto("/rounds/2561/2/8001/")
    check(page)
    press(page, "ส่งให้จังหวัด")
    expect(page).to_have_url(re.compile("/receipt/"))
    expect(page.get_by_role("main")).to_contain_text("2561-2-8001-0001-")


def return_one(page: Page) -> None:
    page.goto("/rounds/2561/2/8001/review/")
    check(page)
    press(page, "ร้านป้าแดง")
    page.get_by_text("ให้แก้ไข ระบุช่องและเหตุผล").click()
    page.get_by_label("ช่องที่ต้องแก้ไข").first.select_option(label="ชื่อกลุ่ม/ผู้ประกอบการ")
    page.get_by_label("เหตุผล").first.select_option(index=1)
    press(page, "บันทึกให้แก้ไข")
    page.goto("/rounds/2561/2/8001/review/")
    press(page, "ส่งกลับแก้ไข")
    press(page, "ส่งกลับแก้ไข")


def mend_what_came_back(page: Page) -> None:
    page.goto("/tasks/")
    press(page, "แก้ไขระเบียนที่ส่งกลับ")
    press(page, "ร้านป้าแดง")
    expect(page.get_by_role("link", name="ชี้แจงว่าเหตุใดจึงไม่แก้")).to_be_visible()
    page.get_by_label("ชื่อกลุ่ม/ผู้ประกอบการ").fill("ร้านป้าแดง ขนมลาท่าไร่")
    press(page, "บันทึก")
    page.goto("/tasks/")
    press(page, "ตรวจข้อมูลก่อนส่งอีกครั้ง")
    press(page, "ส่งอีกครั้ง")
    expect(page).to_have_url(re.compile("/receipt/"))


def verify_and_certify(page: Page) -> None:
    page.goto("/rounds/2561/2/8001/review/")
    check(page)
    page.get_by_role("button", name="สุ่มระเบียนที่ต้องเปิดดู").click()
    page.locator("[data-row]").first.click()
    check(page)
    while page.locator("[data-pass]").count():
        page.locator("[data-pass]").click()
    page.goto("/rounds/2561/2/8001/review/")
    rest = page.get_by_role("button", name="ผ่านทั้งหมดที่ไม่มีข้อควรตรวจ")
    if rest.count():
        rest.click()
    press(page, "รับรองข้อมูล")
    press(page, "รับรองข้อมูล")
    expect(page.get_by_role("main")).to_contain_text("จังหวัดรับรองแล้ว")


def announce_the_province(page: Page) -> None:
    page.goto("/rounds/2561/2/80/")
    check(page)
    press(page, "รับรองระดับจังหวัด")
    page.locator("textarea, input[type=text]").first.fill("ส่งไม่ทันกำหนด")
    press(page, "รับรองระดับจังหวัด")
    announce(page, "บันทึกประกาศรับรอง", ("19", "3", "2561"))


def announce(page: Page, button: str, day: tuple[str, str, str]) -> None:
    if not page.locator("input[name=announcement_number]").count():
        press(page, button)
    page.locator("input[name=announcement_number]").fill("12/2561")
    for place, text in enumerate(day):
        page.locator(f"input[name=announcement_day_{place}]").fill(text)
    press(page, button)


def close_the_round(page: Page) -> None:
    page.goto("/closings/2561/2/?part=ready")
    expect(page.get_by_role("main")).to_contain_text("หนองคาย")  # has announced by then, without a worker
    page.goto("/closings/2561/2/")
    check(page)
    press(page, "พักระบบเพื่อตรวจก่อนปิด")
    page.locator("main textarea, main input[type=text]").first.fill("อยู่นอกพื้นที่สาธิต")
    press(page, "พักระบบเพื่อตรวจก่อนปิด")
    press(page, "ปิดระบบ")
    page.locator("main input[type=text]").first.fill("๒/๒๕๖๑")
    press(page, "ปิดระบบรอบ 2/2561")
    announce(page, "ประกาศผล", ("26", "3", "2561"))
