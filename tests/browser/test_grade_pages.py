"""Pages of grades in Chromium: accessible at both widths; a refused table, a base from a file, what if by keyboard."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from grading.models import BaseSale
from grading.services import runs
from tests.browser.conftest import WIDE, OpenPage, check_accessible, check_fits
from tests.world.grading_scene import AUGUST_ROUND, DOCUMENT, JULY, NEW_DAY, QUARTER, Scene

DAY = date(2024, 8, 20)
READ = (
    ("4301", "/grades/2567/4/4301/"),
    ("4301", "/grades/2567/4/4301/?products=๒&sales=๑๐๖,๐๐๐"),
    ("4301", "/grades/2567/4/4301/?products=x&sales="),
    ("43", "/grades/2567/4/43/"),
    ("43", "/grades/2567/4/43/final/"),
    ("43", "/grades/base/2567/4/43/"),
    ("43", "/grades/base/2567/4/43/import/"),
    ("43", "/grades/targets/2567/4/43/"),
    ("43", "/grades/targets/2567/4/43/edit/"),
    ("", "/grades/2567/4/"),
    ("", "/grades/policies/1/"),
    ("", "/grades/policies/new/"),
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(train: Callable[[date], None]) -> Scene:
    """A province after its second monthly round: 4301 has C, 4302 no base."""
    scene = Scene()
    scene.products("4301", 1)
    scene.products("4301", 1, on=NEW_DAY)
    scene.base("4301", "100000.00", "100000.00", "100000.00")
    scene.sell("4301", JULY, "103000.01")
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    train(DAY)
    return scene


def test_every_page_is_accessible_and_fits(open_page: OpenPage, width: int, scene: Scene) -> None:
    for code, address in READ:
        page = open_page(scene.officers[code], width)
        page.goto(address)
        check_fits(page)
        check_accessible(page)


def test_a_refused_table_is_shown_and_kept(open_page: OpenPage, width: int, scene: Scene) -> None:
    page = open_page(scene.officers[""], width)
    page.goto("/grades/policies/new/")
    page.get_by_label("ชื่อเกณฑ์").fill("เกณฑ์ใหม่")
    page.get_by_label("ที่มา").fill("มท 1")
    page.get_by_label("เริ่มใช้ตั้งแต่ไตรมาส").fill("๑/๒๕๖๘")
    page.get_by_label("ผลิตภัณฑ์ของระดับ B").fill("๓")
    page.get_by_role("button", name="บันทึกเกณฑ์ฉบับใหม่").click()
    expect(page.get_by_text("ทับกับระดับ A")).to_be_visible()
    expect(page.get_by_label("ผลิตภัณฑ์ของระดับ B")).to_have_value("๓")
    check_accessible(page)
    page.get_by_label("ผลิตภัณฑ์ของระดับ B").fill("๒")
    page.get_by_role("button", name="บันทึกเกณฑ์ฉบับใหม่").click()
    expect(page.get_by_role("heading", name="ฉบับที่ 2 เกณฑ์ใหม่")).to_be_visible()


def test_a_base_comes_from_a_file(open_page: OpenPage, scene: Scene, tmp_path: Path) -> None:
    book = Workbook()
    for row in (("อำเภอ", "ก.ค. 2566", "ส.ค. 2566"), ("อำเภอหน่วยงาน 4302", "๑,๒๓๔.๕๐", 20)):
        book.active.append(row)
    book.save(tmp_path / "base.xlsx")
    page = open_page(scene.officer, WIDE)
    page.goto("/grades/base/2567/4/43/import/")
    page.get_by_label("เอกสารอ้างอิง").fill(DOCUMENT)
    page.get_by_label("ไฟล์ Excel (.xlsx)").set_input_files(tmp_path / "base.xlsx")
    page.get_by_role("button", name="ตรวจไฟล์").click()
    expect(
        page.get_by_role("heading", name="ไฟล์บันทึกได้ มี 2 ข้อควรดู")
    ).to_be_visible()  # months and a district are missing
    check_accessible(page)
    page.get_by_role("button", name="บันทึกฐาน").click()
    expect(page.get_by_text("บันทึกฐานแล้ว 2 รายการ")).to_be_visible()
    assert BaseSale.objects.filter(district_id="4302").count() == 2


def test_what_if_by_keyboard_alone_and_without_javascript(open_page: OpenPage, scene: Scene) -> None:
    page = open_page(scene.officers["4301"], WIDE, javascript=False)
    page.goto("/grades/2567/4/4301/")
    page.get_by_label("ผลิตภัณฑ์เพิ่มขึ้น", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("๓")
    page.keyboard.press("Tab")
    page.keyboard.type("๑๐๕,๐๐๐.๐๑")
    page.keyboard.press("Enter")
    expect(page.get_by_text("ระดับหน่วยงาน A")).to_be_visible()
