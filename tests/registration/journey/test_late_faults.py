"""What comes out after a certificate: told once, shown where it is put right, and counted back into the rate."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from registration.checks.sampling import Past
from registration.models import (
    Event,
    FaultSource,
    LateFault,
    Notice,
    Plan,
    Producer,
    Registration,
    SampledRecord,
)
from registration.models.notices import Kind
from registration.services import journey, registry
from registration.services.checks.late_faults import WHOLE
from registration.services.journey import late_faults, province, rate_bars, rates, sampling
from registration.services.registry.pairs import pair_of
from registration.workflow import Refused, ReturnCode, Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_ask,
    make_producer,
    round_of,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
ROUND_1, ROUND_1_DAY = 25611, date(2017, 11, 1)


@pytest.fixture
def certified(cast: Cast, plan: Plan) -> Producer:
    """A producer of district A that round 1 has certified."""
    producer = make_producer(cast.a, by=cast.district, on=ROUND_1_DAY)
    walk(submission_of(cast.a, ROUND_1), Status.CERTIFIED)
    return Producer.objects.get(pk=producer.pk)


def report(cast: Cast, producer: Producer, field: str = "house_number") -> LateFault:
    said = {"reason": "ลงพื้นที่แล้วไม่พบ", "by": cast.province, "on": REGISTER_DAY}
    return late_faults.report(producer, field, **said)


def test_a_fault_is_told_once_with_its_event_and_its_notice(
    certified: Producer, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    client.force_login(cast.province)
    page, record = reverse("registration:producer_fault", args=[certified.pk]), certified.get_absolute_url()
    assert page in client.get(record).text
    told = {"field": "house_number", "reason": "ลงพื้นที่แล้วไม่พบ"}
    assert client.post(page, told).url == record
    assert late_faults.KNOWN in client.post(page, told).text
    fault = LateFault.objects.get()
    assert (fault.registration.round_id, fault.source, fault.by) == (
        ROUND_1,
        FaultSource.AUDIT,
        cast.province,
    )
    assert Event.objects.get(verb="find_late_fault").reason == "บ้านเลขที่: ลงพื้นที่แล้วไม่พบ"
    assert {each.path for each in Notice.objects.filter(kind=Kind.LATE_FAULT)} == {record}


def test_the_district_sees_a_fault_until_it_writes_to_the_record(
    certified: Producer, cast: Cast, client: Client, freeze: Freeze
) -> None:
    report(cast, certified)
    freeze(REGISTER_DAY)
    client.force_login(cast.district)
    tasks, faults = reverse("reporting:tasks"), reverse("registration:faults")
    assert ("รอแก้ไข" in client.get(tasks).text, "แต่ละรอบ" in client.get(faults).text) == (True, False)
    assert "ข้อผิดที่พบหลังรับรอง 1 ข้อ" in client.get(certified.get_absolute_url()).text
    amend(certified, by=cast.district, on=REGISTER_DAY, house_number="9/9")
    assert "รอแก้ไข" not in client.get(tasks).text
    assert "ลงพื้นที่แล้วไม่พบ" in client.get(faults).text


def test_only_what_was_certified_may_be_told_of_by_who_stands_above(certified: Producer, cast: Cast) -> None:
    fresh = make_producer(cast.a, by=cast.district, name="รายใหม่")
    with pytest.raises(Refused, match="ยังไม่มีรอบใดที่จังหวัดรับรอง"):
        report(cast, fresh)
    with pytest.raises(PermissionDenied):
        late_faults.report(certified, WHOLE, reason="ผิด", by=cast.district, on=REGISTER_DAY)
    late_faults.report(certified, WHOLE, reason="ผิด", by=cast.department, on=REGISTER_DAY)


def test_what_came_out_counts_back_into_the_rate_once_for_a_record(certified: Producer, cast: Cast) -> None:
    report(cast, certified)
    report(cast, certified, "phones")
    assert rates.past([cast.a.code], round_of())[cast.a.code] == Past(later=1)
    assert rates.past([cast.a.code], round_of(ROUND_1))[cast.a.code] == Past()
    known = rates.over_rounds(cast.home)
    assert [(row.name, row.recent) for row in known.units] == [(str(cast.a), Past(later=1))]
    assert rates.over_rounds(cast.nation).units[0].name == str(cast.home)
    whole, rows = rate_bars.pictures(known)
    assert (
        [(bar.y, bar.height) for bar in whole.bars]
        == [(bar.y, bar.height) for bar in rows[0].bars]
        == [(0, 60)]
    )


def test_a_return_after_a_certificate_is_a_late_fault_and_one_before_is_none(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    sampling.draw(submission, by=cast.province, on=VERIFY_DAY)
    row = Registration.objects.get(district=cast.a)
    faults = [province.FieldToCorrect("phones", ReturnCode.WRONG, "ไม่มีผู้รับ")]
    province.return_record(row, faults, by=cast.province, on=VERIFY_DAY)
    submission = journey.advance(submission, "send_back", by=cast.province, on=VERIFY_DAY)
    assert not LateFault.objects.exists()
    submission = walk(step(submission, "resubmit"), Status.CERTIFIED)
    submission = journey.advance(
        submission, "withdraw", by=cast.province, on=VERIFY_DAY, ask=make_ask(VERIFY_DAY)
    )
    province.return_record(row, faults, by=cast.province, on=VERIFY_DAY)
    journey.advance(submission, "send_back", by=cast.province, on=VERIFY_DAY)
    assert LateFault.objects.get().source == FaultSource.RETURN
    assert SampledRecord.objects.get().is_fault  # and is counted there, not twice
    assert rates.over_rounds(cast.home).whole.recent == Past(opened=1, finds=1)


def test_of_two_certified_records_merged_the_later_one_counts_back(cast: Cast, plan: Plan) -> None:
    names = ("แม่บ้านนาดี", "แม่บ้านนาดีเด่น")
    stays, ends = (make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, name=name) for name in names)
    walk(submission_of(cast.a, ROUND_1), Status.CERTIFIED)
    said = {"reason": "บัตรใบเดียวกัน", "by": cast.province, "on": REGISTER_DAY}
    versions = (stays.version, ends.version)
    registry.merge(pair_of(stays.pk, ends.pk), stays.pk, versions=versions, **said)
    fault = LateFault.objects.get()
    assert (fault.registration.producer, fault.source) == (ends, FaultSource.MERGE)
    assert not late_faults.unanswered(LateFault.objects.all()).exists()


def test_rounds_without_a_sample_stand_between_those_with_one(certified: Producer, cast: Cast) -> None:
    assert rates.over_rounds(cast.home).quarters == []
    at, by = certified.updated_at, cast.province
    kept = {
        "field": WHOLE,
        "source": FaultSource.AUDIT,
        "note": "ผิด",
        "version": 1,
        "day": VERIFY_DAY,
        "at": at,
    }
    for round_id in (ROUND_1, 25613):
        new = {"district": cast.a, "kind": "update", "acted_at": at, "acted_by": by}
        row, _ = Registration.objects.get_or_create(producer=certified, round_id=round_id, defaults=new)
        LateFault.objects.create(registration=row, by=by, **kept)
    whole = rates.over_rounds(cast.home).whole
    assert [(each.quarter.number, each.past.later) for each in whole.rounds] == [(1, 1), (2, 0), (3, 1)]
    assert [bar.is_known for bar in rate_bars.pictures(rates.over_rounds(cast.home))[0].bars] == [
        True,
        False,
        True,
    ]
