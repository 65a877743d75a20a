"""How many records are opened before the unflagged rest of a district passes unopened, and which ones. Pure.

The rule (decision 0068): enough to find, with 95 % certainty, at least one fault if the share of faulty records were as
large as a limit. The limit follows from what was found in the district in the last four rounds; one find in the
sample itself makes it the strictest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from math import ceil, comb
from typing import Final

MISS_PERCENT: Final = 5  # the chance to find nothing although the limit is reached
MEMORY_ROUNDS: Final = 4  # a year
ENOUGH_OPENED: Final = 30  # sampled records before a low rate counts as known
STRICTEST: Final = 5


@dataclass(frozen=True)
class Band:
    """Up to which rate of the past, in percent, which share of faults must be found."""

    rate: int
    limit: int


GOOD, USUAL = Band(1, 20), Band(5, 10)


@dataclass(frozen=True)
class Past:
    """What was sampled in a district in the rounds remembered, what was wrong in it, and what came out later."""

    opened: int = 0
    finds: int = 0
    later: int = 0

    @property
    def error_percent(self) -> Decimal | None:
        """Faults for every hundred sampled records, those found later among them; None while nothing is known.

        What came out later was in no sample, so it makes the rate worse and never the sample larger.
        """
        faults = self.finds + self.later
        if not self.opened and not faults:
            return None
        return Decimal(100 * faults) / max(self.opened, faults)


def limit_percent(past: Past, finds: int) -> int:
    """The share of faults that a sample must be able to find; `finds` are those of the sample itself."""
    rate = past.error_percent
    if finds or (rate is not None and rate > USUAL.rate):
        return STRICTEST
    if rate is not None and rate <= GOOD.rate and past.opened >= ENOUGH_OPENED:
        return GOOD.limit
    return USUAL.limit


def size(population: int, limit: int) -> int:
    """The smallest sample that misses every fault with at most MISS_PERCENT when `limit` percent are faulty."""
    if population <= 0:
        return 0
    faulty = max(1, ceil(Decimal(population * limit) / 100))
    whole = comb(population, faulty)  # ways to spread the faults; those that leave the sample without one:
    return next(
        count
        for count in range(population + 1)
        if 100 * comb(population - count, faulty) <= MISS_PERCENT * whole
    )


def drawn(seed: str, keys: Iterable[int], count: int) -> list[int]:
    """`count` of the keys by the seed, in an order that anybody can work out again with SHA-256."""
    return sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).digest())[:count]
