"""The district says a word on what the checks warn of: on the record's page, or for the whole round."""

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Finding, Plan, Producer
from registration.services import registry
from registration.services.checks import running
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_producer
from tests.world.round_pages import address, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubted(cast: Cast, plan: Plan, freeze: Freeze) -> Producer:
    """The second producer of one name, in its round's register window; it has no telephone."""
    freeze(REGISTER_DAY)
    make_producer(cast.a, by=cast.district, name="แม่บ้านนาดี")
    return make_producer(cast.a, by=cast.district, name="แม่บ้าน นาดี", phones=[])


def test_the_records_page_tells_what_was_found_and_takes_the_reason(
    doubted: Producer, cast: Cast, client: Client
) -> None:
    text = read(client, cast.district, doubted.get_absolute_url())
    finding = Finding.objects.get(code="same_name")
    assert "ชื่อตรงกับ“แม่บ้านนาดี”" in text
    assert "ไม่มีหมายเลขโทรศัพท์" in text
    assert text.count("<textarea") == 1  # a notice asks nothing
    edited = read(client, cast.district, reverse("registration:producer_edit", args=[doubted.pk]))
    assert "ชื่อตรงกับ“แม่บ้านนาดี”" in edited
    assert "ไม่มีหมายเลขโทรศัพท์" in edited
    page = reverse("registration:producer_explain", args=[doubted.pk])
    answer = client.post(page, {f"reason_{finding.pk}": "คนละหมู่บ้าน"}, follow=True)
    assert "อำเภอชี้แจงว่า “คนละหมู่บ้าน”" in answer.text
    assert "บันทึกเหตุผล 1 ข้อแล้ว" in answer.text


def test_a_reason_that_is_too_long_stays_in_its_box(doubted: Producer, cast: Cast, client: Client) -> None:
    client.force_login(cast.district)
    finding = Finding.objects.get(code="same_name")
    page = reverse("registration:producer_explain", args=[doubted.pk])
    answer = client.post(page, {f"reason_{finding.pk}": "ก" * 501})
    assert answer.status_code == 200
    assert "ก" * 501 in answer.text
    assert Finding.objects.get(pk=finding.pk).reason == ""


def test_the_round_is_sent_once_every_warning_has_a_reason(
    doubted: Producer, cast: Cast, client: Client
) -> None:
    text = read(client, cast.district, address("round", "8001"))
    assert "ยังไม่มีเหตุผล 1 ข้อ" in text
    assert "มีข้อที่ควรตรวจ 1 ข้อที่ยังไม่มีเหตุผลของอำเภอ" in text
    assert "ไม่มีหมายเลขโทรศัพท์" in text  # asks nothing, and the province will read it
    page = address("explain_round", "8001")
    assert "แม่บ้าน นาดี: ชื่อตรงกับ" in read(client, cast.district, page)
    finding = Finding.objects.get(code="same_name", registration__producer=doubted)
    answer = client.post(page, {f"reason_{finding.pk}": "คนละหมู่บ้าน"}, follow=True)
    assert "ที่ยังไม่มีเหตุผลของอำเภอ" not in answer.text
    assert "คนละหมู่บ้าน" in answer.text


def test_who_may_not_edit_reads_without_boxes(doubted: Producer, cast: Cast, client: Client) -> None:
    text = read(client, cast.province, doubted.get_absolute_url())
    assert "ชื่อตรงกับ“แม่บ้านนาดี”" in text
    assert "<textarea" not in text


def test_a_word_said_before_the_other_record_is_found_holds_for_both(doubted: Producer, cast: Cast) -> None:
    finding = Finding.objects.get(code="same_name")
    registry.give_reason(finding, "คนละหมู่บ้าน", by=cast.district, on=REGISTER_DAY)
    running.run(cast.a.pk, finding.registration.round_id, REGISTER_DAY)
    assert [each.reason for each in Finding.objects.filter(code="same_name")] == ["คนละหมู่บ้าน"] * 2
