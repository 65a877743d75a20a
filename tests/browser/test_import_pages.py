"""An officer takes a list as an office has it from upload to registered, every row accounted for, and back."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page

from registration.models import Producer, Upload
from tests.browser.conftest import OpenPage, check_accessible, check_fits
from tests.world.cast import build_cast, build_plan
from tests.world.code import ROOT
from tests.world.factories import DAY, make_citizen_id, make_subdistrict

LIST = ROOT / "tests" / "world" / "messy_list.csv"
STATED = ("is_thai", "takes_part_in_production")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_messy_list_from_upload_to_registered_and_back(
    open_page: OpenPage, train: Callable[[date], None], *, javascript: bool
) -> None:
    cast, _, _ = build_cast(), build_plan(), make_subdistrict("800103", name="ปากนคร")
    train(DAY)
    page = open_page(cast.district, javascript=javascript)
    bring(page)
    upload = Upload.objects.get()
    whole = upload.counts["rows"]
    if javascript:
        check_fits(page)
        check_accessible(page)
    page.locator("#rows ~ .table-scroll a.btn").first.click()
    mend(page, make_citizen_id())
    page.goto(f"/import/{upload.pk}/")
    page.get_by_role("button", name="บันทึก 1 รายที่พร้อม").click()
    page.get_by_role("button", name="เลิกทำทั้งไฟล์").wait_for()
    assert Producer.objects.count() == 1
    assert sum(Upload.objects.get().counts["lines"].values()) == whole
    page.get_by_role("button", name="เลิกทำทั้งไฟล์").click()
    page.get_by_text("เลิกทำแล้ว").first.wait_for()
    assert not Producer.objects.exists()


def bring(page: Page) -> None:
    """From the list of producers to the checked upload."""
    page.goto("/producers/")
    page.get_by_role("link", name="นำเข้าจาก Excel").first.click()
    page.get_by_label("ไฟล์ Excel").set_input_files(LIST)
    page.get_by_role("button", name="อ่านตาราง").click()
    page.get_by_role("heading", name="แต่ละคอลัมน์คืออะไร").wait_for()
    for name in STATED:
        page.locator(f"#id_said-{name}").check()
    page.locator("#id_said-product_type").select_option("food")
    page.get_by_role("button", name="ตรวจทุกแถว").click()
    page.get_by_role("heading", name="แถวในไฟล์").wait_for()


def mend(page: Page, citizen_id: str) -> None:
    """What the list does not say, typed into the boxes of the form."""
    page.locator("#id_kind input[value=sole_owner], input[name=kind][value=sole_owner]").first.check()
    page.locator("#id_owner_first_name").fill("มาลี")
    page.locator("#id_owner_last_name").fill("ใจดี")
    page.locator("#id_citizen_id").fill(citizen_id)
    page.get_by_role("button", name="บันทึกแล้วไปรายถัดไป").click()
    page.get_by_text("นางมาลี ตัวอย่าง แล้ว: ใหม่").wait_for()
