"""A pair decided apart is found no more, in either record and in any later round, until it is decided anew."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from registration.models import Event, Finding, PairDecision, Plan, Producer, Registration
from registration.services import registry
from registration.services.checks import running
from registration.services.registry import record
from registration.services.registry.pairs import Pair, pair_of
from registration.workflow import Refused
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, amend, make_producer

pytestmark = pytest.mark.django_db
ROUND, NEXT_ROUND, NEXT_DAY = 25612, 25613, date(2018, 5, 1)


@pytest.fixture
def two(cast: Cast, plan: Plan) -> tuple[Producer, Producer]:
    """Two of one name in neighbouring districts; either record tells of the other."""
    first = make_producer(cast.a, by=cast.district, name="แม่บ้านนาดี")
    second = make_producer(cast.b, by=cast.neighbour, name="แม่บ้าน นาดี")
    running.run("8001", ROUND, REGISTER_DAY)
    return first, second


@pytest.fixture
def pair(two: tuple[Producer, Producer]) -> Pair:
    return pair_of(two[1].pk, two[0].pk)


def test_two_decided_apart_are_found_no_more(cast: Cast, two: tuple[Producer, Producer], pair: Pair) -> None:
    assert Finding.objects.count() == len(two)
    decision = registry.decide_apart(pair, reason=" พี่น้องกัน  ", by=cast.province, on=REGISTER_DAY)
    assert (decision.verdict, decision.reason, decision.by) == ("apart", "พี่น้องกัน", cast.province)
    assert not Finding.objects.exists()
    assert set(Registration.objects.values_list("risk", flat=True)) == {0}
    for row, by in zip(two, (cast.district, cast.neighbour), strict=True):
        amend(row, by=by, on=REGISTER_DAY, lane="ซอย 1")
        registry.confirm_unchanged(row.district, [row.pk], by=by, on=NEXT_DAY)
        running.run(row.district_id, ROUND, REGISTER_DAY)
        running.run(row.district_id, NEXT_ROUND, NEXT_DAY)
    assert Registration.objects.filter(round=NEXT_ROUND).count() == len(two)
    assert not Finding.objects.exists()


def test_the_decision_stands_in_the_history_of_both_and_names_neither_to_the_other(
    cast: Cast, two: tuple[Producer, Producer], pair: Pair
) -> None:
    registry.decide_apart(pair, reason="พี่น้องกัน", by=cast.province, on=REGISTER_DAY)
    for row in two:
        line = record.history(row)[0]
        assert (line.title, line.reason) == ("พิจารณาแล้วว่าเป็นคนละรายกับรายที่คล้ายกัน", "พี่น้องกัน")
    told = Event.objects.filter(verb="decide_apart").order_by("unit_id").values_list("unit_id", "after")
    assert list(told) == [
        ("8001", {"other": f"producer:{two[1].pk}"}),
        ("8002", {"other": f"producer:{two[0].pk}"}),
    ]


def test_a_pair_is_decided_once_and_may_be_decided_anew(cast: Cast, pair: Pair) -> None:
    for _ in range(2):
        registry.decide_apart(pair, reason="พี่น้องกัน", by=cast.province, on=REGISTER_DAY)
        with pytest.raises(Refused, match="พิจารณาไปแล้ว"):
            registry.decide_apart(pair, reason="อีกครั้ง", by=cast.province_colleague, on=REGISTER_DAY)
        registry.decide_anew(pair, reason="พบบัตรใบเดียวกัน", by=cast.province, on=REGISTER_DAY)
        assert Finding.objects.count() == len(pair)
    assert not PairDecision.objects.exists()
    with pytest.raises(Refused, match="ไม่ได้พิจารณาไว้"):
        registry.decide_anew(pair, reason="อีกครั้ง", by=cast.province, on=REGISTER_DAY)


def test_only_the_unit_that_holds_both_decides(cast: Cast, pair: Pair) -> None:
    for person in (
        cast.district,
        cast.neighbour,
        cast.other_province,
        cast.province_executive,
        cast.stranger,
    ):
        with pytest.raises(PermissionDenied):
            registry.decide_apart(pair, reason="พี่น้องกัน", by=person, on=REGISTER_DAY)


def test_across_provinces_the_department_decides(cast: Cast, two: tuple[Producer, Producer]) -> None:
    far = make_producer(cast.far_district, by=cast.other_district)
    pair = pair_of(far.pk, two[0].pk)
    for person in (cast.province, cast.other_province):
        with pytest.raises(PermissionDenied):
            registry.decide_apart(pair, reason="คนละคน", by=person, on=REGISTER_DAY)
    assert registry.decide_apart(pair, reason="คนละคน", by=cast.department, on=REGISTER_DAY)


def test_a_decision_has_words_and_not_too_many(cast: Cast, pair: Pair) -> None:
    for reason in ("", "  ", "ก" * 501):
        with pytest.raises(Refused, match="ไม่เกิน 500"):
            registry.decide_apart(pair, reason=reason, by=cast.province, on=REGISTER_DAY)


def test_who_has_left_makes_no_pair(cast: Cast, two: tuple[Producer, Producer], pair: Pair) -> None:
    first = two[0]
    registry.withdraw(first, by=cast.district, on=REGISTER_DAY, version=first.version, reason="เลิกผลิต")
    with pytest.raises(Refused, match="ยกเลิกการลงทะเบียนไปแล้ว"):
        registry.decide_apart(pair, reason="พี่น้องกัน", by=cast.province, on=REGISTER_DAY)
