"""A record goes back to its last certified state: nothing is left of the round but revisions and journal."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict

from registration import content, figures
from registration.models import Event, Plan, Producer, Registration, Revision
from registration.models.producers import RegistrationKind, ReviewMark
from registration.services import registry, sales
from registration.services.registry import reverting, transferring
from registration.services.registry.pairs import pair_of
from registration.services.sales.writing import MonthAnswer
from registration.workflow import Refused, Status
from tests.world.cast import Cast
from tests.world.closed import DAY as THIRD_DAY
from tests.world.closed import THIRD, approve, ask_for_sole_owner, named
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_citizen_id,
    make_fields,
    make_producer,
    make_product_fields,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
FIRST, ROUND, FIRST_DAY = 25611, 25612, date(2017, 11, 1)
CERTIFICATE = {"standard": "fda", "number": "80-1", "issuer": "", "issued_day": None, "expires_day": None}
SAID = {"on": REGISTER_DAY, "reason": "แก้ผิดราย"}


def certified(cast: Cast, *names: str, **over: Any) -> Producer:
    """A producer of the first round, which the province has certified."""
    products = [make_product_fields(name=name, certificates=[CERTIFICATE]) for name in names or ("ลา", "บัว")]
    found = make_producer(cast.a, by=cast.district, on=FIRST_DAY, products=products, **over)
    walk(submission_of(cast.a, FIRST), Status.CERTIFIED)
    return found


def revert(cast: Cast, producer: Producer, **over: Any) -> Producer:
    fresh = Producer.objects.get(pk=producer.pk)
    return reverting.revert(fresh, **{"by": cast.district, "version": fresh.version, **SAID} | over)


def stand(producer: Producer) -> list[Any]:
    """Everything about a record and the counts of its district, but for how often it was written."""
    row = Producer.objects.get(pk=producer.pk)
    products = [model_to_dict(each) for each in row.products.order_by("pk")]
    acts = list(row.registrations.values_list("round", "kind", "review"))
    fields = model_to_dict(row, exclude=["version", "updated_at"])
    return [fields, content.of_producer(row), products, acts, figures.live("80", ROUND, 6)]


def spoil(cast: Cast, producer: Producer) -> Producer:
    """One of each write: fields, a changed, an added and a withdrawn product, then the record itself."""
    first, second = producer.products.order_by("pk")
    said = {"by": cast.district, "on": REGISTER_DAY}
    fields = {name: getattr(producer, name) for name in ("citizen_id", "kind", "owner_first_name", "phones")}
    changed = make_product_fields(name="ลาใหม่", id=first.pk)
    amended = registry.amend(
        producer,
        version=producer.version,
        fields=fields | {"name": "ชื่อผิด", "phones": ["0899999999"]},
        products=[changed, make_product_fields(name="ของใหม่")],
        **said,
    )
    ended = registry.withdraw_product(second, version=amended.version, reason="เลิก", **said)
    return registry.withdraw(ended, version=ended.version, reason="เลิก", **said)


def test_everything_the_round_did_is_undone_in_one_act(cast: Cast, plan: Plan) -> None:
    producer = certified(cast)
    before = stand(producer)
    spoilt = spoil(cast, producer)
    loss = reverting.plan(spoilt, REGISTER_DAY)
    assert [each.name for each in loss.gone] == ["ของใหม่"]
    assert {each.label for each in loss.changes} >= {"ชื่อกลุ่ม/ผู้ประกอบการ", "โทรศัพท์", "การยกเลิก"}
    found = revert(cast, producer)
    assert stand(producer) == before
    assert loss.effect.after == figures.live("80", ROUND, 4)["8001"]
    event = Event.objects.latest("pk")
    assert (event.verb, event.reason, event.by) == ("revert_producer", "แก้ผิดราย", cast.district)
    assert found.version == spoilt.version + 1
    assert Revision.objects.filter(producer=producer).count() == found.version


def test_a_mistaken_confirmation_is_undone_and_the_record_waits_again(cast: Cast, plan: Plan) -> None:
    producer = certified(cast)
    registry.confirm_unchanged(cast.a, [producer.pk], by=cast.district, on=REGISTER_DAY)
    revert(cast, producer)
    assert list(Producer.objects.unhandled(ROUND)) == [producer]
    assert Producer.objects.get().confirmed_round_id == FIRST
    with pytest.raises(Refused, match="ไม่มีอะไรให้คืน"):
        revert(cast, producer)


def test_one_that_came_back_in_the_round_has_withdrawn_again(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, on=FIRST_DAY)
    said = {"by": cast.district, "reason": "เลิก"}
    registry.withdraw(producer, version=1, on=FIRST_DAY, **said)
    walk(submission_of(cast.a, FIRST), Status.CERTIFIED)
    before = stand(producer)
    registry.restore(Producer.objects.get(), by=cast.district, on=REGISTER_DAY, version=2)
    revert(cast, producer)
    assert stand(producer) == before


def test_a_returned_record_goes_back_and_stays_with_the_province(cast: Cast, plan: Plan) -> None:
    producer = certified(cast)
    amend(producer, by=cast.district, on=REGISTER_DAY, phones=["0899999999"])
    walk(submission_of(cast.a), Status.SENT_BACK)
    assert reverting.plan(producer, VERIFY_DAY).way.is_seen
    found = revert(cast, producer, on=VERIFY_DAY)
    row = Registration.objects.get(producer=producer, round=ROUND)
    assert (row.kind, row.review) == (RegistrationKind.CONFIRM, ReviewMark.ANSWERED)
    assert found.phones == producer.phones
    step(submission_of(cast.a), "resubmit", on=VERIFY_DAY)
    with pytest.raises(Refused):
        revert(cast, producer, on=VERIFY_DAY)


def test_who_may_not_write_undoes_nothing_and_an_old_page_neither(cast: Cast, plan: Plan) -> None:
    producer = certified(cast)
    amended = amend(producer, by=cast.district, on=REGISTER_DAY, phones=["0899999999"])
    with pytest.raises(registry.Conflict):
        revert(cast, producer, version=producer.version)
    for person in (cast.neighbour, cast.province, cast.stranger):
        with pytest.raises(PermissionDenied):
            revert(cast, producer, by=person)
    for over in ({"on": GAP_DAY}, {"reason": " "}):
        with pytest.raises(Refused):
            revert(cast, producer, **over)
    assert Producer.objects.get() == amended
    assert Producer.objects.get().version == amended.version


def test_what_was_never_certified_has_nothing_to_go_back_to(cast: Cast, plan: Plan) -> None:
    new, old = (make_producer(cast.a, by=cast.district, on=on) for on in (REGISTER_DAY, FIRST_DAY))
    amend(old, by=cast.district, on=REGISTER_DAY, phones=["0899999999"])
    for producer, words in ((new, "ไม่เคยได้รับรอง"), (old, "ยังไม่ได้รับรอง")):
        with pytest.raises(Refused, match=words):
            revert(cast, producer)


def test_what_another_record_or_office_shares_is_undone_by_both(cast: Cast, plan: Plan) -> None:
    ends = make_producer(cast.a, by=cast.district, on=FIRST_DAY)
    stays = certified(cast)
    said = {"reason": "รายเดียวกัน", "by": cast.province, "on": REGISTER_DAY}
    registry.merge(pair_of(stays.pk, ends.pk), stays.pk, versions=(1, 1), **said)
    for producer in (stays, ends):
        with pytest.raises(Refused, match="เลิกรวม"):
            revert(cast, producer)
    moving = make_producer(cast.b, by=cast.neighbour, on=FIRST_DAY)
    said = {"reason": "ย้าย", "on": REGISTER_DAY}
    asked = transferring.ask_to_give(moving, cast.a, by=cast.neighbour, **said)
    place = make_fields() | dict.fromkeys(("village_number", "village", "lane", "road"), "")
    transferring.accept(asked, version=1, by=cast.district, on=REGISTER_DAY, place=place)
    with pytest.raises(Refused, match="ย้ายอำเภอ"):
        revert(cast, moving)


def test_a_product_that_was_sold_and_a_number_that_another_holds_hold_it_up(cast: Cast, plan: Plan) -> None:
    sold, left = make_producer(cast.a, by=cast.district, on=FIRST_DAY), certified(cast)
    products = [make_product_fields(name="ของใหม่")]
    fields = {name: getattr(sold, name) for name in ("name", "citizen_id", "kind")}
    said = {"by": cast.district, "on": REGISTER_DAY}
    registry.amend(sold, version=1, fields=fields, products=products, **said)
    month = date(2018, 2, 1)
    answer = MonthAnswer(None, is_zero=True)
    new = sold.products.get(name="ของใหม่")
    sales.record_month(cast.a, month, {new.pk: answer}, by=cast.district, on=GAP_DAY)
    with pytest.raises(Refused, match="ยอดจำหน่าย"):
        revert(cast, sold)
    citizen = left.citizen_id
    amend(left, citizen_id=make_citizen_id(), **said)
    make_producer(cast.a, citizen_id=citizen, **said)
    with pytest.raises(Refused, match="ลงทะเบียนแล้ว"):
        revert(cast, left)


def test_what_a_correction_put_right_is_the_certified_state(closed: Cast) -> None:
    approve(ask_for_sole_owner(closed), closed)
    one = named("หนึ่ง")
    before = content.of_producer(one)
    amend(one, by=closed.district, on=THIRD_DAY, phones=["0899999999"], road="ราชดำเนิน")
    revert(closed, one, on=THIRD_DAY)
    assert content.of_producer(named("หนึ่ง")) == before
    assert before["kind"] == "sole_owner"
    assert not Registration.objects.filter(producer=one, round=THIRD).exists()
