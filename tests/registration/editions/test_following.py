"""A later edition stores what it replaces and reads whole; the one before stays as it was, and both are genuine."""

import pytest
from django.db import connection

from registration import append_only, figures
from registration.models import Edition, EditionFigure, Plan, RosterRow
from registration.services import editions
from registration.services.editions import following
from registration.services.editions.following import FigureLine, Replaced, RosterLine
from registration.services.journal import Act
from registration.services.registry import as_of
from registration.workflow import CertificateStatus, ClosingStatus, Status
from tests.world.cast import Cast
from tests.world.factories import CLOSE_DAY, certification_of, closing_of, make_producer, submission_of, walk

ROUND_ID = 25612


@pytest.fixture
def first(cast: Cast, plan: Plan) -> Edition:
    """Two producers of 8001 in one subdistrict, one of 8002."""
    for name in ("ก", "ข"):
        make_producer(cast.a, by=cast.district, name=name)
    make_producer(cast.b, by=cast.neighbour, name="ค")
    for district in (cast.a, cast.b):
        walk(submission_of(district), Status.CERTIFIED)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), ClosingStatus.CLOSED)
    return editions.latest(ROUND_ID)


def names(edition: Edition) -> list[str]:
    return [
        row.content["name"] for row in RosterRow.objects.of(edition).order_by("district_id", "producer_id")
    ]


def taken_off(cast: Cast, before: Edition, name: str) -> Edition:
    """The edition after, without the producer of that name."""
    row = next(row for row in RosterRow.objects.of(before) if row.content["name"] == name)
    place = row.content["subdistrict_id"]
    counts = following.counts_in(before, [place])[place] - figures.count_of(row.content, ROUND_ID)
    return following.follow(
        before,
        Replaced(
            (FigureLine(row.district_id, place, counts),),
            (RosterLine(row.producer_id, row.district_id, row.content, is_listed=False),),
        ),
        Act(cast.department, CLOSE_DAY),
    )


def left(edition: Edition, code: str) -> int:
    return figures.registration_report(code, ROUND_ID, edition).total.producers_left


@pytest.mark.django_db
def test_a_later_edition_stores_the_change_and_reads_whole(cast: Cast, first: Edition) -> None:
    second = taken_off(cast, first, "ก")
    third = taken_off(cast, second, "ข")
    assert [each.figures.count() + each.roster.count() for each in (first, second, third)] == [5, 2, 2]
    assert [names(each) for each in (first, second, third)] == [["ก", "ข", "ค"], ["ข", "ค"], ["ค"]]
    assert [left(each, "8001") for each in (first, second, third)] == [2, 1, 0]
    assert [left(each, "") for each in (first, second, third)] == [3, 2, 1]
    assert [len(as_of.frozen_roster(cast.a, each).entries()) for each in (first, second, third)] == [2, 1, 0]


@pytest.mark.django_db
def test_editions_go_on_in_one_chain_and_the_first_stays_as_it_was(cast: Cast, first: Edition) -> None:
    before = list(first.roster.values()), list(first.figures.values()), first.fingerprint
    second = taken_off(cast, first, "ก")
    assert (second.number, second.previous_fingerprint) == (2, first.fingerprint)
    assert editions.latest(ROUND_ID) == second
    assert editions.is_genuine(first)
    assert editions.is_genuine(second)
    first.refresh_from_db()
    assert (list(first.roster.values()), list(first.figures.values()), first.fingerprint) == before


@pytest.mark.django_db
def test_whether_a_row_is_listed_is_sealed(cast: Cast, first: Edition) -> None:
    second = taken_off(cast, first, "ก")
    with append_only.lifted(connection):
        RosterRow._base_manager.filter(edition=second).update(is_listed=True)
    assert not editions.is_genuine(second)


@pytest.mark.django_db
def test_a_later_edition_is_as_genuine_as_the_rows_it_takes_over(cast: Cast, first: Edition) -> None:
    second = taken_off(cast, first, "ก")
    with append_only.lifted(connection):
        EditionFigure._base_manager.filter(edition=first).update(food=99)
    assert not editions.is_genuine(second)


@pytest.mark.django_db
def test_deltas_say_what_an_edition_changed(cast: Cast, first: Edition) -> None:
    (delta,) = following.deltas(taken_off(cast, first, "ก"))
    assert (delta.district_code, delta.subdistrict_code) == ("8001", "800101")
    assert (delta.before.products_left, delta.after.products_left) == (2, 1)
