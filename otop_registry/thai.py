"""Thai text, Buddhist years and baht: what people type becomes one spelling, one date, one amount.

Pure: no models, no settings, no clock. Every refusal is a `ValueError` whose text a form can show as it stands.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Final, Self

# --- digits -------------------------------------------------------------------------------------

_THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC: Final = str.maketrans(_THAI_DIGITS, "0123456789")
_TO_THAI: Final = str.maketrans("0123456789", _THAI_DIGITS)
_HAS_THAI_DIGIT: Final = re.compile(f"[{_THAI_DIGITS}]").search


def to_arabic(text: str) -> str:
    """Thai digits become 0-9; everything else stays.

    `\\d`, `int` and `str.isdigit` accept Thai digits, so text passes here before it is checked or stored.
    """
    return text.translate(_TO_ARABIC) if _HAS_THAI_DIGIT(text) else text  # looking is far quicker


def to_thai_digits(text: str) -> str:
    """Digits 0-9 become ๐-๙, as official letters print them."""
    return text.translate(_TO_THAI)


# --- text ---------------------------------------------------------------------------------------

_TONES: Final = "่้๊๋"
# Within one run of marks: below vowels, above vowels, nikhahit, tone, then what silences the letter.
_MARKS: Final = "\u0e3a\u0e38\u0e39\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d" + _TONES + "\u0e4c\u0e4e"
_MARK_RUN: Final = re.compile(f"[{_MARKS}]{{2,}}")
_TONE_AFTER_AM: Final = re.compile(f"ำ([{_TONES}]+)")
_SPLIT_AM: Final = re.compile(f"ํ([{_TONES}]*)[าำ]")
_LINE_BREAK: Final = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Old Windows fonts kept shifted marks and letters without their foot in the private area U+F700-F71A;
# text copied out of PDFs still carries them.
_FONT_FORMS: Final = dict(
    enumerate(
        "\u0e10\u0e34\u0e35\u0e36\u0e37"
        + "\u0e48\u0e49\u0e4a\u0e4b\u0e4c" * 2
        + "\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        start=0xF700,
    )
)
_LAST_IN_PLANE: Final = 0xFFFE
# Most texts need no repair: letters, digits and signs that everybody sees, no spaces at the ends or beside one
# another, and no marks out of their order. Three quick looks tell.
_ORDINARY: Final = re.compile("[ -~\u0e01-\u0e3a\u0e3f-\u0e5b“”‘’–—…]*")
_OUT_OF_ORDER: Final = "|".join(f"{mark}[{_MARKS[: place + 1]}]" for place, mark in enumerate(_MARKS))
_ODD: Final = re.compile(f"  |เเ|ำ[ำ{_TONES}]|ํ[{_TONES}]*[าำ]|{_OUT_OF_ORDER}")


def repair(text: str, *, multiline: bool = False) -> str:
    """The one spelling of what was typed or pasted; repairing twice changes nothing more.

    NFC and never NFKC, which would tear ำ into ํ and า. Names keep ฯ ๆ ( ) and quotation marks. Line
    breaks become spaces unless `multiline`. Hidden, bidirectional and control characters go: they make
    equal names unequal, turn a line round, or break a workbook.
    """
    if text.isascii() and text.isalnum():
        return text  # numbers and codes
    if len(text) > _OFTEN_ASKED:
        return text if _is_ordinary(text) else _repaired(text, multiline)
    return text if _is_ordinary_once(text) else _repaired_once(text, multiline)


def _is_ordinary(text: str) -> bool:
    return bool(_ORDINARY.fullmatch(text) and text == text.strip() and not _ODD.search(text))


def _repaired(text: str, multiline: bool) -> str:
    lines = _LINE_BREAK.sub("\n", text.translate(_FONT_FORMS)).split("\n")
    repaired = [_repair_line(line) for line in lines]
    if not multiline:
        return _repair_line(" ".join(repaired))
    return re.sub("\n{3,}", "\n\n", "\n".join(repaired)).strip("\n")


_OFTEN_ASKED: Final = 100  # letters; the cells of a list are asked for several times each
_is_ordinary_once: Final = lru_cache(maxsize=8000)(_is_ordinary)
_repaired_once: Final = lru_cache(maxsize=8000)(_repaired)


def _repair_line(text: str) -> str:
    """Repaired until nothing moves: one repair can bring two marks together that then need another."""
    before = ""
    while before != text:
        before = text
        text = _repair_once(text)
    return text


def _repair_once(text: str) -> str:
    visible = "".join(map(_visible, text))
    text = unicodedata.normalize("NFC", visible).replace("เเ", "แ")
    text = _TONE_AFTER_AM.sub(r"\1ำ", text)
    text = _MARK_RUN.sub(_in_mark_order, text)
    text = _SPLIT_AM.sub(r"\1ำ", text)
    return " ".join(re.sub("ำ{2,}", "ำ", text).split())


def _in_mark_order(run: re.Match[str]) -> str:
    """The marks over and under one letter, each once, in the order a Thai keyboard asks for."""
    return "".join(sorted(set(run[0]), key=_MARKS.index))


def _visible(character: str) -> str:
    """The character, a plain space for any kind of space, nothing for what cannot be seen."""
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs"}
    is_no_character = ord(character) & _LAST_IN_PLANE == _LAST_IN_PLANE or "\ufdd0" <= character <= "\ufdef"
    return "" if hidden or is_no_character else character


# --- keys ---------------------------------------------------------------------------------------

# Marks that decide the order only between words equal without them. Source: พจนานุกรม's order.
_LIGHT_MARKS: Final = "็่้๊๋์ํฺ๎"
_NO_LIGHT_MARKS: Final = re.compile(f"[{_LIGHT_MARKS}]+")
_LEADING_VOWEL: Final = re.compile("([เแโใไ])([ก-ฮ])")
_BASE_36: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_THAI_BLOCK: Final = range(0x0E00, 0x0E60)
SORT_KEY_LENGTH: Final = 200


def sort_key(text: str) -> str:
    """Dictionary order of Thai as a stored, indexable text of at most `SORT_KEY_LENGTH` characters.

    Leading vowels sort after their consonant, tone marks and the like only break ties; spaces and
    punctuation do not count; digits come before Latin letters and these before Thai ones. Only 0-9 and
    a-z are used, so SQLite and PostgreSQL sort it alike under every locale.
    """
    plain = unicodedata.normalize("NFD", to_arabic(repair(text)).lower())
    plain = _LEADING_VOWEL.sub(r"\2\1", plain)
    letters: list[str] = []
    marks: list[str] = []
    for character in plain:
        if character in _LIGHT_MARKS:
            marks[-1:] = [_BASE_36[_LIGHT_MARKS.index(character) + 1]]
        elif (weight := _weight(character)) != "":
            letters.append(weight)
            marks.append("0")
    return ("".join(letters) + "0" + "".join(marks).rstrip("0"))[:SORT_KEY_LENGTH]


def _weight(character: str) -> str:
    """Two characters for digits, Latin and Thai letters, more for other scripts, none for punctuation."""
    if character in _BASE_36:
        return "1" + character
    if ord(character) in _THAI_BLOCK and character not in "ฯ๏๚๛฿":
        row, column = divmod(ord(character) - _THAI_BLOCK.start, len(_BASE_36))
        return "abc"[row] + _BASE_36[column]
    return f"z{ord(character):06x}" if character.isalnum() else ""


_FORM_WORDS: Final = re.compile("วิสาหกิจชุมชน|กลุ่ม|ห้างหุ้นส่วนจำกัด|ห้างหุ้นส่วนสามัญ|หจก[.]?|บริษัท|บจก[.]?|จำกัด")
_TITLE: Final = re.compile(
    r"^(?:นางสาว|น\.ส\.?|นส\.|นาย|นาง|คุณ|เด็กชาย|เด็กหญิง|ด\.[ชญ]\.?|ดร\.|ว่าที่ร้อยตรี(?:หญิง)?|ว่าที่ร\.?ต\.?)"
)
_SPACES_AND_PUNCTUATION: Final = re.compile(r"[^\w" + _MARKS + r"]|[ฯๆ_]")


@lru_cache(maxsize=8000)
def name_key(text: str) -> str:
    """Equal for two spellings of one name: without spaces, signs, form words and personal titles.

    "กลุ่มแม่บ้าน  บ้านนา" and "วิสาหกิจชุมชนแม่บ้านบ้านนา" meet here. A title is cut only at the front,
    because นาย and นาง are also parts of words. A name made of nothing else keeps its words.
    """
    joined = to_arabic(repair(text)).lower().replace(" ", "")
    bare = _TITLE.sub("", _FORM_WORDS.sub("", joined))
    return _SPACES_AND_PUNCTUATION.sub("", bare) or _SPACES_AND_PUNCTUATION.sub("", joined)


def search_key(text: str) -> str:
    """Equal whether or not tone marks, ็ and ์ were typed; for the stored text and for the search box."""
    return _NO_LIGHT_MARKS.sub("", to_arabic(repair(text)).lower())


# --- dates --------------------------------------------------------------------------------------

BE_OFFSET: Final = 543
FIRST_YEAR_BE: Final = 2443
LAST_YEAR_BE: Final = 2643
_CENTURY_BE: Final = 2500
_BOTH_CENTURIES: Final = 44  # 24 may be 2524, or 2024 and so 2567; from 44 on only B.E. makes sense
BANGKOK: Final = timezone(timedelta(hours=7), "Asia/Bangkok")

MONTHS: Final = tuple(
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()
)
SHORT_MONTHS: Final = tuple("ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split())
WEEKDAYS: Final = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_MONTH_OF: Final = {
    spelling: number
    for number, (full, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), start=1)
    for spelling in (
        full,
        re.sub("(คม|ยน|พันธ์)$", "", full),
        short.replace(".", ""),
        str(number),
        f"{number:02}",
    )
}
_ISO_DATE: Final = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_DAY_FIRST: Final = re.compile(
    r"(?:วัน\D*ที่\s*)?([0-9]{1,2})(?:\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*|\s*([^0-9/-]+?)\s*)([0-9]+)"
)


def parse_day(day: str, month: str, year: str) -> date:
    """The day that three boxes name, the year in B.E. (2567, 67, ๒๕๖๗), the month as number or name.

    Raises: ValueError with a Thai sentence; a C.E. year is asked back, never converted in silence.
    """
    month_number = _MONTH_OF.get(re.sub(r"[. ]", "", to_arabic(repair(month))))
    if month_number is None:
        raise ValueError("กรุณาระบุเดือนเป็นเลข 1-12 หรือชื่อเดือน เช่น 7, ก.ค. หรือ กรกฎาคม")
    day_digits = to_arabic(repair(day))
    if not re.fullmatch("[0-9]{1,2}", day_digits):
        raise ValueError("กรุณาระบุวันที่เป็นตัวเลข 1-31")
    return _day_of(int(day_digits), month_number, _year_be(year))


def _year_be(text: str) -> int:
    """A year of the Buddhist era; two digits mean 25xx, and are asked back where they may mean 20xx of the C.E."""
    digits = to_arabic(repair(text)).removeprefix("พ.ศ.").strip()
    if not re.fullmatch("[0-9]{2}|[0-9]{4}", digits):
        raise ValueError("กรุณาระบุปี พ.ศ. เป็นตัวเลข 4 หลัก เช่น 2567")
    year = int(digits) + (_CENTURY_BE if len(digits) == 2 else 0)
    if len(digits) == 2 and year < _CENTURY_BE + _BOTH_CENTURIES:
        raise ValueError(
            f"ปี {digits} อาจเป็น พ.ศ. {year} หรือ ค.ศ. 20{digits} คือ พ.ศ. {year + BE_OFFSET - 500} "
            "กรุณาพิมพ์ปี พ.ศ. ให้ครบ 4 หลัก"
        )
    if FIRST_YEAR_BE <= year + BE_OFFSET <= LAST_YEAR_BE:
        raise ValueError(f"ปี {year} เป็น ค.ศ. หมายถึง พ.ศ. {year + BE_OFFSET} ใช่ไหม กรุณาพิมพ์ปีเป็น พ.ศ.")
    if not FIRST_YEAR_BE <= year <= LAST_YEAR_BE:
        raise ValueError(f"ปี พ.ศ. ต้องอยู่ระหว่าง {FIRST_YEAR_BE} ถึง {LAST_YEAR_BE} กรุณาตรวจปีอีกครั้ง")
    return year


def _day_of(day: int, month: int, year_be: int) -> date:
    """The date; the year is converted first, because 2567 is no leap year but 2024 is."""
    try:
        return date(year_be - BE_OFFSET, month, day)
    except ValueError:
        raise ValueError(f"ไม่มีวันที่ {day} ในเดือน{MONTHS[month - 1]} พ.ศ. {year_be} กรุณาตรวจวันที่อีกครั้ง") from None


def parse_date_text(text: str) -> date:
    """A date written on one line: 16/03/2561, 16 มี.ค. 61, ๑๖ มีนาคม ๒๕๖๑, or ISO 2018-03-16 (C.E.).

    Only the ISO order may hold a C.E. year; 2561-03-16 in that order is B.E.
    """
    plain = to_arabic(repair(text)).replace("พ.ศ.", "")
    if iso := _ISO_DATE.fullmatch(plain.strip()):
        year, month, day = iso.groups()
        is_ce = FIRST_YEAR_BE <= int(year) + BE_OFFSET <= LAST_YEAR_BE
        return parse_day(day, month, str(int(year) + BE_OFFSET) if is_ce else year)
    if parts := _DAY_FIRST.fullmatch(plain.strip()):
        day, month_digits, month_name, year = parts.groups()
        return parse_day(day, month_digits or month_name, year)
    raise ValueError("อ่านวันที่ไม่ได้ กรุณาพิมพ์ เช่น 16/03/2561 หรือ 16 มี.ค. 2561")


def year_be(day: date) -> int:
    """The calendar year in B.E.; the fiscal year is `Quarter`'s business."""
    return day.year + BE_OFFSET


