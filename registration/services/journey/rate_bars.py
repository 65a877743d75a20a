"""Rates of errors as bars: where each stands in its picture. Draws, never counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from registration.checks.sampling import BAD_RATE, Past
from registration.services.journey.rates import Rates, RoundRate, UnitRates

WIDTH, STEP, HEIGHT = 26, 40, 60  # units of the picture
LOWEST: Final = 2  # nothing found is a bar too; a round without a sample is none


@dataclass(frozen=True)
class Bar:
    """One round of a unit, from `y` down for `height`."""

    rate: RoundRate
    x: int
    y: int
    height: int

    @property
    def centre(self) -> int:
        return self.x + WIDTH // 2

    @property
    def is_known(self) -> bool:
        return self.rate.percent is not None

    @property
    def is_bad(self) -> bool:
        return self.rate.past.is_bad


@dataclass(frozen=True)
class Picture:
    """A unit's rounds as bars, the oldest first; `limit_y` is where too much begins."""

    unit: UnitRates
    bars: tuple[Bar, ...]
    limit_y: int

    @property
    def width(self) -> int:
        return STEP * len(self.bars)

    @property
    def small_width(self) -> int:
        """In a row of a table: half the size."""
        return self.width // 2

    @property
    def words(self) -> str:
        """The same figures for those who hear the picture."""
        told = (f"รอบ {bar.rate.quarter.label} {_said(bar.rate.percent)}" for bar in self.bars)
        return f"อัตราข้อผิด {' '.join(told)}"

    @property
    def recent(self) -> Past:
        return self.unit.recent


def pictures(rates: Rates) -> tuple[Picture, list[Picture]]:
    """The whole on a scale of its own, the units on one of theirs; those with the highest rates first."""
    top = highest(rates.units)
    rows = sorted((_picture(each, top) for each in rates.units), key=_worst_first)
    return _picture(rates.whole, highest([rates.whole])), rows


def highest(units: Iterable[UnitRates]) -> Decimal:
    """The top of a scale: never under twice what is too much."""
    known = [each.percent for unit in units for each in unit.rounds if each.percent is not None]
    return max([Decimal(2 * BAD_RATE), *known])


def _worst_first(picture: Picture) -> Decimal:
    return -(picture.recent.error_percent or Decimal(0))


def _said(percent: Decimal | None) -> str:
    return "ไม่ได้สุ่มดู" if percent is None else f"ร้อยละ {percent:.1f}"


def _picture(unit: UnitRates, top: Decimal) -> Picture:
    return Picture(unit, tuple(_bars(unit.rounds, top)), HEIGHT - int(HEIGHT * BAD_RATE / top))


def _bars(rounds: Iterable[RoundRate], top: Decimal) -> Iterable[Bar]:
    for place, each in enumerate(rounds):
        height = 0 if each.percent is None else max(LOWEST, int(HEIGHT * each.percent / top))
        yield Bar(each, place * STEP + (STEP - WIDTH) // 2, HEIGHT - height, height)
