"""Where a figure stands on a policy's scale: D, C, B and A as four equal zones, so that it reads at any width."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from grading.scoring import LOWEST, Band
from otop_registry import thai

ZONE = 25  # percent of the width


@dataclass(frozen=True)
class Zone:
    """A letter's stretch: `left` in percent; `bound` the words of the threshold at its left edge, "" for D."""

    letter: str
    left: int
    bound: str
    is_held: bool

    @property
    def middle(self) -> Decimal:
        return self.left + Decimal(ZONE) / 2


@dataclass(frozen=True)
class Scale:
    """The zones from worst to best, and the pointer: `at` in percent, None where there is no figure."""

    zones: tuple[Zone, ...]
    at: Decimal | None
    anchor: str = "middle"


def of_products(bands: Sequence[Band], increase: int, held: str) -> Scale:
    """The condition on products: at least so many."""
    bounds = {band.grade: f"≥ {thai.count(band.new_products)}" for band in bands}
    lows = [Decimal(band.new_products) for band in reversed(bands)]
    return _scale(bounds, lows, Decimal(increase) + Decimal("0.5"), held)


def of_growth(bands: Sequence[Band], growth: Decimal | None, held: str) -> Scale:
    """The condition on sales: strictly more than so many percent; the threshold itself belongs to the zone below."""
    bounds = {band.grade: f"> {band.growth.normalize():f} %" for band in bands}
    return _scale(bounds, [band.growth for band in reversed(bands)], growth, held)


def _scale(bounds: dict[str, str], lows: list[Decimal], value: Decimal | None, held: str) -> Scale:
    letters = [LOWEST, *sorted(bounds, reverse=True)]
    zones = tuple(
        Zone(letter, place * ZONE, bounds.get(letter, ""), letter == held)
        for place, letter in enumerate(letters)
    )
    if value is None or not held:
        return Scale(zones, None)
    at = _place(lows, value, letters.index(held))
    return Scale(zones, at, "start" if at < ZONE else "end" if at > 100 - ZONE else "middle")


def _place(lows: list[Decimal], value: Decimal, zone: int) -> Decimal:
    """Percent of the width: linear inside a zone; the outer zones are as wide as their neighbour."""
    width = lows[1] - lows[0]
    low = lows[zone - 1] if zone else lows[0] - width
    high = lows[zone] if zone < len(lows) else low + width
    share = (value - low) / (high - low)
    inside = min(max(share, Decimal("0.04")), Decimal(1 if zone < len(lows) else "0.96"))
    return ((zone + inside) * ZONE).quantize(Decimal("0.1"))
