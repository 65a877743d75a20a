"""An address on one line → its boxes: "77 หมู่ 1 ต.ท่าซัก อ.เมือง จ.นครศรีธรรมราช 80000".

Names stay names here; what codes they have, `places_named` knows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from otop_registry import thai
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.reading import Read, reader, text_of


@dataclass(frozen=True)
class Address:
    """The parts of an address. `rest`: what stands in none of the boxes and is told."""

    house_number: str = ""
    village_number: str = ""
    village: str = ""
    lane: str = ""
    road: str = ""
    subdistrict: str = ""
    district: str = ""
    province: str = ""
    postcode: str = ""
    rest: str = ""


LABELS: Final = {
    "house_number": "บ้านเลขที่", "village_number": "หมู่ที่", "village": "หมู่บ้าน", "lane": "ซอย", "road": "ถนน",
    "subdistrict": "ตำบล", "district": "อำเภอ", "province": "จังหวัด", "postcode": "รหัสไปรษณีย์",
}  # fmt: skip
_BEFORE: Final = r"(?<![ก-๎])"  # no Thai letter stands right before
_MARKS: Final = {  # what begins each box; where two fit, the upper one
    "village_number": rf"หมู่\s?ที่\s*(?=[0-9])|หมู่\s*(?=[0-9])|{_BEFORE}ม\s?\.{{0,2}}\s?(?=[0-9]{{1,2}}(?![0-9]))",
    "village": rf"หมู่\s?ที่\s?/\s?บ้าน|หมู่\s?บ้าน|{_BEFORE}ชุมชน|{_BEFORE}บ้าน(?!\s?เลขที่)",
    "house_number": r"(?:ตั้งอยู่)?(?:บ้าน)?\s?เลข\s?ที่(?=\s*[0-9])",
    "lane": rf"ตรอก|ซอย|{_BEFORE}ซ\.",
    "road": rf"ถนน|{_BEFORE}ถ\.",
    "subdistrict": r"(?<!เทศบาล)(?<!ส่วน)(?<!สาม)ตำบล|แขวง|(?<!อบ)(?<!ทต)(?<!ท)ต\.",
    "district": rf"(?<!ว่าการ)(?:กิ่ง\s?)?อำเภอ|(?:กิ่ง\s?)?(?<!ที่ว่าการ)อ\.|{_BEFORE}เขต",
    "province": r"จังหวัด|(?<!อบ)จ\.(?!ว)|(?=กรุงเทพ)|(?=กทม)",
    "postcode": r"รหัสไปรษณีย์|(?<![0-9/-])(?=[1-9][0-9]{4}(?![0-9/-]))",
    "": r"โทรศัพท์|โทร\.?|เบอร์",
}
_MARK: Final = re.compile("|".join(f"(?P<p{at}>{mark})" for at, mark in enumerate(_MARKS.values())))
_BOXES: Final = tuple(_MARKS)
_HOUSE: Final = re.compile(r"[0-9]{1,5}(?:\s?[/-]\s?[0-9]{1,5})*(?:\s?[ก-ฮ](?![ก-๎.]))?")
_WORD: Final = re.compile(r"[^\s,;]+")
_FIRST: Final = {  # where the value of a box ends that is one word
    "house_number": _HOUSE,
    "village_number": re.compile("[0-9]{1,3}(?:/[0-9]{1,3})?"),
    "postcode": re.compile("[0-9]{5}"),
    "subdistrict": _WORD,
    "district": _WORD,
    "province": _WORD,
}
_NUMBERS: Final = frozenset({"house_number", "village_number", "postcode"})
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NAME_BEGINS: Final = frozenset("บ้าน ชุมชน".split())  # words that also begin the name of a tambon: ต.บ้านเกาะ
_SIGNS: Final = " ,.;:-–()/"


@reader(Address)
def address(cell: Cell) -> Read[Address]:
    """The boxes of an address as names and numbers, told as they were read, with what stands in none of them."""
    typed = thai.to_arabic(thai.repair(text_of(cell)))
    read = parted(typed)
    said = " ".join(f"{label} {getattr(read, box)}" for box, label in LABELS.items() if getattr(read, box))
    unused = f" ไม่ได้ใช้ข้อความ “{read.rest}”" if read.rest else ""
    return Read(read, said=f"อ่านว่า {said or '-'}{unused}", code="address_rest" if read.rest else "address")


def parted(text: str) -> Address:
    """An address parted at its words; a box that is named twice keeps its first value, the rest is told."""
    boxes: dict[str, str] = {}
    left = _BRACKETS.findall(text)
    text = _BRACKETS.sub(" ", text)
    marks = list(_marks(text))
    house, rest = _house(text[: marks[0].start] if marks else text)
    boxes |= {"house_number": house} if house else {}
    left.append(rest)
    ends = chain((mark.start for mark in marks[1:]), [len(text)])
    for mark, end in zip(marks, ends, strict=False):
        value = text[mark.end : end].strip(_SIGNS)
        own, over = _own(mark.box, value)
        if mark.box and own and boxes.get(mark.box, own) == own:
            boxes[mark.box] = own
            left.append(over)
        else:
            left.append(f"{text[mark.start : mark.end]}{value}")
    return replace(Address(**boxes), rest=" ".join(filter(None, (each.strip(_SIGNS) for each in left))))


@dataclass(frozen=True)
class _Mark:
    """A word that begins a box, by its place in the text."""

    start: int
    end: int
    box: str


def _marks(text: str) -> Iterator[_Mark]:
    """The words that begin a box. บ้าน right behind ต. belongs to the name; ตำบล/แขวง is one word."""
    kept: _Mark | None = None
    for found in _MARK.finditer(text):
        mark = _Mark(found.start(), found.end(), _BOXES[int((found.lastgroup or "p0")[1:])])
        if kept and not text[kept.end : mark.start].strip(_SIGNS):
            if found[0] in _NAME_BEGINS and kept.box not in _NUMBERS:
                continue
            if kept.box == mark.box:
                kept = _Mark(kept.start, mark.end, mark.box)
                continue
        if kept:
            yield kept
        kept = mark
    if kept:
        yield kept


def _house(text: str) -> tuple[str, str]:
    """(house number, what stands around it) of the text before the first word."""
    found = _HOUSE.search(text)
    if not found:
        return "", text
    return re.sub(r"\s", "", found[0]), f"{text[: found.start()]} {text[found.end() :]}"


def _own(box: str, value: str) -> tuple[str, str]:
    """(what belongs to the box, what follows it): a number ends where its digits end."""
    if box not in _FIRST:
        return value, ""
    found = _FIRST[box].match(value)
    return (re.sub(r"\s", "", found[0]), value[found.end() :]) if found else ("", value)
