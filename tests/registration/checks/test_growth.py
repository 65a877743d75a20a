"""Growth that is the same for three or more."""

from decimal import Decimal

from registration.checks import growth


def test_three_of_the_same_growth_are_alike_and_two_are_not() -> None:
    told = {1: Decimal("5.00"), 2: Decimal("5.02"), 3: Decimal("5.05"), 4: Decimal("5.06"), 5: Decimal("9")}
    assert growth.alike(told) == {1, 2, 3, 4}
    assert growth.alike({1: Decimal(5), 2: Decimal(5)}) == set()


def test_a_change_is_told_in_percent_of_what_was_before() -> None:
    assert growth.percent(Decimal(200), Decimal(210)) == 5
    assert growth.percent(Decimal(200), Decimal(0)) == -100
