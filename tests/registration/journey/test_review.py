"""One record beside its past: passing it, returning it, what it said before."""

import re
from typing import Any

import pytest
from django.test import Client

from registration.models import (
    Plan,
    Registration,
    ReturnReason,
    Submission,
)
from registration.models.producers import RegistrationKind, ReviewMark
from registration.services.journey import province, queue, review
from registration.services.journey.queue import Asked
from registration.workflow import ReturnCode
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_producer,
    number_of,
    step,
    submission_of,
)
from tests.world.review_scene import ROUND_1_DAY, record_of, send_records
from tests.world.round_pages import address, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(cast: Cast, plan: Plan) -> Submission:
    return send_records(cast)


def page_of(name: str) -> str:
    return address("record", "8001", record_of(name).pk)


def test_a_changed_record_stands_beside_its_past(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    text = read(client, cast.province, page_of("เปลี่ยน"))
    assert '<td data-label="ที่รับรองล่าสุด">08 1234 5678</td>' in text
    assert '<span class="diff-new">08 2222 2222</span>' in text
    producer = record_of("เปลี่ยน").producer
    assert number_of(producer) not in text
    assert f"{number_of(producer)[0]}-{number_of(producer)[1:5]}-xxxxx" in text


def test_a_new_record_is_shown_whole_with_its_look_alikes(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    text = read(client, cast.province, page_of("กลุ่ม แม่บ้าน"))
    assert "สิ่งที่เปลี่ยนจากรอบก่อน" not in text
    assert "เพื่อนบ้าน" in text
    assert "อำเภอพรหมคีรี" in text
    [pair] = set(re.findall(r'href="(/pairs/[0-9/]+)"', text))
    assert "รายเดียวกันหรือคนละราย" in read(client, cast.province, pair)


def test_a_record_passes_and_the_next_waiting_one_opens(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    assert client.post(page_of("กลุ่ม แม่บ้าน"), {"act": "pass"}).url == page_of("คงเดิม")
    assert client.post(page_of("คงเดิม"), {"act": "pass"}).url == page_of("เปลี่ยน")
    assert client.post(page_of("รายใหม่"), {"act": "pass"}).url == page_of("เปลี่ยน")
    assert client.post(page_of("เปลี่ยน"), {"act": "pass"}).url == address("review", "8001")


def rows(*faults: tuple[str, str, str], act: str = "return") -> dict[str, Any]:
    """What the return form posts."""
    data: dict[str, Any] = {"act": act, "fault-TOTAL_FORMS": 3, "fault-INITIAL_FORMS": 0}
    for number, values in enumerate(faults):
        for name, value in zip(("field", "code", "note"), values, strict=True):
            data[f"fault-{number}-{name}"] = value
    return data


def test_several_fields_go_back_at_once(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    product = record_of("รายใหม่").producer.products.get()
    proof = f"products.{product.pk}.certificates"
    client.force_login(cast.province)
    client.post(page_of("รายใหม่"), rows(("phones", "wrong", "โทรไม่ติด"), (proof, "no_evidence", "")))
    assert record_of("รายใหม่").review == ReviewMark.RETURNED
    assert list(ReturnReason.objects.values_list("field", "code", "note")) == [
        ("phones", "wrong", "โทรไม่ติด"),
        (proof, "no_evidence", ""),
    ]
    text = read(client, cast.province, address("advance", "8001", "send_back"))
    assert f"<strong>ใบรับรองมาตรฐาน ของ “{product.name}”</strong>: ไม่มีหลักฐานประกอบ" in text


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (("phones", "", ""), "เลือกเหตุผลที่ส่งกลับ"),
        (("", "wrong", ""), "เลือกช่องที่ต้องแก้ไข"),
        (("citizen", "wrong", ""), "ช่องที่ต้องแก้ไขที่เลือกไม่อยู่ในรายการ"),
        (("", "", ""), "เลือกช่องที่ต้องแก้ไขอย่างน้อยหนึ่งช่อง"),
    ],
)
def test_a_return_without_field_or_reason_says_what_lacks(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze, fault: tuple[str, str, str], says: str
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    text = client.post(page_of("รายใหม่"), rows(fault)).content.decode()
    assert says in text
    assert "<title>ผิดพลาด: " in text
    assert record_of("รายใหม่").review == ReviewMark.UNSEEN


def test_more_rows_keep_what_was_typed(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    text = client.post(page_of("รายใหม่"), rows(("phones", "wrong", "โทรไม่ติด"), act="more")).content.decode()
    assert 'value="โทรไม่ติด"' in text
    assert 'name="fault-3-field"' in text
    assert "ผิดพลาด" not in text
    assert (
        "เลือกช่องที่ต้องแก้ไข"
        not in client.post(page_of("รายใหม่"), rows(("", "", "x"), act="more")).content.decode()
    )


def test_reasons_given_earlier_are_there_to_change_and_passing_takes_them_back(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    faults = [province.FieldToCorrect("phones", ReturnCode.WRONG, "โทรไม่ติด")]
    province.return_record(record_of("รายใหม่"), faults, by=cast.province, on=VERIFY_DAY)
    assert 'value="โทรไม่ติด"' in read(client, cast.province, page_of("รายใหม่"))
    client.post(page_of("รายใหม่"), {"act": "pass"})
    assert not ReturnReason.objects.exists()


def test_a_record_of_another_district_or_round_is_not_there(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    neighbour = Registration.objects.get(district=cast.b)
    earlier = Registration.objects.get(producer__name="คงเดิม", round_id=25611)
    for row in (neighbour, earlier):
        assert client.get(address("record", "8001", row.pk)).status_code == 404


def test_what_missed_a_round_is_compared_with_the_round_before_it(cast: Cast, plan: Plan) -> None:
    """A change carried over to this round is still a change since the last one that counted."""
    producer = make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, phones=["0811111111"])
    amend(producer, by=cast.district, on=REGISTER_DAY, phones=["0822222222"])
    Registration.objects.filter(round_id=25612).update(round_id=25613)
    row = Registration.objects.get(round_id=25613)
    assert row.kind == RegistrationKind.UPDATE
    submission = submission_of(cast.a, 25613)
    changed = review.record(queue.scope_of(submission), Asked(), row).changed
    assert [change.field for group in changed for change in group.changes] == ["phones"]


def test_an_answered_record_stands_beside_what_it_said_when_it_was_returned(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    step(step(submitted, "send_back"), "resubmit")
    freeze(VERIFY_DAY)
    text = read(client, cast.province, page_of("คงเดิม"))
    assert "สิ่งที่เปลี่ยนจากเมื่อส่งกลับ" in text
    assert '<td data-label="เมื่อส่งกลับ">08 1234 5679</td>' in text
