"""Which round a list speaks of, and who a round still awaits."""

from datetime import date

import pytest

from registration.models import Plan, Producer
from registration.services import producer_search
from registration.timetable import Step
from tests.cast import Cast
from tests.factories import make_extension, make_producer, round_of


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2017, 9, 1), "1/2561"),  # before the first round: the one to come
        (date(2018, 1, 3), "2/2561"),
        (date(2018, 3, 17), "2/2561"),  # between register and verify
        (date(2018, 3, 19), "2/2561"),
        (date(2018, 3, 28), "2/2561"),  # closed, the next not open yet
        (date(2018, 4, 2), "3/2561"),
        (date(2019, 1, 1), "4/2561"),  # after the last round of the plan
    ],
)
def test_a_list_speaks_of_the_open_round_else_of_the_last_one(
    cast: Cast, plan: Plan, day: date, label: str
) -> None:
    assert str(producer_search.round_on("8001", day)) == label
    assert str(producer_search.round_on("", day)) == label


def test_an_extension_keeps_its_unit_in_the_older_round(cast: Cast, plan: Plan) -> None:
    days = (date(2018, 4, 2), date(2018, 4, 5))
    make_extension(cast.a, Step.REGISTER, days, by=cast.department)
    assert str(producer_search.round_on("8001", days[0])) == "2/2561"
    assert str(producer_search.round_on("8002", days[0])) == "3/2561"


def test_without_a_plan_there_is_no_round(cast: Cast) -> None:
    assert producer_search.round_on("8001", date(2018, 2, 1)) is None


def test_a_round_awaits_who_was_not_confirmed_for_some_rounds(cast: Cast, plan: Plan) -> None:
    old = make_producer(cast.a, by=cast.district, on=date(2017, 11, 1))
    newer = make_producer(cast.a, by=cast.district, on=date(2018, 2, 1))
    rows = Producer.objects.all()
    third = round_of(25613)
    assert set(producer_search.awaiting(rows, third)) == {old, newer}
    assert list(producer_search.awaiting(rows, third, unconfirmed_rounds=2)) == [old]
    assert not producer_search.awaiting(rows, third, unconfirmed_rounds=4)
