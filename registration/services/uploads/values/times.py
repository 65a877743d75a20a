"""Days and months of a cell: Buddhist years typed, or kept by a program as years 2567 and 1967 of the C.E."""

import re
from datetime import date, datetime
from typing import Final

from otop_registry import thai
from registration.services.uploads import months
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.reading import Read, plain, reader, text_of

_CLOCK: Final = re.compile(
    r"[\s,]+(?:เวลา\s*)?[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:\s*(?:น\.?|AM|PM))?$", re.I
)
_TWO_DIGITS: Final = range(1944, 2000)  # 44-99, which a program takes for 19xx and an office means as 25xx
_CLEAR: Final = range(2000, 2044)
_CENTURIES: Final = 600  # from 19xx to 25xx


@reader(lambda: None)
def day(cell: Cell, latest: date | None = None) -> Read[date | None]:
    """A day. A date cell of 1967 is the 67 of 2567, unless that were after `latest`: then it is C.E. 1967."""
    if isinstance(cell.value, date):
        return _of_date_cell(cell.value, latest)
    if not isinstance(cell.value, str):
        raise ValueError("ช่องนี้เป็นตัวเลข ไม่ใช่วันที่ กรุณาพิมพ์ เช่น 16/03/2561 หรือ 16 มี.ค. 2561")
    typed = plain(cell)
    found = thai.parse_date_text(_CLOCK.sub("", typed))
    is_ce = str(thai.year_be(found)) not in typed
    return Read(found, said=_said(found), code="year") if is_ce else Read(found)


def _of_date_cell(value: date, latest: date | None) -> Read[date | None]:
    """The day of a date cell. Raises: ValueError for a year that no office means."""
    typed = value.date() if isinstance(value, datetime) else value
    if typed.year in _CLEAR:
        return Read(typed)
    if thai.FIRST_YEAR_BE <= typed.year <= thai.LAST_YEAR_BE:
        found = _in_be(typed, typed.year)
        return Read(found, said=_said(found), code="year")
    if typed.year in _TWO_DIGITS:
        found = _in_be(typed, typed.year + _CENTURIES)
        if latest and found > latest:
            found = typed
        return Read(found, said=_said(found), code="year")
    raise ValueError(f"ปีของวันที่ในช่องนี้ ({typed.year}) ไม่แน่ชัด กรุณาพิมพ์ปี พ.ศ. ให้ครบ 4 หลัก เช่น 16/03/2561")


def _in_be(typed: date, year_be: int) -> date:
    """The same day and month in a year B.E. Raises: ValueError for 29 February of a year that has none."""
    return thai.parse_day(str(typed.day), str(typed.month), str(year_be))


def _said(found: date) -> str:
    return f"อ่านว่า “{thai.long_date(found)}”"


@reader(lambda: None)
def month(cell: Cell) -> Read[tuple[int, int | None] | None]:
    """(month, year B.E. or None): ก.ค. 66, 7/2567, a date cell; None for a text that names no month, or several."""
    if isinstance(cell.value, int | float):
        return _of_number(text_of(cell))
    spoken = months.spoken(months.written(cell.value))
    if len(spoken.months) != 1:
        if re.fullmatch("[0-9]{1,2}", plain(cell)):
            return _of_number(plain(cell))
        raise ValueError("อ่านเดือนไม่ได้ กรุณาพิมพ์ชื่อเดือนเดียว เช่น ก.ค. 2567")
    found = spoken.months[0], spoken.year_of(spoken.months[0])
    name = f"{thai.MONTHS[found[0] - 1]} {found[1] or ''}".strip()
    is_date = isinstance(cell.value, date)
    is_moved = (
        is_date and thai.BE_OFFSET + cell.value.year != found[1] if isinstance(cell.value, date) else False
    )
    return Read(found, said=f"อ่านว่า “{name}”", code="year") if is_moved else Read(found)


def _of_number(text: str) -> Read[tuple[int, int | None] | None]:
    """A month by its number alone. Raises: ValueError for no month's."""
    if not re.fullmatch("0?[1-9]|1[0-2]", text):
        raise ValueError("เดือนต้องเป็นเลข 1-12 หรือชื่อเดือน เช่น 7, ก.ค. หรือ กรกฎาคม 2567")
    return Read((int(text), None))
