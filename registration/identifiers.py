"""Numbers that carry a check: citizen and juristic IDs, telephones, our own registration and receipt numbers.

Pure. Every refusal is a `ValueError` whose text is a Thai sentence that says what to do.
"""

import re
from typing import Final

from stdnum import luhn, verhoeff
from stdnum.exceptions import InvalidComponent, InvalidLength, ValidationError
from stdnum.th import moa, pin

from otop_registry.thai import repair, to_arabic
from registration import numbers

ID_LENGTH: Final = 13
_SEPARATORS: Final = re.compile(r"[\s().–—‐-―−-]")
_DIGIT_ROWS: Final = re.compile(rf"[0-9](?:{_SEPARATORS.pattern}*[0-9])*")


_CITIZEN: Final = re.compile("[1-8][0-9]{12}")


def _compact(text: str) -> str:
    """Arabic digits without spaces, dashes, dots and brackets."""
    if text.isascii() and text.isdigit():
        return text
    return _SEPARATORS.sub("", to_arabic(repair(text)))


# --- citizen and juristic numbers ---------------------------------------------------------------


def citizen_id(text: str) -> str:
    """The 13 digits of a Thai citizen's number, typed with or without dashes, in Thai or Arabic digits."""
    number = _compact(text)
    if _CITIZEN.fullmatch(number) and pin.calc_check_digit(number[:-1]) == number[-1]:
        return number  # a list asks thousands of times: what is wrong with the others is asked below
    try:
        return str(pin.validate(number))
    except InvalidComponent:
        if number.startswith("0"):
            raise ValueError(
                "เลขที่ขึ้นต้นด้วย 0 ไม่ใช่เลขประจำตัวประชาชนของคนไทย ถ้าเป็นเลขนิติบุคคล กรุณากรอกในช่องเลขนิติบุคคล"
            ) from None
        raise ValueError("เลขประจำตัวประชาชนต้องขึ้นต้นด้วย 1-8 กรุณาตรวจกับบัตรอีกครั้ง") from None
    except ValidationError as fault:
        raise ValueError(_fault(fault, number, "เลขประจำตัวประชาชน", "บัตรประชาชน")) from None


def juristic_id(text: str) -> str:
    """The 13 digits of a juristic person's number, which begins with 0."""
    number = _compact(text)
    try:
        moa.validate(number)
    except InvalidComponent:
        raise ValueError(
            "เลขนิติบุคคลต้องขึ้นต้นด้วย 0 ถ้าเป็นเลขประจำตัวประชาชน กรุณากรอกในช่องเลขประจำตัวประชาชน"
        ) from None
    except ValidationError as fault:
        raise ValueError(_fault(fault, number, "เลขนิติบุคคล", "หนังสือรับรอง")) from None
    if not _POSSIBLE_JURISTIC.fullmatch(number) or _NO_RUNNING.search(number):
        raise ValueError(
            "ไม่มีเลขนิติบุคคลนี้ หลักที่ 2-3 คือจังหวัดที่จดทะเบียน และเลขลำดับไม่เป็นศูนย์ กรุณาตรวจกับหนังสือรับรองอีกครั้ง"
        )
    return number


# 0, the province of registration (10-96) or 99 of public bodies, kind and year, running number, check digit.
_POSSIBLE_JURISTIC: Final = re.compile("0(?:[1-8][0-9]|9[0-69])[0-9]{10}")
_NO_RUNNING: Final = re.compile("0{5}[0-9]$")


def find_id(text: str) -> str:
    """The 13 digits of a citizen's or juristic number inside a text, whatever stands around it; "" without any.

    Right or mistyped: what was typed as one word comes first, then the parts of a longer row of digits; of these the
    first with a right check digit, else the first.
    """
    for row in _DIGIT_ROWS.findall(to_arabic(repair(text))):
        digits, words = _compact(row), map(_compact, row.split())
        parts = [word for word in words if len(word) == ID_LENGTH]
        parts += [digits[start : start + ID_LENGTH] for start in range(len(digits) - ID_LENGTH + 1)]
        if parts:
            return next((part for part in parts if pin.is_valid(part) or moa.is_valid(part)), parts[0])
    return ""


