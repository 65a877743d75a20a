"""The province's review: the queue by risk, one record beside its past, passing and returning."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Plan, Producer, Registration, ReturnReason, Submission
from registration.models.producers import RegistrationKind, ReviewMark
from registration.services import registry
from registration.services.journey import province, review
from registration.workflow import CertificateStatus, ReturnCode, Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    certification_of,
    make_producer,
    make_product_fields,
    step,
    submission_of,
    walk,
)
from tests.world.round_pages import address, count_queries, make_many_records, read

pytestmark = pytest.mark.django_db
ROUND_1_DAY = date(2017, 11, 1)


@pytest.fixture
def submitted(cast: Cast, plan: Plan) -> Submission:
    """District A's round with the province: confirmed, changed, new, and new with a name that B has too."""
    kept, changed = (
        make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, name=name, phones=[phone])
        for name, phone in (("คงเดิม", "0812345679"), ("เปลี่ยน", "0812345678"))
    )
    registry.confirm_unchanged(cast.a, [kept.pk], by=cast.district, on=REGISTER_DAY)
    amend(changed, by=cast.district, on=REGISTER_DAY, phones=["0822222222"])
    make_producer(cast.a, by=cast.district, name="รายใหม่")
    make_producer(cast.a, by=cast.district, name="กลุ่ม แม่บ้าน")
    make_producer(cast.b, by=cast.neighbour, name="กลุ่มแม่บ้าน", owner_last_name="เพื่อนบ้าน")
    make_producer(cast.far_district, by=cast.other_district, name="รายใหม่")
    return walk(submission_of(cast.a), Status.SUBMITTED)


def record_of(name: str) -> Registration:
    return Registration.objects.get(producer__name=name, district_id="8001", round_id=25612)


def names(submission: Submission) -> list[str]:
    return [row.producer.name for row in review.queue(submission, VERIFY_DAY)]


# --- the queue ---


def test_the_riskiest_records_come_first(submitted: Submission) -> None:
    assert names(submitted) == ["กลุ่ม แม่บ้าน", "รายใหม่", "เปลี่ยน", "คงเดิม"]


def test_a_name_is_a_duplicate_inside_the_province_only(submitted: Submission) -> None:
    flagged = {row.producer.name: review.flags(row) for row in review.queue(submitted, VERIFY_DAY)}
    assert flagged["กลุ่ม แม่บ้าน"] == ["ชื่อตรงกับรายอื่นในจังหวัด"]
    assert flagged["รายใหม่"] == []


def make_twins() -> list[dict[str, Any]]:
    """Two products of one name, read without spaces; the officer says why."""
    second = make_product_fields(name="ขนม ลา", same_name_reason="คนละขนาด")
    return [make_product_fields(name="ขนมลา"), second]


def test_two_products_of_one_name_are_looked_into_when_the_round_brought_one(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, name="สองชื่อ", products=make_twins())
    others = [make_product_fields(name=name) for name in ("ขนมลา", "ผ้ายก")]
    make_producer(cast.a, by=cast.district, name="ต่างชื่อ", products=others)
    old = make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, name="รอบก่อน", products=make_twins())
    registry.confirm_unchanged(cast.a, [old.pk], by=cast.district, on=REGISTER_DAY)
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    flagged = {row.producer.name: review.flags(row) for row in review.queue(submission, VERIFY_DAY)}
    same = ["มีผลิตภัณฑ์ชื่อเดียวกันมากกว่าหนึ่งรายการ"]
    assert flagged == {"สองชื่อ": same, "ต่างชื่อ": [], "รอบก่อน": []}
    assert names(submission)[0] == "สองชื่อ"
    assert review.clean(submission, VERIFY_DAY).count() == 2


def test_a_twin_that_was_withdrawn_is_none(cast: Cast, plan: Plan) -> None:
    made = make_producer(cast.a, by=cast.district, products=make_twins())
    first = made.products.order_by("pk")[0]
    registry.withdraw_product(first, by=cast.district, on=REGISTER_DAY, version=made.version, reason="ซ้ำ")
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    assert not review.exceptions(submission, VERIFY_DAY)


def test_an_answered_record_comes_first_and_stays_there_once_passed(
    submitted: Submission, cast: Cast
) -> None:
    again = step(step(submitted, "send_back"), "resubmit")
    assert names(again)[0] == "คงเดิม"
    province.mark_passed([record_of("คงเดิม")], by=cast.province, on=VERIFY_DAY)
    assert names(again)[0] == "คงเดิม"
    assert review.marks(again, VERIFY_DAY).answered == 0


