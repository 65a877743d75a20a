"""Months and years as heads, titles and cells write them: ก.ค. 2566, กค66, 7/2566, ปีงบประมาณ 2566, date cells.

Pure. Years are B.E.; a C.E. year is asked back, except in a date cell, which cannot hold any other.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from otop_registry import thai

_CENTURY_BE: Final = 2500
_BELIEVED: Final = range(2000, 2043)  # a date cell of 1966 or 2066 holds the two digits of 2566
FISCAL_START: Final = 10


@dataclass(frozen=True)
class Spoken:
    """What a text says of time: its months in order, its years B.E., and the words that are left.

    `fiscal_be` is the year of "ปีงบประมาณ" or of a quarter, whose October lies in the year before.
    """

    months: tuple[int, ...]
    years: tuple[int, ...]
    fiscal_be: int | None
    quarter: int | None
    rest: str

    def year_of(self, month: int) -> int | None:
        """The calendar year of one of its months; None when it says none, or several."""
        if len(set(self.years)) == 1:
            return self.years[0]
        if self.years or self.fiscal_be is None:
            return None
        return self.fiscal_be - (month >= FISCAL_START)


def _short(spelling: str) -> str:
    """A short name with its dots anywhere; without dots only as a word of its own."""
    first, second = spelling.removesuffix(".").split(".")
    return rf"{first}\.\s?{second}\.?|(?<![ก-๎]){first}\s?{second}\.?(?![ก-๎])"


def _stem(name: str) -> str:
    return re.sub("(คม|ยน|พันธ์)$", r"(?:\1)?", name)


_NAMES: Final = "|".join(
    f"(?P<m{number}>{_stem(full)}|{_short(short)})"
    for number, (full, short) in enumerate(zip(thai.MONTHS, thai.SHORT_MONTHS, strict=True), 1)
)
_YEAR: Final = r"(?:[\s/.,'’-]|ปี|พ\.?\s?ศ\.?)*(?<![0-9])([0-9]{4}|[0-9]{2})(?![0-9])"
_MONTH: Final = re.compile(rf"(?:ประจำ)?(?:เดือน)?\s*(?:{_NAMES})(?:{_YEAR})?")
_QUARTER: Final = re.compile(rf"ไตรมาส(?:\s*ที่)?\s*([1-4])(?![0-9])(?:{_YEAR})?")
_FISCAL: Final = re.compile(rf"ปีงบประมาณ{_YEAR}|งปม\.?{_YEAR}")
_NUMERIC: Final = re.compile(
    r"(?<![0-9/-])(?:([0-9]{1,2})\s?[/-]\s?([0-9]{4})|([0-9]{4})[/-]([0-9]{1,2}))(?![0-9/-])"
)
_PLAIN_YEAR: Final = re.compile(
    r"(?:ปี|พ\.?\s?ศ\.?)\s*(?:พ\.?\s?ศ\.?\s*)?([0-9]{4}|[0-9]{2})(?![0-9])|(?<![0-9,./-])(2[45][0-9]{2})(?![0-9,/-])"
)


def year_be(digits: str) -> int:
    """A year of a month, B.E.; two digits mean 25xx, as beside a month they do. Raises: ValueError for C.E."""
    year = int(digits) + (_CENTURY_BE if len(digits) == 2 else 0)
    return thai.parse_day("1", "1", str(year)).year + thai.BE_OFFSET


@lru_cache(maxsize=2000)
def spoken(text: str) -> Spoken:
    """Reads months and years out of a text. Raises: ValueError with a Thai sentence for a year that is C.E."""
    plain = thai.to_arabic(thai.repair(text))
    quarter, fiscal, years, months = None, None, [], []
    if found := _QUARTER.search(plain):
        quarter, fiscal = int(found[1]), year_be(found[2]) if found[2] else None
        plain = _QUARTER.sub(" ", plain)
    if found := _FISCAL.search(plain):
        fiscal, plain = year_be(found[1] or found[2]), _FISCAL.sub(" ", plain)
    for found in _MONTH.finditer(plain):
        months += [number for number in range(1, 13) if found[f"m{number}"]]
        years += [year_be(found.groups()[-1])] if found.groups()[-1] else []
    plain = _MONTH.sub(" ", plain)
    for found in _NUMERIC.finditer(plain):
        month, year = (found[1], found[2]) if found[1] else (found[4], found[3])
        if 1 <= int(month) <= len(thai.MONTHS):
            months, years = [*months, int(month)], [*years, year_be(year)]
            plain = plain.replace(found[0], " ")
    if not years:
        years = [year_be(found[1] or found[2]) for found in _PLAIN_YEAR.finditer(plain)]
        plain = _PLAIN_YEAR.sub(" ", plain)
    return Spoken(tuple(months), tuple(years), fiscal, quarter, plain)


def written(value: object) -> str:
    """A cell's value as text; a date cell as the month it stands for, with a B.E. year.

    A program turns "ก.ค. 66" into July 1966 or 2066, and keeps a B.E. year as it was typed.
    """
    if not isinstance(value, date):
        return "" if value is None else str(value)
    year = value.year
    if year < thai.FIRST_YEAR_BE:
        year = year + thai.BE_OFFSET if year in _BELIEVED else _CENTURY_BE + year % 100
    return f"{thai.MONTHS[value.month - 1]} {year}"
