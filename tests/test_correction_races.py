"""Corrections approved at the same moment: one edition each, one chain, and what is said is what was read."""

from functools import partial

import pytest

from registration.models import Correction, Edition, Producer, User
from registration.services import corrections, editions, journal
from registration.services.corrections import Wish
from registration.workflow import CorrectionStatus, Refused
from tests.test_races import race
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, SECOND, named, wish

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 4


def agreed(producer: Producer, said: Wish, cast: Cast) -> Correction:
    """The province asks for a correction of the first round, and so agrees to it."""
    return corrections.ask(editions.latest(FIRST), producer.pk, said, by=cast.province, on=DAY)


def next_lane(producer: Producer, turn: int) -> Wish:
    return wish({"lane": [f"ซอย {turn - 1}" if turn > 1 else "", f"ซอย {turn}"]})


def read_and_approve(correction: Correction, by: User) -> Correction:
    """As often as the effect moves under the reader."""
    while True:
        seen = corrections.effect_of(correction).fingerprint
        try:
            return corrections.advance(correction, "approve_correction", by=by, on=DAY, seen=seen)
        except Refused as refused:
            if "อ่านผลอีกครั้ง" not in str(refused):
                raise


def assert_one_chain() -> None:
    rows = list(Edition.objects.order_by("pk"))
    assert [each.previous_fingerprint for each in rows[1:]] == [each.fingerprint for each in rows[:-1]]
    assert all(map(editions.is_genuine, rows))
    assert journal.verify_chains()[1] == []


def test_of_two_who_approve_one_correction_one_does(closed: Cast) -> None:
    """Without the locks and the swap on the status 0 of 20 broke: the second one's effect has moved, and is nothing.

    So three things stand in the way, of which each is enough.
    """
    one = named("หนึ่ง")
    for turn in range(1, TRIALS + 1):
        correction = agreed(one, next_lane(one, turn), closed)
        outcomes = race(
            partial(read_and_approve, correction, closed.department),
            partial(read_and_approve, correction, closed.department_colleague),
        )
        assert sorted(type(each).__name__ for each in outcomes) == ["Correction", "Refused"]
        assert [Edition.objects.filter(round=each).count() for each in (FIRST, SECOND)] == [turn + 1] * 2
    assert_one_chain()


def test_two_corrections_approved_at_once_make_an_edition_each(closed: Cast) -> None:
    """Without the locks 20 of 20 broke: two began an edition of one number."""
    pair = named("หนึ่ง"), named("สาม")  # of two districts
    officers = closed.department, closed.department_colleague
    for turn in range(1, TRIALS + 1):
        asked = [agreed(each, next_lane(each, turn), closed) for each in pair]
        outcomes = race(*map(partial, (read_and_approve,) * 2, asked, officers))
        assert [each.status for each in outcomes] == [CorrectionStatus.APPROVED] * 2
        assert Edition.objects.filter(round=FIRST).count() == 2 * turn + 1
    newest = editions.latest(FIRST)
    assert {corrections.frozen(each.pk, newest).content["lane"] for each in pair} == {f"ซอย {TRIALS}"}
    assert_one_chain()
