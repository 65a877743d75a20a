"""A mistaken move undone in its round: every count as though it had never been, past lists as they were."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict

from registration import content, figures
from registration.models import Event, Notice, Plan, Producer, Product, Registration, Transfer
from registration.services import registry, sales
from registration.services.registry import as_of, record, transferring, undoing_moves
from registration.services.registry.standing import certified_content
from registration.services.sales.writing import MonthAnswer
from registration.workflow import Refused, Status
from tests.registration.registry.test_transferring import (
    FIRST,
    FIRST_DAY,
    ROUND,
    accept,
    ask,
    count,
    make,
    move,
    place_in,
    told,
)
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    amend,
    make_post,
    make_product_fields,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
LATER = date(2018, 2, 9)
ZERO = MonthAnswer(None, is_zero=True)


def moved(producer: Producer) -> Transfer:
    return Transfer.objects.accepted().get(producer=producer)


def ask_back(producer: Producer, cast: Cast, on: date = LATER, **over: Any) -> Transfer:
    said = {"by": cast.district, "on": on, "reason": "เลือกผิดราย"} | over
    return undoing_moves.ask(moved(producer), **said)


def give_back(asked: Transfer, cast: Cast, on: date = LATER, **over: Any) -> Producer:
    version = Producer.objects.get(pk=asked.producer_id).version
    return undoing_moves.accept(asked, **{"version": version, "by": cast.neighbour, "on": on} | over)


def stand() -> list[Any]:
    """All that is counted and signed, but for how often a record was written."""
    rows = Producer.objects.order_by("pk")
    fields = [model_to_dict(row, exclude=["version", "updated_at"]) for row in rows]
    products = [model_to_dict(each) for each in Product.objects.order_by("pk")]
    acts = list(
        Registration.objects.order_by("producer", "round").values_list(
            "producer", "round", "kind", "district"
        )
    )
    counts = [figures.live("80", round_id, 6) for round_id in (FIRST, ROUND)]
    signed = [certified_content(code, ROUND) for code in ("8001", "8002")]
    return [fields, products, acts, counts, signed]


@pytest.mark.parametrize("on", [FIRST_DAY, REGISTER_DAY])
def test_nothing_is_left_of_it_but_two_histories(cast: Cast, plan: Plan, on: date) -> None:
    producer = make(cast, on=on)
    if on == FIRST_DAY:
        producer = amend(producer, by=cast.district, on=REGISTER_DAY, phones=["0811111111"])
    before = stand()
    fresh = move(cast, producer)
    products = [make_product_fields(name="ของอำเภอใหม่")]
    fields = {name: getattr(fresh, name) for name in ("name", "citizen_id", "kind")} | {
        "phones": ["0899999999"]
    }
    said = {"by": cast.neighbour, "on": REGISTER_DAY}
    registry.amend(fresh, version=fresh.version, fields=fields, products=products, **said)
    asked = ask_back(producer, cast)
    planned = undoing_moves.plan(asked, LATER)
    back = give_back(asked, cast)
    assert stand() == before
    assert [told(each.after) for each in planned.effects] == [told(count("8002")), told(count("8001"))]
    assert {"โทรศัพท์", "ผลิตภัณฑ์ที่ออกจากระเบียน"} <= {each.label for each in planned.lost}
    titles = [line.title for line in record.history(back)]
    assert {"ย้อนการย้าย กลับเป็นตามเดิมเหมือนไม่เคยย้าย", "ย้อนการย้าย คืนอำเภอเดิม"} <= set(titles)
    assert set(Transfer.objects.values_list("status", flat=True)) == {"undone"}


def test_who_came_back_by_the_move_has_withdrawn_again(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    registry.withdraw(producer, version=1, by=cast.district, on=FIRST_DAY, reason="เลิก")
    before = stand()
    said = {"reason": "กลับมา", "by": cast.neighbour, "on": REGISTER_DAY}
    asked = transferring.ask_to_take(cast.b, producer.citizen_id, place_in(cast.b), **said)
    accept(asked, cast.district, place=None)
    assert stand() != before
    give_back(ask_back(producer, cast, by=cast.neighbour), cast, by=cast.district)
    assert stand() == before


def test_lists_of_the_days_between_stay_as_they_were(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    move(cast, producer)

    def listed() -> list[list[int]]:
        days = (date(2018, 1, 31), REGISTER_DAY, date(2018, 2, 8))
        rosters = [
            as_of.roster(unit, day, round_id)
            for unit in (cast.a, cast.b)
            for day in days
            for round_id in (None, FIRST, ROUND)
        ]
        return [[each.producer_id for each in roster.entries()] for roster in rosters]

    before = listed()
    give_back(ask_back(producer, cast), cast)
    assert listed() == before
    assert [each.producer_id for each in as_of.roster(cast.a, LATER).entries()] == [producer.pk]
    assert not as_of.roster(cast.b, LATER, FIRST).entries()


def test_it_takes_both_offices_and_two_people(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    move(cast, producer)
    for person in (cast.province, cast.other_district, cast.stranger):
        with pytest.raises(PermissionDenied):
            ask_back(producer, cast, by=person)
    asked = ask_back(producer, cast)
    with pytest.raises(PermissionDenied):
        give_back(asked, cast, by=cast.colleague)
    with pytest.raises(Refused, match="รอตอบอยู่แล้ว"):
        ask_back(producer, cast, by=cast.neighbour)
    make_post(cast.district, cast.b)
    cast.district.__dict__.pop("_posts_on", None)
    with pytest.raises(Refused, match="ของตนเอง"):
        give_back(asked, cast, by=cast.district)
    with pytest.raises(Refused):
        transferring.accept(asked, version=2, by=cast.neighbour, on=LATER)
    with pytest.raises(registry.Conflict):
        give_back(asked, cast, version=1)
    assert moved(producer).target_id == "8002"


def test_it_is_told_in_both_chains_and_the_right_move_may_follow(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    move(cast, producer)
    asked = ask_back(producer, cast)
    give_back(asked, cast)
    events = Event.objects.filter(round=ROUND, day=LATER).values_list("unit", "verb", "by__username")
    back = {("8002", "transfer_back_out", "neighbour"), ("8001", "transfer_back_in", "neighbour")}
    assert set(events) == back | {("8001", "ask_undo_transfer", "district")}
    notices = Notice.objects.filter(subject=f"transfer:{asked.pk}").values_list("kind", "unit")
    assert set(notices) == {("transfer_asked", "8002"), ("transfer_answered", "8001")}
    for undone in Transfer.objects.all():
        with pytest.raises(Refused, match="ย้อนไม่ได้แล้ว"):
            undoing_moves.ask(undone, reason="อีก", by=cast.district, on=LATER)
    assert accept(ask(producer, cast.far_district, cast.district, LATER), cast.other_district, LATER)


def test_what_others_have_built_upon_is_not_undone(cast: Cast, plan: Plan) -> None:
    producer, sold = make(cast), make(cast)
    for each in (producer, sold):
        move(cast, each)
    said = {"by": cast.neighbour, "on": GAP_DAY}
    sales.record_month(cast.b, date(2018, 2, 1), {sold.products.earliest("pk").pk: ZERO}, **said)
    with pytest.raises(Refused, match="ยอดจำหน่าย"):
        ask_back(sold, cast)
    asked = ask_back(producer, cast)
    for on in (GAP_DAY, date(2018, 4, 9)):
        with pytest.raises(Refused):
            give_back(asked, cast, on=on)
    walk(submission_of(cast.b), Status.SUBMITTED)
    with pytest.raises(Refused):
        give_back(asked, cast)
    assert moved(producer).target_id == "8002"
    assert content.of_producer(Producer.objects.get(pk=producer.pk))["came_round"] == ROUND
