"""Running the checks: after each write, at the submission, again without losing a reason, never stale unseen."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from otop_registry import clock
from registration.checks import table
from registration.models import CheckRun, Finding, PairDecision, Plan, Producer, Registration
from registration.models.checks import Verdict
from registration.services import journey, registry
from registration.services.checks import found, running
from registration.services.registry import NewProducer
from registration.workflow import CertificateStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.checked import codes_of
from tests.world.factories import (
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    certification_of,
    explain_findings,
    make_fields,
    make_producer,
    make_product_fields,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
ROUND = 25612


def record_of(producer: Producer) -> Registration:
    return Registration.objects.get(producer=producer, round=ROUND)


def test_a_record_is_checked_with_every_write_of_it(cast: Cast, plan: Plan) -> None:
    first = make_producer(cast.a, by=cast.district, name="แม่บ้านนาดี")
    second = make_producer(cast.a, by=cast.district, name="กลุ่มแม่บ้าน นาดี")
    assert (codes_of(first), codes_of(second)) == ([], ["same_name"])
    row = record_of(second)
    [told] = found.findings_of([row])[row.pk]
    assert told.words == f"ชื่อตรงกับ“แม่บ้านนาดี” ({first.registration_number})"
    assert (told.other, row.risk) == (first.pk, table.WARNING_RISK)
    amend(second, by=cast.district, on=REGISTER_DAY, name="ช่างทองท่าวัง")
    assert (codes_of(second), record_of(second).risk) == ([], 0)


def test_another_districts_producer_is_never_named(cast: Cast, plan: Plan) -> None:
    make_producer(cast.b, by=cast.neighbour, name="แม่บ้านนาดี", owner_last_name="เพื่อนบ้าน")
    own = make_producer(cast.a, by=cast.district, name="แม่บ้านนาดี")
    [finding] = Finding.objects.filter(registration=record_of(own))
    assert finding.said == {"who": "ผู้ผลิตอีกรายในพื้นที่อื่น"}


def test_a_submission_runs_the_checks_over_every_record(cast: Cast, plan: Plan) -> None:
    first = make_producer(cast.a, by=cast.district, name="แม่บ้านนาดี")
    make_producer(cast.a, by=cast.district, name="กลุ่มแม่บ้าน นาดี")
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    assert codes_of(first) == ["same_name"]
    newest = CheckRun.objects.get(district=cast.a, round=ROUND)
    assert (newest.version, submission.status) == (table.VERSION, Status.SUBMITTED)


def test_a_finding_that_is_found_again_keeps_the_districts_reason(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, name="แม่บ้านนาดี")
    second = make_producer(cast.a, by=cast.district, name="แม่บ้าน นาดี")
    [finding] = Finding.objects.filter(registration=record_of(second))
    registry.give_reason(finding, "คนละหมู่บ้าน", by=cast.district, on=REGISTER_DAY)
    running.run(cast.a.pk, ROUND, REGISTER_DAY)
    amend(second, by=cast.district, on=REGISTER_DAY, lane="ซอย 1")
    row = record_of(second)
    assert [each.reason for each in found.findings_of([row])[row.pk]] == ["คนละหมู่บ้าน"]


def test_a_warning_without_a_reason_holds_the_submission_up(cast: Cast, plan: Plan) -> None:
    for name in ("แม่บ้านนาดี", "แม่บ้าน นาดี"):
        make_producer(cast.a, by=cast.district, name=name)
    submission = submission_of(cast.a)
    with pytest.raises(Refused, match="มีข้อที่ควรตรวจ 2 ข้อที่ยังไม่มีเหตุผล"):
        submit(cast)
    explain_findings(submission, by=cast.district, on=REGISTER_DAY)
    assert submit(cast) == Status.SUBMITTED


def submit(cast: Cast) -> str:
    return journey.advance(submission_of(cast.a), "submit", by=cast.district, on=REGISTER_DAY).status


def test_a_pair_decided_apart_is_no_finding_on_either_side(cast: Cast, plan: Plan) -> None:
    pair = [make_producer(cast.a, by=cast.district, name=name) for name in ("แม่บ้านนาดี", "แม่บ้าน นาดี")]
    PairDecision.objects.create(
        low=pair[0], high=pair[1], verdict=Verdict.APART, reason="คนละราย",
        by=cast.province, at=clock.instant(REGISTER_DAY),
    )  # fmt: skip
    running.run(cast.a.pk, ROUND, REGISTER_DAY)
    assert [codes_of(each) for each in pair] == [[], []]


def test_what_a_run_was_over_tells_whether_it_is_stale(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    own = [cast.a.pk], ROUND
    assert running.refresh(*own, REGISTER_DAY) == 1
    assert running.refresh(*own, REGISTER_DAY) == 0
    make_producer(cast.a, by=cast.district)
    assert running.refresh(*own, REGISTER_DAY) == 1
    assert running.refresh(*own, date(2018, 2, 2)) == 1
    [run] = CheckRun.objects.all()
    assert run.state.startswith(f"{table.VERSION}/2018-02-02/")


def test_what_waits_for_the_province_is_checked_anew_by_night(cast: Cast, plan: Plan) -> None:
    licence = {"standard": "fda", "number": "1", "expires_day": date(2018, 3, 19)}
    product = make_product_fields(is_regulated=True, certificates=[licence])
    made = make_producer(cast.a, by=cast.district, products=[product])
    make_producer(cast.b, by=cast.neighbour)
    walk(submission_of(cast.a), Status.SUBMITTED)
    assert running.refresh_sent(date(2018, 3, 19)) == 1
    assert codes_of(made) == []
    assert running.refresh_sent(VERIFY_DAY) == 1
    assert codes_of(made) == ["lacks_licence", "expired_certificate"]
    assert running.refresh_sent(VERIFY_DAY) == 0


def test_a_whole_province_is_asked_about_in_three_questions(
    cast: Cast, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """It was asked district by district, so that the queue of 23 districts cost 95 questions."""
    for district, officer in ((cast.a, cast.district), (cast.b, cast.neighbour)):
        make_producer(district, by=officer)
        running.run(district.pk, ROUND, REGISTER_DAY)
    with django_assert_num_queries(3):
        assert running.stale([cast.a.pk, cast.b.pk], ROUND, REGISTER_DAY) == []
    make_producer(cast.b, by=cast.neighbour)
    assert running.stale([cast.a.pk, cast.b.pk], ROUND, REGISTER_DAY) == [cast.b.pk]


def test_many_records_are_checked_with_the_same_few_questions(cast: Cast, plan: Plan) -> None:
    def questions(size: int) -> int:
        records = [NewProducer(make_fields(), [make_product_fields()]) for _ in range(size)]
        registry.register_many(cast.a, records, by=cast.district, on=REGISTER_DAY)
        running.run(cast.a.pk, ROUND, REGISTER_DAY)
        with CaptureQueriesContext(connection) as asked:
            running.run(cast.a.pk, ROUND, REGISTER_DAY)
        return len(asked)

    assert questions(2) == questions(40)


def test_what_is_written_together_is_checked_at_the_end_as_if_written_alone(cast: Cast, plan: Plan) -> None:
    with running.together():
        first = make_producer(cast.a, by=cast.district, name="แม่บ้านนาดี")
        with running.together():
            second = make_producer(cast.a, by=cast.district, name="แม่บ้าน นาดี")
        assert codes_of(first) == codes_of(second) == []
    assert codes_of(first) == codes_of(second) == ["same_name"]
    assert [record_of(each).risk for each in (first, second)] == [table.WARNING_RISK] * 2


def test_a_certificate_names_the_version_its_records_were_checked_by(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    signed = walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    assert signed.checks_version == table.VERSION
    assert step(signed, "withdraw_certificate").checks_version is None
