"""Parts of an amount: to the satang, together the whole, whatever the shares."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from registration.apportioning import SATANG, apportion, to_satang

amounts = st.decimals(0, 10**12, places=2)
weights = st.lists(st.fractions(0, 1), min_size=1, max_size=9)


def test_98_and_2_percent_of_an_odd_amount_lose_and_gain_nothing() -> None:
    parts = apportion(Decimal("182.25"), [Fraction(98), Fraction(2)])
    assert parts == [Decimal("178.61"), Decimal("3.64")]


def test_a_third_three_times_is_the_whole() -> None:
    third = Fraction(Decimal("0.33333"))
    assert apportion(Decimal("100.00"), [third] * 3) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


@given(amounts, weights)
def test_parts_sum_to_the_whole_and_are_less_than_a_satang_off(
    whole: Decimal, shares: list[Fraction]
) -> None:
    parts = apportion(whole, shares)
    assert sum(parts) == whole
    total = sum(shares)
    if total:
        exact = [Fraction(whole) * each / total for each in shares]
        assert all(abs(Fraction(part) - share) < SATANG for part, share in zip(parts, exact, strict=True))


@given(st.fractions(0, 10**9))
def test_an_exact_amount_is_rounded_half_up(amount: Fraction) -> None:
    rounded, half = Fraction(to_satang(amount)), Fraction(SATANG) / 2
    assert rounded - half <= amount < rounded + half