def long_date(day: date) -> str:
    """16 มีนาคม 2561"""
    return f"{day.day} {MONTHS[day.month - 1]} {year_be(day)}"


def month_name(day: date) -> str:
    """มิถุนายน 2567"""
    return f"{MONTHS[day.month - 1]} {year_be(day)}"


def previous_month(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def short_date(day: date) -> str:
    """16 มี.ค. 2561"""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {year_be(day)}"


def weekday_date(day: date) -> str:
    """วันศุกร์ที่ 16 มีนาคม 2561"""
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {long_date(day)}"


def long_period(first: date, last: date) -> str:
    """Month and year are written once when both ends share them, as the plan does.

    Source: letter นศ 0019/01467, attachment 1: "๒ ตุลาคม - ๒๑ ธันวาคม ๒๕๖๐", "๒๒ - ๒๘ ธันวาคม ๒๕๖๐".
    """
    if first == last:
        return long_date(first)
    start = long_date(first)
    if first.year == last.year:
        start = str(first.day) if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
    return f"{start} - {long_date(last)}"


def moment(instant: datetime) -> str:
    """16 มี.ค. 2561 10:42 น., always the time of Bangkok. Raises: ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError("moment() needs an aware datetime")
    local = instant.astimezone(BANGKOK)
    return f"{short_date(local)} {local:%H:%M} น."


# --- amounts ------------------------------------------------------------------------------------

SATANG: Final = Decimal("0.01")
_AMOUNT: Final = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
MAX_BAHT: Final = Decimal("999999999999.99")
NO_FIGURE: Final = frozenset({"-", "–", "—", "−", "ไม่มี", "ไม่มีข้อมูล", "n/a"})
_BRACKETED: Final = re.compile(r"\(([0-9][0-9,.]*)\)")


def is_no_figure(text: str) -> bool:
    """Whether a text stands for no figure at all: nothing, or the "-" of an accounting format."""
    plain = repair(text).lower()
    return not plain or plain in NO_FIGURE


def baht(amount: Decimal) -> str:
    """1,234.50"""
    return f"{amount.quantize(SATANG, ROUND_HALF_UP):,}"


def parse_baht(text: str) -> Decimal:
    """An amount of zero or more with at most two decimals: 1,234.50, ๑,๒๓๔.๕๐, 1234 บาท, ฿1,234.-

    Raises: ValueError with a Thai sentence. A comma that does not part thousands is refused, because
    1,5 could mean 1.5 or 15.
    """
    plain = re.sub("บาท(ถ้วน)?|฿| ", "", to_arabic(repair(text)))
    plain = re.sub(r"\.[-–—]+$", "", plain)
    if found := _BRACKETED.fullmatch(plain):
        raise ValueError(f"ในบัญชี ({found[1]}) หมายถึงยอดติดลบ ถ้าเป็นยอดจำหน่าย กรุณาพิมพ์ {found[1]} โดยไม่มีวงเล็บ")
    if plain[:1] in {"-", "−", "–", "("}:
        raise ValueError("จำนวนเงินติดลบไม่ได้ กรุณาพิมพ์ 0 หรือมากกว่า")
    amount = _AMOUNT.fullmatch(plain)
    if amount is None:
        raise ValueError("กรุณาพิมพ์จำนวนเงินเป็นตัวเลข เช่น 1,234.50")
    if len(amount[2] or "") > 2:
        raise ValueError("จำนวนเงินมีทศนิยมได้ไม่เกิน 2 ตำแหน่ง (สตางค์) เช่น 1,234.50")
    value = Decimal(plain.replace(",", ""))
    if value > MAX_BAHT:
        raise ValueError("จำนวนเงินมากเกินไป กรุณาตรวจจำนวนหลักอีกครั้ง")
    return value.quantize(SATANG)


def count(number: int) -> str:
    """1,234"""
    return f"{number:,}"


@dataclass(frozen=True)
class Percent:
    """A percentage as every output shows it: rounded half up to `places` of its `exact` value; 5 means 5 %."""

    exact: Decimal
    places: int = 2

    @classmethod
    def of(cls, exact: Decimal, thresholds: Iterable[Decimal] = ()) -> Self:
        """Two places, or as many as it takes to stay on the exact value's side of each threshold (decision 0041)."""
        bounds, shown = tuple(thresholds), cls(exact)
        while any((exact > bound) != (shown.rounded > bound) for bound in bounds):
            shown = cls(exact, shown.places + 1)
        return shown

    @property
    def rounded(self) -> Decimal:
        """The shown value; a fall too small to be seen is 0, never -0."""
        with localcontext(prec=60):
            return self.exact.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP) + 0

    def __str__(self) -> str:
        return f"{self.rounded:,f}"
