"""Which names and places are nearly the same: keys of our own, compared by rapidfuzz. Pure.

rapidfuzz is never given a processor: its default one blanks Thai vowels and tone marks, so that กิ่ง and กุ้ง are equal.
Names that differ in a number are different: กลุ่มทอผ้า 1 and กลุ่มทอผ้า 2 are two groups.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

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


def is_alike(one: Spelt, other: Spelt) -> bool:
    """Whether two names are nearly, but not wholly, one."""
    if one.key == other.key or one.numbers != other.numbers:
        return False
    return any(_is_near(*keys) for keys in zip(one.near, other.near, strict=True))


def _is_near(one: str, other: str) -> bool:
    most = _most_slips(one, other)
    return most > 0 and OSA.distance(one, other, score_cutoff=most) <= most


def _most_slips(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return 0 if shorter < LEAST_LETTERS else 1 if shorter < LONG else MOST_SLIPS


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
        near = process.extract(
            key,
            keys[place + 1 : end],
            scorer=OSA.distance,
            processor=None,
            score_cutoff=MOST_SLIPS,
            limit=None,
        )
        for found, slips, further in near:
            if not slips or slips <= _most_slips(key, found):
                other = rows[place + 1 + further][1]
                yield (pk, other) if pk < other else (other, pk)
