"""The list of producers: scope, search, filters, constant cost; confirming many at once."""

from datetime import date

import pytest
from django.test import Client

from registration.models import Event, Plan, Producer, Registration
from registration.services import registry
from registration.workflow import Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_post,
    make_producer,
    make_subdistrict,
    number_of,
    submission_of,
    walk,
)
from tests.world.round_pages import count_queries, make_many_records, read

LIST, SEARCH, CONFIRM = "/producers/", "/producers/search/", "/producers/confirm/"
ROUND_1_DAY = date(2017, 11, 1)


@pytest.fixture
def desk(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> Client:
    """The browser of district A's officer on a day of the register step of round 2/2561."""
    freeze(REGISTER_DAY)
    client.force_login(cast.district)
    return client


def names(client: Client, query: str = "") -> list[str]:
    """The names on the list, in order."""
    return [row.name for row, _ in client.get(f"{LIST}?{query}").context["lines"]]


# --- scope and cost ---


def test_everybody_sees_the_producers_of_their_own_scope(desk: Client, cast: Cast) -> None:
    make_producer(cast.a, by=cast.district, name="ก ของเอ")
    make_producer(cast.b, by=cast.neighbour, name="ข ของบี")
    make_producer(cast.far_district, by=cast.other_district, name="ค ไกล")
    assert names(desk) == ["ก ของเอ"]
    for person, query, seen in (
        (cast.neighbour, "", ["ข ของบี"]),
        (cast.province, "", ["ก ของเอ", "ข ของบี"]),
        (cast.province, "district=8002", ["ข ของบี"]),
        (cast.province, "district=4301", ["ก ของเอ", "ข ของบี"]),
        (cast.department, "", ["ค ไกล", "ก ของเอ", "ข ของบี"]),
        (cast.department, "province=43", ["ค ไกล"]),
    ):
        desk.force_login(person)
        assert names(desk, query) == seen


def test_the_list_costs_the_same_at_5_and_at_500_producers(desk: Client, cast: Cast) -> None:
    make_many_records(cast.a, 5, by=cast.district)
    few = count_queries(desk, cast.district, LIST)
    make_many_records(cast.a, 495, by=cast.district)
    assert count_queries(desk, cast.district, LIST) == few <= 20
    text = read(desk, cast.district, LIST)
    assert text.count('<th scope="row">') == 50
    assert "500</span> ราย" in text


def test_an_empty_list_says_what_to_do(desk: Client, cast: Cast) -> None:
    assert "ลงทะเบียนรายแรก" in read(desk, cast.district, LIST)
    assert "ลงทะเบียนรายแรก" not in read(desk, cast.province, LIST)
    assert "ล้างตัวกรอง" in read(desk, cast.district, f"{LIST}?q=ไม่มี")


# --- search ---


def test_search_finds_names_without_tone_marks_and_numbers_in_part(desk: Client, cast: Cast) -> None:
    first = make_producer(cast.a, by=cast.district, name="กลุ่มน้ำตาลปี๊บ", owner_first_name="แจ๋ว")
    make_producer(cast.a, by=cast.district, name="กลุ่มจักสาน")
    for text in ("นำตาลปีบ", "แจว", "กลุม  นำ", first.registration_number, "๐๐๐๐๑", "80-01-61-00001"):
        assert names(desk, f"q={text}") == ["กลุ่มน้ำตาลปี๊บ"], text


def test_a_personal_number_leads_to_its_record_and_never_into_an_address(desk: Client, cast: Cast) -> None:
    own = make_producer(cast.a, by=cast.district)
    foreign = make_producer(cast.b, by=cast.neighbour)
    typed = f"{number_of(own)[0]}-{number_of(own)[1:5]}-{number_of(own)[5:10]}-{number_of(own)[10:]}"
    assert desk.post(SEARCH, {"q": typed}).url == own.get_absolute_url()
    answer = desk.post(SEARCH, {"q": number_of(foreign)}, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "ในพื้นที่ของท่าน" in answer.content.decode()
    assert number_of(foreign) not in answer.content.decode()
    assert desk.get(LIST, {"q": number_of(own)}).url == LIST
    assert desk.get(SEARCH).status_code == 405


@pytest.mark.parametrize(
    "around", ["{} x", "เลข {}", "{}/", "ร้าน 12, {}", "12 {}", "{} 0812345678", "“{}”", "{}๑"]
)
def test_a_personal_number_with_a_stray_sign_stays_out_of_the_address(
    desk: Client, cast: Cast, around: str
) -> None:
    own = make_producer(cast.a, by=cast.district)
    for number in (number_of(own), f"{number_of(own)[0]}-{number_of(own)[1:5]}-{number_of(own)[5:]}"):
        typed = around.format(number)
        assert desk.post(SEARCH, {"q": typed}).url == own.get_absolute_url()
        assert desk.get(LIST, {"q": typed}).url == LIST


def test_a_mistyped_personal_number_stays_out_of_the_address(desk: Client, cast: Cast) -> None:
    own = make_producer(cast.a, by=cast.district)
    wrong = number_of(own)[:-1] + str((int(number_of(own)[-1]) + 1) % 10)
    assert desk.post(SEARCH, {"q": f"{wrong} นางแดง"}).url == LIST


def test_a_person_with_two_registrations_gets_both(desk: Client, cast: Cast) -> None:
    first = make_producer(cast.a, by=cast.district, name="ก กลุ่ม")
    make_producer(cast.a, by=cast.district, name="ข ร้าน", kind="sole_owner", citizen_id=number_of(first))
    answer = desk.post(SEARCH, {"q": number_of(first)})
    assert number_of(first) not in answer.url
    assert names(desk, answer.url.partition("?")[2]) == ["ก กลุ่ม", "ข ร้าน"]


def test_a_name_search_keeps_the_filters_in_the_address(desk: Client) -> None:
    answer = desk.post(SEARCH, {"q": "จักสาน", "kind": "sme", "state": "", "next": "https://example.org"})
    assert answer.url == f"{LIST}?q=%E0%B8%88%E0%B8%B1%E0%B8%81%E0%B8%AA%E0%B8%B2%E0%B8%99&kind=sme"


# --- filters ---


def test_the_state_filter_tells_what_the_round_did(desk: Client, cast: Cast) -> None:
    old = {
        name: make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, name=name)
        for name in ("ก รอ", "ข แก้", "ค ยืนยัน", "ง เลิก")
    }
    make_producer(cast.a, by=cast.district, name="จ ใหม่")
    amend(old["ข แก้"], by=cast.district, on=REGISTER_DAY, road="ใหม่")
    registry.confirm_unchanged(cast.a, [old["ค ยืนยัน"].pk], by=cast.district, on=REGISTER_DAY)
    registry.withdraw(old["ง เลิก"], by=cast.district, on=REGISTER_DAY, version=1, reason="เลิก")
    states = {"waiting": "ก รอ", "update": "ข แก้", "confirm": "ค ยืนยัน", "withdraw": "ง เลิก", "new": "จ ใหม่"}
    assert {state: names(desk, f"state={state}") for state in states} == {s: [n] for s, n in states.items()}
    assert len(names(desk)) == 5
    assert names(desk, "state=nonsense&kind=nonsense") == names(desk)


def test_a_withdrawal_of_an_earlier_round_is_asked_for_by_name(
    desk: Client, cast: Cast, freeze: Freeze
) -> None:
    gone = make_producer(cast.a, by=cast.district, name="เลิกแล้ว")
    registry.withdraw(gone, by=cast.district, on=REGISTER_DAY, version=1, reason="เลิก")
    freeze(date(2018, 4, 10))
    desk.force_login(cast.district)
    assert names(desk) == []
    assert names(desk, "state=gone") == ["เลิกแล้ว"]


def test_filters_by_kind_subdistrict_and_return(desk: Client, cast: Cast, freeze: Freeze) -> None:
    make_producer(cast.a, by=cast.district, name="ก ในเมือง", kind="sme")
    place = make_subdistrict("800102").pk
    make_producer(cast.a, by=cast.district, name="ข ท่าวัง", subdistrict_code=place)
    assert names(desk, "kind=sme") == ["ก ในเมือง"]
    assert names(desk, "subdistrict=800102") == ["ข ท่าวัง"]
    walk(submission_of(cast.a), Status.SENT_BACK)
    freeze(VERIFY_DAY)
    desk.force_login(cast.district)
    assert names(desk, "state=returned") == ["ก ในเมือง"]


# --- confirming many at once ---


def test_ticked_producers_are_confirmed_in_one_act(desk: Client, cast: Cast) -> None:
    old = [make_producer(cast.a, by=cast.district, on=ROUND_1_DAY) for _ in range(3)]
    events = Event.objects.count()
    answer = desk.post(CONFIRM, {"producer": [old[0].pk, old[2].pk]}, follow=True)
    assert "ยืนยันข้อมูลเดิมแล้ว 2 ราย" in answer.content.decode()
    assert [row.pk for row in answer.context["page"]] == [old[1].pk]
    assert Event.objects.count() == events + 1
    assert set(Producer.objects.values_list("confirmed_round_id", flat=True)) == {25611, 25612}


def test_everyone_means_every_page_of_the_filter(desk: Client, cast: Cast) -> None:
    for _ in range(3):
        make_producer(cast.a, by=cast.district, on=ROUND_1_DAY)
    desk.post(f"{CONFIRM}?rounds=2", {"everyone": "1"})
    assert not Registration.objects.filter(kind="confirm").exists(), "confirmed one round ago, not two"
    desk.post(CONFIRM, {"everyone": "1"})
    assert Registration.objects.filter(kind="confirm").count() == 3


def test_confirming_needs_a_choice_of_own_waiting_producers(desk: Client, cast: Cast) -> None:
    make_producer(cast.a, by=cast.district, on=ROUND_1_DAY)
    foreign = make_producer(cast.b, by=cast.neighbour, on=ROUND_1_DAY)
    assert "เลือกผู้ผลิตที่จะยืนยันอย่างน้อยหนึ่งราย" in desk.post(CONFIRM).content.decode()
    assert desk.post(CONFIRM, {"producer": [foreign.pk]}).status_code == 200
    assert not Registration.objects.filter(kind="confirm").exists()


def test_confirming_between_windows_is_refused_with_the_next_opening(
    desk: Client, cast: Cast, freeze: Freeze
) -> None:
    freeze(GAP_DAY)
    assert "วันจันทร์ที่ 2 เมษายน 2561" in read(desk, cast.district, CONFIRM)


def test_an_officer_of_two_districts_sees_both_and_confirms_one(desk: Client, cast: Cast) -> None:
    make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, name="ก เอ")
    make_producer(cast.b, by=cast.neighbour, on=ROUND_1_DAY, name="ข บี")
    make_post(cast.district, cast.b)
    assert names(desk) == ["ก เอ", "ข บี"]
    desk.post(CONFIRM, {"district": "8002", "everyone": "1"})
    assert Registration.objects.get(kind="confirm").district == cast.b
