"""What a post owes on the 15th, on the start page of the district and of its province."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Post, User
from registration.services import calendar
from reporting.services import owed
from tests.conftest import Freeze
from tests.reporting.test_rounds import make_report
from tests.world.cast import Cast
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)
AFTER = date(2024, 7, 16)  # a day after the nominal day of June's report


@pytest.fixture
def office(cast: Cast) -> Cast:
    """The cast with the days off of 2567; posts that still run then."""
    calendar.load_holidays(JUNE, [2567])
    return cast


def post_of(user: User) -> Post:
    return user.posts.get()


def months(user: User, on: date) -> list[tuple[date, bool, int]]:
    return [(each.due.month, each.is_late, each.district_count) for each in owed.by_post(post_of(user), on)]


def test_a_month_is_owed_from_its_end_until_it_is_confirmed(office: Cast) -> None:
    assert months(office.district, date(2024, 6, 30)) == []
    assert months(office.district, date(2024, 7, 1)) == [(JUNE, False, 1)]
    assert months(office.district, date(2024, 7, 15)) == [(JUNE, False, 1)]
    assert months(office.district, AFTER) == [(JUNE, True, 1)]
    make_report("8001", JUNE, AFTER, office.district)
    assert months(office.district, AFTER) == []


def test_a_province_owes_what_its_districts_have_not_confirmed(office: Cast) -> None:
    make_report("8001", JUNE, date(2024, 7, 15), office.district)
    count = len(owed.by_post(post_of(office.province), AFTER)) and months(office.province, AFTER)[0]
    assert count == (JUNE, True, 1)  # district B


def test_readers_owe_nothing(office: Cast) -> None:
    assert months(office.department, AFTER) == months(office.province_executive, AFTER) == []


def test_the_start_page_leads_to_the_report(office: Cast, client: Client, freeze: Freeze) -> None:
    freeze(AFTER)
    text = read(client, office.district, reverse("reporting:tasks"))
    assert "ยอดจำหน่ายเดือนมิถุนายน 2567" in text
    assert "เลยกำหนด" in text
    assert reverse("reporting:monthly", args=[2567, 6, "8001"]) in text
