"""A number is shown for minutes after a reason was given by POST; who saw whom is asked by days."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otop_registry import clock
from registration.models import Look, Plan, Producer, Reading
from registration.web import revealed
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_citizen_id, make_producer

NUMBER = make_citizen_id(77)


@pytest.fixture
def producer(cast: Cast, plan: Plan, freeze: Freeze) -> Producer:
    freeze(REGISTER_DAY)
    return make_producer(cast.a, by=cast.district, citizen_id=NUMBER)


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_number_is_shown_for_a_reason_and_some_minutes(
    client: Client, cast: Cast, producer: Producer, freeze: Freeze
) -> None:
    client.force_login(cast.province)
    url = reverse("registration:producer_reveal", args=[producer.pk])
    assert NUMBER not in page(client, producer.get_absolute_url())
    assert NUMBER not in page(client, url)
    assert "กรุณาระบุเหตุผล" in client.post(url, {"why": "other"}).content.decode()
    answer = client.post(url, {"why": "papers", "note": "คำขอที่ 5"})
    assert answer["Location"] == producer.get_absolute_url()
    shown = client.get(producer.get_absolute_url())
    assert NUMBER in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert Reading.objects.get(look=Look.REVEAL).reason == "ตรวจกับเอกสารตัวจริง คำขอที่ 5"
    freeze(clock.now() + timedelta(seconds=revealed.SECONDS + 1))
    assert NUMBER not in page(client, producer.get_absolute_url())


def test_another_record_stays_masked(client: Client, cast: Cast, producer: Producer) -> None:
    other = make_producer(cast.a, by=cast.district, citizen_id=make_citizen_id(78))
    client.force_login(cast.district)
    client.post(reverse("registration:producer_reveal", args=[producer.pk]), {"why": "subject"})
    assert make_citizen_id(78) not in page(client, other.get_absolute_url())


def test_the_province_asks_who_saw_a_person(client: Client, cast: Cast, producer: Producer) -> None:
    client.force_login(cast.district)
    page(client, reverse("registration:producer", args=[producer.pk]))
    client.force_login(cast.province)
    url = reverse("registration:producer_readers", args=[producer.pk])
    assert str(cast.district) in page(client, url)
    days = {"first_0": "1", "first_1": "1", "first_2": "2560", "last_0": "2", "last_1": "1", "last_2": "2560"}
    assert "ไม่มีใครดูข้อมูลในช่วงนี้" in client.get(url, days).content.decode()
