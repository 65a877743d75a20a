"""Words that no line breaks: a day with its month and year, and compounds that a dictionary takes for two words."""

import re
from typing import Final

from otop_registry import thai

Piece = tuple[str, bool]  # words, whether they stay on one line
# The field's own compounds, as the letters use them.
COMPOUNDS: Final = (
    "การดำเนินงาน ดำเนินการ ดำเนินงาน ลงทะเบียน ผู้ผลิต ผู้ประกอบการ ประกอบการ ผลิตภัณฑ์ พัฒนาชุมชน ปีงบประมาณ "
    "ไตรมาส ตรวจสอบ รับรอง จัดระดับ หน่วยงาน ปฏิบัติราชการ ผู้ว่าราชการ ยอดจำหน่าย ส่งกลับ แก้ไข บันทึกข้อมูล "
    "ประชาสัมพันธ์ เครื่องดื่ม กลุ่มงาน ส่งมาด้วย ทราบโดยทั่วกัน ต่อไป ดังกล่าว เดียวกัน ข้างต้น เน้นย้ำ "
    "หนึ่งตำบล หนึ่งผลิตภัณฑ์ ผู้ลงทะเบียน เลขทะเบียน เลขประจำตัว หมายเลขโทรศัพท์"
).split()
_MONTHS: Final = "|".join(map(re.escape, (*thai.MONTHS, *thai.SHORT_MONTHS)))
_YEAR: Final = r"(?:พ\.ศ\. ?)?[0-9๐-๙]{4}"
# ณ วันจันทร์ที่ 16 กันยายน พ.ศ. 2567, 9 ส.ค. 2567
_DAY: Final = rf"(?:ณ )?(?:(?:ลง)?วัน\S*ที่ )?[0-9๐-๙]{{1,2}} (?:{_MONTHS})(?: {_YEAR})?"
_QUARTER: Final = r"(?:ไตรมาส(?:ที่)?|รอบ) [0-9๐-๙](?:/[0-9๐-๙]{4})?(?![0-9๐-๙])"
_PERIOD: Final = rf"{_QUARTER}|(?:เดือน)?(?:{_MONTHS}) {_YEAR}|ปีงบประมาณ {_YEAR}"
_NUMBER: Final = r"จำนวน [0-9๐-๙,]+ (?:ราย|รายการ|แห่ง|ฉบับ|ชุด|แผ่น|เล่ม)|QR Code"
_KEPT: Final = re.compile(
    f"({'|'.join((_DAY, _PERIOD, _NUMBER, *sorted(COMPOUNDS, key=len, reverse=True)))})"
)
_WORD: Final = re.compile(rf"(?:{_DAY}|{_PERIOD})(?!\S)|\S+")


def pieces(text: str) -> list[Piece]:
    """The text in pieces, in order; between two of them a line may break."""
    return [(words, place % 2 == 1) for place, words in enumerate(_KEPT.split(text)) if words]


def words(text: str) -> list[str]:
    """The words of a cell, parted by spaces; a day with its month and year is one word."""
    return _WORD.findall(text)
