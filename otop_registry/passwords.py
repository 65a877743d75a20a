"""The password hash, cheap enough that deadline morning does not stop the site; and which passwords are refused.

Long ones are wanted, of any letters; refused is what a list, a keyboard or the office's own words give away. A list of
common passwords has hardly a word of twelve letters: the shapes are looked at instead. Source: ASVS 5.0, 6.1.2 and 6.2.
"""

import re
import unicodedata
from typing import Final

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

from otop_registry import thai

LEAST: Final = 12  # letters
LEAST_OWN: Final = 6  # letters that are left when what anybody would try is taken out
LEAST_DIFFERENT: Final = 5
RUN: Final = 4  # letters in a row of the alphabet or of a keyboard
ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ")
WORDS: Final = tuple(
    "กรมการพัฒนาชุมชน พัฒนาชุมชน พัฒนาการ ผู้ประกอบการ ประเทศไทย ผลิตภัณฑ์ รหัสผ่าน ทะเบียน จังหวัด อำเภอ ตำบล โอทอป ผู้ผลิต "
    "registration administrator changwat password thailand registry district province amphoe welcome letmein secret "
    "passw0rd p@ssw0rd admin tambon qwerty krom otop demo user test cdd login iloveyou dragon monkey".split()
)
YEAR: Final = re.compile(r"(19|20|24|25)\d\d")


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: OWASP's minimum, a fifth of Django's memory."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


def fault_of(password: str, names: tuple[str, ...] = ()) -> str:
    """Why a password is refused, in a sentence; "" for a good one. `names` are the person's own words."""
    if len(password) < LEAST:
        return f"รหัสผ่านสั้นเกินไป กรุณาใช้อย่างน้อย {LEAST} ตัวอักษร"
    plain = thai.to_arabic(unicodedata.normalize("NFKC", password)).casefold()
    if len(set(plain)) < LEAST_DIFFERENT or plain in (plain + plain)[1:-1]:
        return "รหัสผ่านซ้ำตัวเดิมหรือคำเดิม กรุณาใช้หลายคำที่ต่างกัน"
    if _own(_without_runs(plain)) < LEAST_OWN:
        return "รหัสผ่านเรียงตามตัวอักษร ตัวเลข หรือแป้นพิมพ์ กรุณาใช้หลายคำที่ไม่เกี่ยวกัน"
    if _own(_without_runs(_without_words(plain, names))) < LEAST_OWN:
        return "รหัสผ่านเป็นคำที่เดาได้ เช่น ชื่อหน่วยงาน ชื่อของท่าน หรือปี กรุณาเพิ่มคำอื่นที่ไม่เกี่ยวกัน"
    return ""


def _own(text: str) -> int:
    """How many different letters and digits are left."""
    return len({letter for letter in text if letter.isalnum() or unicodedata.combining(letter)})


def _without_words(text: str, names: tuple[str, ...]) -> str:
    for word in sorted(
        {*WORDS, *(name.casefold() for name in names if len(name) > 2)}, key=len, reverse=True
    ):
        text = text.replace(word, " ")
    return YEAR.sub(" ", text)


def _without_runs(text: str) -> str:
    """The text without four and more letters in a row, up or down, and without repeated letters."""
    kept, at = [], 0
    while at < len(text):
        end, ways = at + 1, _ways(text, at)
        while ways and end < len(text):
            end += 1
            ways &= _ways(text, end - 1)
        if end - at >= RUN:
            at = end
        else:
            kept.append(text[at])
            at += 1
    return "".join(kept)


def _ways(text: str, at: int) -> frozenset[tuple[str, int]]:
    """How a letter leads to the next one: along the alphabet, along rows of keys, by which step."""
    pair = text[at : at + 2]
    if len(pair) < 2:
        return frozenset()
    steps = {("alphabet", ord(pair[1]) - ord(pair[0]))}
    steps |= {(row, row.index(pair[1]) - row.index(pair[0])) for row in ROWS if set(pair) <= set(row)}
    return frozenset(way for way in steps if abs(way[1]) <= 1)


class Guessable:
    """Django's validator around `fault_of`; its words are Thai."""

    def validate(self, password: str, user: object = None) -> None:
        names = tuple(
            part
            for name in ("username", "first_name", "last_name", "email")
            for part in re.split(r"[\W_]+", str(getattr(user, name, "")))
        )
        if fault := fault_of(password, names):
            raise ValidationError(fault, code="guessable")

    def get_help_text(self) -> str:
        return f"อย่างน้อย {LEAST} ตัวอักษร"


class Common(password_validation.CommonPasswordValidator):
    """Django's list of twenty thousand, said in Thai."""

    def validate(self, password: str, user: object = None) -> None:
        try:
            super().validate(password)
        except ValidationError:
            raise ValidationError("รหัสผ่านนี้มีผู้ใช้กันมาก กรุณาใช้คำอื่น", code="common") from None
