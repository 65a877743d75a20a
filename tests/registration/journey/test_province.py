"""The province's guards: when records may be marked, what must be looked at, what a certificate signs."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from registration import verbs
from registration.models import Event, Plan, Registration
from registration.models.producers import ReviewMark
from registration.services import journey
from registration.services.journey import province
from registration.services.registry import standing
from registration.workflow import CertificateStatus, Refused, ReturnCode, Status
from tests.world.cast import Cast
from tests.world.factories import (
    VERIFY_DAY,
    certification_of,
    make_ask,
    make_contact,
    make_producer,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
FAULTS = [province.FieldToCorrect("phones", ReturnCode.WRONG)]


WRITES_NO_RECORD = {
    "recall_transfer", "refuse_transfer", "decide_apart", "decide_anew", "correct_record", "find_late_fault",
    "hand_over_data",
}  # fmt: skip


def test_whatever_writes_a_record_counts_as_entering() -> None:
    """Four eyes: who took a file back, or undid a move, does not certify that round either (decision 0011)."""
    assert verbs.OF_PRODUCER.keys() - WRITES_NO_RECORD <= {*province.ENTERING}


def the_record() -> Registration:
    return Registration.objects.get(district_id="8001", round_id=25612)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.ENTRY, "สถานะของอำเภอคือ “กำลังบันทึก”"),
        (Status.SENT_BACK, "สถานะของอำเภอคือ “ส่งกลับแก้ไข”"),
        (Status.CERTIFIED, "สถานะของอำเภอคือ “จังหวัดรับรองแล้ว”"),
    ],
)
def test_records_are_marked_only_while_the_province_has_them(
    cast: Cast, plan: Plan, status: Status, says: str
) -> None:
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), status)
    with pytest.raises(Refused, match=says):
        province.mark_passed([the_record()], by=cast.province, on=VERIFY_DAY)
    with pytest.raises(Refused, match=says):
        province.return_record(the_record(), FAULTS, by=cast.province, on=VERIFY_DAY)


@pytest.mark.parametrize("day", [date(2018, 3, 18), date(2018, 3, 24)])
def test_records_are_marked_only_in_the_step(cast: Cast, plan: Plan, day: date) -> None:
    make_contact(cast.nation, name="นายกรม ใจดี")
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    with pytest.raises(Refused, match=r"ตรวจระเบียนไม่ได้ เพราะอยู่นอกช่วงเวลาของรอบ 2/2561.*ติดต่อ นายกรม ใจดี"):
        province.return_record(the_record(), FAULTS, by=cast.province, on=day)
    assert the_record().review == ReviewMark.UNSEEN


@pytest.mark.parametrize("name", ["district", "other_province", "department", "province_executive"])
def test_only_the_districts_province_marks_records(cast: Cast, plan: Plan, name: str) -> None:
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    with pytest.raises(PermissionDenied):
        province.mark_passed([the_record()], by=getattr(cast, name), on=VERIFY_DAY)


def test_passing_marks_only_records_of_the_same_district(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    make_producer(cast.b, by=cast.neighbour)
    walk(submission_of(cast.a), Status.SUBMITTED)
    rows = Registration.objects.order_by("district_id")
    province.mark_passed(rows, by=cast.province, on=VERIFY_DAY)
    assert [row.review for row in rows.all()] == [ReviewMark.PASSED, ReviewMark.UNSEEN]


def test_sending_back_and_certifying_each_want_the_review_done(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    with pytest.raises(Refused, match="ยังไม่ได้เลือกระเบียนที่จะส่งกลับ"):
        journey.advance(submission, "send_back", by=cast.province, on=VERIFY_DAY)
    province.return_record(the_record(), FAULTS, by=cast.province, on=VERIFY_DAY)
    with pytest.raises(Refused, match="ยังมี 1 ระเบียนที่ส่งกลับหรือแก้ไขแล้วรอตรวจ"):
        journey.advance(submission, "certify", by=cast.province, on=VERIFY_DAY)
    again = step(step(submission, "send_back"), "resubmit")
    with pytest.raises(Refused, match="ยังมี 1 ระเบียน"):
        journey.advance(again, "certify", by=cast.province, on=VERIFY_DAY)
    province.mark_passed([the_record()], by=cast.province, on=VERIFY_DAY)
    assert journey.advance(again, "certify", by=cast.province, on=VERIFY_DAY).certified_by == cast.province


def test_a_return_wants_a_reason_and_replaces_the_one_not_yet_sent(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    with pytest.raises(Refused, match="อย่างน้อยหนึ่งข้อ"):
        province.return_record(the_record(), [], by=cast.province, on=VERIFY_DAY)
    for field in ("phones", "house_number"):
        faults = [province.FieldToCorrect(field, ReturnCode.UNCLEAR)]
        province.return_record(the_record(), faults, by=cast.province, on=VERIFY_DAY)
    assert the_record().return_reasons.get().field == "house_number"
    assert Event.objects.filter(verb="return_record").count() == 2


def test_a_province_names_every_district_it_leaves_out(cast: Cast, plan: Plan) -> None:
    walk(submission_of(cast.a), Status.CERTIFIED)
    certification = certification_of(cast.home)
    with pytest.raises(Refused, match="กรุณาระบุเหตุผลของอำเภอที่ยังไม่ได้รับรอง 1 แห่ง"):
        journey.advance(certification, "certify_province", by=cast.province, on=VERIFY_DAY)
    ask = make_ask(VERIFY_DAY)
    signed = journey.advance(certification, "certify_province", by=cast.province, on=VERIFY_DAY, ask=ask)
    assert signed.left_out == {"8002": "ยังไม่พร้อม"}


@pytest.mark.parametrize(
    ("number", "day", "says"),
    [
        ("", VERIFY_DAY, "กรุณาระบุเลขที่และวันที่"),
        ("1/2561", None, "กรุณาระบุเลขที่และวันที่"),
        ("1/2561", date(2018, 3, 21), "อยู่หลังวันนี้"),
    ],
)
def test_an_announcement_wants_a_number_and_a_day_not_ahead(
    cast: Cast, plan: Plan, number: str, day: date | None, says: str
) -> None:
    certification = walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    ask = journey.Ask(details={"announcement_number": number, "announcement_day": day})
    with pytest.raises(Refused, match=says):
        journey.advance(certification, "announce_province", by=cast.province, on=VERIFY_DAY, ask=ask)


def test_a_certificate_signs_the_content_and_withdrawing_lets_it_go(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    signed = walk(submission_of(cast.a), Status.CERTIFIED)
    assert signed.fingerprint == standing.district_fingerprint("8001", 25612)
    assert not standing.is_stale(signed)
    free = step(signed, "withdraw")
    assert (free.fingerprint, free.certified_by) == ("", None)
