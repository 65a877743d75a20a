"""The findings of an upload by kind: words that hold for all of them, how many rows, and what some say. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from registration import content
from registration.checks import table as checks
from registration.models import Upload
from registration.models.uploads import RowState
from registration.services.imports.roster_applying import RULE
from registration.services.imports.roster_doubts import DOUBT
from registration.services.uploads.values.reading import UNREADABLE

WEIGHT: Final = {"error": 0, "warning": 1, "remark": 2}
EXAMPLES: Final = 3
# What holds for every finding of a code; a code without a line is told by its column, else by its messages alone.
WORDS: Final[Mapping[str, str]] = {
    "abolished": "ตำบลหรืออำเภอที่ยกเลิกแล้ว อ่านเป็นพื้นที่ปัจจุบัน",
    "address": "ที่อยู่ในช่องเดียว แยกเป็นช่องของแบบฟอร์ม",
    "address_in_name": "ชื่อที่มีที่อยู่ต่อท้าย",
    "address_rest": "ที่อยู่ในช่องเดียว มีข้อความที่ไม่ได้ใช้",
    "ahead": "เดือนที่ยังไม่ถึง",
    "ambiguous": "ชื่อที่ตรงกับหลายรายการ",
    "amount": "จำนวนเงินที่อ่านไม่ได้",
    "answered_later": "มีคำตอบหลังจากนี้ของอำเภอและเดือนเดียวกัน",
    "by_name": "แถวที่ไม่ได้ระบุผู้ผลิต หาจากชื่อผลิตภัณฑ์",
    "choice": "คำที่อ่านเป็นตัวเลือกของระบบ",
    "closed": "เดือนที่บันทึกไม่ได้",
    "column": "คอลัมน์ที่ต้องตรวจความหมาย",
    "conflict": "มีผู้อื่นบันทึกหลังจากตรวจไฟล์",
    "continued": "แถวที่นับรวมกับแถวด้านบน",
    "contradicts": "เลขทะเบียนกับชื่อไม่ตรงกัน",
    "counted": "จำนวนที่มีหน่วยหรือคำอื่นอยู่ด้วย",
    "district": "อำเภอที่อ่านไม่ได้ หรืออ่านต่างจากที่พิมพ์",
    "elsewhere": "รายการของพื้นที่อื่น",
    "formula": "ช่องที่เป็นสูตร",
    "jump_month": "ยอดต่างจากเดือนก่อนเกินร้อยละ 50",
    "jump_year": "ยอดต่างจากเดือนเดียวกันของปีก่อนเกินร้อยละ 50",
    "kind_stated": "ประเภทผู้ผลิตที่ใช้สำหรับรายที่ไม่บอก",
    "marks": "ช่องเครื่องหมายที่ไม่ได้เลือกไว้ช่องเดียว",
    "masked": "เลขที่ปิดบางหลัก",
    "mended_differs": "ยอดที่กรอกต่างจากยอดในไฟล์",
    "members": "จำนวนสมาชิกชาย/หญิง ในช่องเดียว",
    "merged": "ยอดปนกับยอดที่ผสานหลายแถว",
    "month": "เดือนที่อ่านไม่ได้ หรือไม่ได้ระบุ",
    "name": "ชื่อบุคคลที่แยกเป็นคำนำหน้า ชื่อ และนามสกุล",
    "name_of_owner": "ใช้ชื่อเจ้าของเป็นชื่อกลุ่ม/ผู้ประกอบการ",
    "no_part": "ผลิตภัณฑ์ที่ไม่ได้แบ่งยอดให้",
    "no_surname": "ชื่อบุคคลที่ไม่มีนามสกุล",
    "no_year": "เดือนที่ไม่ได้ระบุปี",
    "not_undone": "แถวที่ไม่ได้เลิกทำ",
    "of_which": "ช่องเดียวที่อยู่ข้างหลายผลิตภัณฑ์",
    "other_district": "สถานที่ผลิตนอกพื้นที่",
    "other_month": "ยอดของเดือนอื่น",
    "other_value": "บรรทัดของรายเดียวกันบอกไม่ตรงกัน",
    "outlier": "ยอดนอกช่วงปกติของผลิตภัณฑ์",
    "owner_of_name": "อ่านเจ้าของจากชื่อกลุ่ม/ผู้ประกอบการ",
    "owner_title": "คำนำหน้าชื่อที่อ่านไม่ได้",
    "phone": "หมายเลขโทรศัพท์ที่เติม 0 หรือแยกหมายเลข",
    "place": "ตำบลที่หาไม่พบ หรืออ่านจากที่อยู่",
    "place_of_authority": "ตำบลที่อ่านจากชื่อ อปท.",
    "products": "เป้าผลิตภัณฑ์ที่ต้องตรวจ",
    "registration_number": "เลขทะเบียนที่อ่านไม่ได้",
    "repaired": "ตัวสะกดและสระที่ซ้ำหรือสลับที่ ระบบจัดให้แล้ว",
    "repeated_line": "ผลิตภัณฑ์ที่ซ้ำกันในรายเดียวกัน นับครั้งเดียว",
    "several_names": "ช่องชื่อที่อาจมีหลายชื่อ",
    "several_products": "ช่องที่อาจมีหลายผลิตภัณฑ์",
    "set": "ค่าที่กำหนดให้หลายแถวพร้อมกัน",
    "shared_type": "ประเภทเดียวที่ใช้กับทุกผลิตภัณฑ์ในแถว",
    "spaces": "ช่องว่างและการขึ้นบรรทัดที่เกินมา",
    "split": "ยอดรวมที่ไม่ได้แยกช่องทาง",
    "text_in_phone": "ข้อความในช่องโทรศัพท์ที่ไม่ได้ใช้",
    "total_differs": "ผลรวมที่ไม่เท่ากับรายการ",
    "twice": "เรื่องเดียวกันมีมากกว่าหนึ่งแถว",
    "unit": "จำนวนเงินที่คูณด้วยหน่วย",
    "unknown_number": "เลขทะเบียนที่ไม่พบ",
    "unknown_producer": "ผู้ผลิตที่ไม่พบในทะเบียน",
    "unknown_product": "ผลิตภัณฑ์ที่ไม่พบในทะเบียน",
    "unprintable": "อักขระที่พิมพ์ในเอกสารไม่ได้",
    "village": "หมู่ที่ซึ่งมีชื่อหมู่บ้านอยู่ด้วย",
    "year": "วันที่ซึ่งปีไม่ตรงกับที่พิมพ์",
}


@dataclass(frozen=True)
class Group:
    """Findings of one kind: words that hold for all of them, how many rows have one, and what some of them say.

    `examples` is empty where all say the same, which then stands in `words`.
    """

    code: str
    severity: str
    rows: int
    words: str
    examples: tuple[str, ...] = ()


def groups(upload: Upload) -> list[Group]:
    """The findings of the rows that are still open, by kind: errors first, then the most frequent."""
    rows = upload.rows.exclude(state__in=(RowState.DROPPED, RowState.UNDONE)).order_by("number", "pk")
    counts: dict[tuple[str, str], int] = {}
    said: dict[tuple[str, str], dict[str, None]] = {}
    for findings in rows.values_list("findings", flat=True).iterator(chunk_size=1000):
        own = {(each["severity"], sort_of(each)): each["message"] for each in findings}
        for key, message in own.items():
            counts[key] = counts.get(key, 0) + 1
            kept = said.setdefault(key, {})
            if len(kept) <= EXAMPLES:
                kept[message] = None
    heads = {each["letter"]: each["head"] for each in upload.columns}
    told = [_group(key, counts[key], messages, heads) for key, messages in said.items()]
    return sorted(told, key=lambda each: (WEIGHT[each.severity], -each.rows, each.code))


def _group(key: tuple[str, str], rows: int, messages: Iterable[str], heads: Mapping[str, str]) -> Group:
    severity, code = key
    several = tuple(messages)
    if len(several) == 1:
        return Group(code, severity, rows, several[0])
    words = words_of(code, heads)
    return Group(code, severity, rows, words or several[0], several[0 if words else 1 : EXAMPLES])


def words_of(code: str, heads: Mapping[str, str]) -> str:
    """What holds for every finding of a kind; `heads` {letter: head of the column}. "" where only examples say it."""
    if code.startswith(f"{UNREADABLE}-"):
        letter = code.removeprefix(f"{UNREADABLE}-")
        return f"คอลัมน์ {letter} “{heads.get(letter) or 'ไม่มีหัวตาราง'}” มีช่องที่อ่านไม่ได้"
    if code.startswith(RULE):
        field = code.removeprefix(RULE)
        label = "ผลิตภัณฑ์" if field == "products" else content.label_of(_COLUMN_OF.get(field, field))
        return f"{label}: ยังไม่มี หรือยังใช้ไม่ได้"
    if code.startswith(DOUBT) and checks.is_known(code.removeprefix(DOUBT)):
        return checks.named(code.removeprefix(DOUBT)).title
    return WORDS.get(code, "")


_COLUMN_OF: Final = {"subdistrict": "subdistrict_id"}


def sort_of(finding: Mapping[str, Any]) -> str:
    """By what a finding is grouped: its code, and where a cell could not be read its column too."""
    code, column = str(finding["code"]), str(finding["column"])
    return f"{code}-{column}" if code == UNREADABLE and column else code
