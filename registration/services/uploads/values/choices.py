"""Answers out of a short list: kind of producer, type of product, standards, yes and no; by every name offices use.

Pure: the codes are those of registration.models.producers, and a test holds them together.
Source of the names: docs/rules.md 5 and 9.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from otop_registry import thai
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.reading import Read, is_no_text, plain, reader, text_of

# The first name of each is the one that the screens use.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "group": (
        "กลุ่มผู้ผลิตชุมชน", "กลุ่ม", "กลุ่มผู้ผลิต", "กลุ่มอาชีพ", "กลุ่มแม่บ้าน", "กลุ่มแม่บ้านเกษตรกร", "กลุ่มสตรี", "กลุ่มเยาวชน",
        "กลุ่มเกษตรกร", "วิสาหกิจชุมชน", "กลุ่มวิสาหกิจชุมชน", "วสช", "กลุ่มวิสาหกิจ", "กลุ่มอาชีพสตรี", "กลุ่มสัมมาชีพ", "กลุ่มผู้ประกอบการ",
        "รายกลุ่ม", "แบบกลุ่ม",
    ),
    "sole_owner": (
        "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว", "ผู้ผลิตชุมชนเจ้าของรายเดียว", "เจ้าของรายเดียว", "ผู้ผลิตเจ้าของรายเดียว", "ผู้ประกอบการรายเดียว",
        "รายเดียว", "รายบุคคล", "บุคคลธรรมดา", "บุคคล", "เจ้าของคนเดียว", "เดี่ยว",
        "รายเดี่ยว", "เจ้าของรายเดี่ยว", "ผู้ประกอบการรายเดี่ยว",
        "ผู้ผลิตรายเดียว", "ผู้ผลิตรายเดี่ยว", "ผู้ผลิตชุมชนรายเดียว", "ผู้ผลิตชุมชนรายเดี่ยว",
        "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดี่ยว", "ผู้ประกอบการเจ้าของรายเดียว",
        "บุคคลเดียว", "คนเดียว", "ส่วนบุคคล", "แบบเดี่ยว",
    ),
    "sme": (
        "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม", "วิสาหกิจขนาดกลางและขนาดย่อม", "วิสาหกิจขนาดกลางและย่อม", "วิสาหกิจขนาดกลางขนาดย่อม",
        "sme", "smes", "เอสเอ็มอี", "นิติบุคคล", "บริษัท", "บริษัทจำกัด", "บจก", "ห้างหุ้นส่วน", "ห้างหุ้นส่วนจำกัด", "ห้างหุ้นส่วนสามัญ",
        "หจก", "บริษัทห้างหุ้นส่วน", "ห้างหุ้นส่วนบริษัท", "บจ", "หสน", "ผู้ผลิตที่เป็นsme", "ผู้ผลิตsme", "ผู้ประกอบการsme", "ผู้ผลิตที่เป็นsmes",
    ),
}  # fmt: skip
TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "food": ("อาหาร", "สินค้าอาหาร", "อาหารแปรรูป"),
    "drink": ("เครื่องดื่ม", "อาหารเครื่องดื่มประเภทเครื่องดื่ม"),
    "cloth": ("ผ้า เครื่องแต่งกาย", "ผ้าและเครื่องแต่งกาย", "ผ้า", "เครื่องแต่งกาย",
    "ผ้าเครื่องนุ่งห่ม", "เสื้อผ้าเครื่องแต่งกาย", "เสื้อผ้า", "ผ้าทอ"),
    "utensil": (
        "ของใช้ ของตกแต่ง ของที่ระลึก", "ของใช้", "ของตกแต่ง", "ของที่ระลึก", "ของใช้ของตกแต่ง", "ของใช้ของที่ระลึก",
        "ของตกแต่งของที่ระลึก",
        "ของใช้ของประดับตกแต่ง", "ของใช้เครื่องประดับตกแต่ง", "เครื่องใช้และเครื่องประดับตกแต่ง", "เครื่องใช้ของตกแต่งของที่ระลึก",
        "ศิลปะประดิษฐ์และของที่ระลึก", "ศิลปประดิษฐ์และของที่ระลึก", "ของใช้ของประดับของตกแต่ง", "ของใช้ของประดับของที่ระลึก", "ของใช้ตกแต่ง",
        "ของใช้ของตกแต่งบ้าน", "เครื่องใช้เครื่องประดับ", "เครื่องใช้เครื่องประดับตกแต่ง", "ของใช้ของตกแต่งของฝาก",
    ),
    "herb": (
        "สมุนไพรที่ไม่ใช่อาหาร", "สมุนไพรไม่ใช่อาหาร", "สมุนไพรที่ไม่ใช่อาหารและยา", "สมุนไพรที่ไม่ใช่อาหารหรือยา", "สมุนไพรไม่ใช่อาหารและยา",
        "สมุนไพรที่มิใช่อาหาร", "สมุนไพร",
    ),
}  # fmt: skip
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "producing": ("ผลิตอยู่", "ผลิต", "ยังผลิต", "ยังผลิตอยู่", "กำลังผลิต", "ปกติ"),
    "paused": ("หยุดชั่วคราว", "หยุดผลิตชั่วคราว", "พักการผลิต"),
}
_YES: Final = frozenset("ใช่ มี ผ่าน ได้ จริง ถูก ไทย สัญชาติไทย ✓ ✔ ☑ √ / y yes true 1".split())
_NO: Final = frozenset("ไม่ ไม่มี ไม่ใช่ ไม่ผ่าน ไม่ได้ ไม่จริง ✗ ✘ × ☐ x n no false 0".split())
_NUMBERED: Final = re.compile(r"^\(?[0-9][).:]?\s*(?=[ก-ฮเแโใไ])")
_PREFIXES: Final = re.compile(r"^(?:ประเภท|หมวด|ชนิด)(?:ผลิตภัณฑ์|ผู้ผลิต|สินค้า)?")
_IGNORED: Final = re.compile(r"[\s/,.·•()“”\"'_\-–:]|และ(?=.)|ฯลฯ|ฯ")


@lru_cache(maxsize=1000)
def _key(text: str) -> str:
    """A name without spaces, signs and "and": ผ้า/เครื่องแต่งกาย and ผ้าและเครื่องแต่งกาย meet here."""
    joined = _IGNORED.sub("", _NUMBERED.sub("", text.lower()))
    return _PREFIXES.sub("", joined) or joined


def _index(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    by_name = {_key(name): code for code, each in names.items() for name in each}
    return by_name | {str(number): code for number, code in enumerate(names, 1)}


_KIND_OF: Final = _index(KINDS)
_TYPE_OF: Final = _index(TYPES)
_STATE_OF: Final = {_key(name): code for code, each in STATES.items() for name in each}


def kind_named(text: str) -> str:
    """The code of the kind that a text names; "" for none, and for a number."""
    return "" if _key(text).isdigit() else _KIND_OF.get(_key(text), "")


def type_named(text: str) -> str:
    """The code of the type that a text names; "" for none, and for a number."""
    return "" if _key(text).isdigit() else _TYPE_OF.get(_key(text), "")


def standard_named(text: str) -> str:
    """The code of the standard that a text names and nothing else; "" for none."""
    found = _STANDARD.fullmatch(text)
    return (found.lastgroup or "") if found else ""


@reader(str)
def producer_kind(cell: Cell) -> Read[str]:
    """The code of a producer's kind, or its number in the list of the three."""
    return _one_of(cell, KINDS, _KIND_OF, "ประเภทผู้ผลิต")


