"""Which signs paper can print: those of its font. What it lacks is told where it is typed, and never refused.

The same answer serves forms, the papers that are drawn, and static/js/signs.js, whose ranges a test compares with the
font. Source: decision 0053.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

FONT: Final = (
    Path(__file__).resolve().parents[1] / "static" / "fonts" / "sarabun" / "SarabunPaper-Regular.ttf"
)  # both cuts have the same signs
MOST_NAMED: Final = 20
REMARK: Final = "แบบอักษรของเอกสารไม่มีเครื่องหมาย {signs} จึงพิมพ์เป็นกรอบว่าง บันทึกได้ แต่ควรเขียนเป็นคำ"


@cache
def _codes() -> frozenset[int]:
    with TTFont(FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _signs() -> frozenset[str]:
    return frozenset(map(chr, _codes()))


@cache
def _unknown() -> re.Pattern[str]:
    return re.compile(f"[^{''.join(map(re.escape, sorted(_signs())))}]")


def is_known(text: str) -> bool:
    """Every sign of the text is in the font."""
    return not _unknown().search(text)


def lacking(texts: Iterable[str]) -> list[str]:
    """The signs that the font does not have, each once, in order. Blanks and marks of control print nothing."""
    signs = {sign for text in texts if not is_known(text) for sign in text}
    return sorted(sign for sign in signs if not is_known(sign) and unicodedata.category(sign)[0] not in "CZ")


def named(signs: Iterable[str]) -> str:
    """The signs as a sentence names them; of many the first ones."""
    return " ".join(list(signs)[:MOST_NAMED])


def remark(text: str) -> str:
    """What is said beside a box that holds such signs; "" for a text that can be printed."""
    found = lacking([text])
    return REMARK.format(signs=named(found)) if found else ""


def ranges() -> str:
    """The font's signs in hexadecimal, for the page: 20-7e,a0-17e,…"""
    return ",".join(f"{first:x}-{last:x}" if first < last else f"{first:x}" for first, last in _ranges())


def _ranges() -> Iterator[tuple[int, int]]:
    codes = sorted(_codes())
    firsts = [code for code in codes if code - 1 not in _codes()]
    lasts = [code for code in codes if code + 1 not in _codes()]
    return zip(firsts, lasts, strict=True)
