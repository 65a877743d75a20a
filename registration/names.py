"""How people and places are written in two boxes: titles typed into the name, nobody's surname, หมู่ with its word.

Pure. Reads what people type into one spelling, and writes what is stored, however it was typed, once and right.
"""

import re
from typing import Final

from otop_registry.thai import repair, to_arabic

# Longest first: นางสาว before นาง.
TITLES: Final = (
    "ว่าที่ร้อยตรีหญิง", "ว่าที่ร้อยตรี", "ว่าที่ร.ต.หญิง", "ว่าที่ร.ต.", "เด็กหญิง", "เด็กชาย", "นางสาว", "น.ส.", "นส.", "ด.ช.", "ด.ญ.",
    "นาง", "นาย", "คุณ",
)  # fmt: skip
_SAME: Final = {"น.ส.": "นางสาว", "นส.": "นางสาว", "น.ส": "นางสาว", "ด.ช.": "เด็กชาย", "ด.ญ.": "เด็กหญิง"}
# what is left of a name without its title must begin like a name, so that "นายิกา" stays whole
_NAME: Final = r"\s*[ก-ฮเแโใไA-Za-z]"
_is_name: Final = re.compile(_NAME).match
_TITLED: Final = re.compile(f"({'|'.join(map(re.escape, TITLES))})(?={_NAME})")
_NO_SURNAME: Final = frozenset({"", "-", "–", "—", ".", "ไม่มี", "ไม่มีนามสกุล"})
_VILLAGE: Final = re.compile(r"(?:หมู่(?:บ้าน)?(?:\s*ที่)?|ม\s*\.?|บ้านหมู่ที่)?\s*([0-9]{1,3}(?:/[0-9]{1,3})?)")


def is_no_surname(text: str) -> bool:
    """Whether a surname's box says that there is none; a stored "-" too."""
    return repair(text) in _NO_SURNAME


def part_title(title: str, first_name: str) -> tuple[str, str]:
    """(title, first name) where the title was typed into the name, with or without its own box.

    Raises: ValueError where box and name hold two different titles.
    """
    box, name = repair(title), repair(first_name)
    found = _TITLED.match(name)
    if not found:
        return box, name
    typed = found[1]
    if box and _SAME.get(box, box) != _SAME.get(typed, typed):
        raise ValueError(f"คำนำหน้าในชื่อคือ “{typed}” แต่ช่องคำนำหน้าคือ “{box}” กรุณาเหลืออย่างเดียว")
    return box or typed, name.removeprefix(typed).strip()


def full_name(title: str, first_name: str, last_name: str) -> str:
    """นายสมชาย ใจดี: each part once, whatever the boxes hold; nothing for a surname that nobody has."""
    is_double = title and first_name.startswith(title) and _is_name(first_name.removeprefix(title))
    first = first_name.removeprefix(title).lstrip() if is_double else first_name
    surname = "" if is_no_surname(last_name) else f" {last_name}"
    return f"{title}{first}{surname}"


def village_number(text: str) -> str:
    """4 of "หมู่ ๔", "ม.4", "หมู่ที่ 4" or "4"; "" for none. Raises: ValueError for what holds no number."""
    plain = to_arabic(repair(text))
    if not plain or plain in _NO_SURNAME:
        return ""
    found = _VILLAGE.fullmatch(plain)
    if found is None:
        raise ValueError("หมู่ที่ต้องเป็นตัวเลข เช่น 4 ถ้าเป็นชื่อหมู่บ้าน กรุณากรอกในช่องหมู่บ้าน")
    return found[1]


def show_village(number: str) -> str:
    """หมู่ที่ 4, however the number was stored; nothing for none."""
    try:
        plain = village_number(number)
    except ValueError:
        return number
    return f"หมู่ที่ {plain}" if plain else ""
