"""Persons of a cell: numbers with their check digit, and a name parted into title, first and last name."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from otop_registry import thai
from registration import identifiers, names
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.reading import Read, as_read, digits_of, plain, reader, text_of

MASKED: Final = "masked"
NO_SURNAME: Final = "no_surname"
_EXPONENT: Final = re.compile(r"[0-9]\.?[0-9]*E\+?[0-9]+", re.I)
_MASK: Final = re.compile(r"[0-9xX*•]-?[0-9xX*•-]*[xX*•]{3}[0-9xX*•-]*")
_NO_DIGIT: Final = re.compile("[^0-9]")
_DIGIT: Final = re.compile("[0-9๐-๙]")
_ROUNDED: Final = "00000"  # what a number ends with that was shown as 1.3499E12 and typed over


@reader(str)
def citizen_id(cell: Cell) -> Read[str]:
    """The 13 digits of a citizen, their check digit right. A masked number is none, and says so."""
    return _number(cell, juristic=False)


@reader(str)
def juristic_id(cell: Cell) -> Read[str]:
    """The 13 digits of a juristic person; the 0 at their front, which a spreadsheet takes, is put back and told."""
    return _number(cell, juristic=True)


def _number(cell: Cell, *, juristic: bool) -> Read[str]:
    typed = plain(cell)
    if _MASK.fullmatch("".join(typed.split())):
        return Read("", said="เลขนี้ถูกปิดบางหลักไว้ จึงไม่ใช้ เลขที่ลงทะเบียนไว้แล้วคงเดิม", code=MASKED)
    digits = _exact(cell, typed)
    is_short = juristic and re.fullmatch(f"[0-9]{{{identifiers.ID_LENGTH - 1}}}", digits)
    read = identifiers.juristic_id if juristic else identifiers.citizen_id
    number = read(f"0{digits}" if is_short else digits)
    if number == _NO_DIGIT.sub("", typed):
        return Read(number)
    return as_read(number, text_of(cell), number)


def _exact(cell: Cell, typed: str) -> str:
    """The digits, if all of them are there. Raises: ValueError for a number that was rounded for showing."""
    text = typed
    if _EXPONENT.fullmatch(typed.replace(" ", "")):
        mantissa = _NO_DIGIT.sub("", re.split("[Ee]", typed)[0])
        text = digits_of(Decimal(typed.replace(" ", "")))
        if len(mantissa) < identifiers.ID_LENGTH - 1:
            text = _ROUNDED
    is_number = isinstance(cell.value, int | float) or text is not typed
    if is_number and text.endswith(_ROUNDED):
        raise ValueError(
            f"เลขนี้ ({typed}) ถูก Excel ปัดเศษ หลักท้ายหายไป "
            f"กรุณาพิมพ์ใหม่ให้ครบ {identifiers.ID_LENGTH} หลัก โดยตั้งรูปแบบช่องเป็นข้อความ"
        )
    return text


# --- names --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonName:
    """A person's name in its three boxes; a last name of "" is not there."""

    title: str = ""
    first_name: str = ""
    last_name: str = ""

    def __str__(self) -> str:
        return names.full_name(self.title, self.first_name, self.last_name)


_WORDS_OF_ONE: Final = 2  # a first and a last name that were broken over two lines
_OFFICE: Final = re.compile(
    r"^(?:ประธาน(?:กลุ่ม)?|เจ้าของ(?:กิจการ|ร้าน)?|ผู้จัดการ|ผู้ประสานงาน|ติดต่อ|ชื่อ|ผู้ใหญ่บ้าน|กำนัน)\s*[:：-]?\s+"
)
_BRACKETS: Final = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_RANK: Final = re.compile(
    r"((?:ว่าที่\s?)?(?:[ก-ฮ]{1,3}\.\s?){2,}(?:หญิง)?|ว่าที่\s(?:ร้อย|พัน|เรือ)\S{1,6}(?:หญิง)?(?=\s)|(?:ดร|ผศ|รศ|ศ)\.(?:\s?ดร\.)?)\s*(?=[ก-ฮเแโใไ][ก-๎])"
)
_SPACED: Final = re.compile(r"^(น)\s*\.?\s*(ส)\s*\.\s*|^(ด)\s*\.\s*([ชญ])\s*\.\s*")
_SEVERAL: Final = re.compile(r"[,;/\n]|\sและ\s|(?<=\s)(?:นาย|นาง|นางสาว)(?=[ก-ฮเแโใไ]{2,}\s)")


@reader(PersonName)
def person_name(cell: Cell) -> Read[PersonName]:
    """Title, first and last name of one person; told where anything was left out or there is no last name."""
    typed = thai.repair(text_of(cell), multiline=True)
    bare = thai.repair(_BRACKETS.sub(" ", _OFFICE.sub("", typed)))
    if _DIGIT.search(typed):
        raise ValueError(f"ชื่อคน “{thai.repair(typed)}” มีตัวเลขปน กรุณาเหลือเฉพาะชื่อและนามสกุล")
    if _SEVERAL.search(bare) or ("\n" in typed and len(bare.split()) > _WORDS_OF_ONE):
        raise ValueError(f"ช่องนี้มีชื่อหลายคน ({thai.repair(typed)}) กรุณาเหลือประธานหรือเจ้าของคนเดียว")
    name = _parted(bare)
    if not name.first_name:
        raise ValueError(f"อ่านชื่อคนจาก “{thai.repair(typed)}” ไม่ได้ กรุณาพิมพ์ เช่น นางสมศรี ใจดี")
    if not name.last_name:
        return Read(name, said=f"อ่านว่าชื่อ “{name}” ไม่มีนามสกุล", code=NO_SURNAME)
    if thai.repair(typed).replace(" ", "") == str(name).replace(" ", ""):
        return Read(name)
    return Read(name, said=f"อ่านว่า “{name}”", code="name")


def _parted(text: str) -> PersonName:
    if rank := _RANK.match(text) if not _SPACED.match(text) else None:
        title, rest = rank[1].replace(" ", ""), text[rank.end() :]
    else:
        spaced = _SPACED.sub(lambda found: "น.ส." if found[1] else f"ด.{found[4]}.", text)
        title, rest = names.part_title("", spaced)
    first, _, last = rest.partition(" ")
    return PersonName(title, first, "" if names.is_no_surname(last) else last)
