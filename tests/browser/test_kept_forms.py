"""What was typed when a session ended stands in the boxes again after signing in, on any page with a form."""

from importlib import import_module

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from registration.middleware import SEEN
from registration.models import Plan, Unit
from registration.workflow import CertificateStatus, Status
from tests.browser.conftest import OpenPage
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import PASSWORD, VERIFY_DAY, certification_of, make_producer, submission_of, walk

pytestmark = pytest.mark.django_db(transaction=True)


def end_session(page: Page) -> None:
    """As if nobody had come by for a day."""
    [cookie] = [each for each in page.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME]
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie["value"])
    session[SEEN] = 1
    session.save()


def sign_in(page: Page, username: str) -> None:
    page.get_by_label("ชื่อผู้ใช้").fill(username)
    page.get_by_label("รหัสผ่าน").first.fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()


@pytest.fixture
def reasons(cast: Cast, plan: Plan, freeze: Freeze, open_page: OpenPage) -> Page:
    """The page on which a province says why districts are left out."""
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.CERTIFIED)
    freeze(VERIFY_DAY)
    page = open_page(cast.province)
    page.goto(reverse("registration:advance", args=[2561, 2, "80", "certify_province"]))
    return page


def test_reasons_typed_by_a_province_come_back_after_signing_in(reasons: Page) -> None:
    box = reasons.get_by_label("เหตุผลที่ใช้กับทุกอำเภอในรายการ")
    box.fill("น้ำท่วมสำนักงาน")
    end_session(reasons)
    reasons.locator("main form button[type=submit]").click()
    assert "เก็บร่างไว้แล้ว" in reasons.locator("body").inner_text()
    sign_in(reasons, "province")
    expect(reasons.get_by_label("เหตุผลที่ใช้กับทุกอำเภอในรายการ")).to_have_value("น้ำท่วมสำนักงาน")
    assert certification_of_home() == CertificateStatus.PENDING
    reasons.locator("main form button[type=submit]").click()
    reasons.wait_for_url("**/certificate/")
    assert certification_of_home() == CertificateStatus.CERTIFIED


def certification_of_home() -> str:
    return certification_of(Unit.objects.get(pk="80")).status
