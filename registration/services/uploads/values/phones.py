"""Telephones of a cell: a lost 0 put back and told, several of them parted, text around them left out and told.

Source of the shapes: lists of offices as they stand; docs/rules.md 9. What is not surely a number waits for a person.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from otop_registry import thai
from registration import identifiers
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.reading import Read, digits_of, reader, text_of

_EXPONENT: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.I)
_RUN_TOGETHER: Final = 16  # digits; a spreadsheet keeps 15 of a number
_BETWEEN: Final = re.compile(r"[,;/|\n\t]|หรือ|และ|กับ")
_NUMBER: Final = re.compile(r"(?:\+66|[(]?[0-9])[0-9\s().–—‐-―−-]*[0-9]")
_EXTENSION: Final = re.compile(r"(?:ต่อ|ext\.?)\s*[0-9]+(?:\s*[-,]\s*[0-9]{1,4})?", re.I)
_WORDS: Final = re.compile(
    r"โทรศัพท์(?:มือถือ)?|โทรสาร|โทร|มือถือ|เบอร์|หมายเลข|tel|phone|mobile|[\s.:()–—−-]", re.I
)
_LENGTHS: Final = (10, 9)
_NO_DIGIT: Final = re.compile("[^0-9]")
_NO_SIGN: Final = re.compile("[^0-9+]")


@reader(list[str])
def phones(cell: Cell) -> Read[list[str]]:
    """The telephones of a cell as digits, each once. Told: a 0 put back, numbers parted, text left out."""
    if not isinstance(cell.value, str | int | float) or isinstance(cell.value, bool):
        raise ValueError(f"ช่องนี้เป็นวันที่หรือค่าอื่น ({text_of(cell)}) ไม่ใช่หมายเลขโทรศัพท์")
    typed = thai.to_arabic(text_of(cell))
    if typed.isdigit() and _one(typed) == typed:
        return Read([typed])
    typed = _in_full(typed)
    text = thai.repair(_EXTENSION.sub(" ", typed), multiline=True)
    found: list[str] = []
    left: list[str] = []
    for part in _BETWEEN.split(text):
        found += [number for row in _NUMBER.findall(part) for number in _numbers(row)]
        left += [_WORDS.sub("", _NUMBER.sub(" ", part))]
    if not found:
        raise ValueError(f"“{thai.repair(typed)}” ไม่มีหมายเลขโทรศัพท์ ถ้าไม่มีให้เว้นว่างหรือใส่ -")
    numbers = list(dict.fromkeys(found))
    words = " ".join(filter(None, [*left, *(thai.repair(each) for each in _EXTENSION.findall(typed))]))
    return _told(numbers, text_of(cell), words)


def _told(numbers: list[str], typed: str, words: str) -> Read[list[str]]:
    """The numbers, with what was changed. Digits that were only spaced otherwise are as they were typed."""
    shown = ", ".join(map(identifiers.show_phone, numbers))
    if words:
        return Read(numbers, said=f"อ่านว่า “{shown}” ไม่ได้ใช้ข้อความ “{words}”", code="text_in_phone")
    digits = _NO_DIGIT.sub("", thai.to_arabic(typed))
    if digits == "".join(numbers):
        return Read(numbers)
    return Read(numbers, said=f"อ่านว่า “{shown}”", code="phone")


def _in_full(typed: str) -> str:
    """A number of a spreadsheet in full. Raises: ValueError where two run together and lost their last digits."""
    text = typed.strip()
    if _EXPONENT.fullmatch(text):
        try:
            text = digits_of(Decimal(text))
        except InvalidOperation:
            return typed
    digits = _NO_DIGIT.sub("", text)
    if len(digits) >= _RUN_TOGETHER and digits == text and digits[0] != "0":
        first = digits[: _LENGTHS[1]]
        raise ValueError(
            f"สองหมายเลขติดกัน ({digits}) Excel เก็บตัวเลขไว้ไม่ครบ หมายเลขแรกน่าจะเป็น 0{first} กรุณาพิมพ์ใหม่ทั้งสองหมายเลข คั่นด้วย ,"
        )
    return typed if text == typed.strip() else text


def _numbers(row: str) -> list[str]:
    """The telephones of a row of digits and signs. Raises: ValueError where it is not surely one or several."""
    digits = _NO_SIGN.sub("", row)
    if number := _one(digits):
        return [number]
    words = [_NO_SIGN.sub("", word) for word in row.split()]
    singles = [_one(word) for word in words]
    if len(words) > 1 and all(singles):
        return [each for each in singles if each]
    if halves := _halves(digits):
        return halves
    if meant := identifiers.phones_meant(digits):
        raise ValueError(f"หมายเลขโทรศัพท์ “{row.strip()}” ไม่ครบ หมายถึง {meant} ใช่ไหม กรุณาพิมพ์ใหม่")
    identifiers.phone(digits)
    raise ValueError(f"อ่านหมายเลขโทรศัพท์ “{row.strip()}” ไม่ได้ กรุณาพิมพ์ใหม่")


def _one(digits: str) -> str:
    """The telephone that digits are, or are without the 0 that a spreadsheet took; "" for none."""
    for number in (digits, f"0{digits}" if digits[:1] != "0" and len(digits) in {8, 9} else digits):
        try:
            return identifiers.phone(number)
        except ValueError:
            continue
    return ""


def _halves(digits: str) -> list[str]:
    """Two whole telephones typed without anything between them; [] where a 0 would have to be guessed."""
    for cut in _LENGTHS:
        if len(digits) - cut in _LENGTHS:
            halves = [digits[:cut], digits[cut:]]
            if all(each.startswith("0") and _one(each) == each for each in halves):
                return halves
    return []
