"""Values as cells: numbers and days stay what they are, text stays text whatever it begins with.

Source: reference F11: openpyxl makes `=…` a live formula, refuses control characters and cuts long text in silence.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from otop_registry import thai
from otop_registry.thai import Percent
from reporting.paper import Form, Value

FONT: Final = "TH Sarabun New"
MOST_UNITS: Final = 32767  # UTF-16 units in a cell
CUT: Final = " … (ข้อความยาวเกินช่อง ตัดส่วนท้าย)"
DASH: Final = "–"
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER_FORMATS: Final = {Form.COUNT: "#,##0", Form.BAHT: "#,##0.00"}
# [$-ddcclll]: digits 0D Thai, calendar 07 Buddhist, language 041E Thai. The value stays a day of any calendar.
DAY_FORMAT: Final = "[$-107041E]d mmm yyyy;@"
THAI_DAY_FORMAT: Final = "[$-D07041E]d mmm yyyy;@"
THAI_DIGITS: Final = "[$-D00041E]"
RIGHT: Final = frozenset({*NUMBER_FORMATS, Form.PERCENT})


@dataclass(frozen=True)
class Look:
    """How a cell looks; `across` overrides what its form asks for."""

    size: int = 14
    is_bold: bool = False
    fill: str = ""
    across: str = ""
    has_lines: bool = True
    upright: str = "top"


TITLE = Look(size=18, is_bold=True, across="center", has_lines=False, upright="center")
LINE = Look(across="center", has_lines=False, upright="center")
PROSE = Look(across="left", has_lines=False)
HEADING = Look(is_bold=True, across="left", has_lines=False)
HEAD = Look(is_bold=True, fill="E7ECEF", across="center", upright="center")
BODY = Look()
TOTAL = Look(is_bold=True, fill="F3F5F6")
ANSWER = Look(across="left")
LABEL = Look(is_bold=True, across="left")
SIGN = Look(across="center", has_lines=False)

_SIDE = Side(style="thin", color="808080")
_LINES = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


class Ink:
    """Makes the cells of one workbook; remembers each style, so that all its rows share a handful of them."""

    def __init__(self, *, is_flat: bool = False, uses_thai_digits: bool = False) -> None:
        self.is_flat = is_flat
        self.uses_thai_digits = uses_thai_digits
        self._styles: dict[tuple[str, Look, bool], StyleArray] = {}

    def cell(
        self, sheet: WriteOnlyWorksheet, value: Value, form: Form = Form.TEXT, look: Look = BODY
    ) -> WriteOnlyCell:
        """A cell for a value of a form. No answer is a dash on paper and an empty cell in data."""
        if value is None:
            return self._text(sheet, "" if self.is_flat else DASH, Form.TEXT, _centred(look))
        if form == Form.CODE or isinstance(value, str):
            return self._text(sheet, str(value), form, look)
        if isinstance(value, date):
            return self._styled(sheet, value, self._day_format, look, Form.DAY)
        if isinstance(
            value, Percent
        ):  # the exact value, so that a formula reproduces it, with the places that are shown
            return self._styled(sheet, value.exact, self._digits(f"#,##0.{'0' * value.places}"), look, form)
        number_format = NUMBER_FORMATS.get(form, "0" if isinstance(value, int) else "#,##0.00")
        return self._styled(sheet, value, self._digits(number_format), look, form)

    def formula(self, sheet: WriteOnlyWorksheet, words: str, form: Form) -> WriteOnlyCell:
        """A formula of our own making, on the control sheet alone: no text of a paper ever comes in here."""
        return self._styled(sheet, words, self._digits(NUMBER_FORMATS[form]), BODY, form)

    def blank(self, sheet: WriteOnlyWorksheet, look: Look = BODY) -> WriteOnlyCell:
        """A cell below the first one of a merged range."""
        return self._text(sheet, "", Form.TEXT, look)

    def words(self, text: str, form: Form = Form.TEXT) -> str:
        """Text as this workbook writes its digits; codes are copied into other systems and keep theirs."""
        return thai.to_thai_digits(text) if self.uses_thai_digits and form != Form.CODE else text

    def _text(self, sheet: WriteOnlyWorksheet, text: str, form: Form, look: Look) -> WriteOnlyCell:
        written = text_of(self.words(text, form))
        is_live = written.startswith(LIVE)
        number_format = "@" if form == Form.CODE or is_live else "General"
        cell = self._styled(sheet, written or None, number_format, look, Form.TEXT, is_live=is_live)
        if written:
            cell.data_type = "s"  # whatever openpyxl took it for: a formula, an error
        return cell

    @property
    def _day_format(self) -> str:
        return THAI_DAY_FORMAT if self.uses_thai_digits else DAY_FORMAT

    def _digits(self, number_format: str) -> str:
        return f"{THAI_DIGITS}{number_format}" if self.uses_thai_digits else number_format

    def _styled(
        self,
        sheet: WriteOnlyWorksheet,
        value: Value,
        number_format: str,
        look: Look,
        form: Form,
        *,
        is_live: bool = False,
    ) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value)
        across = look.across or ("right" if form in RIGHT else "left")
        key = (f"{number_format} {across}", look, is_live)
        style = self._styles.get(key)
        if style is None:
            self._dress(cell, number_format, across, look)
            cell.quotePrefix = is_live
            self._styles[key] = style = cell._style
        cell._style = style
        return cell

    def _dress(self, cell: WriteOnlyCell, number_format: str, across: str, look: Look) -> None:
        wraps = not self.is_flat or look is HEAD
        cell.number_format = number_format
        cell.font = Font(name=FONT, size=look.size, bold=look.is_bold)
        indent = int(across == "left" and look.has_lines)  # keeps text off the number beside it
        cell.alignment = Alignment(horizontal=across, vertical=look.upright, wrap_text=wraps, indent=indent)
        if look.has_lines:
            cell.border = _LINES
        if look.fill:
            cell.fill = PatternFill("solid", start_color=look.fill)


def text_of(text: str) -> str:
    """Text that a cell can hold: line breaks as Excel has them, no control characters, a visible cut at its end."""
    clean = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * MOST_UNITS:
        return clean
    return units[: 2 * (MOST_UNITS - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _centred(look: Look) -> Look:
    return replace(look, across=look.across or "center")
