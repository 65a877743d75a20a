"""What must be opened before a certificate: whatever is flagged, and a sample of the rest, drawn by a kept seed."""

import pytest
from django.test import Client
from django.urls import reverse

from registration.checks import table
from registration.checks.sampling import drawn as draw_again
from registration.checks.sampling import size
from registration.models import (
    Event,
    Plan,
    Registration,
    Sample,
    SampledRecord,
    Submission,
    User,
)
from registration.models.producers import ReviewMark
from registration.services import journey
from registration.services.journey import coverage, province, queue, sampling
from registration.services.registry.looked import looked
from registration.workflow import CertificateStatus, Refused, ReturnCode, Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    VERIFY_DAY,
    certification_of,
    make_producer,
    step,
    submission_of,
    walk,
)
from tests.world.review_scene import enter_many, make_twins, marks_of, record_of, send_records
from tests.world.round_pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(cast: Cast, plan: Plan) -> Submission:
    return send_records(cast)


def test_the_rest_passes_in_one_act_only_after_the_sample_was_opened(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    assert client.post(address("pass_clean", "8001")).status_code == 409
    assert "สุ่มระเบียนที่ต้องเปิดดู (3 ระเบียน)" in client.get(address("review", "8001")).text
    client.post(address("draw_sample", "8001"))
    assert marks_of(submitted).sampled == marks_of(submitted).sampled_unopened == 3
    refused = client.post(address("pass_clean", "8001"))
    assert "ยังมี 3 ระเบียนที่สุ่มได้ซึ่งยังไม่ได้เปิดดู" in refused.text
    assert record_of("คงเดิม").review == ReviewMark.UNSEEN


@pytest.fixture
def large(cast: Cast, plan: Plan) -> Submission:
    """Twenty-two records without a flag and one with."""
    enter_many(cast.a, cast.district)
    make_producer(cast.a, by=cast.district, name="สองชื่อ", products=make_twins())
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    queue.check_fresh(queue.scope_of(submission), VERIFY_DAY)
    return submission


def open_drawn(submission: Submission, by: User) -> None:
    drawn = Registration.objects.filter(coverage.sampled(25612), district=submission.district_id)
    province.mark_passed(drawn.filter(review=ReviewMark.UNSEEN), by=by, on=VERIFY_DAY)


def test_no_flagged_record_ever_passes_unopened(large: Submission, cast: Cast) -> None:
    before = marks_of(large)
    assert (before.flagged, before.population, before.to_draw) == (1, 22, size(22, 5))
    assert sampling.draw(large, by=cast.province, on=VERIFY_DAY) == before.to_draw
    open_drawn(large, cast.province)
    rest = 22 - before.to_draw
    assert province.pass_rest(large, by=cast.province, on=VERIFY_DAY) == rest
    flagged = Registration.objects.get(risk__gte=10)
    assert flagged.review == ReviewMark.UNSEEN
    with pytest.raises(Refused, match="ยังมี 1 ระเบียนที่มีข้อควรตรวจซึ่งยังไม่ได้เปิดดู"):
        journey.advance(large, "certify", by=cast.province, on=VERIFY_DAY)
    province.mark_passed([flagged], by=cast.province, on=VERIFY_DAY)
    journey.advance(large, "certify", by=cast.province, on=VERIFY_DAY)
    told = looked([cast.a.code], large.round_id)
    assert (told.total, told.opened, told.flagged) == (23, before.to_draw + 1, 1)
    assert (told.sampled, told.finds, told.bulk, told.unseen) == (before.to_draw, 0, rest, 0)


def test_what_became_flagged_after_passing_unopened_must_be_opened(large: Submission, cast: Cast) -> None:
    sampling.draw(large, by=cast.province, on=VERIFY_DAY)
    open_drawn(large, cast.province)
    province.pass_rest(large, by=cast.province, on=VERIFY_DAY)
    bulk = Registration.objects.filter(review=ReviewMark.PASSED_IN_BULK)
    bulk.filter(pk=bulk[0].pk).update(risk=10)
    assert (marks_of(large).flagged_unopened, marks_of(large).must_open) == (2, 2)


def test_a_find_in_the_sample_asks_for_a_larger_one_and_is_kept(large: Submission, cast: Cast) -> None:
    first = sampling.draw(large, by=cast.province, on=VERIFY_DAY, seed="ก")
    assert first == size(22, 5)
    row = Registration.objects.filter(coverage.sampled(25612))[0]
    faults = [province.FieldToCorrect("phones", ReturnCode.WRONG)]
    province.return_record(row, faults, by=cast.province, on=VERIFY_DAY)
    marks = marks_of(large)
    assert (marks.finds, marks.is_alone, marks.to_draw) == (1, True, size(22, 3) - first)
    assert marks.to_draw > 0
    again = step(journey.advance(large, "send_back", by=cast.province, on=VERIFY_DAY), "resubmit")
    province.mark_passed([row], by=cast.province, on=VERIFY_DAY)
    assert marks_of(again).finds == 1
    opened = SampledRecord.objects.get(registration=row)
    assert (opened.is_fault, opened.opened_by) == (True, cast.province)


def test_a_return_taken_back_before_it_was_sent_is_no_find(large: Submission, cast: Cast) -> None:
    sampling.draw(large, by=cast.province, on=VERIFY_DAY)
    row = Registration.objects.filter(coverage.sampled(25612))[0]
    faults = [province.FieldToCorrect("phones", ReturnCode.WRONG)]
    province.return_record(row, faults, by=cast.province, on=VERIFY_DAY)
    province.mark_passed([row], by=cast.province, on=VERIFY_DAY)
    assert marks_of(large).finds == 0


def test_the_draw_is_kept_with_its_seed_and_can_be_drawn_again(large: Submission, cast: Cast) -> None:
    keys = list(Registration.objects.filter(~coverage.FLAGGED).values_list("pk", flat=True))
    sampling.draw(large, by=cast.province, on=VERIFY_DAY)
    kept = Sample.objects.get()
    rows = SampledRecord.objects.order_by("pk").values_list("registration_id", flat=True)
    assert list(rows) == draw_again(kept.seed, keys, kept.size)
    assert Event.objects.get(verb="draw_sample").after["seed"] == kept.seed
    assert sampling.draw(large, by=cast.province, on=VERIFY_DAY) == 0


def test_the_certificates_say_how_records_were_looked_at(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    page = client.get(address("advance", "8001", "certify"))
    assert "รับรองยังไม่ได้" in page.text
    assert "ยังต้องสุ่มเปิดดูอีก 3 ระเบียน" in page.text
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    page = client.get(reverse("registration:certificate", args=[2561, 2, "80"])).text
    said = " ".join(page.split())
    assert "4 ระเบียน: เปิดดูทีละระเบียน 4 (มีข้อควรตรวจ 1 สุ่มเปิดดู 0 พบข้อผิด 0) ผ่านรวมโดยไม่ได้เปิดดู 0" in said
    assert f"ตามข้อตรวจฉบับที่ {table.VERSION}" in said
