"""How much of what an invented nation hides the checks find, and how much they raise in vain."""

from datetime import date

import pytest
from pytest_django import Settings

from registration.demo import national
from registration.demo.national import Made, Size
from registration.models import Finding, Plan, Registration
from registration.services.checks import running
from registration.services.checks.identity import PAIR_CODES
from tests.world.cast import Cast

pytestmark = pytest.mark.django_db
ROUND, ON = 25674, date(2024, 9, 13)
Pairs = dict[str, set[frozenset[int]]]


@pytest.fixture
def made(cast: Cast, plan: Plan, settings: Settings) -> Made:
    """A nation of three districts, so that a tambon holds hundreds; every record of its last round checked."""
    settings.PRODUCTION = False
    made = national.make(Size(producers=800, products=1_700, months=1, seed=1))
    for district in (cast.a, cast.b, cast.far_district):
        running.run(district.pk, ROUND, ON)
    return made


def pairs_found() -> Pairs:
    rows = Finding.objects.filter(code__in=PAIR_CODES).order_by()
    found: Pairs = {}
    for code, producer, other in rows.values_list("code", "registration__producer", "other"):
        found.setdefault(code, set()).add(frozenset((producer, other)))
    return found


def test_what_was_planted_is_found_and_little_else_is_raised(made: Made) -> None:
    planted = {code: set(map(frozenset, pairs)) for code, pairs in made.planted.pairs.items()}
    assert set(planted) == {"alike_name", "same_phone", "same_address", "same_id_other_name"}
    hidden, found = set().union(*planted.values()), pairs_found()
    hits = set().union(*(found.get(code, set()) & pairs for code, pairs in planted.items()))
    assert len(hits) >= 0.95 * len(hidden) > 10
    in_vain = set().union(*found.values()) - hidden
    assert len(in_vain) * 100 <= Registration.objects.filter(round=ROUND).count()
    for code, keys in (("twin_products", made.planted.twins), ("odd_price", made.planted.prices)):
        assert hidden_of(keys) == found_of(code) != set(), code


def hidden_of(keys: list[int]) -> set[int]:
    """Those of the producers that the round has a record of."""
    return set(
        Registration.objects.filter(round=ROUND, producer__in=keys).values_list("producer_id", flat=True)
    )


def found_of(code: str) -> set[int]:
    return set(Finding.objects.filter(code=code).values_list("registration__producer_id", flat=True))
