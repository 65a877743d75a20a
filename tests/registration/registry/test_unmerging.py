"""A merge taken back: in its round nothing is left of it but two histories; later a new stay begins."""

from datetime import date
from typing import Any

import pytest
from django.forms import model_to_dict

from registration import content, figures
from registration.models import PairDecision, Plan, Producer, Registration
from registration.models.producers import RegistrationKind
from registration.services import registry
from registration.services.checks import late_faults
from registration.services.journal import Act
from registration.services.journey import rates
from registration.services.registry import record, unmerging
from registration.services.registry.pairs import pair_of
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    amend,
    certification_of,
    closing_of,
    make_producer,
    make_product_fields,
    round_of,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
FIRST_DAY, THIRD_DAY = date(2017, 11, 1), date(2018, 4, 9)


def make(cast: Cast, *products: str, is_far: bool = False, **over: Any) -> Producer:
    district, by = (cast.b, cast.neighbour) if is_far else (cast.a, cast.district)
    rows = [make_product_fields(name=name) for name in products]
    return make_producer(district, by=by, products=rows, **{"on": FIRST_DAY, "name": "แม่บ้านนาดี"} | over)


def merge(cast: Cast, stays: Producer, ends: Producer, **over: Any) -> None:
    said = {"versions": (stays.version, ends.version), "reason": "บัตรใบเดียวกัน", "by": cast.province}
    registry.merge(pair_of(stays.pk, ends.pk), stays.pk, on=REGISTER_DAY, **said | over)


def unmerge(cast: Cast, one: Producer, other: Producer, on: date = REGISTER_DAY, **over: Any) -> Producer:
    said = {"reason": "คนละคน", "by": cast.province} | over
    return registry.unmerge(pair_of(one.pk, other.pk), on=on, **said)


def stand() -> list[Any]:
    """Everything about the producers and what the round did to them, but for how often they were written."""
    told = ("version", "updated_at", "search_key")
    rows = Producer.objects.order_by("pk")
    records = [model_to_dict(row, exclude=told) | {"own": content.of_producer(row)} for row in rows]
    acts = list(Registration.objects.order_by("producer", "round").values_list("producer", "round", "kind"))
    return [records, acts, [figures.live(code, 25612, len(code)) for code in ("8001", "8002")]]


@pytest.mark.parametrize("is_far", [False, True])
@pytest.mark.parametrize("on", [FIRST_DAY, REGISTER_DAY])
def test_in_its_round_both_records_stand_again_as_they_did(
    cast: Cast, plan: Plan, on: date, is_far: bool
) -> None:
    stays = make(cast, "ลา", former_numbers="เดิม 1")
    ends = make(cast, "เม็ดบัว", "ลา", is_far=is_far, on=on)
    before = stand()
    merge(cast, stays, ends)
    assert stand() != before
    assert unmerge(cast, stays, ends) == ends
    assert stand() == before
    assert not PairDecision.objects.exists()
    for row in (stays, ends):
        assert record.history(row)[0].title == "เลิกรวม แยกเป็นสองรายตามเดิม"


def test_what_had_led_to_the_one_that_ended_leads_to_it_again(cast: Cast, plan: Plan) -> None:
    first, second, third = (make(cast, name) for name in ("ลา", "เม็ดบัว", "ปั้นขลิบ"))
    merge(cast, second, first)
    second = Producer.objects.get(pk=second.pk)
    merge(cast, third, second)
    unmerge(cast, third, second)
    assert Producer.objects.get(pk=first.pk).merged_into == second
    assert Producer.objects.get(pk=third.pk).former_numbers == ""


def test_what_was_written_since_waits_for_the_next_round(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว")
    merge(cast, stays, ends)
    amend(Producer.objects.get(pk=stays.pk), by=cast.district, on=REGISTER_DAY, road="ราชดำเนิน")
    assert "รอบถัดไป" in str(unmerging.refusal(pair_of(stays.pk, ends.pk), REGISTER_DAY))
    with pytest.raises(Refused, match="หลังการรวม"):
        unmerge(cast, stays, ends)
    with pytest.raises(Refused, match="ไม่ได้รวมกันอยู่"):
        unmerge(cast, stays, make(cast, "ปั้นขลิบ"))


def test_after_its_round_the_one_that_ended_begins_a_new_stay(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว", "ลา")
    walk(submission_of(cast.a, 25611), Status.CERTIFIED)
    walk(certification_of(cast.home, 25611), CertificateStatus.CERTIFIED)
    walk(closing_of(25611), ClosingStatus.CLOSED)
    merge(cast, stays, ends, by=cast.province_colleague)
    walk(submission_of(cast.a), Status.CERTIFIED)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), ClosingStatus.CLOSED)
    back = unmerge(cast, stays, ends, THIRD_DAY)
    assert (back.registration_number, back.registered_round_id, back.first_round_id) == (
        ends.registration_number,
        25613,
        25611,
    )
    assert [each.name for each in back.products.active()] == ["ลา"]
    kept = Producer.objects.get(pk=stays.pk)
    assert [each.name for each in kept.products.active().order_by("pk")] == ["ลา", "เม็ดบัว"]
    assert kept.former_numbers == ""
    acts = Registration.objects.filter(round=25613).values_list("producer", "kind")
    assert dict(acts) == {back.pk: RegistrationKind.NEW, kept.pk: RegistrationKind.UPDATE}


def test_a_duplicate_that_was_none_counts_back_no_more(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว")
    walk(submission_of(cast.a, 25611), Status.CERTIFIED)
    merge(cast, stays, ends)
    assert rates.past(["8001"], round_of())["8001"].later == 1
    unmerge(cast, stays, ends)
    assert rates.past(["8001"], round_of())["8001"].later == 0
    act = Act(cast.province, REGISTER_DAY)
    assert late_faults.record_duplicate((stays, ends), note="อีกครั้ง", act=act) is None
