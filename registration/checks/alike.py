"""Which names and places are nearly the same: keys of our own, compared by rapidfuzz. Pure.

rapidfuzz is never given a processor: its default one blanks Thai vowels and tone marks, so that กิ่ง and กุ้ง are equal.
Names that differ in a number or in the side of a village are different: กลุ่มทอผ้า 1 and กลุ่มทอผ้า 2 are two groups, so are
those of บ้านนาเหนือ and บ้านนาใต้.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from otop_registry import thai

MOST_SLIPS: Final = 2  # letters and marks left out, added, mistaken or in the wrong order
LONG: Final = 10  # letters and marks of a name; a shorter one is the same with one slip at most
LEAST_LETTERS: Final = 6  # shorter names are near one another by chance
_VILLAGE: Final = "บ้าน"  # often left out before a village's name
_LEFT_OUT: Final = re.compile(f"^วสช[.]?|{_VILLAGE}|เกษตรกร|อาชีพ")
_SIDE: Final = re.compile("(?:เหนือ|ใต้|ใน|นอก|กลาง|บน|ล่าง|ใหญ่|น้อย|ตะวันออก|ตะวันตก)$")
_MAN, _WOMAN = "นาย", "นาง"
_PERSON: Final = re.compile("นาย|นาง|น[.]ส|นส[.]")
_DIGITS: Final = re.compile("[0-9]+")
_NO_HOUSE: Final = frozenset({"", "-", "0", "–", "ไม่มี", "ไม่ระบุ"})
Named = TypeVar("Named")


@dataclass(slots=True)
class Spelt:
    """A name as it is compared here: by its stored key, and letter by letter for a slip inside a form word.

    `apart` is what tells names apart that are built alike: numbers, and the side of a village.
    """

    key: str  # of thai.name_key
    name: str
    apart: tuple[str, ...] = field(init=False)
    _near: tuple[str, str, str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        side = _SIDE.search(self.key)
        self.apart = (*_DIGITS.findall(self.key), side[0] if side else "")

    @property
    def title(self) -> str:
        """Whether the name is a man's, a woman's, or says nothing of it."""
        named = _PERSON.match(self.name)
        return "" if named is None else _MAN if named[0] == _MAN else _WOMAN

    @property
    def near(self) -> tuple[str, str, str]:
        """The key without what is often left out; the name as it was typed, for a slip inside a form word; the key."""
        if self._near is None:
            plain = thai.to_arabic(thai.repair(self.name)).lower().replace(" ", "")
            bare = _LEFT_OUT.sub("", self.key)
            self._near = bare or self.key, plain.replace(_VILLAGE, "") or plain, self.key
        return self._near


def _most_slips(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return 0 if shorter < LEAST_LETTERS else 1 if shorter < LONG else MOST_SLIPS


def _may_be_one(one: Spelt, other: Spelt, slips: int) -> bool:
    """Neighbours of one surname are not one person: a man is no woman, and first names are near by chance."""
    if one.key == other.key or {one.title, other.title} == {_MAN, _WOMAN}:
        return False
    return slips <= 1 or not (one.title or other.title)


class Names(Generic[Named]):
    """Who stands in one place, by name: asked for a name, it compares those of nearly the same length alone."""

    def __init__(self, rows: Iterable[tuple[Named, Spelt]] = ()) -> None:
        self._rows: list[tuple[Named, Spelt]] = []
        self._ways: dict[tuple[str, ...], tuple[_Way, _Way, _Way]] = {}
        self._waiting: dict[tuple[str, ...], list[int]] = {}  # places that no way has yet
        for row in rows:
            self.add(*row)

    def add(self, named: Named, spelt: Spelt) -> None:
        """One more, also after the others were asked for."""
        self._waiting.setdefault(spelt.apart, []).append(len(self._rows))
        self._rows.append((named, spelt))

    def near(self, spelt: Spelt) -> list[Named]:
        """Those whose names are nearly, but not wholly, this one, in the order they were given."""
        found: set[int] = set()
        ways = self._ways_of(spelt)
        for own, way in zip(spelt.near if ways else (), ways, strict=False):
            near = way.near(own)
            found.update(place for place, slips in near if _may_be_one(spelt, self._rows[place][1], slips))
        return [self._rows[place][0] for place in sorted(found)]

    def _ways_of(self, spelt: Spelt) -> Iterable["_Way"]:
        """The spellings of those with the same numbers; none where they are all the name itself."""
        waiting, ways = self._waiting.get(spelt.apart, ()), self._ways.get(spelt.apart, ())
        if not ways and all(self._rows[place][1] is spelt for place in waiting):
            return ()
        if waiting:
            ways = self._ways.setdefault(spelt.apart, (_Way(), _Way(), _Way()))
            for place in self._waiting.pop(spelt.apart):
                for way, key in zip(ways, self._rows[place][1].near, strict=True):
                    way.add(key, place)
        return ways


class _Way:
    """One spelling of the names with the same numbers, the shortest first."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int]] = []  # length, place
        self._keys: list[str] = []

    def add(self, key: str, place: int) -> None:
        row = (len(key), place)
        at = bisect_left(self._rows, row)
        self._rows.insert(at, row)
        self._keys.insert(at, key)

    def near(self, own: str) -> Iterator[tuple[int, int]]:
        """The places of those within the slips that two such names may have, and how many they have."""
        start = bisect_left(self._rows, (len(own) - MOST_SLIPS,))
        end = bisect_left(self._rows, (len(own) + MOST_SLIPS + 1,))
        for key, slips, further in _within(own, self._keys[start:end]):
            if (most := _most_slips(own, key)) > 0 and slips <= most:
                yield self._rows[start + further][1], slips


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
