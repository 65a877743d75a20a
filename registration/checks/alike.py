"""Which names and places are nearly the same: keys of our own, compared by rapidfuzz. Pure.

rapidfuzz is never given a processor: its default one blanks Thai vowels and tone marks, so that กิ่ง and กุ้ง are equal.
Names that differ in a number are different: กลุ่มทอผ้า 1 and กลุ่มทอผ้า 2 are two groups.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from otop_registry import thai

MOST_SLIPS: Final = 2  # letters and marks left out, added, mistaken or in the wrong order
LONG: Final = 10  # letters and marks of a name; a shorter one is the same with one slip at most
LEAST_LETTERS: Final = 6  # shorter names are near one another by chance
_VILLAGE: Final = "บ้าน"  # often left out before a village's name
_DIGITS: Final = re.compile("[0-9]+")
_NO_HOUSE: Final = frozenset({"", "-", "0", "–", "ไม่มี", "ไม่ระบุ"})
Pair = tuple[int, int]
Named = TypeVar("Named")


@dataclass(frozen=True)
class Spelt:
    """A name as it is compared here: by its stored key, and letter by letter for a slip inside a form word."""

    key: str  # of thai.name_key
    name: str

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers in the name: what tells names apart that are built alike."""
        return tuple(_DIGITS.findall(self.key))

    @cached_property
    def near(self) -> tuple[str, str]:
        plain = thai.to_arabic(thai.repair(self.name)).lower().replace(" ", "")
        return self.key.replace(_VILLAGE, "") or self.key, plain.replace(_VILLAGE, "") or plain


def _most_slips(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return 0 if shorter < LEAST_LETTERS else 1 if shorter < LONG else MOST_SLIPS


class Names(Generic[Named]):
    """Who stands in one place, by name: asked for a name, it compares those of nearly the same length alone."""

    def __init__(self, rows: Iterable[tuple[Named, Spelt]]) -> None:
        self._rows = list(rows)
        places: dict[tuple[str, ...], list[int]] = {}
        for place, (_, spelt) in enumerate(self._rows):
            places.setdefault(spelt.numbers, []).append(place)
        self._ways = {numbers: (self._by(0, found), self._by(1, found)) for numbers, found in places.items()}

    def near(self, spelt: Spelt) -> list[Named]:
        """Those whose names are nearly, but not wholly, this one, in the order they were given."""
        found = set()
        for own, (lengths, keys, places) in zip(spelt.near, self._ways.get(spelt.numbers, ()), strict=False):
            start, end = (
                bisect_left(lengths, len(own) - MOST_SLIPS),
                bisect_right(lengths, len(own) + MOST_SLIPS),
            )
            for key, slips, further in _within(own, keys[start:end]):
                if (most := _most_slips(own, key)) > 0 and slips <= most:
                    found.add(places[start + further])
        return [self._rows[place][0] for place in sorted(found) if self._rows[place][1].key != spelt.key]

    def _by(self, way: int, places: Iterable[int]) -> tuple[list[int], list[str], list[int]]:
        """Lengths, keys and places of the rows, the shortest first."""
        rows = sorted(
            ((self._rows[place][1].near[way], place) for place in places), key=lambda row: len(row[0])
        )
        return [len(key) for key, _ in rows], [key for key, _ in rows], [place for _, place in rows]


def _within(key: str, keys: list[str]) -> list[tuple[str, int, int]]:
    """(key, slips, place) of those within the most slips that any name may have."""
    return process.extract(
        key, keys, scorer=OSA.distance, processor=None, score_cutoff=MOST_SLIPS, limit=None
    )


def house_key(house_number: str, village_number: str) -> str:
    """Equal for one house of a tambon, however it was typed; "" where there is none."""
    house = thai.to_arabic(thai.repair(house_number)).replace(" ", "")
    if house in _NO_HOUSE:
        return ""
    village = "".join(_DIGITS.findall(thai.to_arabic(village_number)))
    return f"{house}/{village.lstrip('0')}"


def pairs(blocks: Mapping[str, Iterable[tuple[int, Spelt]]]) -> Iterator[Pair]:
    """The pairs of ids whose names are one or nearly so inside each block, each once, the smaller id first."""
    for rows in blocks.values():
        by_numbers: dict[tuple[str, ...], list[tuple[int, tuple[str, str]]]] = {}
        for pk, spelt in rows:
            by_numbers.setdefault(spelt.numbers, []).append((pk, spelt.near))
        for group in by_numbers.values():
            if len(group) > 1:
                by_key, by_name = (_in_group([(near[place], pk) for pk, near in group]) for place in (0, 1))
                yield from {*by_key, *by_name}


def _in_group(rows: list[tuple[str, int]]) -> Iterator[Pair]:
    """Only names of nearly the same length can be nearly one."""
    rows.sort(key=lambda row: len(row[0]))
    keys = [key for key, _ in rows]
    lengths = [len(key) for key in keys]
    for place, (key, pk) in enumerate(rows):
        end = bisect_right(lengths, len(key) + MOST_SLIPS)
        for found, slips, further in _within(key, keys[place + 1 : end]):
            if not slips or slips <= _most_slips(key, found):
                other = rows[place + 1 + further][1]
                yield (pk, other) if pk < other else (other, pk)
