"""The pages of a round: the list, the district's check answers and receipt, the province's board."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Event, Plan, Producer
from registration.services.journey import records, rounds
from registration.timetable import Step
from registration.workflow import Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_contact,
    make_extension,
    make_producer,
    make_product_fields,
    step,
    submission_of,
    walk,
)
from tests.world.round_pages import address, count_queries, make_many_records, make_more_districts, read

pytestmark = pytest.mark.django_db


# --- the district's page ---


def test_the_district_reads_what_it_will_send(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> None:
    freeze(REGISTER_DAY)
    make_producer(cast.a, by=cast.district, name="กลุ่มทอผ้าบ้านนา")
    text = read(client, cast.district, address("round", "8001"))
    assert "กลุ่มทอผ้าบ้านนา" in text
    assert "ระเบียนที่ดำเนินการในรอบนี้" in text
    assert address("advance", "8001", "submit") in text
    assert "วันศุกร์ที่ 16 มีนาคม 2561" in text


def test_places_without_anything_are_named_below_the_table(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    make_producer(cast.a, by=cast.district)
    text = " ".join(read(client, cast.district, address("round", "8001")).split())
    assert text.count('<th scope="row">ตำบลในเมือง</th>') == 1
    assert '<th scope="row">ตำบลท่าวัง</th>' not in text
    assert "ไม่มีทะเบียน 1 แห่ง: ตำบลท่าวัง" in text


def test_a_problem_that_blocks_is_named_with_a_link_and_explains_the_missing_button(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    make_producer(cast.a, by=cast.district, phones=[])
    producer = make_producer(
        cast.a, by=cast.district, products=[make_product_fields(name="สบู่", is_regulated=True)]
    )
    text = read(client, cast.district, address("round", "8001"))
    assert "ข้อมูลที่ต้องแก้ก่อนส่ง</h2>" in text
    assert reverse("registration:producer_edit", args=[producer.pk]) in text
    assert "มี 1 รายการที่ต้องแก้ไขก่อนส่ง" in text
    assert f'action="{address("advance", "8001", "submit")}"' not in text


def test_between_windows_the_page_says_since_when_and_who_helps(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(GAP_DAY)
    make_contact(cast.home)
    text = read(client, cast.district, address("round", "8001"))
    assert "ตั้งแต่วันเสาร์ที่ 17 มีนาคม 2561" in text
    assert "นายประสาน งานดี" in text
    assert "ไม่ได้ส่งในกำหนด" in text


def test_a_returned_district_reads_every_reason_and_what_is_answered(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    producer = make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SENT_BACK)
    freeze(VERIFY_DAY)
    text = read(client, cast.district, address("round", "8001"))
    assert "<strong>โทรศัพท์</strong>: ข้อมูลไม่ถูกต้อง" in text
    assert reverse("registration:producer_edit", args=[producer.pk]) in text
    assert "รอแก้ไข" in text
    assert "ยังมี 1 ระเบียนที่จังหวัดส่งกลับและยังไม่ได้แก้ไข" in text
    amend(producer, by=cast.district, on=VERIFY_DAY, phones=["0898765432"])
    text = read(client, cast.district, address("round", "8001"))
    assert "ตอบแล้ว" in text
    assert f'action="{address("advance", "8001", "resubmit")}"' in text


def test_an_executive_reads_figures_and_no_names(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    make_producer(cast.a, by=cast.district, name="กลุ่มทอผ้าบ้านนา")
    text = read(client, cast.province_executive, address("round", "8001"))
    assert "กลุ่มทอผ้าบ้านนา" not in text
    assert "ตำบลในเมือง" in text


def test_a_record_is_told_apart_from_the_last_round(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, on=date(2017, 11, 1), phones=["0811111111"])
    amend(producer, by=cast.district, on=REGISTER_DAY, phones=["0822222222"], village="นา")
    submission = submission_of(cast.a)
    [line] = records.with_changes(records.of_submission(submission))
    assert [(row.field, row.before, row.after) for row in line.changes] == [
        ("village", "–", "นา"),
        ("phones", "08 1111 1111", "08 2222 2222"),
    ]
    assert records.tally(submission) == records.RoundTally(update=1)


@pytest.mark.parametrize(
    ("day", "is_late"), [(date(2018, 3, 16), False), (GAP_DAY, True), (date(2018, 3, 18), False)]
)
def test_a_district_is_overdue_after_its_own_last_day(
    cast: Cast, plan: Plan, day: date, is_late: bool
) -> None:
    if day > GAP_DAY:
        make_extension(cast.a, Step.REGISTER, (day, day), by=cast.department)
    submission = submission_of(cast.a)
    windows = rounds.windows_of("8001", submission.round.quarter)
    assert rounds.is_overdue(submission, windows, day) == is_late
    assert rounds.window_of(windows, Step.VERIFY, day).first_day == date(2018, 3, 19)


def test_steps_tell_how_far_the_round_is(cast: Cast, plan: Plan) -> None:
    def states(on: date) -> list[str]:
        submission = submission_of(cast.a)
        windows = rounds.windows_of("8001", submission.round.quarter)
        return [line.state for line in rounds.steps(submission, windows, on)]

    assert states(REGISTER_DAY) == ["now", "next", "next", "next"]
    walk(submission_of(cast.a), Status.CERTIFIED)
    assert states(VERIFY_DAY) == ["done", "done", "now", "next"]


# --- the receipt ---


def test_submitting_leads_to_a_receipt_that_names_nobody_in_the_text_to_share(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    make_producer(cast.a, by=cast.district)
    client.force_login(cast.district)
    answer = client.post(address("advance", "8001", "submit"), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(address("receipt", "8001"), 302)]
    assert submission_of(cast.a).receipt_number in text
    assert "จังหวัดตรวจสอบและรับรองตั้งแต่วันจันทร์ที่ 19 มีนาคม 2561" in text
    assert f"{cast.district}" in text
    shared = text[text.index("<textarea") : text.index("</textarea>")]
    assert "รายใหม่ 1" in shared
    assert cast.district.last_name not in shared


def test_the_receipt_keeps_the_journal_head_of_the_act(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    walk(submission_of(cast.a), Status.SENT_BACK)
    freeze(VERIFY_DAY)
    text = read(client, cast.district, address("receipt", "8001"))
    sent = Event.objects.get(unit=cast.a, verb="submit")
    assert f"รายการที่ {sent.seq}" in text
    assert sent.hash[:16] in text


def test_without_a_submission_there_is_no_receipt(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    client.force_login(cast.district)
    assert client.get(address("receipt", "8001")).url == address("round", "8001")
    step(walk(submission_of(cast.a), Status.SUBMITTED), "recall")
    assert client.get(address("receipt", "8001")).url == address("round", "8001")


# --- the province's board ---


def test_the_board_puts_first_what_waits_for_the_province(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    walk(submission_of(cast.b), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    text = read(client, cast.province, address("round", "80"))
    assert text.index("อำเภอพรหมคีรี</a>") < text.index("อำเภอเมืองนครศรีธรรมราช</a>")
    assert address("review", "8002") in text
    assert "ส่งแล้ว 1 จาก 2 อำเภอ" in text
    only = read(client, cast.province, address("round", "80") + "?status=entry")
    assert f'<a href="{address("round", "8002")}">' not in only


def test_the_board_tells_what_changed_after_it_was_certified(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    producer = make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.CERTIFIED)
    freeze(VERIFY_DAY)
    assert "เปลี่ยนหลังรับรอง" not in read(client, cast.province, address("round", "80"))
    revision = producer.revisions.get()
    revision.pk, revision.number, revision.day = None, 2, date(2018, 3, 22)
    revision.at = revision.at.replace(month=3, day=22)
    revision.content |= {"name": "ชื่ออื่น"}
    revision.save(force_insert=True)
    assert "เปลี่ยนหลังรับรอง" in read(client, cast.province, address("round", "80"))
    assert "ข้อมูลเปลี่ยนหลังรับรอง" in read(client, cast.province, address("round", "8001"))


# --- the list ---


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("district", "/rounds/2561/2/8001/"),
        ("province", "/rounds/2561/2/80/"),
        ("department", "/closings/2561/2/"),
    ],
)
def test_the_list_leads_everybody_to_their_unit(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze, name: str, link: str
) -> None:
    freeze(REGISTER_DAY)
    text = read(client, getattr(cast, name), reverse("registration:rounds"))
    assert text.index(link) < text.index(link.replace("/2/", "/3/", 1))
    assert "ยังไม่ถึงรอบ" in text
    assert link.replace("/2/", "/4/", 1) not in text  # further ahead than the round that comes next


# --- cost ---


def test_the_board_costs_the_same_for_two_districts_and_for_forty(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    url = address("round", "80")
    few = count_queries(client, cast.province, url)
    make_more_districts(38)
    assert count_queries(client, cast.province, url) == few


def test_the_district_page_costs_the_same_for_five_records_and_for_three_hundred(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    url = address("round", "8001")
    make_many_records(cast.a, 5, by=cast.district)
    few = count_queries(client, cast.district, url)
    make_many_records(cast.a, 295, by=cast.district)
    assert Producer.objects.count() == 300
    assert count_queries(client, cast.district, url) == few


@pytest.mark.parametrize(
    "place", ["2561/5/8001", "99999999999999999999/2/8001", "2561/2/800", "2561/2/80%00"]
)
def test_an_address_that_no_round_has_is_not_there(cast: Cast, client: Client, place: str) -> None:
    client.force_login(cast.department)
    assert client.get(f"/rounds/{place}/").status_code == 404
