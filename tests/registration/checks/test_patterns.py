"""What looks made up: products in a heap at the end, sales that all grow alike."""

from datetime import date
from decimal import Decimal

import pytest

from registration.models import Plan, Producer, Sale
from registration.services import registry
from registration.services.checks import running
from tests.world.cast import Cast
from tests.world.checked import codes_of, findings_of
from tests.world.factories import ROUND_ID, make_producer, make_product_fields

pytestmark = pytest.mark.django_db
ROUND_1_DAY = date(2017, 11, 1)
LAST_DAY = date(2018, 3, 16)  # of round 2/2561


@pytest.mark.parametrize(
    ("day", "count", "codes"),
    [
        (date(2018, 3, 10), 3, ["heaped_up"]),
        (date(2018, 3, 9), 3, []),  # a day before the last week
        (LAST_DAY, 2, []),
    ],
)
def test_three_products_in_the_last_week_are_a_heap(
    cast: Cast, plan: Plan, day: date, count: int, codes: list[str]
) -> None:
    old = make_producer(cast.a, by=cast.district, on=ROUND_1_DAY)
    new = [make_product_fields() for _ in range(count)]
    fields = {name: getattr(old, name) for name in ("kind", "name", "citizen_id", "juristic_id")}
    registry.amend(old, by=cast.district, on=day, version=old.version, fields=fields, products=new)
    assert codes_of(old) == codes


def sell(producer: Producer, month: date, baht: int) -> None:
    Sale.objects.create(
        product=producer.products.get(), district=producer.district, month=month,
        domestic_offline_baht=Decimal(baht), entered_by=producer.created_by, entered_at=producer.created_at,
    )  # fmt: skip


def test_sales_that_grow_like_two_neighbours_are_told(cast: Cast, plan: Plan) -> None:
    rows = [make_producer(cast.a, by=cast.district) for _ in range(4)]
    for number, (each, after) in enumerate(zip(rows, (1050, 2100, 3150, 4900), strict=True), 1):
        sell(each, date(2017, 1, 1), number * 1000)
        sell(each, date(2018, 1, 1), after)
    running.run(cast.a.pk, ROUND_ID, LAST_DAY)
    assert [codes_of(each) for each in rows] == [["grown_alike"]] * 3 + [[]]
    [told] = findings_of(rows[0])
    assert told.words == "ยอดจำหน่ายเปลี่ยนจากปีก่อน +5.00 % เท่ากันกับผู้ผลิตในตำบลเดียวกันอีก 2 ราย"
