"""Growth that is the same for several: as made-up figures are, and honest ones hardly ever. Pure."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Final, TypeVar

ALIKE_POINTS: Final = Decimal("0.05")  # of a percent: growth this close is the same growth
ALIKE_LEAST: Final = 3  # so many together
Named = TypeVar("Named", bound=Hashable)


def alike(growths: Mapping[Named, Decimal]) -> set[Named]:
    """Those whose growth is the same, within 0.05 points, as that of two others or more."""
    rows = sorted(growths.items(), key=lambda row: (row[1], str(row[0])))
    found: set[Named] = set()
    for start, (_, lowest) in enumerate(rows):
        near = [name for name, growth in rows[start:] if growth - lowest <= ALIKE_POINTS]
        found.update(near if len(near) >= ALIKE_LEAST else ())
    return found


def percent(before: Decimal, after: Decimal) -> Decimal:
    """The change from `before`, which is more than nothing, in percent."""
    return (after - before) * 100 / before
