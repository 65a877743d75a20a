"""One cell → its value, what is said where that is not what was typed, and why it could not be read.

Pure. Every reader takes a cell or None, raises nothing, and has one value for a cell that holds nothing.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from math import isfinite
from typing import Any, Concatenate, Final, Generic, NamedTuple, ParamSpec, TypeVar

from otop_registry import thai
from registration.services.uploads.sheets import Cell

Value = TypeVar("Value")
Options = ParamSpec("Options")
SPACES: Final = "spaces"  # only spaces and line breaks are not as they were typed
REPAIRED: Final = "repaired"
UNREADABLE: Final = "unreadable"
FORMULA: Final = "formula"
_ERROR: Final = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!)", re.I)
_NOTHING: Final = thai.NO_FIGURE | frozenset(
    "ไม่ทราบ ไม่ระบุ ไม่ปรากฏ ไม่ได้ระบุ ยังไม่มี ว่าง none null nil na".split()
)
_BEGINS_NOTHING: Final = frozenset(word[0] for word in _NOTHING)
_LONGEST_NOTHING: Final = 20  # letters of a word that stands for nothing
_TEXT_MARK: Final = re.compile(
    r"^['’`‘]+(?=[0-9๐-๙+(])"
)  # how spreadsheets mark digits as text, typed or exported
_DASHES: Final = re.compile(r"[-–—−_.*]+")


class Read(NamedTuple, Generic[Value]):
    """A value; `said` where it is not what was typed, or `fault` where there is none. `code` groups either."""

    value: Value
    said: str = ""
    fault: str = ""
    code: str = ""


def reader(
    nothing: Callable[[], Any], is_nothing: Callable[[str], bool] | None = None
) -> Callable[
    [Callable[Concatenate[Cell, Options], Read[Value]]],
    Callable[Concatenate[Cell | None, Options], Read[Value]],
]:
    """Makes a reader total: a blank cell and "-" are `nothing()`, formulas, errors and ValueErrors are faults."""
    holds_nothing = is_nothing or is_no_text

    def total(
        read: Callable[Concatenate[Cell, Options], Read[Value]],
    ) -> Callable[Concatenate[Cell | None, Options], Read[Value]]:
        @wraps(read)
        def reading(cell: Cell | None, *args: Options.args, **options: Options.kwargs) -> Read[Value]:
            if cell is None or cell.is_blank:
                return Read(nothing())
            if cell.is_formula:
                return Read(nothing(), fault="ช่องนี้เป็นสูตร กรุณาคัดลอกแล้ววางเป็นค่า", code=FORMULA)
            if isinstance(cell.value, str) and holds_nothing(cell.value):
                return Read(nothing())
            try:
                refuse_errors(cell)
                return read(cell, *args, **options)
            except ValueError as fault:
                return Read(nothing(), fault=str(fault), code=UNREADABLE)

        return reading

    return total


def is_no_text(text: str) -> bool:
    """Whether a text stands for nothing: blank, dashes or dots alone, ไม่มี, ไม่ทราบ."""
    first = text[:1]
    if first.isalnum() and first.lower() not in _BEGINS_NOTHING:
        return False  # most texts
    said = thai.repair(text)
    is_word = len(said) <= _LONGEST_NOTHING and (not said or said.lower() in _NOTHING)
    return is_word or bool(_DASHES.fullmatch(said))


def refuse_errors(cell: Cell) -> None:
    """Raises: ValueError for an error of the spreadsheet and for a number that is none."""
    if isinstance(cell.value, str) and "#" in cell.value and _ERROR.match(cell.value.strip()):
        raise ValueError(f"ช่องนี้มีค่าผิดพลาดของ Excel ({cell.value.strip()}) กรุณาพิมพ์ค่าที่ถูกต้อง")
    if isinstance(cell.value, float) and not isfinite(cell.value):
        raise ValueError("ช่องนี้ไม่ใช่ตัวเลข กรุณาพิมพ์ใหม่")


def text_of(cell: Cell | None) -> str:
    """A cell as a person sees it: a number without exponent and .0, a day as a Thai date; "" for a blank one."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return "" if cell.value.isspace() else cell.value
    if isinstance(cell.value, bool):
        return "TRUE" if cell.value else "FALSE"
    if isinstance(cell.value, float) and isfinite(cell.value):
        return digits_of(Decimal(repr(cell.value)))
    if isinstance(cell.value, date):
        year = cell.value.year
        return thai.short_date(cell.value) if year < thai.FIRST_YEAR_BE else f"{cell.value:%d/%m}/{year}"
    return str(cell.value)


def digits_of(number: Decimal) -> str:
    """A number in full, without exponent and without zeros behind the point."""
    return f"{number.to_integral_value() if number == number.to_integral_value() else number.normalize():f}"


def plain(cell: Cell) -> str:
    """The cell as repaired text in Arabic digits, for readers of numbers and codes."""
    return _TEXT_MARK.sub("", thai.to_arabic(thai.repair(text_of(cell))))


def as_read(value: Value, typed: str, shown: str, code: str = "") -> Read[Value]:
    """A value with what is said of it where `shown` is not what was typed."""
    if typed == shown:
        return Read(value)
    is_spacing = "".join(typed.split()) == "".join(shown.split())
    return Read(value, said=f"อ่านว่า “{shown}”", code=code or (SPACES if is_spacing else REPAIRED))


@reader(str)
def text(cell: Cell) -> Read[str]:
    """One line in the one spelling of `thai.repair`."""
    repaired = thai.repair(text_of(cell))
    return as_read(repaired, _typed(cell), repaired)


@reader(str)
def line(cell: Cell) -> Read[str]:
    """Several lines, each in the one spelling: stories and remarks."""
    repaired = thai.repair(text_of(cell), multiline=True)
    return as_read(repaired, _typed(cell), repaired)


def _typed(cell: Cell) -> str:
    """What was typed; a number is shown in full and counts as typed so."""
    return text_of(cell) if isinstance(cell.value, str | int | float) else str(cell.value)