def _fault(fault: ValidationError, number: str, name: str, document: str) -> str:
    """The Thai sentence for a number of wrong form, length or check digit."""
    if not re.fullmatch("[0-9]+", number):
        return f"{name}ต้องเป็นตัวเลข {ID_LENGTH} หลัก กรุณาลบตัวอักษรหรือเครื่องหมายอื่นออก"
    if isinstance(fault, InvalidLength):
        return f"{name}ต้องมี {ID_LENGTH} หลัก แต่พิมพ์มา {len(number)} หลัก กรุณาตรวจกับ{document}อีกครั้ง"
    return f"{name}นี้ไม่ถูกต้อง มีอย่างน้อยหนึ่งหลักที่พิมพ์ผิดหรือสลับกัน กรุณาตรวจกับ{document}อีกครั้ง"


def mask_id(number: str) -> str:
    """1-1017-xxxxx-xx-0: enough to tell two people apart, not enough to use; nothing for no number.

    Text that is not 13 digits shows no digit at all.
    """
    if not number:
        return ""
    if numbers.is_token(number):
        return numbers.mask_of(number)
    if not re.fullmatch(f"[0-9]{{{ID_LENGTH}}}", number):
        return "x-xxxx-xxxxx-xx-x"
    return f"{number[0]}-{number[1:5]}-xxxxx-xx-{number[-1]}"


# --- telephones ---------------------------------------------------------------------------------

_BETWEEN_PHONES: Final = re.compile(r"[,;/\n]|หรือ|และ")
_PHONE_WORD: Final = re.compile(r"^(?:โทรศัพท์|โทร|มือถือ|เบอร์)")
_ABROAD: Final = re.compile(r"^\+660?")
_SHORT: Final = 4  # digits of 1xxx
_MOBILE: Final = re.compile("0[689]")
_LANDLINE: Final = re.compile("0[23457]")
_LENGTH_HELP: Final = "เบอร์มือถือมี 10 หลัก (ขึ้นต้น 06 08 09) เบอร์บ้านหรือสำนักงานมี 9 หลัก"


def phone(text: str) -> str:
    """One telephone as digits: mobile 10 (06 08 09), landline 9 (02-05 07), short number 4 (1xxx)."""
    typed = _PHONE_WORD.sub("", _compact(text)).removeprefix(":")
    number = _ABROAD.sub("0", typed) if typed.startswith("+") else typed
    if not (number.isascii() and number.isdigit()):
        raise ValueError(f"หมายเลขโทรศัพท์ “{repair(text)}” ต้องเป็นตัวเลขเท่านั้น ไม่ต้องใส่เบอร์ต่อ")
    if len(number) == _SHORT and number.startswith("1"):
        return number
    if (needed := _phone_length(number)) is None:
        raise ValueError(f"หมายเลขโทรศัพท์ {number} ต้องขึ้นต้นด้วย 02-09 กรุณาตรวจอีกครั้ง {_LENGTH_HELP}")
    if len(number) != needed:
        raise ValueError(_phone_length_fault(number, needed))
    return number


def _phone_length(number: str) -> int | None:
    """How many digits a telephone with this beginning has; None for a beginning that is not in use."""
    if _MOBILE.match(number):
        return 10
    return 9 if _LANDLINE.match(number) else None


def _phone_length_fault(number: str, needed: int) -> str:
    """The Thai sentence for a digit too many or too few; many digits look like two telephones."""
    if len(number) >= 2 * 9:
        return f"หมายเลขโทรศัพท์ {number} มี {len(number)} หลัก ถ้ามีหลายเบอร์ กรุณาคั่นด้วยเครื่องหมาย ,"
    difference = len(number) - needed
    fault = f"เกินมา {difference} หลัก" if difference > 0 else f"ขาดไป {-difference} หลัก"
    return f"หมายเลขโทรศัพท์ {number} มี {len(number)} หลัก {fault} {_LENGTH_HELP}"


