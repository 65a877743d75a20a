"""journey.advance beside the table: scope, reasons, extensions, the levels above, four eyes, the buttons."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from registration import workflow
from registration.models import Plan, Unit, User
from registration.services import journey
from registration.timetable import Step
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    certification_of,
    closing_of,
    make_extension,
    make_post,
    make_producer,
    make_waiver,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["neighbour", "other_district", "stranger", "former"])
def test_advance_refuses_whoever_holds_no_post_in_the_unit(cast: Cast, plan: Plan, name: str) -> None:
    with pytest.raises(PermissionDenied):
        journey.advance(submission_of(cast.a), "submit", by=getattr(cast, name), on=REGISTER_DAY)


def test_a_foreign_province_certifies_nothing(cast: Cast, plan: Plan) -> None:
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    with pytest.raises(PermissionDenied):
        journey.advance(submission, "certify", by=cast.other_province, on=VERIFY_DAY)


def test_a_verb_of_another_table_is_no_verb_of_the_thing(cast: Cast, plan: Plan) -> None:
    with pytest.raises(KeyError):
        journey.advance(submission_of(cast.a), "hard_close", by=cast.department, on=CLOSE_DAY)


@pytest.mark.parametrize("verb", [row.verb for row in workflow.TRANSITIONS if row.needs_reason])
def test_a_verb_that_takes_something_back_asks_for_a_reason(cast: Cast, plan: Plan, verb: str) -> None:
    submission = walk(submission_of(cast.a), workflow.transition(verb).source)
    with pytest.raises(Refused, match="เหตุผล"):
        step(submission, verb, reason="  ")


@pytest.mark.parametrize(
    ("day", "is_allowed"), [(16, True), (17, False), (18, True), (19, True), (20, False)]
)
def test_an_extension_opens_the_step_for_its_unit_on_its_days(
    cast: Cast, plan: Plan, day: int, is_allowed: bool
) -> None:
    days = (date(2018, 3, 18), date(2018, 3, 19))
    make_extension(cast.a, Step.REGISTER, days, by=cast.department, on=REGISTER_DAY)
    on = date(2018, 3, day)
    assert can_submit(cast.a, cast.district, on) == is_allowed
    assert can_submit(cast.b, cast.neighbour, on) == (day == 16)


def can_submit(district: Unit, by: User, on: date) -> bool:
    """Whether the button is offered without a refusal."""
    return [offer.refused for offer in journey.offers(submission_of(district), by, on)] == [None]


def test_a_certified_province_holds_its_districts_until_it_withdraws(cast: Cast, plan: Plan) -> None:
    certification = walk(certification_of(cast.home), CertificateStatus.ANNOUNCED)
    with pytest.raises(Refused, match=r"จังหวัดรับรองข้อมูลรอบ 2/2561 แล้ว.*ต้องถอน"):
        step(submission_of(cast.a), "withdraw")
    step(certification, "withdraw_announced")
    assert step(submission_of(cast.a), "withdraw").status == Status.SUBMITTED


def test_a_held_round_refuses_every_act_below_until_it_reopens(cast: Cast, plan: Plan) -> None:
    certification = walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    closing = walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    with pytest.raises(Refused, match="พักระบบ"):
        step(certification, "withdraw_certificate", on=CLOSE_DAY)
    step(closing, "reopen")
    assert step(certification, "withdraw_certificate", on=CLOSE_DAY).status == CertificateStatus.PENDING


def test_who_entered_a_round_certifies_it_only_by_a_waiver(cast: Cast, plan: Plan) -> None:
    make_post(cast.district, cast.home)
    make_producer(cast.a, by=cast.district)
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    for thing, verb in ((submission, "certify"), (certification_of(cast.home), "certify_province")):
        with pytest.raises(Refused, match="ต้องให้เจ้าหน้าที่อีกคน"):
            step(thing, verb, by=cast.district)
    make_waiver(cast.home, granted_by=cast.department)
    assert step(submission_of(cast.a), "certify", by=cast.district).status == Status.CERTIFIED


@pytest.mark.parametrize(("name", "is_own"), [("neighbour", True), ("district", False)])
def test_what_was_entered_for_a_missed_round_is_still_ones_own(
    cast: Cast, plan: Plan, name: str, is_own: bool
) -> None:
    """B missed two rounds, one after the other; A missed none, and what its officer entered then was certified."""
    officer = getattr(cast, name)
    for unit, by in ((cast.a, cast.district), (cast.b, cast.neighbour)):
        make_producer(unit, by=by, on=date(2017, 10, 2))
    for round_id in (25611, 25612):
        walk(certification_of(cast.home, round_id), CertificateStatus.CERTIFIED)  # its first district, A
        walk(closing_of(round_id), ClosingStatus.CLOSED)
    make_post(officer, cast.home)
    step(step(submission_of(cast.a, 25613), "submit", by=cast.colleague), "certify", by=cast.province)
    with pytest.raises(Refused, match="ต้องให้เจ้าหน้าที่อีกคน") if is_own else nullcontext():
        step(certification_of(cast.home, 25613), "certify_province", by=officer)
    assert certification_of(cast.home, 25613).status == ("pending" if is_own else "certified")


def test_the_first_submission_keeps_its_instant_and_receipt(cast: Cast, plan: Plan) -> None:
    first = walk(submission_of(cast.a), Status.SUBMITTED)
    again = step(step(first, "recall"), "submit")
    assert (again.first_submitted_at, again.receipt_number) == (
        first.first_submitted_at,
        first.receipt_number,
    )
    assert again.latest_submitted_at > first.latest_submitted_at


def test_offers_are_the_verbs_that_advance_would_pass(cast: Cast, plan: Plan) -> None:
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    offers = {
        offer.transition.verb: offer.refused
        for offer in journey.offers(submission, cast.province, VERIFY_DAY)
    }
    assert offers["certify"] is None
    assert "ยังไม่ได้เลือกระเบียน" in str(offers["send_back"])
    assert journey.offers(submission, cast.executive, VERIFY_DAY) == []
    [recall] = journey.offers(submission, cast.district, VERIFY_DAY)
    assert "วันเสาร์ที่ 17 มีนาคม 2561" in str(recall.refused)
