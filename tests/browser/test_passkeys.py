"""A passkey in a real browser: added, then used to sign in and before an act; Chromium's virtual authenticator."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from registration.models import Factor, LineTarget, Passkey, SignIn, SignInEvent
from tests.browser.conftest import OpenPage, check_accessible, check_fits
from tests.world.cast import Cast
from tests.world.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
INSIDE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def with_key(open_page: OpenPage, cast: Cast) -> Page:
    """The window of a province's officer, on a machine with a key inside."""
    page = open_page(cast.province)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": INSIDE})
    return page


def sign_in(page: Page, username: str) -> None:
    page.get_by_label("ชื่อผู้ใช้").fill(username)
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()


def look_at(page: Page) -> None:
    check_fits(page)
    check_accessible(page)


def add_passkey(page: Page) -> None:
    page.goto(reverse("registration:passkey_add"))
    look_at(page)
    page.get_by_label("ชื่อเรียก").fill("คอมพิวเตอร์สำนักงาน")
    page.get_by_role("button", name="สร้างพาสคีย์").click()
    expect(page.get_by_role("heading", name="รหัสกู้คืนของท่าน")).to_be_visible()
    look_at(page)
    page.get_by_role("link", name="เก็บรหัสเรียบร้อยแล้ว").click()
    expect(page.get_by_text("คอมพิวเตอร์สำนักงาน เพิ่มเมื่อ")).to_be_visible()
    look_at(page)


def sign_in_with_it(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto(reverse("registration:sign_in") + "?next=/notices/line/")
    sign_in(page, username)
    look_at(page)
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    page.wait_for_url(re.compile("/notices/line/$"))


def test_a_passkey_is_added_and_opens_the_second_step_and_an_act(
    with_key: Page, cast: Cast, settings: Settings
) -> None:
    page = with_key
    add_passkey(page)
    sign_in_with_it(page, cast.province.username)
    assert SignIn.objects.get(event=SignInEvent.ENTERED).factor == Factor.PASSKEY
    assert Passkey.objects.get().used_at
    settings.PROOF_SECONDS = -1
    page.locator("[name=name]").fill("กลุ่มจังหวัด")
    page.locator("[name=target]").fill(f"C{'0' * 32}")
    page.get_by_role("button", name="เพิ่มกลุ่ม LINE").click()
    expect(page.get_by_role("heading", name="ยืนยันตัวตนก่อนทำรายการ")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    expect(page.get_by_text("เพิ่มกลุ่ม LINE แล้ว")).to_be_visible()
    assert LineTarget.objects.get().name == "กลุ่มจังหวัด"