def phones_meant(text: str) -> str:
    """What telephones refused for a small slip probably are: a 0 put back in front, two numbers run together parted.

    "" when anything in the text is wrong in another way; for a person to confirm, never taken in silence.
    """
    meant = [
        _phone_meant(part) for part in _BETWEEN_PHONES.split(repair(text, multiline=True)) if part.strip()
    ]
    return ", ".join(meant) if all(meant) else ""


def _phone_meant(part: str) -> str:
    digits = _PHONE_WORD.sub("", _compact(part)).removeprefix(":")
    if not digits.isdigit():
        return ""
    halves = [(digits[:cut], digits[cut:]) for cut in (9, 10)] if len(digits) >= 2 * 9 else []
    for each in ((digits,), (f"0{digits}",), *halves):
        try:
            return ", ".join(show_phone(phone(number)) for number in each)
        except ValueError:
            continue
    return ""


def phones(text: str) -> list[str]:
    """Several telephones parted by , / ; a new line, หรือ or และ; each once, in the order typed."""
    parts = _BETWEEN_PHONES.split(repair(text, multiline=True))
    return list(dict.fromkeys(phone(part) for part in parts if part.strip()))


def show_phone(number: str) -> str:
    """08 1234 5678 and 0-7535-6555, as the letters write them; anything else as it is stored."""
    if re.fullmatch("0[689][0-9]{8}", number):
        return f"{number[:2]} {number[2:6]} {number[6:]}"
    if re.fullmatch("0[23457][0-9]{7}", number):
        return f"{number[0]}-{number[1:5]}-{number[5:]}"
    return number


# --- our own numbers ----------------------------------------------------------------------------

# Verhoeff's check digit finds every wrong digit and every swap of two neighbours, also across a dash.
_REGISTRATION: Final = re.compile("([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{5})([0-9])")
_RECEIPT: Final = re.compile("(25[0-9]{2})([1-4])([0-9]{4})([0-9]{4})([0-9])")
_MONTHLY: Final = re.compile("(25[0-9]{2})(0[1-9]|1[0-2])([0-9]{4})([0-9])")
_MONTHLY_PREFIX: Final = "M-"
_CENTURY_BE: Final = 2500
MAX_RUNNING: Final = 99_999
_MAX_SERIAL: Final = 9_999


def registration_number(province: str, district: str, fiscal_year_be: int, running: int) -> str:
    """80-01-61-00001-C: province, district within it, fiscal year B.E., running number, check digit.

    The first two parts together are the district's code (8001). The running number starts at 1 in each
    district and fiscal year. Source: decision 0014; the letters fix no form, so it imitates no office's.
    Raises: ValueError when a part does not fit, which no officer can cause.
    """
    if not re.fullmatch("[0-9]{4}", district) or not district.startswith(province) or len(province) != 2:
        raise ValueError(f"{district!r} is no district of {province!r}")
    if not (1 <= running <= MAX_RUNNING and _CENTURY_BE <= fiscal_year_be < _CENTURY_BE + 100):
        raise ValueError(f"no registration number for fiscal year {fiscal_year_be}, running {running}")
    return _dashed(_REGISTRATION, f"{district}{fiscal_year_be - _CENTURY_BE:02}{running:05}")


def check_registration_number(text: str) -> str:
    """The registration number as we print it, typed with or without dashes, in Thai or Arabic digits."""
    return _checked(_REGISTRATION, text, "เลขทะเบียน", registration_number("80", "8001", 2561, 1))


def receipt_number(quarter_text: str, district: str, serial: int) -> str:
    """2561-2-8001-0001-C: round, district, serial within both, check digit; fit for a file name.

    `quarter_text` is `str(Quarter)`, "2561/2". Raises: ValueError when a part does not fit.
    """
    fits = re.fullmatch("25[0-9]{2}/[1-4]", quarter_text) and re.fullmatch("[0-9]{4}", district)
    if not fits or not 1 <= serial <= _MAX_SERIAL:
        raise ValueError(f"no receipt number for {quarter_text!r}, {district!r}, {serial}")
    return _dashed(_RECEIPT, f"{quarter_text.replace('/', '')}{district}{serial:04}")


