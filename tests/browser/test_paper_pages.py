"""Documents, letters, notices, contacts and jobs in Chromium: a letter from draft to number, a document from asking
to its file, and every page accessible at both widths.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from registration.models import ContactRole, Proof
from tests.browser.conftest import OpenPage, check_accessible, check_fits
from tests.world.cast import Cast, build_cast, build_plan
from tests.world.factories import make_contact, make_producer

LETTER_DAY = date(2018, 3, 13)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(train: Callable[[date], None], settings: Settings, tmp_path: Path) -> Cast:
    """Round 2/2561 on the day of the letter, with one producer and the coordinators that a letter names."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    cast = build_cast()
    build_plan()
    make_producer(cast.a, by=cast.district)
    make_contact(cast.home, role=ContactRole.REGISTRATION)
    train(LETTER_DAY)
    return cast


def check(page: Page) -> None:
    check_fits(page)
    check_accessible(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()
    page.wait_for_load_state()
    check(page)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("province", "/documents/"),
        ("province", "/documents/new/"),
        ("province", "/letters/"),
        ("district", "/letters/"),
        ("district", "/notices/"),
        ("district", "/notices/preferences/"),
        ("province", "/notices/failed/"),
        ("province", "/rounds/2561/2/80/share/"),
        ("department", "/closings/2561/2/share/"),
        ("province", "/notices/line/"),
        ("province", "/people/contacts/"),
        ("department", "/jobs/"),
        ("district", "/tasks/"),
    ],
)
def test_page_is_accessible_and_fits(
    open_page: OpenPage, width: int, office: Cast, who: str, address: str
) -> None:
    page = open_page(getattr(office, who), width)
    page.goto(address)
    check(page)


def test_a_letter_gets_its_number_and_its_file(open_page: OpenPage, width: int, office: Cast) -> None:
    page = open_page(office.province, width)
    page.goto("/letters/new/")
    check(page)
    press(page, "ร่างหนังสือ")
    press(page, "บันทึกร่าง")
    page.locator("input[name=number]").fill("นศ ๐๐๑๙/๐๑๔๖๗")
    press(page, "ออกหนังสือ")
    expect(page.get_by_role("main")).to_contain_text("ที่ นศ 0019/01467 ลงวันที่ 13 มีนาคม 2561")
    press(page, "หนังสือพร้อมสิ่งที่ส่งมาด้วย")
    expect(page.get_by_role("link", name="ดาวน์โหลด").first).to_be_visible()


def test_a_document_is_asked_for_fetched_and_verified(
    open_page: OpenPage, width: int, office: Cast, tmp_path: Path
) -> None:
    page = open_page(office.province, width)
    page.goto("/documents/new/")
    press(page, "PDF แบบรายงานการลงทะเบียนรายไตรมาส รอบ 2/2561")
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลด").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    stranger = open_page(None, width)
    for token in (Proof.objects.latest("pk").token, "nothing"):
        stranger.goto(reverse("registration:verify_paper", args=[token]))
        check(stranger)


def test_somebody_without_javascript_gets_a_document(open_page: OpenPage, office: Cast) -> None:
    page = open_page(office.district, javascript=False)
    page.goto("/documents/new/")
    page.get_by_role("button", name="PDF แผนการดำเนินงานการลงทะเบียน").first.click()
    expect(page.get_by_role("link", name="ดาวน์โหลด").first).to_be_visible()
