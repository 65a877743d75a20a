"""Coordinators: each unit keeps its own, the level above reads them, refusals name them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from registration import access
from registration.models import Contact, ContactRole, Event
from registration.services.people import contacts
from registration.workflow import Refused
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_contact, make_post
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db
URL = reverse("registration:contacts")
TYPED = {
    "role": "registration",
    "name": "นางสาวสมศรี  ใจดี",
    "phone": "๐๘๑-๒๓๔-๕๖๗๘",
    "valid_from_0": "1",
    "valid_from_1": "2",
    "valid_from_2": "2561",
}
FIELDS = {"name": "นายประสาน", "phone": "0812345678", "valid_from": DAY}


def test_a_coordinator_is_entered_with_a_checked_telephone(
    cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(DAY)
    client.force_login(cast.province)
    new = reverse("registration:contact_new")
    assert "ขาดไป 1 หลัก" in client.post(new, TYPED | {"phone": "081234567"}).content.decode()
    assert client.post(new, TYPED).url == URL
    contact = Contact.objects.get()
    assert (contact.unit, contact.name, contact.phone) == (cast.home, "นางสาวสมศรี ใจดี", "0812345678")
    event = Event.objects.get()
    assert (event.unit_id, event.verb) == ("80", "add_contact")
    assert "0812345678" not in str(event.after)
    assert "นางสาวสมศรี ใจดี" in access.who_helps("8001", DAY)


def test_the_page_lists_the_own_unit_and_the_level_below(cast: Cast, client: Client, freeze: Freeze) -> None:
    make_contact(cast.a, name="นางอำเภอ")
    make_contact(cast.far, name="นางจังหวัดอื่น")
    make_contact(cast.home, name="นางจังหวัด")
    freeze(DAY)
    text = read(client, cast.province, URL)
    assert "นางจังหวัด</" in text or "นางจังหวัด<br" in text
    assert "นางอำเภอ" in text
    assert "นางจังหวัดอื่น" not in text
    assert "ยังไม่มี" in text  # district B


@pytest.mark.parametrize("who", ["neighbour", "province", "department", "other_province", "stranger"])
def test_nobody_keeps_the_coordinators_of_another_unit(cast: Cast, who: str) -> None:
    contact, by = make_contact(cast.a), getattr(cast, who)
    for act in (
        lambda: contacts.add_contact(cast.a, FIELDS, by=by, on=DAY),
        lambda: contacts.change_contact(contact, FIELDS, by=by, on=DAY),
        lambda: contacts.end_contact(contact, last_day=DAY, by=by, on=DAY),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Event.objects.exists()


def test_an_ended_coordinator_stays_in_the_past(cast: Cast, client: Client, freeze: Freeze) -> None:
    contact = make_contact(cast.a)
    freeze(DAY)
    client.force_login(cast.district)
    boxes = {"last_day_0": "1", "last_day_1": "2", "last_day_2": "2561"}
    client.post(reverse("registration:contact_end", args=[contact.pk]), boxes)
    assert Contact.objects.get().valid_to == DAY
    assert not Contact.objects.on(DAY + timedelta(days=1)).exists()
    freeze(DAY + timedelta(days=1))
    assert contact.name not in read(client, cast.district, URL)


@pytest.mark.parametrize("last_day", [date(2018, 1, 1), date(2016, 1, 1)])
def test_a_last_day_long_past_is_refused(cast: Cast, last_day: date) -> None:
    with pytest.raises(Refused, match="เมื่อวาน"):
        contacts.end_contact(make_contact(cast.a), last_day=last_day, by=cast.district, on=DAY)


def test_with_two_units_the_address_names_one(cast: Cast, client: Client, freeze: Freeze) -> None:
    make_post(cast.district, cast.b)
    freeze(DAY)
    client.force_login(cast.district)
    url = reverse("registration:contact_new")
    assert "อำเภอพรหมคีรี" in client.get(url, {"unit": "8002"}).content.decode()
    assert client.get(url, {"unit": "4301"}).status_code == 404
    client.post(f"{url}?unit=8002", TYPED)
    assert Contact.objects.get().unit == cast.b


# --- roles, stand-ins, whom to reach ---

REGISTRATION, MONTHLY = ContactRole.REGISTRATION, ContactRole.MONTHLY


def test_a_stand_in_is_reached_while_its_days_run_and_nobody_else(cast: Cast) -> None:
    owner = make_contact(cast.home, name="นางเจ้าของหน้าที่", role=MONTHLY)
    days = {"valid_from": DAY, "valid_to": DAY + timedelta(days=2), "stands_in_for": owner}
    stand_in = contacts.add_contact(cast.home, FIELDS | days, by=cast.province, on=DAY)
    assert stand_in.role == MONTHLY
    reached = [
        [each.name for each in contacts.reachable("80", MONTHLY, DAY + timedelta(days=days))]
        for days in (-1, 0, 2, 3)
    ]
    assert reached == [[owner.name], [stand_in.name], [stand_in.name], [owner.name]]
    assert contacts.reachable("80", REGISTRATION, DAY) == []
    assert access.who_helps("8001", DAY) == str(stand_in)


def test_a_stand_in_has_a_last_day_in_the_same_unit_and_never_for_oneself(cast: Cast) -> None:
    owner, foreign = make_contact(cast.home), make_contact(cast.a)
    ends = {"valid_to": DAY + timedelta(days=2)}
    for fields, why in (
        ({"stands_in_for": owner}, "กรอกวันสุดท้าย"),
        ({"stands_in_for": foreign} | ends, "หน่วยงานเดียวกัน"),
    ):
        with pytest.raises(Refused, match=why):
            contacts.add_contact(cast.home, FIELDS | fields, by=cast.province, on=DAY)
    deputy = contacts.add_contact(
        cast.home, FIELDS | ends | {"stands_in_for": owner}, by=cast.province, on=DAY
    )
    with pytest.raises(Refused, match="แทนตนเองไม่ได้"):
        contacts.change_contact(owner, FIELDS | ends | {"stands_in_for": deputy}, by=cast.province, on=DAY)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"phone": "08123456789"}, "เกินมา 1 หลัก"),
        ({"email": "somsri"}, "อีเมลไม่ครบ"),
        ({"email": "somsri@localhost"}, "ชื่อโดเมนเต็ม"),
    ],
)
def test_telephone_and_mail_are_checked(
    cast: Cast, client: Client, freeze: Freeze, typed: dict[str, str], why: str
) -> None:
    freeze(DAY)
    client.force_login(cast.province)
    assert why in client.post(reverse("registration:contact_new"), TYPED | typed).content.decode()
    assert not Contact.objects.exists()


def test_a_role_with_nobody_to_reach_is_told_one_level_up(cast: Cast, client: Client, freeze: Freeze) -> None:
    make_contact(cast.a, role=REGISTRATION)
    make_contact(cast.a, role=MONTHLY)
    make_contact(cast.b, role=REGISTRATION)
    freeze(DAY)
    assert contacts.unreached(cast.province, DAY) == [(cast.home, 1)]
    assert [(line.unit, line.missing) for line in contacts.lines_below(cast.home, DAY)] == [
        (cast.b, ["ผู้ประสานงานรายงานรายเดือน"]),
        (cast.a, []),
    ]
    assert "ไม่มีผู้ประสานงานรายงานรายเดือนที่ติดต่อได้" in read(client, cast.province, URL)
    assert "ที่ไม่มีผู้ประสานงานให้ติดต่อ" in read(client, cast.province, reverse("reporting:tasks"))
    assert contacts.unreached(cast.district, DAY) == []
