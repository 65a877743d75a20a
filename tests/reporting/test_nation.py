"""The nation's page: shares, moves, and as many queries for two provinces as for seventy-seven."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grading.models import Grade, GradeRun, RunKind
from grading.services import policies
from grading.services.policies import round_of
from registration.models import User
from registration.services.journal import Act
from registration.timetable import Quarter
from reporting.services import nation
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
    assert asked[0] == asked[1] <= 14
