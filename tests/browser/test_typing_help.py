"""Help while a producer is typed: days in three boxes, check digits, lengths, the cursor after each act."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from registration.models import Producer
from tests.browser.conftest import OpenPage, check_accessible
from tests.world.cast import Cast, build_cast, build_plan
from tests.world.factories import REGISTER_DAY, make_producer, make_unit

NEW = "/producers/new/"


@pytest.fixture
def cast(transactional_db: None, train: Callable[[date], None]) -> Cast:
    train(REGISTER_DAY)
    cast = build_cast()
    build_plan()
    make_producer(cast.a, by=cast.district, kind="sole_owner", house_number="7/7")
    return cast


def paste(page: Page, target: str, text: str) -> None:
    """What a paste of text leaves: the whole text in the box, and the event of it."""
    page.focus(target)
    page.keyboard.insert_text(text)


def days(page: Page) -> list[str]:
    return [page.locator(f"#id_founded_day_{place}").input_value() for place in range(3)]


def test_a_day_typed_or_pasted_whole_fills_three_boxes(open_page: OpenPage, cast: Cast) -> None:
    page = open_page(cast.district)
    page.goto(NEW)
    for fold in page.locator("details.fold > summary").all():
        fold.click()
    paste(page, "#id_founded_day_0", "29/2/63")
    assert days(page) == ["29", "2", "63"]
    for place in range(3):
        page.fill(f"#id_founded_day_{place}", "")
    page.focus("#id_founded_day_0")
    page.keyboard.type("1/12/2560")
    assert days(page) == ["1", "12", "2560"]
    expect(page.locator("#id_founded_day_2")).to_be_focused()


def test_a_check_digit_is_told_while_typing(open_page: OpenPage, cast: Cast) -> None:
    page = open_page(cast.district)
    page.goto(NEW)
    page.fill("#id_citizen_id", "๑-๑๐๑๗-๐๐๐๐๐-๐๑-๑")
    expect(page.get_by_text("มีอย่างน้อยหนึ่งหลักที่พิมพ์ผิด")).to_be_visible()
    check_accessible(page)
    page.fill("#id_citizen_id", "1-1017-00000-01-0")
    expect(page.get_by_text("มีอย่างน้อยหนึ่งหลักที่พิมพ์ผิด")).to_be_hidden()
    page.fill("#id_citizen_id", "110170000")
    page.press("#id_citizen_id", "Tab")
    expect(page.get_by_text("แต่พิมพ์มา 9 หลัก")).to_be_visible()


def test_a_paste_that_is_too_long_is_told_and_not_cut(open_page: OpenPage, cast: Cast) -> None:
    page = open_page(cast.district)
    page.goto(NEW)
    paste(page, "#id_owner_first_name", "ก" * 112)
    expect(page.get_by_text("ยาวเกินไป 12 ตัวอักษร")).to_be_visible()
    expect(page.locator("#id_owner_first_name")).to_have_value("ก" * 112)


def test_a_sign_that_paper_lacks_is_told_while_typing_and_taken(open_page: OpenPage, cast: Cast) -> None:
    page = open_page(cast.district)
    page.goto(NEW)
    page.fill("#id_name", "ร้าน ₭ 😀 café")
    told = page.get_by_text("ไม่มีเครื่องหมาย ₭ 😀 จึงพิมพ์เป็นกรอบว่าง")
    expect(told).to_be_visible()
    check_accessible(page)
    page.fill("#id_name", "ร้าน café “ฤๅษี”")
    expect(page.locator("[data-signs]")).to_be_hidden()


def test_the_cursor_begins_in_the_name_and_stays_on_the_copy_button(open_page: OpenPage, cast: Cast) -> None:
    page = open_page(cast.district)
    page.goto(NEW)
    expect(page.locator("#id_name")).to_be_focused()
    page.get_by_role("button", name="คัดลอกที่อยู่").click()
    expect(page.locator("#id_house_number")).to_have_value("7/7")
    expect(page.get_by_role("button", name="คัดลอกที่อยู่")).to_be_focused()
    expect(page.get_by_role("link", name="ไม่บันทึก")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_lost_zero_is_put_back_by_one_press(open_page: OpenPage, cast: Cast, javascript: bool) -> None:
    page = open_page(cast.district, javascript=javascript)
    page.goto(f"/producers/{Producer.objects.get().pk}/edit/")
    page.fill("#id_phones", "891234567")
    page.get_by_role("button", name="บันทึก", exact=True).last.click()
    page.get_by_role("button", name="ใช้ 08 9123 4567").click()
    expect(page.get_by_text("08 9123 4567").first).to_be_visible()
    assert Producer.objects.get().phones == ["0891234567"]


def test_a_type_ahead_offers_what_begins_with_the_letters_before_what_holds_them(
    open_page: OpenPage, cast: Cast
) -> None:
    for code, name in (("8003", "ท่าปาก"), ("8004", "เมืองปาก"), ("8005", "ปากพนัง"), ("8006", "ลานสกา")):
        make_unit(code, name=name)
    page = open_page(cast.department)
    page.goto("/people/")
    box, options = (
        page.get_by_role("combobox", name="หน่วยงาน"),
        page.locator("ul[role=listbox] [role=option]"),
    )
    for typed in ("ปาก", "ป๋า ก"):  # tone marks and spaces do not count
        box.fill(typed)
        expect(options).to_have_count(3)
        offered = [text.removeprefix("อำเภอ") for text in options.all_inner_texts()]
        assert [text.split()[0] for text in offered] == ["ปากพนัง", "เมืองปาก", "ท่าปาก"]
    box.fill("ไม่มีที่นี่")
    expect(page.get_by_text("ไม่พบชื่อที่ตรงกัน").first).to_be_visible()
