"""What a type usually costs: on a scale of times, and only where enough prices are known."""

from decimal import Decimal

from registration.checks import prices

KNOWN = [Decimal(each) for each in (20, 25, 30, 35, 35, 40, 45, 50, 60, 80, 100, 120)]


def test_a_price_is_odd_far_outside_what_the_type_costs() -> None:
    span = prices.usual(KNOWN)
    assert span is not None
    low, high = span
    assert low < 20
    assert 120 < high < 4200  # a slip of two digits of the middle price lies outside
    assert prices.usual([Decimal(35)] * 12) == (Decimal("3.50"), Decimal("350.00"))


def test_few_prices_say_nothing() -> None:
    assert prices.usual(KNOWN[:11]) is None
