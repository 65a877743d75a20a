"""Who may take which step of a correction, and when: other eyes, one approval, nothing behind a signature."""

import pytest
from django.core.exceptions import PermissionDenied

from registration.models import Correction, Edition, Event, FaultSource, LateFault, Notice, Revision
from registration.services import corrections, editions, start
from registration.workflow import CorrectionStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.closed import (
    DAY,
    FIRST,
    THIRD,
    approve,
    ask_for_sole_owner,
    end,
    named,
    sole_owner_with_one_product,
    wish,
)
from tests.world.factories import submission_of, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(closed: Cast) -> Cast:
    return closed


@pytest.fixture
def asked(cast: Cast) -> Correction:
    return ask_for_sole_owner(cast)


@pytest.fixture
def agreed(cast: Cast, asked: Correction) -> Correction:
    return corrections.advance(asked, "agree_correction", by=cast.province, on=DAY)


def test_who_asked_or_agreed_does_not_approve(cast: Cast, agreed: Correction) -> None:
    seen = corrections.effect_of(agreed).fingerprint
    for officer in (cast.district, cast.province, cast.executive, cast.other_province):
        with pytest.raises(PermissionDenied):
            corrections.advance(agreed, "approve_correction", by=officer, on=DAY, seen=seen)
    Correction.objects.update(agreed_by=cast.department)
    with pytest.raises(Refused, match="ผู้อนุมัติต้องไม่ใช่"):
        corrections.advance(agreed, "approve_correction", by=cast.department, on=DAY, seen=seen)
    done = corrections.advance(agreed, "approve_correction", by=cast.department_colleague, on=DAY, seen=seen)
    assert done.status == CorrectionStatus.APPROVED


def test_two_approvals_make_one_edition(cast: Cast, agreed: Correction) -> None:
    seen = corrections.effect_of(agreed).fingerprint
    corrections.advance(agreed, "approve_correction", by=cast.department, on=DAY, seen=seen)
    with pytest.raises(Refused, match="อนุมัติแล้ว"):
        corrections.advance(agreed, "approve_correction", by=cast.department_colleague, on=DAY, seen=seen)
    assert Edition.objects.filter(round=FIRST).count() == 2


def test_what_moved_after_it_was_read_is_read_again(cast: Cast, agreed: Correction) -> None:
    seen = corrections.effect_of(agreed).fingerprint
    end(cast, "สอง", FIRST)
    with pytest.raises(Refused, match="อ่านผลอีกครั้ง"):
        corrections.advance(agreed, "approve_correction", by=cast.department, on=DAY, seen=seen)


def test_nothing_changes_behind_a_signature(cast: Cast, agreed: Correction) -> None:
    walk(submission_of(cast.a, THIRD), Status.SUBMITTED)
    revisions = Revision.objects.count()
    with pytest.raises(Refused, match="3/2561"):
        approve(agreed, cast)
    assert Revision.objects.count() == revisions


def test_a_record_has_one_request_at_a_time(cast: Cast, asked: Correction) -> None:
    edition, producer = editions.latest(FIRST), named("หนึ่ง")
    said = sole_owner_with_one_product(edition, producer)
    with pytest.raises(Refused, match="ยังรอพิจารณา"):
        corrections.ask(edition, producer.pk, said, by=cast.province, on=DAY)
    with pytest.raises(Refused, match="เหตุผล"):
        corrections.advance(asked, "take_back_correction", by=cast.district, on=DAY)
    corrections.advance(asked, "take_back_correction", by=cast.district, on=DAY, reason="ขอผิดราย")
    again = corrections.ask(edition, producer.pk, said, by=cast.province, on=DAY)
    assert again.status == CorrectionStatus.AGREED  # a province agrees by asking


def test_every_step_is_one_event_and_tells_who_is_next(cast: Cast, agreed: Correction) -> None:
    approve(agreed, cast)
    subject = f"correction:{agreed.pk}"
    verbs = Event.objects.filter(subject=subject).order_by("pk").values_list("verb", "unit_id")
    assert list(verbs) == [
        ("ask_correction", "8001"),
        ("agree_correction", "80"),
        ("correct_editions", ""),
        ("approve_correction", ""),
    ]
    told = Notice.objects.filter(subject=subject).order_by("pk").values_list("kind", "unit_id")
    waits, decided = "correction_waits", "correction_decided"
    assert set(told) == {(waits, "80"), (waits, ""), (decided, "8001"), (decided, "80")}


def test_what_was_certified_wrong_counts_back_into_the_districts_rate(cast: Cast, agreed: Correction) -> None:
    approve(agreed, cast)
    faults = LateFault.objects.select_related("registration")
    told = {(each.registration.round_id, each.field, each.source) for each in faults}
    assert told == {(FIRST, field, FaultSource.CORRECTION) for field in agreed.changes}
    assert not LateFault.objects.unanswered().exists()  # nobody has to do it again


def test_asking_needs_a_change_and_the_own_district(cast: Cast, asked: Correction) -> None:
    edition, two = editions.latest(FIRST), named("สอง")
    with pytest.raises(Refused, match="ไม่มีข้อใดเปลี่ยน"):
        corrections.ask(edition, two.pk, wish({}), by=cast.district, on=DAY)
    with pytest.raises(PermissionDenied):
        corrections.ask(edition, two.pk, wish({"lane": ["", "ซอย 2"]}), by=cast.neighbour, on=DAY)


def test_the_start_page_counts_what_waits_for_the_role(cast: Cast, asked: Correction) -> None:
    def counted() -> list[int]:
        officers = (cast.district, cast.province, cast.other_province, cast.department)
        return [start.desks(each, DAY)[0].correction_count for each in officers]

    assert counted() == [0, 1, 0, 0]
    corrections.advance(asked, "agree_correction", by=cast.province, on=DAY)
    assert counted() == [0, 0, 0, 1]
