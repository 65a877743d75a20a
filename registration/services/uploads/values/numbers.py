"""Numbers of a cell: counts, baht, house numbers and postcodes. A house number that became a date is asked back."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from otop_registry import thai
from registration.services.uploads.amounts import amount_of
from registration.services.uploads.sheets import Cell, shown_by
from registration.services.uploads.units import Unit
from registration.services.uploads.values.reading import Read, as_read, plain, reader, text_of

_WHOLE: Final = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.0*)?")
_COUNTED: Final = re.compile(r"\s*(?:คน|ราย|ชิ้น|รายการ|หน่วย|กลุ่ม|ผลิตภัณฑ์)\s*$")
_A_MONTH: Final = re.compile(r"\s*[ก-๎]*\.?\s*(?:/|ต่อ)\s*เดือน$|(?<=[0-9])\s*(?!ต่อ|ปี|วัน)[ก-๎]+\.?$")
_POSTCODE: Final = re.compile("[1-9][0-9]{4}")
_HOUSE_WORD: Final = re.compile(r"^(?:บ้าน)?เลขที่\s*")
_SPACED: Final = re.compile(r"[\s-]")
_MANY_DIGITS: Final = 12


@reader(lambda: None)
def whole_number(cell: Cell) -> Read[int | None]:
    """A count of zero or more; 1.9 is never 1, and a percentage is no count."""
    if isinstance(cell.value, bool | date):
        raise ValueError("กรุณากรอกเป็นตัวเลขจำนวนเต็ม เช่น 12")
    shown = shown_by(cell.number_format)
    if shown.is_percent or shown.thousands:
        raise ValueError("รูปแบบตัวเลขของช่องนี้เป็นร้อยละหรือย่อจำนวนลง ไม่ใช่จำนวนนับ กรุณาพิมพ์จำนวนเต็ม")
    typed = plain(cell)
    found = _WHOLE.fullmatch(_COUNTED.sub("", typed))
    digits = found[1].replace(",", "") if found else ""
    if not digits or len(digits) > _MANY_DIGITS:
        raise ValueError("กรุณากรอกเป็นตัวเลขจำนวนเต็มตั้งแต่ 0 ขึ้นไป เช่น 12")
    number = int(digits)
    is_as_typed = typed in {str(number), f"{number:,}"}
    return Read(number) if is_as_typed else as_read(number, text_of(cell), f"{number:,}")


@reader(lambda: None)
def monthly_count(cell: Cell) -> Read[int | None]:
    """A count for a month, with what is counted behind it: 500 ขวด/เดือน; for a day or a year it is asked back."""
    typed = plain(cell)
    bare = _A_MONTH.sub("", typed)
    read = whole_number(cell._replace(value=bare) if bare != typed else cell)
    if read.fault:
        raise ValueError("กำลังผลิตต้องเป็นจำนวนเต็มต่อเดือน เช่น 500 หรือ 500 ขวด/เดือน")
    return read if bare == typed else Read(read.value, said=f"อ่านว่า “{read.value:,} ต่อเดือน”", code="counted")


@reader(lambda: None)
def baht(cell: Cell, unit: Unit | None = None) -> Read[Decimal | None]:
    """An amount under a unit, exact to the satang; told where a unit or a format makes it another number."""
    amount = amount_of(cell, unit)
    if amount is None:
        return Read(None)
    typed = text_of(cell)
    figures = re.sub("[^0-9.]", "", plain(cell)).strip(".")
    if figures.count(".") <= 1 and figures and Decimal(figures).quantize(thai.SATANG) == amount:
        return Read(amount)
    return as_read(amount, typed, f"{thai.baht(amount)} บาท", "unit")


@reader(str)
def house_number(cell: Cell) -> Read[str]:
    """12/3 or 99, in Arabic digits; a spreadsheet makes dates and hours of such numbers, which is asked back."""
    if not isinstance(cell.value, str | int | float) or isinstance(cell.value, bool):
        raise ValueError(
            f"Excel เปลี่ยนเลขที่เป็นวันที่หรือเวลา ({text_of(cell)}) ระบบจึงไม่รู้ว่าเดิมคืออะไร กรุณาพิมพ์บ้านเลขที่ใหม่ เช่น 12/3"
        )
    typed = text_of(cell)
    number = _HOUSE_WORD.sub("", plain(cell))
    if isinstance(cell.value, float) and "." in typed:
        raise ValueError(f"บ้านเลขที่ {typed} มีจุดทศนิยม กรุณาตรวจอีกครั้ง เช่น 12/3")
    return as_read(number, typed, number)


@reader(str)
def postcode(cell: Cell) -> Read[str]:
    """Five digits; "" for none."""
    digits = _SPACED.sub("", plain(cell))
    if not _POSTCODE.fullmatch(digits):
        raise ValueError("รหัสไปรษณีย์ต้องเป็นตัวเลข 5 หลัก เช่น 80000")
    return as_read(digits, text_of(cell), digits)
