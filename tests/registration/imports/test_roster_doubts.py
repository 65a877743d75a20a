"""What the checks warn of in a list stands among its findings, before anything is written."""

import pytest

from registration.models import Finding, Plan
from registration.models.uploads import RowState
from tests.world.cast import Cast
from tests.world.factories import make_producer
from tests.world.lists import book, judged, line

pytestmark = pytest.mark.django_db


def test_a_newcomer_that_looks_like_somebody_is_told_and_not_held_up(cast: Cast, plan: Plan) -> None:
    known = make_producer(cast.a, by=cast.district, name="ร้านทดสอบ 1", phones=["0812345678"])
    _, rows = judged(book([line(1), line(2, {"โทรศัพท์": "0899999999"})]), cast.a)
    told = [[each.code for each in row.findings if each.code.startswith("check:")] for row in rows]
    assert told == [["check:same_name", "check:same_phone"], []]
    assert known.registration_number in rows[0].findings[-1].message
    assert {row.state for row in rows} == {RowState.NEW}
    assert not Finding.objects.exists()
