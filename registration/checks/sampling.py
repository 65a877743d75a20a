"""How many records are opened before the unflagged rest passes unopened, and which ones. Pure.

The rule (decision 0072): what a province signs of a round is one lot. Its sample is large enough to find, with 95 %
certainty, at least one fault if the share of faulty records were as large as a limit; the limit follows from what was
found in the last four rounds. Each district opens its part of it by its number of records, rounded up. A district in
which too much was found, or anything in the sample itself, is a lot of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import sha256
from math import ceil, comb
from typing import Final, Self

MISS_PERCENT: Final = 5  # the chance to find nothing although the limit is reached
MEMORY_ROUNDS: Final = 4  # a year
ENOUGH_OPENED: Final = 100  # sampled records of a province before a low rate counts as known
GOOD_RATE: Final = 1  # of the past, in percent, at most
BAD_RATE: Final = 5  # of the past of one district, in percent: more than that, and it is looked at alone
LEAST_FAULTS: Final = 2  # of a few sampled records one fault is chance
GOOD_LIMIT, LIMIT, ALONE_LIMIT = 10, 5, 3  # the share of faults in percent that a sample must be able to find


@dataclass(frozen=True)
class Past:
    """What was sampled in the rounds remembered, what was wrong in it, and what came out later."""

    opened: int = 0
    finds: int = 0
    later: int = 0

    def __add__(self, other: Self) -> "Past":
        return Past(self.opened + other.opened, self.finds + other.finds, self.later + other.later)

    @property
    def faults(self) -> int:
        return self.finds + self.later

    @property
    def error_percent(self) -> Decimal | None:
        """Faults for every hundred sampled records, those found later among them; None while nothing is known.

        What came out later was in no sample, so it makes the rate worse and never the sample larger.
        """
        if not self.opened and not self.faults:
            return None
        return Decimal(100 * self.faults) / max(self.opened, self.faults)

    @property
    def is_good(self) -> bool:
        """Enough was looked at, and hardly anything found."""
        rate = self.error_percent
        return rate is not None and rate <= GOOD_RATE and self.opened >= ENOUGH_OPENED

    @property
    def is_bad(self) -> bool:
        rate = self.error_percent
        return rate is not None and rate > BAD_RATE and self.faults >= LEAST_FAULTS


@dataclass(frozen=True)
class Lot:
    """What is signed together: the unflagged records of all districts of a province, and their past."""

    population: int = 0
    past: Past = Past()

    @property
    def limit(self) -> int:
        return GOOD_LIMIT if self.past.is_good else LIMIT

    @property
    def faulty(self) -> int:
        """How many faulty records the limit means here."""
        return faulty(self.population, self.limit)

    @cached_property
    def needed(self) -> int:
        return size(self.population, self.limit)

    @property
    def percent(self) -> Decimal:
        """What every district opens of its records, before it is rounded up to whole ones."""
        return Decimal(100 * self.needed) / self.population if self.population else Decimal(100)


def share(lot: Lot, population: int) -> int:
    """What a district opens of the sample of its lot: by its number of records, rounded up, so one at the least."""
    return min(population, -(-population * lot.needed // lot.population)) if lot.population else population


def is_alone(past: Past, finds: int) -> bool:
    """Whether a district is a lot of its own; `finds` are those of the sample itself."""
    return finds > 0 or past.is_bad


def needed(lot: Lot, population: int, past: Past, finds: int) -> int:
    """How many records of a district are opened in all: its share, or what it takes to judge it alone."""
    alone = size(population, ALONE_LIMIT) if is_alone(past, finds) else 0
    return max(share(lot, population), alone)


def faulty(population: int, limit: int) -> int:
    return max(1, ceil(Decimal(population * limit) / 100))


@lru_cache(maxsize=1000)
def size(population: int, limit: int) -> int:
    """The smallest sample that misses every fault with at most MISS_PERCENT when `limit` percent are faulty."""
    if population <= 0:
        return 0
    wrong = faulty(population, limit)
    whole = comb(population, wrong)  # ways to spread the faults; those that leave the sample without one:
    return next(
        count
        for count in range(population + 1)
        if 100 * comb(population - count, wrong) <= MISS_PERCENT * whole
    )


def drawn(seed: str, keys: Iterable[int], count: int) -> list[int]:
    """`count` of the keys by the seed, in an order that anybody can work out again with SHA-256."""
    return sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).digest())[:count]
