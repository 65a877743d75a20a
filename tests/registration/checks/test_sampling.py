"""The rule of the sample, worked out by hand: sizes, limits, the rate of the past, the draw."""

from decimal import Decimal
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration.checks.sampling import LIMIT, Lot, Past, drawn, needed, share, size


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
    ("past", "limit"),
    [
        (Past(), 5),  # nothing known
        (Past(99, 0), 5),  # nothing found, but too little looked at
        (Past(100, 1), 10),
        (Past(100, 1, 1), 5),
    ],
)
def test_the_limit_of_a_province_follows_from_its_past(past: Past, limit: int) -> None:
    assert Lot(1000, past).limit == limit


def test_a_province_opens_one_sample_and_each_district_its_part_of_it() -> None:
    lot = Lot(2940)  # 147 faulty records are five of a hundred
    assert (lot.faulty, lot.needed) == (147, 58)
    assert (round(lot.percent, 2), share(lot, 130), share(lot, 1), share(lot, 0)) == (
        Decimal("1.97"),
        3,
        1,
        0,
    )


@pytest.mark.parametrize(
    ("past", "finds", "wanted"),
    [
        (Past(), 0, 3),
        (Past(20, 1), 0, 3),  # five of a hundred is not more than five
        (Past(20, 1, 1), 0, 68),
        (Past(), 1, 68),  # one find in the sample itself
    ],
)
def test_a_district_with_faults_is_looked_at_alone(past: Past, finds: int, wanted: int) -> None:
    assert needed(Lot(2940, past), 130, past, finds) == wanted


populations = st.lists(st.integers(0, 400), min_size=1, max_size=12)
pasts = st.builds(Past, st.integers(0, 200), st.integers(0, 20), st.integers(0, 20))


@given(populations, pasts)
def test_districts_open_their_lots_sample_and_never_more_than_they_have(
    districts: list[int], past: Past
) -> None:
    lot = Lot(sum(districts), past)
    shares = [share(lot, each) for each in districts]
    assert lot.needed <= sum(shares) <= lot.needed + len(districts)
    assert all(min(each, 1) <= part <= each for each, part in zip(districts, shares, strict=True))


@given(populations, pasts, st.integers(0, 5), st.integers(0, 5), st.integers(0, 3))
def test_more_faults_never_make_a_sample_smaller(
    districts: list[int], past: Past, finds: int, later: int, found_now: int
) -> None:
    own, others = districts[0], sum(districts)
    worse = Past(past.opened, past.finds + finds, past.later + later)
    before = needed(Lot(others, past), own, past, 0)
    assert before <= needed(Lot(others, worse), own, worse, found_now) <= own
    assert before <= needed(Lot(others, past), own, past, found_now)


@given(st.integers(0, 3000), st.integers(1, 100))
def test_a_sample_is_within_the_lot_and_smaller_for_a_larger_limit(population: int, limit: int) -> None:
    assert size(population, limit) <= size(population, max(1, limit - 1)) <= population
    assert bool(size(population, LIMIT)) == bool(population)


def test_the_seed_draws_the_same_records_again_and_another_seed_others() -> None:
    keys = range(1, 101)
    assert drawn("a", keys, 10) == drawn("a", reversed(keys), 10)
    assert set(drawn("a", keys, 10)) != set(drawn("b", keys, 10))
    assert drawn("a", keys, 10) == drawn("a", keys, 20)[:10]
    assert len(set(drawn("a", keys, 200))) == 100
