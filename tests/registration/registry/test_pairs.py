"""Which pairs wait for a decision, in whose list they stand, and what the list says of another office's producer."""

import pytest

from registration.models import Plan, Producer
from registration.services import registry
from registration.services.registry import pairs
from registration.services.registry.pairs import Reach, Stage
from registration.workflow import Status
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, amend, make_producer, submission_of, walk

pytestmark = pytest.mark.django_db
EVERYBODY = Producer.objects.all()


def within(code: str) -> "pairs.QuerySet[Producer]":
    return Producer.objects.filter(district__code__startswith=code)


def waiting(code: str, reach: str = "") -> list[pairs.Pair]:
    return [(row["low"], row["high"]) for row in pairs.waiting(within(code), reach)]


@pytest.fixture
def twins(cast: Cast, plan: Plan) -> tuple[Producer, Producer, Producer]:
    """Two of one name in district A, and one more in its neighbour B."""
    own = [make_producer(cast.a, by=cast.district, name=name) for name in ("แม่บ้านนาดี", "แม่บ้าน นาดี")]
    return (*own, make_producer(cast.b, by=cast.neighbour, name="กลุ่มแม่บ้านนาดี"))


def test_a_pair_stands_once_in_the_list_of_whoever_looks_after_one_of_the_two(
    twins: tuple[Producer, Producer, Producer],
) -> None:
    first, second, other = (row.pk for row in twins)
    walk(submission_of(twins[0].district), Status.SUBMITTED)  # now each of the two tells of the other
    inside, across = [(first, second)], [(first, other), (second, other)]
    assert sorted(waiting("80")) == sorted(waiting("")) == sorted(inside + across)
    assert (waiting("80", Reach.DISTRICT), sorted(waiting("80", Reach.PROVINCE))) == (inside, across)
    assert sorted(waiting("8002")) == across
    assert waiting("43") == waiting("80", Reach.NATION) == []
    found = {
        Reach.DISTRICT: 1,
        Reach.PROVINCE: 2,
        Reach.NATION: 0,
        Stage.WAITING: 3,
        Stage.APART: 0,
        Stage.MERGED: 0,
    }
    assert pairs.counts(within("80")) == found


def test_a_pair_waits_only_while_both_stand_and_the_newest_record_tells_of_it(
    cast: Cast, twins: tuple[Producer, Producer, Producer]
) -> None:
    first, second, other = twins
    registry.withdraw(other, by=cast.neighbour, on=REGISTER_DAY, version=other.version, reason="เลิกผลิต")
    assert waiting("80") == [(first.pk, second.pk)]
    amend(second, by=cast.district, on=REGISTER_DAY, name="ช่างทองท่าวัง")
    assert waiting("80") == []


def test_a_line_hides_another_offices_producer_and_puts_the_own_first(
    twins: tuple[Producer, Producer, Producer],
) -> None:
    first, _, other = twins
    [line] = pairs.lines_of([(first.pk, other.pk)], within("8002"))
    assert line.sides == (other, None)
    assert line.words == ("ชื่อตรงกับอีกราย",)
    [line] = pairs.lines_of([(first.pk, other.pk)], within("80"))
    assert line.sides == (first, other)


def test_decided_pairs_have_a_list_of_their_own(
    cast: Cast, twins: tuple[Producer, Producer, Producer]
) -> None:
    first, second, _ = twins
    registry.decide_apart((first.pk, second.pk), reason="คนละหมู่บ้าน", by=cast.province, on=REGISTER_DAY)
    [line] = pairs.lines_of_decisions(pairs.decided(within("8001"), Stage.APART), within("8001"))
    assert line.decision
    assert (line.sides, line.decision.reason) == ((first, second), "คนละหมู่บ้าน")
    assert not pairs.decided(within("8002"), Stage.APART)
    assert not pairs.decided(within("80"), Stage.APART, "8002")
