"""Monthly reports and the executives' page in Chromium: accessible at both widths, and one A4 on paper."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page

from registration.models import User
from reporting.services.outlines import outlines
from tests.browser.conftest import OpenPage, check_accessible, check_fits
from tests.world.factories import make_officer, make_unit
from tests.world.grading_scene import make_large_runs

DAY = date(2024, 9, 18)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(train: Callable[[date], None]) -> User:
    """The province's officer on a day after the third round, with two runs of 23 districts."""
    make_unit("")
    make_large_runs("80", 23)
    train(DAY)
    return make_officer("80")


@pytest.mark.parametrize("address", ["/summary/2567/9/", "/monthly/"])
def test_page_is_accessible_and_fits(open_page: OpenPage, width: int, officer: User, address: str) -> None:
    page = open_page(officer, width)
    page.goto(address)
    check_fits(page)
    check_accessible(page)


def test_the_nations_page_is_accessible_and_fits(open_page: OpenPage, width: int, officer: User) -> None:
    page = open_page(make_officer(""), width)
    page.goto("/summary/2567/9/")
    check_fits(page)
    check_accessible(page)


def sheets(page: Page) -> int:
    """How many the page of September fills, printed as the browser prints it."""
    page.goto("/summary/2567/9/")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))


def test_a_province_of_23_districts_is_one_a4(open_page: OpenPage, officer: User) -> None:
    assert sheets(open_page(officer)) == 1


def test_bangkoks_fifty_and_the_nation_are_one_a4_each(
    open_page: OpenPage, train: Callable[[date], None]
) -> None:
    make_unit("")
    for code in sorted(outlines().keys() - {"10"}):
        make_large_runs(code, 2)
    make_large_runs("10", 50)
    train(DAY)
    assert sheets(open_page(make_officer("10"))) == 1
    assert sheets(open_page(make_officer(""))) == 1


def test_the_report_of_a_month_is_confirmed_by_one_click(
    open_page: OpenPage, width: int, officer: User
) -> None:
    page = open_page(make_officer("8001"), width)
    page.goto("/monthly/2567/8/")
    check_fits(page)
    check_accessible(page)
    page.get_by_role("button", name="ยืนยันรายงานเดือนสิงหาคม 2567").click()
    page.wait_for_url("**/receipt/")
    check_fits(page)
    check_accessible(page)
