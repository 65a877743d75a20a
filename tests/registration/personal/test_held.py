"""All that is held of a person: every record of the number, also of a former chair, given out for a reason."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from registration.models import Event, Look, Plan, Reading
from registration.services import registry
from registration.services.personal import held, looking
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_citizen_id, make_producer, number_of

PERSON = {"owner_title": "นาย", "owner_first_name": "คนใหม่", "owner_last_name": "มาแทน"}


def test_every_record_of_the_number_is_given_with_its_past_and_who_looked(cast: Cast, plan: Plan) -> None:
    led = make_producer(cast.a, by=cast.district)
    number = number_of(led)
    person = PERSON | {"citizen_id": make_citizen_id()}
    registry.change_chair(led, by=cast.district, on=REGISTER_DAY, version=1, person=person, reason="ครบวาระ")
    own = make_producer(cast.b, by=cast.neighbour, kind="sole_owner", citizen_id=number)
    make_producer(cast.b, by=cast.neighbour)
    looking.saw_records([own], by=cast.neighbour, on=REGISTER_DAY)
    found = held.hand_over(own, "เจ้าของข้อมูลขอ", by=cast.province, on=REGISTER_DAY)["records"]
    assert [each["record"]["registration_number"] for each in found] == [
        led.registration_number,
        own.registration_number,
    ]
    assert [each["content"]["citizen_id"] for each in found[0]["versions"]] == [number, person["citizen_id"]]
    assert found[1]["record"]["citizen_id"] == number
    assert [look["look"] for look in found[1]["looks"]] == [Look.SUBJECT.label, Look.RECORD.label]
    assert Event.objects.get(verb=held.VERB).reason == "เจ้าของข้อมูลขอ"


def test_a_district_hands_nothing_out(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    for who in (cast.district, cast.other_province, cast.executive):
        with pytest.raises(PermissionDenied):
            held.hand_over(producer, "ขอ", by=who, on=REGISTER_DAY)
    assert not Reading.objects.filter(look=Look.SUBJECT).exists()


def test_the_file_is_a_page_and_its_data(client: Client, cast: Cast, plan: Plan, freeze: Freeze) -> None:
    freeze(REGISTER_DAY)
    producer = make_producer(cast.a, by=cast.district)
    client.force_login(cast.province)
    url = reverse("registration:producer_held", args=[producer.pk])
    assert client.post(url, {"why": ""}).status_code == 200
    answer = client.post(url, {"why": "subject"})
    assert "no-store" in answer["Cache-Control"]
    with ZipFile(BytesIO(answer.content)) as archive:
        page, data = (archive.read(name).decode() for name in archive.namelist())
    assert number_of(producer) in page
    assert json.loads(data)["records"][0]["record"]["name"] == producer.name