@reader(str)
def product_type(cell: Cell) -> Read[str]:
    """The code of a product's type, or its number in the list of the five."""
    return _one_of(cell, TYPES, _TYPE_OF, "ประเภทผลิตภัณฑ์")


@reader(str)
def product_state(cell: Cell) -> Read[str]:
    """Whether a product is being made now."""
    return _one_of(cell, STATES, _STATE_OF, "สถานะ")


def _one_of(
    cell: Cell, names: Mapping[str, tuple[str, ...]], index: Mapping[str, str], what: str
) -> Read[str]:
    typed = plain(cell)
    code = index.get(_key(typed), "")
    if not code:
        offered = " / ".join(each[0] for each in names.values())
        raise ValueError(f"ไม่รู้จัก{what} “{typed}” ต้องเป็น {offered}")
    shown = names[code][0]
    return Read(code) if typed == shown else Read(code, said=f"อ่านว่า “{shown}”", code="choice")


@reader(lambda: None, lambda text: is_no_text(text) and thai.repair(text) not in _NO)
def yes_no(cell: Cell) -> Read[bool | None]:
    """True or False as people write it; None for nothing written. "-" is nothing, never no."""
    if isinstance(cell.value, bool):
        return Read(cell.value)
    said = plain(cell).lower().strip(" .")
    if said in _YES:
        return Read(True)
    if said in _NO:
        return Read(False)
    raise ValueError(f"อ่าน “{text_of(cell)}” ไม่ได้ กรุณาพิมพ์ ใช่ หรือ ไม่ใช่")


