"""The journal as people read it: by scope, in words, page by page, as a file that the journal tells of."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from otop_registry import clock
from registration import verbs
from registration.models import Event, Plan, SignIn, SignInEvent, User
from registration.services import chronicle
from registration.services.journal import Act, append_events
from registration.workflow import Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, submission_of, walk
from tests.world.round_pages import count_queries, read

pytestmark = pytest.mark.django_db
JOURNAL = "registration:journal"


@pytest.fixture
def told(cast: Cast, plan: Plan, freeze: Freeze) -> Event:
    """A record of A, one of its neighbour, A's submission; the event of the first."""
    freeze(DAY)
    make_producer(cast.a, by=cast.district)
    make_producer(cast.b, by=cast.neighbour)
    walk(submission_of(cast.a), Status.SUBMITTED)
    return Event.objects.filter(unit=cast.a).order_by("seq")[0]


def page(user: User, name: str = JOURNAL, **asked: object) -> str:
    return read(Client(), user, f"{reverse(name)}?{urlencode(asked)}")


def test_each_office_reads_the_journal_of_its_scope(told: Event, cast: Cast) -> None:
    own, province = page(cast.district), page(cast.province)
    assert "ลงทะเบียนรายใหม่" in own
    assert str(cast.b) not in own.split("<table")[1]
    assert str(cast.b) in province.split("<table")[1]
    assert "ยังไม่มีเหตุการณ์" in page(cast.other_district)


def test_a_record_a_person_a_day_and_an_act_are_picked_out(told: Event, cast: Cast) -> None:
    rows = Event.objects.all()
    asked = [
        (chronicle.Asked(subject=told.subject), 1), (chronicle.Asked(by=cast.neighbour.pk), 1),
        (chronicle.Asked(person=cast.neighbour.last_name), 1), (chronicle.Asked(verb="submit"), 1),
        (chronicle.Asked(unit_code="8001"), 2), (chronicle.Asked(first=DAY + timedelta(days=1)), 1),
        (chronicle.Asked(unit_code="80", last=DAY), 2),
    ]  # fmt: skip
    assert [chronicle.find(rows.filter(unit__code__startswith="80"), each).count() for each, _ in asked] == [
        count for _, count in asked
    ]


def test_nonsense_in_the_address_is_told_or_left_aside(told: Event, cast: Cast) -> None:
    assert "วันสุดท้ายต้องไม่มาก่อนวันแรก" in page(
        cast.district, first_0="5", first_1="3", first_2="2561", last_0="1", last_1="3", last_2="2561"
    )
    assert "ลงทะเบียนรายใหม่" in page(cast.district, before="x", by="x", verb="x")
    assert "ไม่มีเหตุการณ์ตามที่เลือก" in page(cast.district, unit="4301")


def test_thousands_of_events_are_read_page_by_page_with_the_same_queries(told: Event, cast: Cast) -> None:
    few = count_queries(Client(), cast.district, reverse(JOURNAL))
    act = Act(cast.district, DAY)
    append_events("8001", "amend", act, [(told.subject, ({}, {}))] * 5000)
    assert count_queries(Client(), cast.district, reverse(JOURNAL)) == few
    events, older = chronicle.page(chronicle.find(Event.objects.all(), chronicle.Asked()), None)
    assert len(events) == chronicle.PAGE
    following, _ = chronicle.page(chronicle.find(Event.objects.all(), chronicle.Asked()), older)
    assert events[-1].pk > following[0].pk


def test_a_file_holds_text_and_the_journal_tells_who_took_it(told: Event, cast: Cast) -> None:
    act = Act(cast.district, DAY, reason="=1+1")
    append_events("8001", "amend", act, [(told.subject, ({"name": "เก่า"}, {"name": "ใหม่"}))])
    client = Client()
    client.force_login(cast.district)
    answer = client.post(reverse("registration:journal_file"), {"format": "xlsx", "verb": "amend"})
    head, row = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert head == chronicle.HEADS
    assert (row[2], row[7], row[8]) == ("แก้ไขข้อมูล", "=1+1", "ชื่อกลุ่ม/ผู้ประกอบการ: เก่า → ใหม่")
    assert "'=1+1" in client.post(reverse("registration:journal_file"), {"format": "csv"}).content.decode()
    taken = Event.objects.filter(verb="export_journal").order_by("seq")
    assert [event.after["rows"] for event in taken] == [1, 4]


def test_a_page_without_the_right_is_told_once_an_hour(told: Event, cast: Cast, freeze: Freeze) -> None:
    for hours in (0, 0, 2):
        freeze(clock.now() + timedelta(hours=hours))
        client = Client()
        client.force_login(cast.district)
        assert client.get(reverse("registration:people")).status_code == 403
    refused = SignIn.objects.filter(event=SignInEvent.REFUSED, user=cast.district)
    assert list(refused.values_list("page", flat=True)) == ["registration:people"] * 2


def test_the_door_is_seen_by_the_office_above(told: Event, cast: Cast) -> None:
    for user in (cast.neighbour, None):
        SignIn.objects.create(at=clock.now(), user=user, event=SignInEvent.WRONG_PASSWORD)
    name = "registration:sign_in_log"
    assert str(cast.neighbour) in page(cast.province, name)
    assert "ยังไม่มีการเข้าสู่ระบบ" in page(cast.other_province, name)
    assert "ไม่มีผู้ใช้ชื่อนี้" in page(cast.department, name)
    assert "ไม่มีรายการตามที่เลือก" in page(cast.department, name, event="left")


def test_every_act_that_was_told_has_its_words(told: Event) -> None:
    assert {event.verb for event in Event.objects.all()} <= verbs.ALL.keys()
