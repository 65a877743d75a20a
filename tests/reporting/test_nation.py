"""The nation's page: shares, moves, and as many queries for two provinces as for seventy-seven."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grading import figures
from grading.models import Grade, GradeRun, RunKind
from grading.services import policies
from grading.services.policies import round_of
from registration.models import Succession, Unit, User
from registration.services.journal import Act
from registration.timetable import Quarter
from reporting.services import nation
from reporting.services.outlines import outlines, outlines_on
from tests.conftest import Freeze
from tests.world.factories import make_officer, make_unit

pytestmark = pytest.mark.django_db
ON, MONTH = date(2024, 9, 18), date(2024, 9, 1)
AUGUST_ROUND, SEPTEMBER_ROUND = date(2024, 8, 15), date(2024, 9, 16)


def grade(province: str, day: date, letters: str) -> GradeRun:
    """A stored interim run of the province; "-" is not assessable."""
    run = GradeRun.objects.create(
        province=make_unit(province),
        quarter=round_of(Quarter(2567, 4)),
        kind=RunKind.INTERIM,
        as_of=day,
        policy=policies.load_policy_2567(Act(None, AUGUST_ROUND)),
        made_at=datetime(2024, 9, 16, tzinfo=timezone.get_current_timezone()),
    )
    for number, letter in enumerate(letters, 1):
        Grade.objects.create(
            run=run,
            district=make_unit(f"{province}{number:02}"),
            letter=letter.strip("-"),
            by_products="A",
            by_sales=letter.strip("-"),
            increase=3,
            gross_new=3,
            base_baht=Decimal(100),
            reason="no_sales_yet" if letter == "-" else "",
        )
    return run


@pytest.fixture
def head() -> User:
    return make_officer("")


def test_shares_moves_and_counts(head: User) -> None:
    grade("43", AUGUST_ROUND, "CBA-")
    grade("43", SEPTEMBER_ROUND, "ABD-")
    grade("80", SEPTEMBER_ROUND, "--")
    make_unit("10")
    page = nation.of_nation(MONTH, ON)
    assert page is not None
    bangkok, nongkhai, south = page.lines
    assert (bangkok.run, bangkok.share, bangkok.step) == (None, None, "none")
    assert (nongkhai.counts, str(nongkhai.share), nongkhai.step) == ((1, 1, 0, 1, 1), "66.67", "50")
    assert (nongkhai.up, nongkhai.down) == (1, 1)
    assert (south.counts, south.share) == ((0, 0, 0, 0, 2), None)
    assert [tally.count for tally in page.total.tallies] == [1, 1, 0, 1, 3]
    assert page.without_run == 1


def test_the_page_asks_as_much_for_two_provinces_as_for_seventy_seven(
    head: User, freeze: Freeze, client: Client
) -> None:
    freeze(ON)
    client.force_login(head)
    asked = []
    for codes in (range(11, 13), range(13, 88)):
        for code in codes:
            grade(str(code), AUGUST_ROUND, "AD")
            grade(str(code), SEPTEMBER_ROUND, "BC")
        address = reverse("reporting:summary", args=[2567, 9])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 16  # two of them for the provinces as they stood


# --- provinces over time ---


@pytest.fixture
def merged(head: User) -> None:
    """On 1 October 2567 ลี้ (99) went to นครศรีธรรมราช and หนองคาย gave a part to the new 98."""
    for province in ("80", "99", "43"):
        grade(province, SEPTEMBER_ROUND, "AB")
    end, day = date(2024, 9, 30), date(2024, 10, 1)
    Unit.objects.filter(code__startswith="99").update(valid_to=end)
    make_unit("98", valid_from=day)
    rows = [("99", "80", 1), ("43", "43", 3), ("43", "98", 1)]
    for old, new, parts in rows:
        Succession.objects.create(predecessor_code=old, successor_code=new, day=day, parts=parts)


def test_a_month_that_is_over_keeps_its_provinces_on_the_map(merged: None) -> None:
    """The page of September, looked at in October, is that of September's provinces."""
    page = nation.of_nation(MONTH, date(2024, 10, 20))
    assert page is not None
    assert [line.province.pk for line in page.lines] == ["43", "80", "99"]
    assert {tally.letter: tally.count for tally in page.total.tallies if tally.count} == {"A": 3, "B": 3}


def test_a_new_province_is_named_and_an_ended_one_lends_its_outline(merged: None) -> None:
    before, after = outlines_on(date(2024, 9, 30)), outlines_on(date(2024, 10, 1))
    assert before == outlines()
    assert after == outlines(), "neither 99 nor 98 has an outline of its own"
    Succession.objects.create(predecessor_code="43", successor_code="80", day=date(2024, 11, 1), parts=1)
    assert outlines_on(date(2024, 11, 1))["80"] == f"{outlines()['80']} {outlines()['43']}"
    grade("98", date(2024, 10, 15), "A")
    page = nation.of_nation(date(2024, 10, 1), date(2024, 10, 20))
    assert page is not None
    assert [line.province.pk for line in page.lines] == ["43", "80", "98"]
    assert page.unplaced == "หน่วยงาน 98"


def test_a_quarter_that_is_over_is_graded_by_the_districts_of_its_end(head: User) -> None:
    for code in ("4301", "4302", "4303"):
        make_unit(code)
    Unit.objects.filter(pk="4302").update(valid_to=date(2024, 10, 5))
    Unit.objects.filter(pk="4303").update(valid_from=date(2024, 10, 6))
    found = figures.inputs("43", 25674, [date(2024, 9, 1)], date(2024, 10, 16))
    assert [each.code for each in found] == ["4301", "4302"]
