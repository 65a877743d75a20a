"""The one door for every verb: what it shows, refuses, asks, and that pressing twice does it once."""

import pytest
from django.test import Client

from registration.models import Event, Plan
from registration.views.journey.acts import PAGES
from registration.workflow import ALL_TRANSITIONS, Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    make_contact,
    make_post,
    make_producer,
    open_records,
    submission_of,
    walk,
)
from tests.world.round_pages import address, read

pytestmark = pytest.mark.django_db


def test_reading_what_a_verb_does_changes_nothing(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    text = read(client, cast.district, address("advance", "8001", "submit"))
    assert "จังหวัดได้รับข้อมูลของรอบนี้ทันที" in text
    assert submission_of(cast.a).status == Status.ENTRY


def test_pressing_twice_submits_once_and_shows_the_same_receipt(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    client.force_login(cast.district)
    answers = [client.post(address("advance", "8001", "submit")) for _ in range(2)]
    assert [answer.url for answer in answers] == [address("receipt", "8001")] * 2
    assert Event.objects.filter(verb="submit").count() == 1
    assert "ไม่มีการบันทึกซ้ำ" in client.get(address("receipt", "8001")).content.decode()


def test_a_refusal_says_rule_since_when_reopening_and_who_helps(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    make_contact(cast.home)
    make_contact(cast.nation, name="นายกรม ใจดี")
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(GAP_DAY)
    client.force_login(cast.province)
    answer = client.post(address("advance", "8001", "certify"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "รับรองข้อมูลไม่ได้ เพราะอยู่นอกช่วงเวลาของรอบ 2/2561" in text
    assert "<strong>วันจันทร์ที่ 19 มีนาคม 2561</strong>" in text
    assert "นายกรม ใจดี" in text  # the level above the one who asks, not above the district
    assert submission_of(cast.a).status == Status.SUBMITTED


@pytest.mark.parametrize(
    "case",
    [
        "district certify 403",
        "province submit 403",
        "department certify 403",
        "neighbour submit 404",
        "district hard_close 404",
        "district certify_province 404",
        "district nothing 404",
    ],
)
def test_a_verb_of_somebody_else_or_of_nothing(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze, case: str
) -> None:
    freeze(REGISTER_DAY)
    name, verb, status = case.split()
    client.force_login(getattr(cast, name))
    for ask in (client.get, client.post):
        assert ask(address("advance", "8001", verb)).status_code == int(status)


def test_a_verb_of_another_status_says_how_things_stand(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    text = read(client, cast.province, address("advance", "8001", "certify"))
    assert "รับรองข้อมูลไม่ได้ เพราะสถานะขณะนี้คือ “กำลังบันทึก”" in text
    assert "<button" not in text[text.index('id="main"') :]


def test_taking_back_asks_why_and_keeps_the_words(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    walk(submission_of(cast.a), Status.CERTIFIED)
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    url = address("advance", "8001", "withdraw")
    assert "กรอกเหตุผล" in client.post(url, {"reason": " "}).content.decode()
    answer = client.post(url, {"reason": "พบข้อมูลซ้ำ"})
    assert answer.url == address("review", "8001")
    assert submission_of(cast.a).status == Status.SUBMITTED
    assert "พบข้อมูลซ้ำ" in read(client, cast.province, address("round", "8001"))


def test_who_entered_the_round_reads_why_another_must_certify(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    make_post(cast.district, cast.home)
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    text = read(client, cast.district, address("advance", "8001", "certify"))
    assert "ต้องให้เจ้าหน้าที่อีกคนรับรอง" in text
    assert client.post(address("advance", "8001", "certify")).status_code == 409


def test_certifying_shows_what_is_signed_and_leads_to_the_next_district(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    url = address("advance", "8001", "certify")
    text = read(client, cast.province, url)
    assert "ไม่มีระเบียนใดมีข้อควรตรวจ" in text
    assert "ยกมา 0 + ใหม่ 1 + ย้ายเข้า 0 − ยกเลิก 0 − ย้ายออก 0 = คงเหลือ <strong>1</strong> ราย" in " ".join(
        text.split()
    )
    assert "รับรองยังไม่ได้ ยังต้องสุ่มเปิดดูอีก 1 ระเบียน" in text
    assert client.post(url).status_code == 409
    open_records(submission_of(cast.a), by=cast.province, on=VERIFY_DAY)
    assert client.post(url).url == address("round", "80")
    assert submission_of(cast.a).status == Status.CERTIFIED


def test_after_the_step_the_way_back_is_shut(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> None:
    walk(submission_of(cast.a), Status.CERTIFIED)
    freeze(CLOSE_DAY)
    client.force_login(cast.province)
    answer = client.post(address("advance", "8001", "withdraw"), {"reason": "พบข้อมูลซ้ำ"})
    assert answer.status_code == 409
    assert "ตั้งแต่</dt><dd>วันเสาร์ที่ 24 มีนาคม 2561" in answer.content.decode()


def test_every_verb_of_the_tables_has_its_page() -> None:
    assert set(PAGES) == {row.verb for row in ALL_TRANSITIONS}