# --- standards ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proof:
    """A standard with the number that stands behind it; "" for none."""

    standard: str
    number: str = ""


_STANDARDS: Final = {  # each by what may stand before its number; longer names first where one begins another
    "excise": r"ใบอนุญาต(?:ขาย|ผลิต)?(?:ของ)?(?:กรม)?สรรพสามิต|สรรพสามิต",
    "peacock": r"(?:ตรา)?นกยูงพระราชทาน|(?:ตรา)?นกยูง",
    "community": r"มผช\.?|มาตรฐานผลิตภัณฑ์ชุมชน",
    "industrial": r"มอก\.?(?:\s?เอส)?|มาตรฐานผลิตภัณฑ์อุตสาหกรรม",
    "fda": r"อย\.?(?![ก-๎])|(?:เลข)?สารบบอาหาร|เลขที่ใบรับจดแจ้ง|ใบรับจดแจ้ง|จดแจ้ง(?:เครื่องสำอาง)?|FDA\b|(?:เลข)?ทะเบียนยา",
    "gmp": r"(?:Primary\s?)?GMP\s?/\s?GHP|(?:Primary\s?)?GMP\b|GHP\b|จีเอ็มพี",
    "haccp": r"HACCP\b",
    "halal": r"(?:เครื่องหมาย)?(?:ฮาลาล|อาลาล)|HALAL\b",
    "organic": r"เกษตรอินทรีย์|Organic(?:\s?Thailand)?|อินทรีย์|PGS\b",
    "gap": r"GAP\b",
    "gi": r"GI\b|สิ่งบ่งชี้ทางภูมิศาสตร์",
    "iso": r"ISO\b",
    "other": r"มกษ\.?|Q\s?mark|OTOP\s?mark|อื่น\s?ๆ",
}
_STANDARD: Final = re.compile(
    "|".join(f"(?P<{code}>{names})" for code, names in _STANDARDS.items()), re.IGNORECASE
)
_LEFT_OVER: Final = re.compile(r"(?:มี|ได้รับ|มาตรฐาน|เลขที่|เลข|ที่|no\.?)\s*", re.IGNORECASE)
_SIGNS: Final = " ,;/|:.()[]-–\n\t"


@reader(tuple[Proof, ...])
def standards(cell: Cell) -> Read[tuple[Proof, ...]]:
    """The standards that a cell names, each with its number: "อย. 80-1-00123, มผช.36/2546"; () for none."""
    typed = thai.to_arabic(thai.repair(text_of(cell), multiline=True))
    found = list(_proofs(typed))
    before = typed[: found[0][0]] if found else typed
    if _LEFT_OVER.sub("", before).strip(_SIGNS):
        raise ValueError(f"ไม่รู้จักมาตรฐาน “{thai.repair(before)}” กรุณาเลือกจากรายการ เช่น อย. มผช. ฮาลาล")
    return Read(tuple(dict.fromkeys(proof for _, proof in found)))


def _proofs(text: str) -> Iterator[tuple[int, Proof]]:
    """Every standard with where it begins; what stands up to the next one is its number."""
    matches = list(_STANDARD.finditer(text))
    ends = chain((match.start() for match in matches[1:]), [len(text)])
    for match, end in zip(matches, ends, strict=False):
        number = text[match.end() : end]
        number = _LEFT_OVER.sub("", number.strip(_SIGNS)).strip(_SIGNS)
        code = match.lastgroup or ""
        own = (code == "other" and not match[0].startswith("อื่น")) or "เอส" in match[0]
        yield match.start(), Proof(code, f"{match[0]} {number}".strip() if own else number)