def test_a_licence_that_has_run_out_since_is_flagged(cast: Cast, plan: Plan) -> None:
    licence = {"standard": "fda", "number": "1", "expires_day": date(2018, 3, 19)}
    product = make_product_fields(is_regulated=True, certificates=[licence])
    make_producer(cast.a, by=cast.district, products=[product])
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    assert review.clean(submission, date(2018, 3, 19)).count() == 1
    assert review.clean(submission, VERIFY_DAY).count() == 0
    [row] = review.exceptions(submission, VERIFY_DAY)
    assert "ใบอนุญาต" in review.flags(row)[0]


def test_all_that_is_clean_passes_in_one_act(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    text = read(client, cast.province, address("review", "8001"))
    assert "ผ่านทั้งหมดที่ไม่มีข้อสังเกต (3 ระเบียน)" in text
    client.post(address("pass_clean", "8001"))
    marks = review.marks(submitted, VERIFY_DAY)
    assert (marks.passed, marks.waiting, marks.clean) == (3, 1, 0)
    assert record_of("กลุ่ม แม่บ้าน").review == ReviewMark.UNSEEN
    assert "ผ่าน 3 ระเบียน" in client.get(address("review", "8001")).content.decode()


def test_what_was_passed_unopened_is_never_told_as_looked_at(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    client.post(address("pass_clean", "8001"))
    province.mark_passed([record_of("กลุ่ม แม่บ้าน")], by=cast.province, on=VERIFY_DAY)
    province.mark_passed([record_of("คงเดิม")], by=cast.province, on=VERIFY_DAY)
    marks = review.marks(submitted, VERIFY_DAY)
    assert (marks.passed, marks.opened, marks.sampled, marks.bulk, marks.unseen) == (4, 2, 1, 2, 0)
    page = client.get(reverse("registration:advance", args=[2561, 2, "8001", "certify"])).text
    assert "ยังไม่ได้เปิดดู" not in page
    assert "ในนี้สุ่มเปิดดูทั้งที่ไม่มีข้อสังเกต 1 ระเบียน" in page


def test_the_provinces_certificate_says_how_records_were_looked_at(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    client.post(address("pass_clean", "8001"))
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    page = client.get(reverse("registration:certificate", args=[2561, 2, "80"])).text
    said = " ".join(page.split())
    assert "เปิดดู 0 ผ่านรวมโดยไม่ได้เปิดดู 3 ไม่ได้ตรวจ 1 จาก 4 ระเบียน" in said


def test_the_queue_shows_one_mark_at_a_time(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    province.mark_passed([record_of("รายใหม่")], by=cast.province, on=VERIFY_DAY)
    passed = read(client, cast.province, address("review", "8001") + "?mark=passed")
    assert "รายใหม่</a>" in passed
    assert "คงเดิม</a>" not in passed


def test_outside_the_step_the_queue_is_read_only(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(date(2018, 3, 18))
    text = read(client, cast.province, address("review", "8001"))
    assert "วันจันทร์ที่ 19 มีนาคม 2561" in text
    assert address("pass_clean", "8001") not in text
    answer = client.post(address("pass_clean", "8001"))
    assert answer.status_code == 409
    assert review.marks(submitted, VERIFY_DAY).passed == 0


def test_the_queue_costs_the_same_for_five_records_and_for_three_hundred(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    make_many_records(cast.a, 5, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    few = count_queries(client, cast.province, address("review", "8001"))
    freeze(REGISTER_DAY)
    step(submission_of(cast.a), "recall", on=REGISTER_DAY)
    make_many_records(cast.a, 295, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    assert count_queries(client, cast.province, address("review", "8001")) == few
    assert Producer.objects.count() == 300


# --- one record ---


def page_of(name: str) -> str:
    return address("record", "8001", record_of(name).pk)


def test_a_changed_record_stands_beside_its_past(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    text = read(client, cast.province, page_of("เปลี่ยน"))
    assert '<td data-label="รอบก่อน">08 1234 5678</td>' in text
    assert '<span class="diff-new">08 2222 2222</span>' in text
    producer = record_of("เปลี่ยน").producer
    assert producer.citizen_id not in text
    assert f"{producer.citizen_id[0]}-{producer.citizen_id[1:5]}-xxxxx" in text


def test_a_new_record_is_shown_whole_with_its_look_alikes(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    text = read(client, cast.province, page_of("กลุ่ม แม่บ้าน"))
    assert "สิ่งที่เปลี่ยนจากรอบก่อน" not in text
    assert "เพื่อนบ้าน" in text
    assert "อำเภอพรหมคีรี" in text


def test_a_record_passes_and_the_next_waiting_one_opens(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    assert client.post(page_of("กลุ่ม แม่บ้าน"), {"act": "pass"}).url == page_of("รายใหม่")
    assert client.post(page_of("รายใหม่"), {"act": "pass"}).url == page_of("เปลี่ยน")
    assert client.post(page_of("คงเดิม"), {"act": "pass"}).url == page_of("เปลี่ยน")
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
    changed = review.record(submission, row, date(2018, 5, 1)).changed
    assert [change.field for group in changed for change in group.changes] == ["phones"]
