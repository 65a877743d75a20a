"""Words that no line breaks: a day with its month and year, and compounds that a dictionary takes for two words."""

import re
from typing import Final

from otop_registry import thai

Piece = tuple[str, bool]  # words, whether they stay on one line
# The field's own compounds, as the letters use them.
COMPOUNDS: Final = (
    "การดำเนินงาน ดำเนินการ ดำเนินงาน ลงทะเบียน ผู้ผลิต ผู้ประกอบการ ประกอบการ ผลิตภัณฑ์ พัฒนาชุมชน ปีงบประมาณ "
    "ไตรมาส ตรวจสอบ รับรอง จัดระดับ หน่วยงาน ปฏิบัติราชการ ผู้ว่าราชการ ยอดจำหน่าย ส่งกลับ แก้ไข บันทึกข้อมูล "
    "ประชาสัมพันธ์ เครื่องดื่ม กลุ่มงาน ส่งมาด้วย ทราบโดยทั่วกัน ต่อไป ดังกล่าว เดียวกัน ข้างต้น เน้นย้ำ"
).split()
_DAY: Final = (
    rf"(?:ลง)?(?:วันที่ )?[0-9๐-๙]{{1,2}} (?:{'|'.join(thai.MONTHS)})(?: (?:พ\.ศ\. ?)?[0-9๐-๙]{{4}})?"
    r"|จำนวน [0-9๐-๙,]+ (?:ราย|รายการ|แห่ง|ฉบับ|ชุด|แผ่น|เล่ม)|QR Code"
)
_KEPT: Final = re.compile(f"({_DAY}|{'|'.join(sorted(COMPOUNDS, key=len, reverse=True))})")


def pieces(text: str) -> list[Piece]:
    """The text in pieces, in order; between two of them a line may break."""
    return [(words, place % 2 == 1) for place, words in enumerate(_KEPT.split(text)) if words]
