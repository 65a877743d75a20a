"""The start page: what is open until when, what waits, the one next thing to do, for each role and day."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registration import timetable
from registration.models import Plan, Producer, User
from registration.models.calendar import windows_for
from registration.services import registry, start
from registration.services.journey import records
from registration.services.registry import searching
from registration.services.registry.searching import Search
from registration.timetable import Quarter, Step
from registration.workflow import CertificateStatus, ClosingStatus, Role, Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    certification_of,
    closing_of,
    make_extension,
    make_post,
    make_producer,
    prepare,
    submission_of,
    walk,
)
from tests.world.round_pages import address, count_queries, read

pytestmark = pytest.mark.django_db
TASKS = reverse("reporting:tasks")
SECOND, THIRD = Quarter(2561, 2), Quarter(2561, 3)


def test_a_district_reads_the_countdown_and_what_waits(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    make_producer(cast.a, by=cast.district, on=date(2017, 11, 1))
    make_producer(cast.a, by=cast.district)
    freeze(date(2018, 3, 14))
    (desk,) = start.desks(cast.district, date(2018, 3, 14))
    (each,) = desk.rounds
    assert (each.quarter, each.waiting_count, each.records) == (SECOND, 1, {"new": 1})
    text = read(client, cast.district, TASKS)
    for words in ("เหลืออีก", "วันศุกร์ที่ 16 มีนาคม 2561", "บันทึกผู้ผลิตของรอบนี้"):
        assert words in text


def test_start_round_and_confirming_count_the_same_producers(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, on=date(2017, 11, 1))
    days = (date(2018, 3, 18), date(2018, 4, 10))
    make_extension(cast.a, Step.REGISTER, days, by=cast.department, on=REGISTER_DAY)
    walk(submission_of(cast.a), Status.SUBMITTED)
    make_producer(cast.a, by=cast.district, on=date(2018, 4, 3))  # round 3: not a matter of round 2
    (desk,) = start.desks(cast.district, date(2018, 4, 3))
    submission = submission_of(cast.a)
    waiting = searching.awaiting(Producer.objects.filter(district=cast.a), submission.round)
    listed = searching.find(Producer.objects.all(), Search(state="waiting"), submission.round_id)
    assert {each.quarter: each.waiting_count for each in desk.rounds}[SECOND] == 1
    assert (records.tally(submission).unhandled, waiting.count(), listed.count()) == (1, 1, 1)


def test_when_all_is_handled_the_next_thing_is_sending(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    old = make_producer(cast.a, by=cast.district, on=date(2017, 11, 1))
    registry.confirm_unchanged(cast.a, [old.pk], by=cast.district, on=REGISTER_DAY)
    freeze(REGISTER_DAY)
    text = read(client, cast.district, TASKS)
    assert f'<a class="btn btn-primary" href="{address("round", "8001")}">ตรวจข้อมูลก่อนส่ง' in text


def test_returned_records_come_first(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> None:
    walk(submission_of(cast.a), Status.SENT_BACK)
    freeze(VERIFY_DAY)
    (each,) = start.desks(cast.district, VERIFY_DAY)[0].rounds
    assert each.returned_count == 1
    assert "แก้ไขระเบียนที่ส่งกลับ" in read(client, cast.district, TASKS)


def test_when_all_is_answered_the_next_thing_is_to_look_before_sending_again(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    submission = walk(submission_of(cast.a), Status.SENT_BACK)
    prepare(submission, "resubmit", by=cast.district, on=VERIFY_DAY)
    freeze(VERIFY_DAY)
    text = read(client, cast.district, TASKS)
    assert f'<a class="btn btn-primary" href="{address("round", "8001")}">ตรวจข้อมูลก่อนส่งอีกครั้ง' in text


def test_a_district_that_missed_the_step_is_told_so(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    text = read(client, cast.district, TASKS)
    assert "พ้นช่วงลงทะเบียนแล้ว" in text
    assert "ดูข้อมูลที่ส่งและใบรับ" not in text


def test_a_day_between_windows_is_calm_and_says_what_opens(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(GAP_DAY)
    (desk,) = start.desks(cast.district, GAP_DAY)
    assert desk.is_between
    assert (desk.next.step, desk.next.round) == (Step.VERIFY, SECOND)
    assert (desk.next_own.step, desk.next_own.round) == (Step.REGISTER, THIRD)
    text = read(client, cast.district, TASKS)
    assert "วันนี้ไม่อยู่ในช่วงของขั้นตอนใด" in text
    assert "วันจันทร์ที่ 19 มีนาคม 2561" in text
    assert "btn-primary" not in text


def test_without_a_published_plan_the_page_says_so(cast: Cast, client: Client, freeze: Freeze) -> None:
    freeze(REGISTER_DAY)
    assert "ยังไม่มีแผนที่เผยแพร่" in read(client, cast.district, TASKS)


def test_a_province_sees_which_districts_wait(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> None:
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    (each,) = start.desks(cast.province, VERIFY_DAY)[0].rounds
    assert each.districts == {Status.SUBMITTED: 1, Status.ENTRY: 1}
    assert "ตรวจข้อมูลของอำเภอ" in read(client, cast.province, TASKS)
    walk(submission_of(cast.a), Status.CERTIFIED)
    assert "รับรองระดับจังหวัด <svg" in read(client, cast.province, TASKS)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ClosingStatus.OPEN, "ตรวจรายการก่อนปิดระบบ"),
        (ClosingStatus.SOFT_CLOSED, "ปิดระบบ <svg"),
        (ClosingStatus.CLOSED, "บันทึกประกาศผล"),
        (ClosingStatus.ANNOUNCED, "ดูประกาศของรอบนี้"),
    ],
)
def test_the_department_is_led_through_the_closing(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze, status: str, words: str
) -> None:
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), status)
    freeze(CLOSE_DAY)
    (each,) = start.desks(cast.department, CLOSE_DAY)[0].rounds
    assert each.provinces == {CertificateStatus.CERTIFIED: 1, CertificateStatus.PENDING: 1}
    assert words in read(client, cast.department, TASKS)


def test_executives_read_how_far_it_is(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> None:
    freeze(VERIFY_DAY)
    assert "รับรองแล้ว 0 จาก 2 จังหวัด" in read(client, cast.executive, TASKS)
    assert "รับรองแล้ว 0 จาก 2 อำเภอ" in read(client, cast.province_executive, TASKS)


def test_each_post_has_its_own_desk(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> None:
    make_post(cast.district, cast.b, Role.DISTRICT)
    freeze(REGISTER_DAY)
    text = read(client, cast.district, TASKS)
    assert "อำเภอเมืองนครศรีธรรมราช <span" in text
    assert "อำเภอพรหมคีรี <span" in text


def test_an_extension_shows_both_rounds(cast: Cast, plan: Plan) -> None:
    days = (date(2018, 4, 2), date(2018, 4, 6))
    make_extension(cast.a, Step.REGISTER, days, by=cast.department)
    assert start.focus(windows_for("8001"), days[0]) == [SECOND, THIRD]
    assert start.focus(windows_for("8002"), days[0]) == [THIRD]
    second = start.desks(cast.district, days[0])[0].rounds[0]
    assert second.is_open(Step.REGISTER)
    assert [line.state for line in start.step_lines(second.windows, days[0])] == [
        "done",
        "done",
        "done",
        "now",
    ]


def test_a_person_without_a_post_is_told_whom_to_ask(cast: Cast, client: Client, freeze: Freeze) -> None:
    freeze(REGISTER_DAY)
    for person in (cast.stranger, cast.former):
        text = read(client, person, TASKS)
        assert "ยังไม่มีตำแหน่ง" in text
        assert person.username in text


@pytest.mark.parametrize("who", ["district", "province", "department", "executive", "province_executive"])
def test_the_page_stays_light(cast: Cast, plan: Plan, client: Client, freeze: Freeze, who: str) -> None:
    person: User = getattr(cast, who)
    freeze(REGISTER_DAY)
    before = count_queries(client, person, TASKS)
    for _ in range(3):
        make_producer(cast.a, by=cast.district)
    assert count_queries(client, person, TASKS) == before <= 19


def test_between_two_rounds_the_last_one_is_shown() -> None:
    windows = [
        timetable.Window(SECOND, Step.CLOSE, date(2018, 3, 26), date(2018, 3, 27)),
        timetable.Window(THIRD, Step.REGISTER, date(2018, 4, 2), date(2018, 6, 15)),
    ]
    assert start.focus(windows, date(2018, 3, 30)) == [SECOND]
    assert start.focus(windows, date(2018, 1, 1)) == []
