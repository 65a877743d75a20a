"""Several columns of one meaning: joined into one value (two telephones), or one thing each (ผลิตภัณฑ์ 1, 2, 3).

Pure. The first of them has the plain key, the others carry their place in it: phones, phones#2.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from otop_registry import thai
from registration.services.uploads.heads import Column, Kind, bare
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.reading import text_of

MARK: Final = "#"
_NUMBER: Final = re.compile(r"(?:(?:ลำดับ|รายการ|ชนิด|ตัว|อย่าง|คน)?ที่)?\(?(?<![0-9])([0-9]{1,2})(?![0-9])\)?")


def base_of(key: str) -> str:
    """The key that a column means, whatever its place among its like."""
    return key.partition(MARK)[0]


def place_of(key: str) -> int:
    """Its place among the columns of one meaning, from 1."""
    return int(key.partition(MARK)[2] or 1)


def key_at(base: str, place: int) -> str:
    """The key of a place."""
    return base if place == 1 else f"{base}{MARK}{place}"


def numbered(text: str) -> tuple[str, int]:
    """(a bare head without its number, the number): ผลิตภัณฑ์ที่ 2 and เบอร์โทร (2); 0 for none, or for two."""
    plain = thai.to_arabic(bare(text))
    found = list(_NUMBER.finditer(plain))
    if len(found) != 1:
        return plain, 0
    return plain[: found[0].start()] + plain[found[0].end() :], int(found[0][1])


def without_lone(kind: Kind, keys: Mapping[int, str]) -> dict[int, str]:
    """The keys without heads that are one of several answers and stand alone: "กลุ่ม" by itself is no kind."""
    of_several = {each.key: each.one_of for each in kind.columns if each.one_of}
    counts = Counter(of_several[key] for key in keys.values() if key in of_several)
    return {column: key for column, key in keys.items() if counts.get(of_several.get(key, ""), 2) > 1}


def more(kind: Kind, texts: Mapping[int, Sequence[str]], keys: Mapping[int, str]) -> dict[int, str]:
    """{column: key} of what else means a key that several columns may have; `texts` {column: ways to read its head}.

    A head with a number is one of several. Without one, a second telephone is a telephone, and a head that stands
    twice is the next of its kind, unless the whole table stands twice.
    """
    many = [each for each in kind.columns if each.is_many]
    found: dict[int, str] = {}
    for column, ways in texts.items() if many else ():
        if column not in keys and (key := _numbered_key(many, ways) or _alike(many, ways)):
            found[column] = key
    if not _stands_twice(kind, texts, keys):
        found = _twins(many, texts, keys) | found
    return found


def _numbered_key(many: Iterable[Column], ways: Iterable[str]) -> str:
    for text in ways:
        rest, number = numbered(text)
        for column in many:
            if number and rest and (column.is_named(rest) or column.is_worded(rest)):
                return column.key
    return ""


def _alike(many: Iterable[Column], ways: Sequence[str]) -> str:
    said = [bare(text) for text in ways]
    fitting = [each.key for each in many if each.is_alike and any(map(each.is_headed, said))]
    return fitting[0] if fitting else ""


def _twins(
    many: Iterable[Column], texts: Mapping[int, Sequence[str]], keys: Mapping[int, str]
) -> dict[int, str]:
    codes = {each.key for each in many}
    known = {
        bare(texts[column][0]): key for column, key in keys.items() if key in codes and texts.get(column)
    }
    return {
        column: known[bare(ways[0])]
        for column, ways in texts.items()
        if column not in keys and ways and bare(ways[0]) in known
    }


def _stands_twice(kind: Kind, texts: Mapping[int, Sequence[str]], keys: Mapping[int, str]) -> bool:
    """Whether a head of one meaning only stands a second time: then another table stands beside the first."""
    one = {each.key for each in kind.columns if not each.is_many}
    known = {bare(texts[column][0]) for column, key in keys.items() if key in one and texts.get(column)}
    return any(column not in keys and ways and bare(ways[0]) in known for column, ways in texts.items())


def placed(kind: Kind, keys: Mapping[int, str], texts: Mapping[int, str]) -> dict[int, str]:
    """{column: key with its place}: by the number in its head, else in the order in which the columns stand.

    What belongs to a repeated thing has no more places than the thing itself, unless its values may be joined.
    """
    many = {each.key: each for each in kind.columns if each.is_many}
    found: dict[int, str] = {}
    for column, key in sorted(keys.items()):
        base = base_of(key)
        if base not in many:
            found[column] = key
            continue
        said = numbered(texts.get(column, ""))[1]
        place = said if said and key_at(base, said) not in found.values() else 1
        while key_at(base, place) in found.values():
            place += 1
        found[column] = key_at(base, place)
    leads = sum(base_of(key) == kind.lead for key in found.values())
    return {
        column: key
        for column, key in found.items()
        if place_of(key) == 1 or base_of(key) == kind.lead or many[base_of(key)].joined or leads > 1
    }


def joined(kind: Kind, keys: Iterable[str]) -> dict[str, str]:
    """{key: the sign between its values} of the keys whose columns make one value in this table."""
    several = {base_of(key) for key in keys if MARK in key}
    is_repeated = kind.lead in several
    return {
        each.key: each.joined
        for each in kind.columns
        if each.key in several and each.joined and not (each.is_repeated and is_repeated)
    }


def as_one(cells: Sequence[Cell], sign: str) -> Cell:
    """Cells of one meaning as one, at the place of the first; a formula among them stays one."""
    if len(cells) == 1 or any(cell.is_formula for cell in cells):
        return next((cell for cell in cells if cell.is_formula), cells[0])
    texts = dict.fromkeys(text_of(cell) for cell in cells)
    return cells[0]._replace(value=sign.join(texts), number_format="")
