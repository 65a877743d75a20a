"""Which round a list speaks of, and who a round still awaits."""

from datetime import date

import pytest
from django.db import connection

from otop_registry import thai
from registration.models import Plan, Producer
from registration.services import registry
from registration.services.registry import searching
from registration.timetable import Step
from tests.world.cast import Cast
from tests.world.factories import (
    DAY,
    amend,
    make_extension,
    make_fields,
    make_producer,
    make_product_fields,
    round_of,
)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2017, 9, 1), "1/2561"),  # before the first round: the one to come
        (date(2018, 1, 3), "2/2561"),
        (date(2018, 3, 17), "2/2561"),  # between register and verify
        (date(2018, 3, 19), "2/2561"),
        (date(2018, 3, 28), "2/2561"),  # closed, the next not open yet
        (date(2018, 4, 2), "3/2561"),
        (date(2019, 1, 1), "4/2561"),  # after the last round of the plan
    ],
)
def test_a_list_speaks_of_the_open_round_else_of_the_last_one(
    cast: Cast, plan: Plan, day: date, label: str
) -> None:
    assert str(searching.round_on("8001", day)) == label
    assert str(searching.round_on("", day)) == label


def test_an_extension_keeps_its_unit_in_the_older_round(cast: Cast, plan: Plan) -> None:
    days = (date(2018, 4, 2), date(2018, 4, 5))
    make_extension(cast.a, Step.REGISTER, days, by=cast.department)
    assert str(searching.round_on("8001", days[0])) == "2/2561"
    assert str(searching.round_on("8002", days[0])) == "3/2561"


def test_without_a_plan_there_is_no_round(cast: Cast) -> None:
    assert searching.round_on("8001", date(2018, 2, 1)) is None


def test_a_round_awaits_who_was_not_confirmed_for_some_rounds(cast: Cast, plan: Plan) -> None:
    old = make_producer(cast.a, by=cast.district, on=date(2017, 11, 1))
    newer = make_producer(cast.a, by=cast.district, on=date(2018, 2, 1))
    rows = Producer.objects.all()
    third = round_of(25613)
    assert set(searching.awaiting(rows, third)) == {old, newer}
    assert list(searching.awaiting(rows, third, unconfirmed_rounds=2)) == [old]
    assert not searching.awaiting(rows, third, unconfirmed_rounds=4)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is PostgreSQL's")
@pytest.mark.django_db
def test_a_part_of_a_thai_name_is_found_by_the_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    rows = Producer.objects.filter(search_key__contains=thai.search_key("แม่บ้าน"))
    assert "producer_search_trigram" in rows.order_by().explain()


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("105", True),  # in the name
        ("๑๐๕", True),
        ("มะลิ 105", True),
        ("มะลิ ๑๐๕", True),
        ("๐๐๐๐๑", True),  # its running number
        ("00002", False),
        ("81234", False),  # inside the telephone: too short to be one
        ("0812345678", True),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", True),
        ("081-234-5678", True),
        ("345678", True),
        ("0812345679", False),
        ("80-01-61-00001", True),
        ("๘๐-๐๑-๖๑", True),
        ("800161", True),
        ("นศ 77/2559", True),  # the number of the old system
        ("772559", True),
        ("ข้าวหลาม", True),  # a product
        ("ขาวหลาม มาลี", True),  # a product and the owner, without tone marks
        ("ขนมลาเลิกทำ", False),  # a product that was withdrawn
        ("ไม่มี", False),
    ],
)
def test_one_box_finds_by_name_owner_number_telephone_and_product(
    cast: Cast, plan: Plan, text: str, is_found: bool
) -> None:
    products = [make_product_fields(name=name) for name in ("ข้าวหลาม", "ขนมลาเลิกทำ")]
    numbers = {"former_numbers": "นศ 77/2559", "phones": ["0812345678"]}
    made = make_producer(cast.a, by=cast.district, products=products, name="ร้านข้าวหอมมะลิ 105", **numbers)
    gone = made.products.get(name="ขนมลาเลิกทำ")
    registry.withdraw_product(gone, by=cast.district, on=DAY, version=made.version, reason="เลิกทำ")
    make_producer(cast.a, by=cast.district, name="ร้านอื่น", phones=["0899999999"])
    rows = searching.find(Producer.objects.all(), searching.Search(text=text), 25612)
    assert (made in rows) is is_found


def test_a_new_telephone_is_found_and_the_old_one_no_longer(cast: Cast, plan: Plan) -> None:
    made = make_producer(cast.a, by=cast.district, phones=["0812345678"])
    amend(made, by=cast.district, on=DAY, phones=["0866666666"])
    rows = {
        text: list(searching.find(Producer.objects.all(), searching.Search(text=text), 25612))
        for text in ("0866666666", "0812345678")
    }
    assert rows == {"0866666666": [made], "0812345678": []}


def test_every_word_of_a_part_of_a_name_must_fit(cast: Cast, plan: Plan) -> None:
    fields, products = make_fields(name="กลุ่มแม่บ้านท่าไร่"), [make_product_fields()]
    made = registry.register(cast.a, by=cast.district, on=DAY, fields=fields, products=products)
    for text, is_found in (("บ้าน ไร่", True), ("แม่บ้านท่า", True), ("บ้าน สวน", False), ("0_0", False)):
        rows = searching.find(Producer.objects.all(), searching.Search(text=text), 25612)
        assert list(rows) == ([made] if is_found else []), text
