"""How a district answers what the province returned: by a change of the field or in words, never by pressing save."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Plan, Producer, Registration
from registration.models.producers import ReviewMark
from registration.services import journey, registry
from registration.services.journey import province, records
from registration.services.registry import returns
from registration.workflow import Refused, ReturnCode, Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import VERIFY_DAY, amend, make_producer, step, submission_of, walk
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent_back(cast: Cast, plan: Plan) -> Producer:
    """A producer returned for its telephone and its name, in a round that was sent back."""
    producer = make_producer(cast.a, by=cast.district, name="กลุ่มเดิม", phones=["0812345678"])
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    faults = [province.FieldToCorrect(name, ReturnCode.WRONG) for name in ("phones", "name")]
    province.return_record(producer.registrations.get(), faults, by=cast.province, on=VERIFY_DAY)
    journey.advance(submission, "send_back", by=cast.province, on=VERIFY_DAY)
    return Producer.objects.get(pk=producer.pk)


def row() -> Registration:
    return Registration.objects.get()


def reasons() -> dict[str, Any]:
    return {each.field: each for each in row().return_reasons.all()}


def test_saving_without_a_change_answers_nothing(sent_back: Producer, cast: Cast) -> None:
    amend(sent_back, by=cast.district, on=VERIFY_DAY)
    assert row().review == ReviewMark.RETURNED
    assert [each.answered_at for each in reasons().values()] == [None, None]


def test_a_change_answers_the_reason_of_its_field_alone(sent_back: Producer, cast: Cast) -> None:
    again = amend(sent_back, by=cast.district, on=VERIFY_DAY, phones=["0899999999"], road="กะโรม")
    assert {name: bool(each.answered_at) for name, each in reasons().items()} == {
        "phones": True,
        "name": False,
    }
    assert row().review == ReviewMark.RETURNED
    amend(again, by=cast.district, on=VERIFY_DAY, name="กลุ่มใหม่")
    assert row().review == ReviewMark.ANSWERED


def test_words_answer_where_nothing_is_to_be_changed(sent_back: Producer, cast: Cast) -> None:
    amend(sent_back, by=cast.district, on=VERIFY_DAY, phones=["0899999999"])
    said = {reasons()["name"].pk: " ชื่อถูกต้องตามทะเบียนวิสาหกิจ "}
    assert returns.answer(row(), said, by=cast.district, on=VERIFY_DAY).review == ReviewMark.ANSWERED
    [phones, name] = records.answers_of(row())
    assert [(each.before, each.after) for each in phones.changes] == [("08 1234 5678", "08 9999 9999")]
    assert (name.changes, name.answer) == ((), "ชื่อถูกต้องตามทะเบียนวิสาหกิจ")


def test_an_answer_needs_words_and_an_open_reason(sent_back: Producer, cast: Cast) -> None:
    name = reasons()["name"].pk
    for said in ({}, {name: "  "}, {name + 1000: "ถูกต้อง"}):
        with pytest.raises(Refused, match="กรุณาพิมพ์คำชี้แจง"):
            returns.answer(row(), said, by=cast.district, on=VERIFY_DAY)
    assert row().review == ReviewMark.RETURNED


def test_withdrawing_the_producer_answers_every_reason(sent_back: Producer, cast: Cast) -> None:
    said = {"version": sent_back.version, "reason": "เลิกผลิต"}
    registry.withdraw(sent_back, by=cast.district, on=VERIFY_DAY, **said)
    assert row().review == ReviewMark.ANSWERED


def test_the_district_answers_on_a_page_and_the_province_reads_it(
    sent_back: Producer, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    page = reverse("registration:producer_answer", args=[sent_back.pk])
    assert page in read(client, cast.district, sent_back.get_absolute_url())
    said = {f"answer_{each.pk}": f"ถูกต้องแล้ว {name}" for name, each in reasons().items()}
    assert client.post(page, said).status_code == 302
    assert row().review == ReviewMark.ANSWERED
    step(submission_of(cast.a), "resubmit")
    text = read(client, cast.province, reverse("registration:record", args=[2561, 2, "8001", row().pk]))
    assert "อำเภอชี้แจงว่า “ถูกต้องแล้ว name”" in text
    assert "ค่าในช่องนี้ไม่ต่างจากเมื่อส่งกลับ" in text