def monthly_number(year_be: int, month: int, district: str) -> str:
    """M-2567-08-4301-C: the month of sales (B.E.), district, check digit; a district has one report a month.

    Raises: ValueError when a part does not fit, which no officer can cause.
    """
    if not 1 <= month <= 12 or not re.fullmatch("[0-9]{4}", district):
        raise ValueError(f"no monthly report for month {month}, district {district!r}")
    return _MONTHLY_PREFIX + _dashed(_MONTHLY, f"{year_be:04}{month:02}{district}")


# Crockford's 32 signs: no I, L, O or U, so that nothing read from paper is taken for something else.
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES: Final = str.maketrans("OIL", "011")
_DOCUMENT_PREFIX: Final = "OTOP"
DOCUMENT_SIGNS: Final = 7  # and the check sign
DOCUMENT_EXAMPLE: Final = "OTOP-7K3M-9QT7"


def document_number(chosen: bytes) -> str:
    """OTOP-XXXX-XXXC: seven signs chosen at random and their check sign, short enough to be typed from paper.

    `chosen` gives a sign for each of its first seven bytes. Raises: ValueError for fewer bytes.
    """
    if len(chosen) < DOCUMENT_SIGNS:
        raise ValueError(f"{DOCUMENT_SIGNS} bytes are needed, not {len(chosen)}")
    signs = "".join(_SIGNS[byte % len(_SIGNS)] for byte in chosen[:DOCUMENT_SIGNS])
    return _shown_document(signs + luhn.calc_check_digit(signs, alphabet=_SIGNS))


def check_document_number(text: str) -> str:
    """The document's number as we print it, typed with or without OTOP and dashes, 0 for O and 1 for I or L."""
    typed = re.sub(r"[^0-9A-Z]", "", _compact(text).upper()).removeprefix(_DOCUMENT_PREFIX)
    signs = typed.translate(_LOOKALIKES)
    if len(signs) != DOCUMENT_SIGNS + 1 or not set(signs) <= set(_SIGNS):
        raise ValueError(f"เลขที่เอกสารไม่ครบหรือมีตัวอักษรอื่นปน กรุณาพิมพ์ให้ครบ เช่น {DOCUMENT_EXAMPLE}")
    if not luhn.is_valid(signs, alphabet=_SIGNS):
        raise ValueError("เลขที่เอกสารนี้ไม่ถูกต้อง มีอย่างน้อยหนึ่งตัวที่พิมพ์ผิดหรือสลับกัน กรุณาตรวจกับเอกสารอีกครั้ง")
    return _shown_document(signs)


def _shown_document(signs: str) -> str:
    return f"{_DOCUMENT_PREFIX}-{signs[:4]}-{signs[4:]}"


def _dashed(form: re.Pattern[str], digits: str) -> str:
    """The digits with their check digit, parted as `form` groups them."""
    parts = form.fullmatch(f"{digits}{verhoeff.calc_check_digit(digits)}")
    if parts is None:
        raise ValueError(f"{digits!r} does not fit {form.pattern}")
    return "-".join(parts.groups())


def _checked(form: re.Pattern[str], text: str, name: str, example: str) -> str:
    digits = _compact(text).replace("/", "")
    parts = form.fullmatch(digits)
    if parts is None:
        raise ValueError(f"{name}ไม่ครบหรือมีตัวอักษรปน กรุณาพิมพ์ให้ครบ เช่น {example}")
    if not verhoeff.is_valid(digits):
        raise ValueError(f"{name}นี้ไม่ถูกต้อง มีอย่างน้อยหนึ่งหลักที่พิมพ์ผิดหรือสลับกัน กรุณาตรวจกับเอกสารอีกครั้ง")
    return "-".join(parts.groups())
