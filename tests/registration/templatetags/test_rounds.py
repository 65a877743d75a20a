"""Links between the pages of a round: of the thing's own unit, or of another unit of the same round."""

import pytest

from registration.figures import Counts, Row
from registration.models import Plan
from registration.templatetags import rounds
from tests.world.cast import Cast
from tests.world.factories import certification_of, submission_of
from tests.world.round_pages import address


@pytest.mark.django_db
def test_a_link_names_the_round_and_the_unit_of_its_thing(cast: Cast, plan: Plan) -> None:
    submission = submission_of(cast.a)
    assert rounds.round_url("round", submission) == address("round", "8001")
    assert rounds.round_url("advance", submission, "submit") == address("advance", "8001", "submit")
    assert rounds.round_url("round", certification_of(cast.home)) == address("round", "80")


@pytest.mark.django_db
def test_a_link_may_lead_to_another_unit_of_the_round(cast: Cast, plan: Plan) -> None:
    assert rounds.round_url("round", submission_of(cast.a), unit="80") == address("round", "80")


def test_places_without_anything_to_count_are_named() -> None:
    rows = [
        Row("800101", "ในเมือง", Counts()),
        Row("800102", "ท่าวัง", Counts(producers_brought=1, producers_left=1)),
    ]
    assert rounds.without_counts(rows) == ["ในเมือง"]
