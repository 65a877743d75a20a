"""The roster of a day: who was registered then, in dictionary order, whatever happened afterwards."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registration.models import Plan, Producer
from registration.services import registry
from registration.services.registry import as_of
from registration.services.registry.as_of import RosterEntry
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, amend, make_producer, make_product_fields
from tests.world.round_pages import make_many_records, read

LAST_DAY = date(2018, 3, 16)  # "registered by 16 March 2561": L1 order 3
LATER = date(2018, 4, 2)  # the register step of round 3/2561
ROSTER = "/producers/roster/"


def roster_of(cast: Cast, day: date = LAST_DAY) -> list[RosterEntry]:
    return as_of.roster(cast.a, day).entries()


def withdraw(producer: Producer, cast: Cast, on: date) -> Producer:
    fresh = Producer.objects.get(pk=producer.pk)
    return registry.withdraw(fresh, by=cast.district, on=on, version=fresh.version, reason="เลิกกิจการ")


def test_the_roster_of_16_march_stays_the_same_after_later_edits_and_withdrawals(
    cast: Cast, plan: Plan
) -> None:
    kept, ended = (make_producer(cast.a, by=cast.district, on=DAY) for _ in range(2))
    before = roster_of(cast)
    assert len(before) == 2
    amend(kept, by=cast.district, on=LATER, name="ชื่อใหม่", phones=["0899999999"])
    withdraw(ended, cast, LATER)
    make_producer(cast.a, by=cast.district, on=LATER)
    product = kept.products.get()
    registry.withdraw_product(product, by=cast.district, on=LATER, version=2, reason="เลิกทำ")
    assert roster_of(cast) == before
    assert [entry.name for entry in roster_of(cast, LATER)].count("ชื่อใหม่") == 1
    assert len(roster_of(cast, LATER)) == 2, "one withdrawn, one new"


def test_the_roster_knows_the_day_itself_and_not_the_day_before(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, on=DAY)
    withdraw(producer, cast, LAST_DAY)
    days = [DAY - timedelta(days=1), DAY, LAST_DAY - timedelta(days=1), LAST_DAY]
    assert [len(roster_of(cast, day)) for day in days] == [0, 1, 1, 0]


def test_the_roster_is_in_dictionary_order_and_masks_the_persons_number(cast: Cast, plan: Plan) -> None:
    for name in ("แกงส้ม", "กาแฟ", "เกาะแก้ว", "ขวดแก้ว"):
        make_producer(cast.a, by=cast.district, name=name)
    entries = roster_of(cast)
    assert [entry.name for entry in entries] == ["กาแฟ", "เกาะแก้ว", "แกงส้ม", "ขวดแก้ว"]
    assert [entry.place for entry in entries] == [1, 2, 3, 4]
    assert all(entry.masked_id.startswith("1-800") and "xxxxx" in entry.masked_id for entry in entries)


def test_an_entry_has_the_columns_of_the_letter(cast: Cast, plan: Plan) -> None:
    over = {"issuer": "", "issued_day": None}
    certificates = [
        {"standard": "fda", "number": "80-1", "expires_day": date(2018, 3, 15), **over},
        {"standard": "halal", "number": "12", "expires_day": LAST_DAY, **over},
    ]
    products = [make_product_fields(name="ขนมลา", certificates=certificates), make_product_fields()]
    place = {
        "house_number": "9/1",
        "village_number": "3",
        "village": "บ้านคีรีวง",
        "road": "ราชดำเนิน",
        "phones": ["0812345678"],
    }
    make_producer(cast.a, by=cast.district, products=products, **place)
    (entry,) = roster_of(cast)
    assert entry.address == "9/1 หมู่ที่ 3 บ้านคีรีวง ถนนราชดำเนิน ตำบลในเมือง 80000"
    assert (entry.phones, entry.kind_label) == (("08 1234 5678",), "กลุ่มผู้ผลิตชุมชน")
    assert (entry.round_label, entry.row_count) == ("2/2561", 2)
    assert entry.first_product.standards == ("อย. 80-1 (หมดอายุ)", "ฮาลาล 12")
    assert entry.first_product.type_label == "อาหาร"


def test_a_provinces_roster_goes_district_by_district(cast: Cast, plan: Plan) -> None:
    make_producer(cast.b, by=cast.neighbour, name="ก")
    make_producer(cast.a, by=cast.district, name="ฮ")
    make_producer(cast.far_district, by=cast.other_district, name="ก")
    assert [entry.name for entry in as_of.roster(cast.home, LAST_DAY).entries()] == ["ฮ", "ก"]


def test_a_page_of_the_roster_costs_the_same_for_few_and_many(
    cast: Cast, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_many_records(cast.a, 60, by=cast.district)
    with django_assert_num_queries(3):
        entries = as_of.roster(cast.a, LAST_DAY).entries(50, 60)
    assert [entry.place for entry in entries] == list(range(51, 61))


# --- in the browser ---


@pytest.fixture
def today(cast: Cast, plan: Plan, freeze: Freeze) -> date:
    """A day of round 3/2561, with a producer since round 2 and one registered today."""
    make_producer(cast.a, by=cast.district, on=DAY, name="กลุ่มเดิม")
    make_producer(cast.a, by=cast.district, on=LATER, name="กลุ่มใหม่")
    freeze(LATER)
    return LATER


def test_the_page_says_its_day_and_reads_it_from_three_boxes_or_one_text(
    today: date, cast: Cast, client: Client
) -> None:
    boxes = "day_0=๑๖&day_1=มี.ค.&day_2=61"
    for query in (boxes, "day=2018-03-16", "day=16 มี.ค. 2561"):
        text = read(client, cast.district, f"{ROSTER}?{query}")
        assert "ลงทะเบียน ณ วันที่ 16 มีนาคม 2561" in text
        assert "กลุ่มเดิม" in text
        assert "กลุ่มใหม่" not in text
    assert "กลุ่มใหม่" in read(client, cast.district, ROSTER)


def test_a_day_to_come_and_an_empty_day_are_explained(today: date, cast: Cast, client: Client) -> None:
    assert "วันที่ต้องไม่เกินวันนี้" in read(client, cast.district, f"{ROSTER}?day=2018-12-31")
    assert "ยังไม่มีผู้ผลิตที่ลงทะเบียน ณ วันนั้น" in read(client, cast.district, f"{ROSTER}?day=2017-12-31")


def test_everybody_sees_the_rosters_of_their_own_scope(today: date, cast: Cast, client: Client) -> None:
    assert "กลุ่มเดิม" in read(client, cast.province, ROSTER)
    assert "กลุ่มเดิม" in read(client, cast.province, f"{ROSTER}?district=8001")
    assert "กลุ่มเดิม" not in read(client, cast.province, f"{ROSTER}?district=8002")
    assert "กลุ่มเดิม" not in read(client, cast.neighbour, f"{ROSTER}?district=8001")
    assert "เลือกจังหวัดก่อน" in read(client, cast.department, ROSTER)
    assert "กลุ่มเดิม" in read(client, cast.department, f"{ROSTER}?province=80")


def test_a_long_roster_has_pages_and_one_page_for_paper(cast: Cast, plan: Plan, client: Client) -> None:
    make_many_records(cast.a, 60, by=cast.district)
    first = read(client, cast.district, f"{ROSTER}?day=2018-03-16")
    assert "รายการที่" in first
    assert first.count('scope="rowgroup"') == 50
    assert read(client, cast.district, f"{ROSTER}?day=2018-03-16&all=1").count('scope="rowgroup"') == 60
