"""An amount in parts: each to the satang, and together the whole, whatever the shares. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from otop_registry.thai import SATANG


def apportion(whole: Decimal, weights: Sequence[Fraction]) -> list[Decimal]:
    """The parts of an amount by weight: rounded down to the satang, and the rest to the largest remainders.

    Of two equal remainders the first gets the satang. Without any weight the first part is the whole.
    """
    total = sum(weights, Fraction(0))
    shares = (
        [each / total for each in weights] if total else [Fraction(1), *(Fraction(0) for _ in weights[1:])]
    )
    satang = int(whole / SATANG)
    exact = [satang * share for share in shares]
    parts = [int(each) for each in exact]
    largest = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in largest[: satang - sum(parts)]:
        parts[place] += 1
    return [part * SATANG for part in parts]


def to_satang(amount: Fraction) -> Decimal:
    """An exact amount of zero or more, rounded half up to the satang."""
    return (int(amount * 200 + 1) // 2) * SATANG
