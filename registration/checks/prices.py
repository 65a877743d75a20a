"""What products of one type usually cost: prices lie on a scale of times, so the fence does too. Pure."""

import math
from collections.abc import Sequence
from decimal import Decimal
from statistics import quantiles
from typing import Final

from otop_registry import thai

LEAST_PRICES: Final = 12  # of one type; fewer say nothing of what is usual
FENCE: Final = 1.5  # times the middle half's width, on the scale of times
LEAST_TIMES: Final = (
    10.0  # a price within ten times of the middle half is never odd: a slip is a digit or two
)


def usual(known: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The usual span of a type's prices; None where too few are known."""
    if len(known) < LEAST_PRICES:
        return None
    first, _, third = quantiles([math.log(price) for price in known], n=4, method="inclusive")
    width = max((third - first) * FENCE, math.log(LEAST_TIMES))
    low, high = (Decimal(math.exp(each)).quantize(thai.SATANG) for each in (first - width, third + width))
    return low, high
