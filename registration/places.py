"""The codes of places and what their digits say; no other file counts or cuts them. Pure.

Department "", province "80", district or เขต "8001", subdistrict "800101"; a place lies in whatever begins its code.
Source: DOPA codes by way of GeoThai; docs/rules.md 7.1.
"""

from collections.abc import Iterable
from typing import Final

from django.db.models import TextChoices


class Level(TextChoices):
    """The three levels of a unit."""

    DEPARTMENT = "department", "กรม"
    PROVINCE = "province", "จังหวัด"
    DISTRICT = "district", "อำเภอ"


BANGKOK: Final = "10"
WIDTHS: Final = {Level.DEPARTMENT: 0, Level.PROVINCE: 2, Level.DISTRICT: 4}
PROVINCE_WIDTH: Final = WIDTHS[Level.PROVINCE]
DISTRICT_WIDTH: Final = WIDTHS[Level.DISTRICT]
SUBDISTRICT_WIDTH: Final = 6
_STEP: Final = 2  # digits from one level to the next
_LEVELS: Final = {width: level for level, width in WIDTHS.items()}
_WORDS: Final = {  # width: (in Bangkok, elsewhere)
    0: ("", ""),
    PROVINCE_WIDTH: ("", "จังหวัด"),
    DISTRICT_WIDTH: ("เขต", "อำเภอ"),
    SUBDISTRICT_WIDTH: ("แขวง", "ตำบล"),
}


def level_of(code: str) -> Level:
    """The level of a unit. Raises: KeyError for what is no unit's code."""
    return _LEVELS[len(code)]


def is_province(code: str) -> bool:
    return len(code) == PROVINCE_WIDTH


def is_district(code: str) -> bool:
    return len(code) == DISTRICT_WIDTH


def is_subdistrict(code: str) -> bool:
    return len(code) == SUBDISTRICT_WIDTH


def above(code: str) -> str:
    """The code one level up; above the department there is only itself."""
    return code[:-_STEP]


def province_of(code: str) -> str:
    """The province that a place is or lies in; "" for the department."""
    return code[:PROVINCE_WIDTH]


def district_of(code: str) -> str:
    """The district that a place is or lies in; what lies higher stays as it is."""
    return code[:DISTRICT_WIDTH]


def width_of(code: str) -> int:
    """How many digits a place's code has."""
    return len(code)


def width_below(code: str) -> int:
    """How many digits the codes one level down have."""
    return len(code) + _STEP


def is_directly_below(code: str, upper: str) -> bool:
    return code.startswith(upper) and len(code) == width_below(upper)


def child_of(upper: str, code: str) -> str:
    """The place one level below `upper` in which `code` lies, or that it is."""
    return code[: width_below(upper)]


def common(codes: Iterable[str]) -> str:
    """The narrowest unit that holds all of them; "" for none."""
    found, *others = set(codes) or {""}
    while not all(code.startswith(found) for code in others):
        found = above(found)
    return found


def word_of(code: str) -> str:
    """The word before a place's name: อำเภอ, เขต, จังหวัด …; empty for Bangkok as a province and the department."""
    return _WORDS[len(code)][not code.startswith(BANGKOK)]


def word_below(code: str) -> str:
    """What lies below a unit: จังหวัด, อำเภอ or เขต, ตำบล or แขวง."""
    return _WORDS[width_below(code)][not code.startswith(BANGKOK)]
