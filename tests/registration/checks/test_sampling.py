"""The rule of the sample, worked out by hand: sizes, limits, the rate of the past, the draw."""

from decimal import Decimal
from math import comb

import pytest

from registration.checks.sampling import Past, drawn, limit_percent, size


@pytest.mark.parametrize(
    ("population", "limit", "wanted"),
    [
        (0, 10, 0),
        (1, 10, 1),
        (4, 10, 4),  # one faulty record: only all four show it for certain enough
        (20, 10, 16),  # two of twenty: 4·3 ÷ 20·19 = 3.2 %, with fifteen 5·4 ÷ 20·19 = 5.3 %
        (130, 20, 13),
        (130, 10, 26),
        (130, 5, 45),
        (10_000, 10, 29),  # without an end: 0.9 ** 29 = 4.7 %
        (10_000, 5, 59),
        (10_000, 20, 14),
    ],
)
def test_a_sample_finds_the_limit_with_95_percent(population: int, limit: int, wanted: int) -> None:
    assert size(population, limit) == wanted


def test_one_less_would_miss_it_too_often() -> None:
    for population in range(2, 400, 7):
        faulty, count = max(1, -(-population // 10)), size(population, 10)
        missed = [comb(population - each, faulty) / comb(population, faulty) for each in (count, count - 1)]
        assert missed[0] <= 0.05 < missed[1]


@pytest.mark.parametrize(
    ("past", "percent"),
    [
        (Past(), None),
        (Past(50, 0, 0), Decimal(0)),
        (Past(50, 1, 0), Decimal(2)),
        (Past(50, 1, 2), Decimal(6)),
        (Past(0, 0, 3), Decimal(100)),
    ],
)
def test_the_rate_counts_finds_and_what_came_out_later(past: Past, percent: Decimal | None) -> None:
    assert past.error_percent == percent


@pytest.mark.parametrize(
    ("past", "finds", "limit"),
    [
        (Past(), 0, 10),  # nothing known
        (Past(29, 0), 0, 10),  # nothing found, but too little looked at
        (Past(30, 0), 0, 20),
        (Past(100, 1), 0, 20),
        (Past(100, 2), 0, 10),
        (Past(100, 5), 0, 10),
        (Past(100, 5, 1), 0, 5),
        (Past(30, 0), 1, 5),  # one find in the sample itself
    ],
)
def test_the_limit_follows_from_the_past_and_from_the_sample(past: Past, finds: int, limit: int) -> None:
    assert limit_percent(past, finds) == limit


def test_the_seed_draws_the_same_records_again_and_another_seed_others() -> None:
    keys = range(1, 101)
    assert drawn("a", keys, 10) == drawn("a", reversed(keys), 10)
    assert set(drawn("a", keys, 10)) != set(drawn("b", keys, 10))
    assert drawn("a", keys, 10) == drawn("a", keys, 20)[:10]
    assert len(set(drawn("a", keys, 200))) == 100
