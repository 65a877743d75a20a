"""The registration report of a small district, counted by hand, live and frozen.

District A in round 1/2561: Rice (group, food and drink) and Silk (sole owner, cloth) in ในเมือง, Wood (SME,
utensil and herb) in ท่าวัง. In round 2/2561: Rice loses its drink and gains a herb, Silk is withdrawn, Wood is
confirmed, Cake (group, two foods) is new in ท่าวัง, and one more comes and goes inside the round.
"""

from datetime import date
from itertools import pairwise

import pytest
from pytest_django import DjangoAssertNumQueries

from registration import figures
from registration.figures import Counts
from registration.models import Plan, Producer
from registration.models.producers import ProducerKind, ProductType
from registration.services import editions, registry
from registration.workflow import CertificateStatus, ClosingStatus
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    certification_of,
    closing_of,
    make_producer,
    make_product_fields,
    walk,
)

FIRST_DAY = date(2017, 10, 2)
FIRST, SECOND, THIRD = 25611, 25612, 25613
CENTRE, PIER = "800101", "800102"

# place, round: counts by hand
GOLDEN = {
    (CENTRE, FIRST): Counts(
        producers_new=2, producers_left=2, group=1, sole_owner=1,
        products_added=3, products_left=3, food=1, drink=1, cloth=1,
    ),
    (PIER, FIRST): Counts(
        producers_new=1, producers_left=1, sme=1, products_added=2, products_left=2, utensil=1, herb=1
    ),
    (CENTRE, SECOND): Counts(
        producers_brought=2, producers_updated=1, producers_withdrawn=1, producers_left=1, group=1,
        products_brought=3, products_added=1, products_reduced=2, products_left=2, food=1, herb=1,
    ),
    (PIER, SECOND): Counts(
        producers_brought=1, producers_new=1, producers_left=2, group=1, sme=1,
        products_brought=2, products_added=2, products_left=4, food=2, utensil=1, herb=1,
    ),
    (CENTRE, THIRD): Counts(
        producers_brought=1, producers_left=1, group=1, products_brought=2, products_left=2, food=1, herb=1
    ),
    (PIER, THIRD): Counts(
        producers_brought=2, producers_left=2, group=1, sme=1,
        products_brought=4, products_left=4, food=2, utensil=1, herb=1,
    ),
}  # fmt: skip


def products(*types: ProductType) -> list[dict[str, object]]:
    return [make_product_fields(product_type=each) for each in types]


def first_round(cast: Cast) -> list[Producer]:
    """Rice, Silk and Wood."""
    kinds, types = ProducerKind, ProductType
    rows = (
        (CENTRE, kinds.GROUP, products(types.FOOD, types.DRINK)),
        (CENTRE, kinds.SOLE_OWNER, products(types.CLOTH)),
        (PIER, kinds.SME, products(types.UTENSIL, types.HERB)),
    )
    return [
        make_producer(
            cast.a, by=cast.district, on=FIRST_DAY, subdistrict_code=place, kind=kind, products=made
        )
        for place, kind, made in rows
    ]


def second_round(cast: Cast, rice: Producer, silk: Producer, wood: Producer) -> None:
    said = {"by": cast.district, "on": REGISTER_DAY}
    drink = rice.products.get(product_type=ProductType.DRINK)
    rice = registry.withdraw_product(drink, version=1, reason="เลิกผลิต", **said)
    registry.amend(
        rice,
        version=2,
        fields={n: getattr(rice, n) for n in FIELDS},
        products=products(ProductType.HERB),
        **said,
    )
    registry.withdraw(silk, version=1, reason="เลิกกิจการ", **said)
    registry.confirm_unchanged(cast.a, [wood.pk], **said)
    make_producer(
        cast.a, subdistrict_code=PIER, products=products(ProductType.FOOD, ProductType.FOOD), **said
    )
    brief = make_producer(cast.a, subdistrict_code=PIER, **said)
    registry.withdraw(brief, version=1, reason="ลงทะเบียนผิด", **said)


FIELDS = ("kind", "name", "owner_first_name", "owner_last_name", "citizen_id")


@pytest.fixture
def small(cast: Cast, plan: Plan) -> Cast:
    """The small district, with one producer in its neighbour and one in another province."""
    second_round(cast, *first_round(cast))
    make_producer(cast.b, by=cast.neighbour)
    make_producer(cast.far_district, by=cast.other_district)
    return cast


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "round_id"), GOLDEN)
def test_the_small_district_counts_as_by_hand(small: Cast, place: str, round_id: int) -> None:
    rows = {row.code: row.counts for row in figures.registration_report("8001", round_id).rows}
    assert rows[place] == GOLDEN[place, round_id]
    assert rows.keys() == {CENTRE, PIER}


@pytest.mark.django_db
@pytest.mark.parametrize("round_id", [FIRST, SECOND, THIRD])
def test_every_level_is_the_sum_of_the_level_below(small: Cast, round_id: int) -> None:
    for code, below in (("80", ("8001", "8002")), ("43", ("4301",)), ("", ("43", "80"))):
        report = figures.registration_report(code, round_id)
        assert [row.code for row in report.rows] == list(below)
        for row in report.rows:
            assert row.counts == figures.registration_report(row.code, round_id).total
        assert report.total == figures.total(row.counts for row in report.rows)


@pytest.mark.django_db
def test_what_is_left_is_what_the_next_round_brings(small: Cast) -> None:
    for code in ("8001", "80", ""):
        totals = [figures.registration_report(code, each).total for each in (FIRST, SECOND, THIRD)]
        for now, following in pairwise(totals):
            assert following.producers_brought == now.producers_left
            assert following.products_brought == now.products_left


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["8001", "80", ""])
def test_a_report_takes_as_many_queries_for_one_producer_as_for_all(
    small: Cast, code: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        assert figures.registration_report(code, SECOND).total.producers_left


@pytest.mark.django_db
def test_the_increase_is_net(small: Cast) -> None:
    assert figures.registration_report("8001", SECOND).total.product_increase == 3 - 2


@pytest.mark.django_db
def test_an_empty_place_has_a_row_of_zeros(cast: Cast, plan: Plan) -> None:
    assert [(row.code, row.counts) for row in figures.registration_report("8002", SECOND).rows] == [
        ("800201", Counts())
    ]


@pytest.mark.django_db
def test_frozen_figures_are_the_live_ones_of_the_day_of_closing(small: Cast) -> None:
    for round_id in (FIRST, SECOND):
        walk(certification_of(small.home, round_id), CertificateStatus.CERTIFIED)
        walk(closing_of(round_id), ClosingStatus.CLOSED)
    edition = editions.latest(SECOND)
    rows = {row.code: row.counts for row in figures.registration_report("8001", SECOND, edition).rows}
    assert rows == {PIER: GOLDEN[PIER, SECOND], CENTRE: GOLDEN[CENTRE, SECOND]}
    make_producer(small.a, by=small.district, on=date(2018, 4, 2))
    assert figures.registration_report("80", SECOND, edition).total == figures.total(rows.values())
