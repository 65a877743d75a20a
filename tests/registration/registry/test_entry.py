"""The door of every registry write: which round takes it on which day, and what the refusal says."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registration.models import Contact, Plan, Unit
from registration.services.registry import entry
from registration.timetable import Quarter, Step
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    certification_of,
    closing_of,
    make_contact,
    make_extension,
    make_producer,
    make_unit,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)

# Typed from attachment 1 of the letter: round, first and last day of the register step.
REGISTER = {
    25611: (date(2017, 10, 2), date(2017, 12, 21)),
    25612: (date(2018, 1, 3), date(2018, 3, 16)),
    25613: (date(2018, 4, 2), date(2018, 6, 15)),
    25614: (date(2018, 7, 2), date(2018, 9, 14)),
}


def round_on(district: Unit, on: date) -> int | None:
    """The round that takes a write of the day, None when it is refused."""
    try:
        return entry.expected_entry(district, on).round.pk
    except Refused:
        return None


def refusal(district: Unit, on: date) -> Refused:
    with pytest.raises(Refused) as raised:
        entry.expected_entry(district, on)
    return raised.value


@pytest.mark.parametrize("round_id", REGISTER)
def test_a_round_takes_writes_from_its_first_to_its_last_day(cast: Cast, plan: Plan, round_id: int) -> None:
    first, last = REGISTER[round_id]
    assert [round_on(cast.a, day) for day in (first - ONE_DAY, first, last, last + ONE_DAY)] == [
        None, round_id, round_id, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "since", "reopens"),
    [
        (date(2017, 10, 1), None, date(2017, 10, 2)),
        (date(2018, 3, 17), date(2018, 3, 17), date(2018, 4, 2)),
        (date(2018, 3, 30), date(2018, 3, 17), date(2018, 4, 2)),
        (date(2018, 9, 26), date(2018, 9, 15), None),
    ],
)
def test_between_windows_the_refusal_says_since_when_and_when_again(
    cast: Cast, plan: Plan, day: date, since: date | None, reopens: date | None
) -> None:
    refused = refusal(cast.a, day)
    assert (refused.since, refused.reopens) == (since, reopens)
    assert "ไม่อยู่ในช่วงลงทะเบียน" in str(refused)
    assert refused.helper == "สำนักงานพัฒนาชุมชนจังหวัดนครศรีธรรมราช"


def test_the_helper_is_the_coordinator_of_the_province(cast: Cast, plan: Plan) -> None:
    contact = make_contact(cast.home, name="นางประสาน ใจดี")
    assert refusal(cast.a, date(2018, 3, 17)).helper == str(contact)


def test_who_helps_is_asked_when_it_is_shown(cast: Cast, plan: Plan) -> None:
    with CaptureQueriesContext(connection) as asked:
        refused = refusal(cast.a, date(2018, 3, 17))
    assert not [query for query in asked if Contact._meta.db_table in query["sql"]]
    with CaptureQueriesContext(connection) as asked:
        assert "ติดต่อ" in str(refused)
    assert [query for query in asked if Contact._meta.db_table in query["sql"]]


def test_a_submitted_round_takes_nothing_and_says_since_when(cast: Cast, plan: Plan) -> None:
    walk(submission_of(cast.a), Status.SUBMITTED)
    refused = refusal(cast.a, REGISTER_DAY)
    assert "ส่งจังหวัดแล้ว" in str(refused)
    assert refused.since == date(2018, 3, 16)


def test_who_may_recall_the_round_is_told_so_before_the_province_is_named(cast: Cast, plan: Plan) -> None:
    walk(submission_of(cast.a), Status.SUBMITTED)
    refused = refusal(cast.a, REGISTER_DAY)
    assert refused.recallable == Quarter(2561, 2)
    assert "ดึงกลับมาแก้ไขเองได้" in str(refused)
    assert refused.helper not in str(refused)
    assert refusal(cast.a, VERIFY_DAY).recallable is None


def test_a_round_not_submitted_in_time_takes_nothing_while_verified(cast: Cast, plan: Plan) -> None:
    assert "พ้นช่วงลงทะเบียน" in str(refusal(cast.a, VERIFY_DAY))


def test_a_certified_province_takes_nothing(cast: Cast, plan: Plan) -> None:
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    assert "ต้องถอนการรับรองระดับจังหวัด" in str(refusal(cast.b, REGISTER_DAY))


@pytest.mark.parametrize("status", [ClosingStatus.SOFT_CLOSED, ClosingStatus.CLOSED])
def test_a_held_or_closed_round_takes_nothing(cast: Cast, plan: Plan, status: ClosingStatus) -> None:
    days = (date(2018, 3, 18), date(2018, 3, 30))
    make_extension(cast.a, Step.REGISTER, days, by=cast.department, on=REGISTER_DAY)
    assert round_on(cast.a, CLOSE_DAY) == 25612
    walk(closing_of(), status)
    assert status.label in str(refusal(cast.a, CLOSE_DAY))


def test_of_two_open_rounds_the_older_takes_the_write_until_it_is_submitted(cast: Cast, plan: Plan) -> None:
    make_extension(
        cast.a, Step.REGISTER, (date(2018, 3, 26), date(2018, 4, 5)), by=cast.department, on=REGISTER_DAY
    )
    day = date(2018, 4, 3)
    assert (round_on(cast.a, day), round_on(cast.b, day)) == (25612, 25613)
    walk(submission_of(cast.a), Status.SUBMITTED)
    assert round_on(cast.a, day) == 25613


def test_a_record_of_the_later_round_never_goes_back_to_the_older(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, on=date(2018, 4, 2))
    days = (date(2018, 4, 3), date(2018, 4, 20))
    make_extension(cast.a, Step.REGISTER, days, by=cast.department)
    assert round_on(cast.a, days[0]) == 25612
    assert entry.expected_entry(cast.a, days[0], producer=producer).round.pk == 25613


def test_a_district_outside_the_plan_is_refused(cast: Cast, plan: Plan) -> None:
    unknown = str(refusal(make_unit("8003"), REGISTER_DAY))
    assert "ไม่มีอำเภอนี้ในแผน" in unknown
    assert "ติดต่อ สำนักงานพัฒนาชุมชนจังหวัดนครศรีธรรมราช" in unknown


def test_in_a_round_sent_back_only_a_returned_record_has_an_entry(cast: Cast, plan: Plan) -> None:
    returned, other = (make_producer(cast.a, by=cast.district) for _ in range(2))
    walk(submission_of(cast.a), Status.SENT_BACK)
    assert entry.expected_entry(cast.a, VERIFY_DAY, producer=returned).round.pk == 25612
    for producer in (other, None):
        with pytest.raises(Refused, match="ถูกส่งกลับแก้ไข"):
            entry.expected_entry(cast.a, VERIFY_DAY, producer=producer)
