"""What stops a district from submitting, and the words it reads then."""

from datetime import date

import pytest

from registration.models import Event, Plan
from registration.models.producers import ProductState
from registration.services import journey, registry
from registration.services.checks import found
from registration.services.journey import district
from registration.workflow import Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_producer,
    make_product_fields,
    return_first_record,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("expires", "is_blocked"),
    [(None, False), (REGISTER_DAY, False), (date(2018, 1, 31), True)],
)
def test_a_regulated_product_needs_a_licence_valid_on_the_day(
    cast: Cast, plan: Plan, expires: date | None, is_blocked: bool
) -> None:
    licence = {"standard": "fda", "number": "80-2-00001", "expires_day": expires}
    product = make_product_fields(name="น้ำพริก", is_regulated=True, certificates=[licence])
    make_producer(cast.a, by=cast.district, products=[product])
    standing = district.problems(submission_of(cast.a), REGISTER_DAY)
    assert len(standing) == is_blocked
    assert all("“น้ำพริก”" in problem.message for problem in standing)


def test_a_producer_without_a_standing_product_cannot_be_sent(cast: Cast, plan: Plan) -> None:
    producer = make_producer(
        cast.a, by=cast.district, products=[make_product_fields(state=ProductState.PAUSED)]
    )
    registry.withdraw_product(
        producer.products.get(), by=cast.district, on=REGISTER_DAY, version=producer.version, reason="เลิกผลิต"
    )
    with pytest.raises(Refused, match="มี 1 รายการที่ต้องแก้ไขก่อนส่ง"):
        journey.advance(submission_of(cast.a), "submit", by=cast.district, on=REGISTER_DAY)


def test_what_is_first_found_on_the_day_of_sending_is_asked_for_before_it_is_sent(
    cast: Cast, plan: Plan
) -> None:
    make_producer(cast.a, by=cast.district, name="กลุ่มแม่บ้าน")
    make_producer(
        cast.b, by=cast.neighbour, name="กลุ่มแม่บ้าน", owner_last_name="เพื่อนบ้าน"
    )  # of the same name, told to B alone
    with pytest.raises(Refused, match="มีข้อที่ควรตรวจ 1 ข้อที่ยังไม่มีเหตุผล"):
        journey.advance(submission_of(cast.a), "submit", by=cast.district, on=REGISTER_DAY)
    offers = journey.offers(submission_of(cast.a), cast.district, REGISTER_DAY)
    assert [bool(each.refused) for each in offers] == [True]
    assert found.lacking_reason(cast.a.code, submission_of(cast.a).round_id) == 1  # and the page can ask


def test_a_sending_bears_the_instant_of_its_event(cast: Cast, plan: Plan) -> None:
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    event = Event.objects.get(verb="submit", subject=f"submission:{submission.pk}")
    assert event.at == submission.latest_submitted_at == submission.first_submitted_at


def test_a_missing_telephone_is_told_and_stops_nothing(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, phones=[])
    assert district.problems(submission_of(cast.a), REGISTER_DAY) == []
    assert walk(submission_of(cast.a), Status.SUBMITTED).status == Status.SUBMITTED


def test_what_was_not_handled_in_the_round_is_nobodys_problem(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, on=date(2017, 11, 1), phones=[])
    assert district.problems(submission_of(cast.a), REGISTER_DAY) == []


def test_resubmitting_waits_for_every_returned_record(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    submission = walk(submission_of(cast.a), Status.SENT_BACK)
    with pytest.raises(Refused, match="ยังมี 1 ระเบียนที่จังหวัดส่งกลับและยังไม่ได้แก้ไข"):
        journey.advance(submission, "resubmit", by=cast.district, on=VERIFY_DAY)
    amend(producer, by=cast.district, on=VERIFY_DAY, phones=["0898765432"])
    again = journey.advance(submission, "resubmit", by=cast.district, on=VERIFY_DAY)
    assert again.latest_submitted_at > again.first_submitted_at


def test_an_answer_keeps_the_reasons_and_when_they_were_answered(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    submission = walk(submission_of(cast.a), Status.SENT_BACK)
    amend(producer, by=cast.district, on=VERIFY_DAY, phones=["0898765432"])
    row = producer.registrations.get()
    assert row.return_reasons.get().answered_at is not None
    step(submission, "resubmit")
    return_first_record(submission, by=cast.province, on=VERIFY_DAY)
    assert row.return_reasons.count() == 2
