"""Every write to producers and products, told by what stands afterwards: row, revision, mark and event."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from registration import content, figures
from registration.models import Event, Plan, Producer, Product, Registration, Revision
from registration.models.producers import ProducerKind, ProductType, RegistrationKind, ReviewMark, Standard
from registration.services import journey, registry
from registration.services.registry import Conflict, Duplicate
from registration.timetable import Step
from registration.workflow import Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    answer_returned,
    make_citizen_id,
    make_extension,
    make_fields,
    make_producer,
    make_product_fields,
    number_of,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
NEXT_ROUND_DAY = date(2018, 4, 2)
WRITTEN = (Producer, Product, Registration, Revision, Event)


def rows_written() -> list[int]:
    return [model.objects.count() for model in WRITTEN]


def mark_of(producer: Producer, round_id: int = 25612) -> Registration:
    return Registration.objects.get(producer=producer, round_id=round_id)


def withdraw(producer: Producer, cast: Cast, on: date = REGISTER_DAY) -> Producer:
    return registry.withdraw(producer, by=cast.district, on=on, version=producer.version, reason="เลิกกิจการ")


def restore(producer: Producer, cast: Cast, on: date = REGISTER_DAY) -> Producer:
    return registry.restore(producer, by=cast.district, on=on, version=producer.version)


# --- register ------------------------------------------------------------------------------------


def test_register_leaves_a_producer_a_revision_a_mark_and_an_event(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, name="กลุ่มขนมลา")
    revision, event = producer.revisions.get(), Event.objects.get(verb="register")
    assert (producer.version, producer.registered_round_id, producer.confirmed_round_id) == (1, 25612, 25612)
    assert (revision.number, revision.day, revision.content) == (
        1,
        REGISTER_DAY,
        content.of_producer(producer),
    )
    assert (mark_of(producer).kind, mark_of(producer).review) == (RegistrationKind.NEW, ReviewMark.UNSEEN)
    assert (event.unit_id, event.subject, event.by, event.day) == (
        "8001", f"producer:{producer.pk}", cast.district, REGISTER_DAY,
    )  # fmt: skip
    assert event.after["name"] == "กลุ่มขนมลา"
    assert number_of(producer) not in str(event.after)


def test_registration_numbers_run_in_each_district_and_fiscal_year(cast: Cast, plan: Plan) -> None:
    rows = [make_producer(cast.a, by=cast.district), make_producer(cast.b, by=cast.neighbour)]
    rows += [
        make_producer(cast.a, by=cast.colleague),
        make_producer(cast.a, by=cast.district, on=NEXT_ROUND_DAY),
    ]
    assert [row.registration_number[:-2] for row in rows] == [
        "80-01-61-00001", "80-02-61-00001", "80-01-61-00002", "80-01-61-00003",
    ]  # fmt: skip


@pytest.mark.parametrize("day", [date(2018, 1, 2), GAP_DAY, VERIFY_DAY, date(2018, 3, 26), date(2018, 4, 1)])
def test_register_refuses_outside_the_register_step_and_writes_nothing(
    cast: Cast, plan: Plan, day: date
) -> None:
    before = rows_written()
    with pytest.raises(Refused):
        make_producer(cast.a, by=cast.district, on=day)
    assert rows_written() == before


@pytest.mark.parametrize("name", ["neighbour", "province", "department", "executive", "stranger", "former"])
def test_only_an_officer_of_the_district_registers(cast: Cast, plan: Plan, name: str) -> None:
    with pytest.raises(PermissionDenied):
        make_producer(cast.a, by=getattr(cast, name))


def test_register_refuses_a_place_in_another_district(cast: Cast, plan: Plan) -> None:
    before = rows_written()
    with pytest.raises(registry.Invalid, match="ต้องอยู่ในอำเภอที่ลงทะเบียน"):
        make_producer(cast.a, by=cast.district, subdistrict_code="800201")
    assert rows_written() == before


# --- one person, one registration ----------------------------------------------------------------


def test_a_number_registered_in_the_own_district_is_named(cast: Cast, plan: Plan) -> None:
    first = make_producer(cast.a, by=cast.district)
    with pytest.raises(Duplicate, match=f"{first.name}.*{first.registration_number}") as raised:
        make_producer(cast.a, by=cast.colleague, citizen_id=first.citizen_id)
    assert (raised.value.field, raised.value.own) == ("citizen_id", first)


@pytest.mark.parametrize("field", ["citizen_id", "juristic_id"])
def test_a_number_registered_elsewhere_tells_nothing_of_it(cast: Cast, plan: Plan, field: str) -> None:
    number = make_citizen_id() if field == "citizen_id" else "0805561000012"
    first = make_producer(cast.b, by=cast.neighbour, kind=ProducerKind.SME, **{field: number})
    with pytest.raises(Duplicate) as raised:
        make_producer(cast.a, by=cast.district, kind=ProducerKind.SME, **{field: number})
    assert (raised.value.field, raised.value.own) == (field, None)
    for secret in (first.name, first.registration_number, "พรหมคีรี", first.owner_last_name):
        assert secret not in str(raised.value)


def test_one_person_may_lead_a_group_and_own_a_business(cast: Cast, plan: Plan) -> None:
    first = make_producer(cast.a, by=cast.district, kind=ProducerKind.GROUP)
    second = make_producer(cast.a, by=cast.district, kind=ProducerKind.SME, citizen_id=first.citizen_id)
    assert second.pk != first.pk


def test_a_withdrawn_person_comes_back_under_the_old_number_and_is_not_new_again(
    cast: Cast, plan: Plan
) -> None:
    old = withdraw(make_producer(cast.a, by=cast.district), cast)
    with pytest.raises(Duplicate, match="คืนสถานะ") as told:
        make_producer(cast.a, by=cast.district, on=NEXT_ROUND_DAY, citizen_id=old.citizen_id)
    assert told.value.own == old
    back = restore(old, cast, on=NEXT_ROUND_DAY)
    assert (back.pk, back.first_round_id, back.registered_round_id) == (old.pk, 25612, 25613)
    counts = figures.registration_report("8001", 25613).total
    assert (counts.producers_new, counts.products_added, counts.products_returned) == (1, 1, 1)
    assert counts.product_increase == 0


def test_amend_refuses_a_number_that_another_producer_holds(cast: Cast, plan: Plan) -> None:
    first, second = (make_producer(cast.a, by=cast.district) for _ in range(2))
    with pytest.raises(Duplicate):
        amend(second, by=cast.district, on=REGISTER_DAY, citizen_id=first.citizen_id)
    assert Producer.objects.get(pk=second.pk).version == 1


# --- amend ---------------------------------------------------------------------------------------


def test_amend_keeps_every_version_and_tells_only_what_changed(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, road="ราชดำเนิน")
    amended = amend(producer, by=cast.colleague, on=REGISTER_DAY, road="พัฒนาการคูขวาง")
    assert (amended.version, amended.road) == (2, "พัฒนาการคูขวาง")
    assert [row.content["road"] for row in amended.revisions.all()] == ["ราชดำเนิน", "พัฒนาการคูขวาง"]
    event = Event.objects.get(verb="amend")
    assert (event.before, event.after) == ({"road": "ราชดำเนิน"}, {"road": "พัฒนาการคูขวาง"})
    assert mark_of(producer).kind == RegistrationKind.NEW


def test_an_amendment_of_a_later_round_is_an_update_of_that_round(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    amend(producer, by=cast.district, on=NEXT_ROUND_DAY, road="ราชดำเนิน")
    assert mark_of(producer).kind == RegistrationKind.NEW
    assert mark_of(producer, 25613).kind == RegistrationKind.UPDATE
    assert Producer.objects.get().confirmed_round_id == 25613


def test_amend_changes_adds_and_recertifies_products(cast: Cast, plan: Plan) -> None:
    certificate = {"standard": Standard.FDA, "number": "80-1-00161-2-0001"}
    producer = make_producer(
        cast.a, by=cast.district, products=[make_product_fields(certificates=[certificate])]
    )
    old = producer.products.get()
    products = [
        make_product_fields(id=old.pk, name="ลาพับ", price_baht=Decimal("35.50")),
        make_product_fields(name="น้ำตาลสด", product_type=ProductType.DRINK, certificates=[certificate]),
    ]
    fields = make_fields(citizen_id=producer.citizen_id)
    registry.amend(producer, by=cast.district, on=REGISTER_DAY, version=1, fields=fields, products=products)
    kept, added = producer.products.order_by("pk")
    assert (kept.pk, kept.name, kept.price_baht, kept.certificates.count()) == (
        old.pk,
        "ลาพับ",
        Decimal("35.50"),
        0,
    )
    assert (added.product_type, added.certificates.get().number) == ("drink", certificate["number"])


def test_amend_on_an_old_version_is_a_conflict_and_loses_nothing(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, road="ราชดำเนิน")
    amend(producer, by=cast.colleague, on=REGISTER_DAY, road="กะโรม")
    before = rows_written()
    with pytest.raises(Conflict) as raised:
        amend(producer, by=cast.district, on=REGISTER_DAY, version=1, road="ทุ่งสง")
    assert (raised.value.current.road, raised.value.base["road"]) == ("กะโรม", "ราชดำเนิน")
    assert rows_written() == before
    assert Producer.objects.get().road == "กะโรม"


def test_a_product_of_another_producer_cannot_be_amended(cast: Cast, plan: Plan) -> None:
    mine, other = make_producer(cast.a, by=cast.district), make_producer(cast.b, by=cast.neighbour)
    stolen = make_product_fields(id=other.products.get().pk, name="ของเขา")
    fields = make_fields(citizen_id=mine.citizen_id)
    with pytest.raises(Refused, match="ไม่พบผลิตภัณฑ์"):
        registry.amend(mine, by=cast.district, on=REGISTER_DAY, version=1, fields=fields, products=[stolen])
    assert other.products.get().name != "ของเขา"
    assert Producer.objects.get(pk=mine.pk).version == 1


# --- withdraw and restore ------------------------------------------------------------------------


def test_withdraw_takes_the_products_along_and_restore_brings_them_back(cast: Cast, plan: Plan) -> None:
    producer = make_producer(
        cast.a, by=cast.district, products=[make_product_fields(), make_product_fields()]
    )
    gone = registry.withdraw_product(
        producer.products.first(), by=cast.district, on=REGISTER_DAY, version=1, reason="เลิกผลิต"
    )
    later = withdraw(gone, cast, on=NEXT_ROUND_DAY)
    assert (later.withdrawn_round_id, later.products.active().count()) == (25613, 0)
    assert (mark_of(producer, 25613).kind, mark_of(producer, 25613).reason) == ("withdraw", "เลิกกิจการ")
    back = restore(later, cast, on=NEXT_ROUND_DAY)
    assert (back.withdrawn_round_id, back.version) == (None, 4)
    assert back.products.active().count() == 1, "the product withdrawn in the round before stays withdrawn"


def test_restore_leaves_a_product_that_was_withdrawn_on_its_own(cast: Cast, plan: Plan) -> None:
    both = [make_product_fields(), make_product_fields()]
    producer = make_producer(cast.a, by=cast.district, products=both)
    alone = producer.products.first()
    registry.withdraw_product(alone, by=cast.district, on=REGISTER_DAY, version=1, reason="เลิกผลิต")
    gone = withdraw(Producer.objects.get(pk=producer.pk), cast)
    back = restore(gone, cast)
    assert back.products.active().exclude(pk=alone.pk).count() == back.products.active().count() == 1


def test_a_withdrawn_producer_is_shut_until_it_is_restored(cast: Cast, plan: Plan) -> None:
    gone = withdraw(make_producer(cast.a, by=cast.district), cast)
    acts: list[Any] = [
        lambda: amend(gone, by=cast.district, on=REGISTER_DAY),
        lambda: withdraw(gone, cast),
        lambda: registry.withdraw_product(
            gone.products.get(), by=cast.district, on=REGISTER_DAY, version=2, reason="เลิกผลิต"
        ),
    ]
    for act in acts:
        with pytest.raises(Refused, match="ยกเลิกไปแล้ว"):
            act()
    assert amend(restore(gone, cast), by=cast.district, on=REGISTER_DAY).version == 4


def test_taking_away_asks_for_a_reason(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    said = {"by": cast.district, "on": REGISTER_DAY, "version": 1, "reason": " "}
    for act, thing in ((registry.withdraw, producer), (registry.withdraw_product, producer.products.get())):
        with pytest.raises(Refused, match="เหตุผล"):
            act(thing, **said)


def test_taking_away_and_back_on_an_old_version_is_a_conflict(cast: Cast, plan: Plan) -> None:
    old = make_producer(cast.a, by=cast.district)
    newer = amend(old, by=cast.colleague, on=REGISTER_DAY)
    with pytest.raises(Conflict):
        withdraw(old, cast)
    gone = withdraw(newer, cast)
    with pytest.raises(Conflict):
        registry.restore(gone, by=cast.district, on=REGISTER_DAY, version=newer.version)


# --- confirm -------------------------------------------------------------------------------------


def test_confirm_marks_only_standing_producers_not_yet_handled(cast: Cast, plan: Plan) -> None:
    waiting, amended = (make_producer(cast.a, by=cast.district) for _ in range(2))
    gone = withdraw(make_producer(cast.a, by=cast.district), cast)
    foreign = make_producer(cast.b, by=cast.neighbour)
    amend(amended, by=cast.district, on=NEXT_ROUND_DAY, road="ใหม่")
    rows = [waiting.pk, amended.pk, gone.pk, foreign.pk]
    assert registry.confirm_unchanged(cast.a, rows, by=cast.district, on=NEXT_ROUND_DAY) == 1
    assert registry.confirm_unchanged(cast.a, rows, by=cast.district, on=NEXT_ROUND_DAY) == 0
    marks = dict(Registration.objects.filter(round_id=25613).values_list("producer_id", "kind"))
    assert marks == {waiting.pk: "confirm", amended.pk: "update"}
    assert Event.objects.get(verb="confirm").after == {"registration_numbers": [waiting.registration_number]}


def test_an_act_is_what_it_changed_against_the_round_before(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, road="เดิม")

    def kind() -> str:
        return Registration.objects.get(producer=producer, round_id=25613).kind

    untouched = amend(producer, by=cast.district, on=NEXT_ROUND_DAY)
    assert kind() == RegistrationKind.CONFIRM
    changed = amend(untouched, by=cast.district, on=NEXT_ROUND_DAY, road="ใหม่")
    again = amend(changed, by=cast.district, on=NEXT_ROUND_DAY)
    assert kind() == RegistrationKind.UPDATE, "saving again changes nothing of what the round did"
    amend(again, by=cast.district, on=NEXT_ROUND_DAY, road="เดิม")
    assert kind() == RegistrationKind.CONFIRM, "as it was before the round"


def test_a_returned_record_saved_unchanged_stays_what_it_was(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, on=date(2017, 11, 1))
    registry.confirm_unchanged(cast.a, [producer.pk], by=cast.district, on=REGISTER_DAY)
    walk(submission_of(cast.a), Status.SENT_BACK)
    amend(Producer.objects.get(), by=cast.district, on=VERIFY_DAY)
    assert mark_of(producer).kind == RegistrationKind.CONFIRM
    assert figures.registration_report("8001", 25612).total.producers_updated == 0


def test_confirm_leaves_what_a_later_round_has_touched(cast: Cast, plan: Plan) -> None:
    later = make_producer(cast.a, by=cast.district, on=NEXT_ROUND_DAY)
    days = (NEXT_ROUND_DAY, date(2018, 4, 20))
    make_extension(cast.a, Step.REGISTER, days, by=cast.department)
    assert registry.confirm_unchanged(cast.a, [later.pk], by=cast.district, on=NEXT_ROUND_DAY) == 0
    assert withdraw(later, cast, on=NEXT_ROUND_DAY).withdrawn_round_id == 25613


# --- a round that was sent back ------------------------------------------------------------------


def test_in_a_round_sent_back_only_returned_records_are_written(cast: Cast, plan: Plan) -> None:
    returned, other = (make_producer(cast.a, by=cast.district) for _ in range(2))
    walk(submission_of(cast.a), Status.SENT_BACK)
    for act in (
        lambda: amend(other, by=cast.district, on=VERIFY_DAY),
        lambda: make_producer(cast.a, by=cast.district, on=VERIFY_DAY),
    ):
        with pytest.raises(Refused, match="แก้ได้เฉพาะระเบียนที่จังหวัดส่งกลับ"):
            act()
    again = amend(returned, by=cast.district, on=VERIFY_DAY, phones=["0899999999"])
    assert (mark_of(returned).review, mark_of(returned).kind) == (ReviewMark.ANSWERED, RegistrationKind.NEW)
    assert mark_of(returned).return_reasons.filter(answered_at=None).count() == 0
    assert amend(again, by=cast.colleague, on=VERIFY_DAY, road="ราชดำเนิน").version == 3


def test_a_round_sent_back_goes_again_once_every_return_is_answered(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    submission = walk(submission_of(cast.a), Status.SENT_BACK)
    with pytest.raises(Refused, match="ยังมี 1 ระเบียน"):
        journey.advance(submission, "resubmit", by=cast.district, on=VERIFY_DAY)
    answer_returned(submission, on=VERIFY_DAY)
    assert journey.advance(submission, "resubmit", by=cast.district, on=VERIFY_DAY).status == Status.SUBMITTED
