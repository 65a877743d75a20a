"""The baht of one cell under a unit: exact to the satang, as the sheet shows it, or a Thai sentence why not."""

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from otop_registry import thai
from registration.services.uploads import units
from registration.services.uploads.sheets import Cell, shown_by
from registration.services.uploads.units import BAHT, Unit

NOISE: Final = Decimal("0.0001")  # what binary floating point adds to an amount of satang
THOUSAND: Final = 1000


def amount_of(cell: Cell, unit: Unit | None = None) -> Decimal | None:
    """The amount of a cell in baht; None for a blank one and for "-". Raises: ValueError with a Thai sentence."""
    if cell.is_formula:
        raise ValueError("ช่องนี้เป็นสูตร กรุณาวางเป็นค่า")
    if cell.is_blank or thai.is_no_figure(str(cell.value)):
        return None
    if isinstance(cell.value, bool | date | time | timedelta):
        raise ValueError("กรุณาพิมพ์จำนวนเงินเป็นตัวเลข เช่น 1,234.50")
    if isinstance(cell.value, int | float):
        return _number(Decimal(repr(cell.value)), cell, unit)
    return _text(thai.to_arabic(thai.repair(str(cell.value))), unit)


def unit_of(cell: Cell, unit: Unit | None) -> Unit | None:
    """The unit of a number: its head's or its format's. Raises: ValueError when they say two things."""
    shown = shown_by(cell.number_format)
    if shown.is_percent:
        raise ValueError("ช่องนี้เป็นร้อยละ ไม่ใช่จำนวนเงิน")
    own, rest = units.take(shown.words)
    if re.search(r"\w", rest):
        raise ValueError(f"รูปแบบตัวเลขของช่องนี้มีคำว่า “{shown.words}” ที่ระบบไม่รู้ความหมาย")
    if len({each.baht for each in [*own, *([unit] if unit else [])]}) > 1:
        raise ValueError(f"หน่วยของช่องนี้ ({own[0].word}) ไม่ตรงกับหน่วยที่อื่นในตาราง")
    return own[0] if own else unit


def _number(value: Decimal, cell: Cell, unit: Unit | None) -> Decimal:
    """A format that divides by 1,000 shows less than the cell holds: then the unit must say the same."""
    known = unit_of(cell, unit) or BAHT
    scale = Decimal(THOUSAND) ** shown_by(cell.number_format).thousands
    if scale != 1 and known.baht not in {scale, Decimal(1)}:
        raise ValueError(f"รูปแบบตัวเลขของช่องนี้ย่อจำนวนลง {scale:,} เท่า แต่หน่วยคือ{known.word}")
    return _baht(value if scale != 1 else value * _worth(known))


def _text(text: str, unit: Unit | None) -> Decimal:
    own = units.stated(re.sub(r"[0-9][0-9,]*(?:\.[0-9]*)?(?:[-–—]+)?", "", text, count=1))
    if own is None:
        return _baht(thai.parse_baht(text) * _worth(unit or BAHT))
    if unit and own.baht != unit.baht:
        raise ValueError(f"หน่วยของช่องนี้ ({own.word}) ไม่ตรงกับหน่วยที่อื่นในตาราง ({unit.word})")
    number = text.replace(own.word, "").strip()
    return _baht(thai.parse_baht(number) * _worth(own))


def _worth(unit: Unit) -> Decimal:
    if unit.baht is None:
        raise ValueError(f"ยอดเป็น{unit.word} ซึ่งไม่ใช่บาท กรุณาแปลงเป็นบาทก่อน")
    return unit.baht


def _baht(exact: Decimal) -> Decimal:
    if not exact.is_finite() or abs(exact) > thai.MAX_BAHT:
        raise ValueError("จำนวนเงินมากเกินไป กรุณาตรวจจำนวนหลักและหน่วยอีกครั้ง")
    near = exact.quantize(thai.SATANG)
    return thai.parse_baht(f"{near if abs(exact - near) < NOISE else exact:f}")
