"""Users, posts and waivers as the department writes them: rights follow the posts, passwords stay their own."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from registration import access
from registration.models import Event, FourEyesWaiver, Plan, Post, User
from registration.services import journal, people
from registration.services.people.posts import Appointment
from registration.workflow import Refused, Role
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_post, make_user, make_waiver

pytestmark = pytest.mark.django_db
NAMES = {"title": "นาย", "first_name": "ใหม่", "last_name": "มาแล้ว", "email": "new@example.go.th", "phone": ""}
BOXES = {"valid_from_0": "๑", "valid_from_1": "ก.พ.", "valid_from_2": "๒๕๖๑"}
PERSON = {**NAMES, **BOXES, "username": "New.Officer", "unit": "8001", "role": "district"}


@pytest.fixture
def admin(cast: Cast, client: Client, freeze: Freeze) -> User:
    freeze(DAY)
    client.force_login(cast.department)
    return cast.department


def add(cast: Cast, **over: Any) -> User:
    appointment = Appointment(**{"unit": cast.a, "role": Role.DISTRICT, "valid_from": DAY} | over)
    return people.add_person(
        "new", NAMES, appointment, by=cast.department, on=DAY, site="https://otop.example/"
    )


# --- adding ----------------------------------------------------------------------------------------------------------


def test_a_new_person_gets_a_link_and_no_password(
    admin: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("registration:person_new"), PERSON)
    assert answer.status_code == 302
    person = User.objects.get(username="new.officer")
    assert not person.has_usable_password()
    assert [(post.unit_id, post.role, post.valid_from) for post in person.posts.all()] == [
        ("8001", "district", DAY)
    ]
    (sent,) = mail.outbox
    assert sent.to == ["new@example.go.th"]
    link = next(word for word in sent.body.split() if word.startswith("http://testserver/accounts/password/"))
    assert Client().get(link).status_code == 200


def test_adding_a_person_is_one_event_without_address(cast: Cast) -> None:
    person = add(cast)
    event = Event.objects.get(subject=f"user:{person.pk}")
    assert (event.unit_id, event.verb, event.by) == ("", "add_person", cast.department)
    assert event.after["post"] == {"unit": "8001", "role": "district", "valid_from": "2018-02-01"}
    assert "example" not in str(event.after)
    assert journal.verify_chains()[1] == []


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"username": "สมชาย"}, "ใช้ตัวอักษรอังกฤษ"),
        ({"username": "DISTRICT"}, "มีชื่อผู้ใช้นี้แล้ว"),
        ({"role": "province"}, "ใช้กับอำเภอเมืองนครศรีธรรมราชไม่ได้"),
        ({"unit": "department"}, "ใช้กับกรมการพัฒนาชุมชนไม่ได้"),
        ({"phone": "08123"}, "ขาดไป 5 หลัก"),
        ({"email": ""}, "กรอกอีเมล"),
        ({"unit": ""}, "เลือกหน่วยงาน"),
        ({"acting_for": "in_place"}, "กรอกคำสั่งที่"),
        ({"valid_to_0": "1", "valid_to_1": "1", "valid_to_2": "2561"}, "วันสุดท้ายต้องไม่มาก่อนวันเริ่ม"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    admin: User, client: Client, over: dict[str, str], words: str
) -> None:
    before = User.objects.count(), Event.objects.count()
    text = client.post(reverse("registration:person_new"), PERSON | over).content.decode()
    assert words in text
    assert "<title>ผิดพลาด:" in text
    assert (User.objects.count(), Event.objects.count()) == before


def test_the_department_itself_is_a_unit_to_choose(admin: User, client: Client) -> None:
    client.post(reverse("registration:person_new"), PERSON | {"unit": "department", "role": "department"})
    person = User.objects.get(username="new.officer")
    assert access.may_ever(person, access.Action.PEOPLE_EDIT, DAY)


# --- changing --------------------------------------------------------------------------------------------------------


def test_a_change_tells_names_but_no_address(cast: Cast) -> None:
    people.change_person(
        cast.district, {"first_name": "มาลี", "email": "x@example.org"}, by=cast.department, on=DAY
    )
    event = Event.objects.get(verb="change_person")
    assert event.after == {"first_name": "มาลี", "email": "•••"}
    people.change_person(cast.district, {"first_name": "มาลี"}, by=cast.department, on=DAY)
    assert Event.objects.filter(verb="change_person").count() == 1


def test_a_post_opens_and_its_end_shuts(cast: Cast) -> None:
    people.add_post(cast.stranger, Appointment(cast.b, Role.DISTRICT, DAY), by=cast.department, on=DAY)
    person = User.objects.get(pk=cast.stranger.pk)
    assert access.may_ever(person, access.Action.PRODUCER_EDIT, DAY)
    people.end_post(person.posts.get(), last_day=DAY, by=cast.department, on=DAY, reason="ย้าย")
    person = User.objects.get(pk=person.pk)
    assert access.posts(person, DAY)
    assert not access.posts(person, DAY + timedelta(days=1))


def test_a_post_is_held_once_at_a_time(cast: Cast) -> None:
    with pytest.raises(Refused, match="อยู่แล้ว"):
        people.add_post(cast.district, Appointment(cast.a, Role.DISTRICT, DAY), by=cast.department, on=DAY)
    later = Appointment(cast.a, Role.DISTRICT, DAY, acting_for="in_place", order_number="1/2561")
    people.add_post(cast.former, later, by=cast.department, on=DAY)
    assert cast.former.posts.count() == 2


@pytest.mark.parametrize("days", [-2, -400])
def test_a_post_does_not_end_in_the_past(cast: Cast, days: int) -> None:
    post = cast.district.posts.get()
    with pytest.raises(Refused, match="ย้อนหลัง"):
        people.end_post(post, last_day=DAY + timedelta(days=days), by=cast.department, on=DAY, reason="ย้าย")
    assert Post.objects.get(pk=post.pk).valid_to is None


def test_a_shut_account_is_out_at_once(admin: User, cast: Cast, client: Client) -> None:
    other = Client()
    other.force_login(cast.district)
    url = reverse("registration:person_active", args=[cast.district.pk])
    client.post(url, {"reason": "ลาออก"})
    assert other.get(reverse("reporting:tasks")).status_code == 302
    client.post(url, {"reason": "กลับมา"})
    assert User.objects.get(pk=cast.district.pk).is_active
    assert list(Event.objects.filter(subject__startswith="user:").values_list("verb", "reason")) == [
        ("deactivate_person", "ลาออก"),
        ("activate_person", "กลับมา"),
    ]


def test_an_account_that_is_opened_again_asks_for_a_new_sign_in(
    cast: Cast, plan: Plan, client: Client
) -> None:
    other, unconcerned = Client(), Client()
    other.force_login(cast.district)
    unconcerned.force_login(cast.neighbour)
    people.deactivate(cast.district, by=cast.department, on=DAY, reason="ลาออก")
    people.activate(cast.district, by=cast.department, on=DAY, reason="กลับมา")
    assert other.get(reverse("reporting:tasks")).status_code == 302
    assert unconcerned.get(reverse("reporting:tasks")).status_code == 200


def test_the_department_never_locks_itself_out(cast: Cast) -> None:
    only = cast.department
    people.deactivate(cast.department_colleague, by=only, on=DAY, reason="ลาออก")
    with pytest.raises(Refused, match="ตนเอง"):
        people.deactivate(only, by=only, on=DAY, reason="ทดสอบ")
    with pytest.raises(Refused, match="อย่างน้อยหนึ่งคน"):
        people.end_post(only.posts.get(), last_day=DAY, by=only, on=DAY, reason="ย้าย")


@pytest.mark.parametrize("who", ["district", "province", "executive", "stranger", "former"])
def test_nobody_else_writes_people(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    acts = (
        lambda: people.change_person(cast.neighbour, {"first_name": "x"}, by=by, on=DAY),
        lambda: people.add_post(by, Appointment(cast.nation, Role.DEPARTMENT, DAY), by=by, on=DAY),
        lambda: people.deactivate(cast.neighbour, by=by, on=DAY, reason="x"),
        lambda: people.send_link(cast.neighbour, by=by, on=DAY, site="http://x/"),
        lambda: people.find(by=by, on=DAY),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "colleague"}, {"colleague", "department_colleague", "province_colleague"}),
        ({"unit_code": "8001"}, {"district", "colleague"}),
        ({"unit_code": "80", "role": "province"}, {"province", "province_colleague"}),
        ({"role": "executive"}, {"executive", "province_executive"}),
        ({"words": "district", "unit_code": "43"}, {"other_district"}),
    ],
)
def test_people_are_found_by_words_unit_and_role(cast: Cast, asked: dict[str, str], found: set[str]) -> None:
    rows = people.find(by=cast.department, on=DAY, **asked)
    assert {person.username for person in rows} == found


def test_the_list_is_cut_into_pages_and_costs_the_same(
    admin: User, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        make_post(make_user(f"u{number}"), cast.a)
    with django_assert_max_num_queries(13):
        text = client.get(reverse("registration:people")).content.decode()
    assert "page=2" in text
    assert "ไม่พบผู้ใช้" in client.get(reverse("registration:people"), {"words": "ไม่มีใคร"}).content.decode()


# --- four eyes -------------------------------------------------------------------------------------------------------


def test_a_waiver_rests_on_an_order_and_has_an_end(cast: Cast, plan: Plan) -> None:
    days = (DAY, DAY + timedelta(days=60))
    given = {"days": days, "order_number": "9/2561", "reason": "มีคนเดียว"}
    people.grant_waiver(cast.home, by=cast.department, on=DAY, **given)
    assert FourEyesWaiver.objects.on(DAY).get().unit == cast.home
    event = Event.objects.get(verb="grant_waiver")
    assert (event.reason, event.after["order_number"]) == ("มีคนเดียว", "9/2561")
    for wrong in ({"reason": " "}, {"order_number": ""}, {"days": (DAY, DAY - timedelta(days=1))}):
        with pytest.raises(Refused):
            people.grant_waiver(cast.home, by=cast.department, on=DAY, **given | wrong)
    with pytest.raises(Refused, match="ระดับจังหวัด"):
        people.grant_waiver(cast.a, by=cast.department, on=DAY, **given)


def test_the_waiver_is_granted_on_its_page(admin: User, cast: Cast, client: Client) -> None:
    typed = {"province": "80", "order_number": "๙/๒๕๖๑", "reason": "มีคนเดียว"}
    typed |= {"first_day_0": "1", "first_day_1": "2", "first_day_2": "2561"}
    typed |= {"last_day_0": "31", "last_day_1": "3", "last_day_2": "2561"}
    text = client.post(reverse("registration:waiver_new"), typed, follow=True).content.decode()
    assert "มีผลอยู่" in text
    assert FourEyesWaiver.objects.get().valid_to == date(2018, 3, 31)


def test_an_ended_waiver_holds_no_longer_and_the_past_stays(cast: Cast, plan: Plan) -> None:
    waiver = make_waiver(cast.home, granted_by=cast.department)
    with pytest.raises(Refused, match="เหตุผล"):
        people.end_waiver(waiver, by=cast.department, on=DAY, reason=" ")
    people.end_waiver(waiver, by=cast.department, on=DAY, reason="บรรจุคนที่สองแล้ว")
    assert not FourEyesWaiver.objects.on(DAY).exists()
    assert FourEyesWaiver.objects.on(DAY - timedelta(days=1)).get() == waiver
    event = Event.objects.get(verb="end_waiver")
    assert (event.reason, event.after["valid_to"]) == ("บรรจุคนที่สองแล้ว", "2018-01-31")
    with pytest.raises(Refused, match="สิ้นสุดไปแล้ว"):
        people.end_waiver(waiver, by=cast.department, on=DAY, reason="อีกครั้ง")


def test_a_waiver_of_the_future_is_taken_back_on_its_page(admin: User, cast: Cast, client: Client) -> None:
    ahead = make_waiver(cast.home, granted_by=cast.department, valid_from=DAY + timedelta(days=9))
    page = reverse("registration:waiver_end", args=[ahead.pk])
    assert page in client.get(reverse("registration:waivers")).text
    assert ahead.order_number in client.get(page).text
    assert client.post(page, {"reason": "ให้ผิดจังหวัด"}).status_code == 302
    assert not FourEyesWaiver.objects.exists()


def test_an_unknown_person_is_not_found(admin: User, client: Client) -> None:
    for pk in (0, 10**20):
        for name in ("person", "person_edit", "post_end"):
            assert client.get(reverse(f"registration:{name}", args=[pk])).status_code == 404
    assert (
        client.get(reverse("registration:people"), {"unit": "\0", "words": "\0", "page": "x"}).status_code
        == 200
    )
