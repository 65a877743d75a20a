"""Monthly reports and the executives' page in Chromium: accessible at both widths, and one A4 on paper."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.utils import timezone

from grading.models import Grade, GradeRun, RunKind
from grading.services import policies
from grading.services.policies import round_of
from registration.models import User
from registration.services.journal import Act
from registration.timetable import Quarter
from tests.browser.conftest import OpenPage, check_accessible, check_fits
from tests.factories import make_officer, make_unit

DAY = date(2024, 9, 18)
LETTERS = ("A", "B", "C", "D", "")
NAMES = ("เมืองนครศรีธรรมราช", "เฉลิมพระเกียรติ", "ทุ่งใหญ่", "พรหมคีรี")
pytestmark = pytest.mark.django_db(transaction=True)


def grade(districts: int, day: date, turn: int) -> None:
    """An interim run of province 80 whose districts hold all grades in turn, with real names and sums."""
    policy = policies.load_policy_2567(Act(None, day))
    made_at = datetime(2024, 8, 1, tzinfo=timezone.get_current_timezone())
    run = GradeRun.objects.create(
        province=make_unit("80"), quarter=round_of(Quarter(2567, 4)), kind=RunKind.INTERIM, as_of=day,
        policy=policy, made_at=made_at,
    )  # fmt: skip
    for number in range(districts):
        letter = LETTERS[(number + turn * (number % 4 == 0)) % len(LETTERS)]
        sold = {"A": "10510000.01", "B": "10400000.00", "C": "10250000.00", "D": "9000000.00", "": None}[
            letter
        ]
        Grade.objects.create(
            run=run,
            district=make_unit(f"80{number + 1:02}", name=NAMES[number % len(NAMES)]),
            letter=letter, by_products=letter or "D", by_sales=letter, increase={"A": 4, "B": 2, "C": 1}.get(letter, 1),
            gross_new=4, sales_baht=sold, base_baht="10000000.00", months=["2024-07-01"],
            reason="" if letter else "no_sales_yet",
        )  # fmt: skip


@pytest.fixture
def officer(train: Callable[[date], None]) -> User:
    """The province's officer on a day after the third round, with two runs of 23 districts."""
    make_unit("")
    grade(23, date(2024, 8, 15), turn=1)
    grade(23, date(2024, 9, 16), turn=0)
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


def test_a_province_of_23_districts_is_one_a4(open_page: OpenPage, officer: User) -> None:
    page = open_page(officer)
    page.goto("/summary/2567/9/")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1


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
