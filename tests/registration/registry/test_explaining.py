"""The district's word on a finding: kept while the record may be written, told in its history."""

import pytest

from registration.models import Finding, Plan
from registration.models.producers import ReviewMark
from registration.services import registry
from registration.services.registry import record
from registration.workflow import Refused, Status
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, VERIFY_DAY, make_producer, submission_of, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding(cast: Cast, plan: Plan) -> Finding:
    """What the checks found in the second of two producers of one name."""
    for name in ("แม่บ้านนาดี", "แม่บ้าน นาดี"):
        make_producer(cast.a, by=cast.district, name=name)
    return Finding.objects.get()


def test_a_reason_is_kept_with_who_gave_it_and_told_in_the_history(cast: Cast, finding: Finding) -> None:
    kept = registry.give_reason(finding, "คนละ  หมู่บ้าน", by=cast.district, on=REGISTER_DAY)
    assert (kept.reason, kept.reason_by) == ("คนละ หมู่บ้าน", cast.district)
    line = record.history(finding.registration.producer)[0]
    assert line.title == "อำเภอให้เหตุผลของข้อที่ควรตรวจ"
    assert line.reason.startswith("ชื่อตรงกับ“แม่บ้านนาดี”")
    assert line.reason.endswith("คนละ หมู่บ้าน")


@pytest.mark.parametrize("text", ["", "  ", "ก" * 501])
def test_a_reason_has_words_and_not_too_many(cast: Cast, finding: Finding, text: str) -> None:
    with pytest.raises(Refused, match="ไม่เกิน 500"):
        registry.give_reason(finding, text, by=cast.district, on=REGISTER_DAY)


def test_no_reason_is_given_once_the_record_is_with_the_province(cast: Cast, finding: Finding) -> None:
    walk(submission_of(cast.a), Status.SUBMITTED)
    for day in (REGISTER_DAY, VERIFY_DAY):
        with pytest.raises(Refused):
            registry.give_reason(finding, "คนละหมู่บ้าน", by=cast.district, on=day)


def test_what_was_not_returned_is_explained_all_the_same(cast: Cast, finding: Finding) -> None:
    """A warning that came with the return could not be explained, nor the round be sent again."""
    walk(submission_of(cast.a), Status.SENT_BACK)
    standing = Finding.objects.exclude(registration__review=ReviewMark.RETURNED).first()
    assert standing
    kept = registry.give_reason(standing, "คนละหมู่บ้าน เลขที่บ้านต่างกัน", by=cast.district, on=VERIFY_DAY)
    assert kept.reason == "คนละหมู่บ้าน เลขที่บ้านต่างกัน"


def test_of_several_findings_only_those_with_new_words_are_kept(cast: Cast, finding: Finding) -> None:
    assert registry.give_reasons({finding: " "}, by=cast.district, on=REGISTER_DAY) == 0
    assert registry.give_reasons({finding: "คนละหมู่บ้าน"}, by=cast.district, on=REGISTER_DAY) == 1
    again = Finding.objects.get()
    assert registry.give_reasons({again: "คนละหมู่บ้าน"}, by=cast.district, on=REGISTER_DAY) == 0
