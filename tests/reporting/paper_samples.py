"""Small papers and letters of every kind, made by hand; no database."""

from datetime import date
from decimal import Decimal

from reporting.kinds import Kind
from reporting.paper import (
    Block,
    Column,
    Enclosure,
    Form,
    Imprint,
    LetterPaper,
    Paper,
    Signature,
    Stand,
    Table,
)

FINGERPRINT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
IMPRINT = Imprint(
    "OTOP-2561-0042", "https://otop.example.go.th/verify/T0k", FINGERPRINT, "20 มี.ค. 2561 10:42 น.", "จังหวัด"
)
STAND = Stand(date(2018, 3, 27), 1)
COLUMNS = (
    Column("ที่", Form.COUNT, width=5),
    Column("ชื่อ", width=24),
    Column("รายการ", Form.COUNT, "ผลิตภัณฑ์", 8),
    Column("บาท", Form.BAHT, "ผลิตภัณฑ์", 14),
)


def table(rows: int, per_entry: int = 0, **over: object) -> Table:
    """Entries of `per_entry` rows when it is given; each name carries its number."""
    entry = per_entry or 1
    made = tuple(
        (1 + i // entry, f"กลุ่มที่{1 + i // entry}", i, Decimal(i) * 1000 if i else None) for i in range(rows)
    )
    sizes = (per_entry,) * (rows // per_entry) if per_entry else ()
    return Table("ตาราง", COLUMNS, made, sizes=sizes, merged=2 if per_entry else 0, **over)


def paper(*blocks: Block, kind: Kind = Kind.QUARTERLY, **over: object) -> Paper:
    given = {"title": "แบบรายงาน", "lines": ("จังหวัดนครศรีธรรมราช",), "stand": STAND} | over
    return Paper(kind, "80", "round:25612", blocks=blocks, **given)


def letter(**over: object) -> LetterPaper:
    given: dict[str, object] = {
        "subject": "การลงทะเบียน ปี 2561",
        "addressee": "นายอำเภอทุกอำเภอ",
        "paragraphs": ("ตามหนังสือที่อ้างถึง นั้น", "1) ดำเนินการภายในวันที่ 16 มีนาคม 2561"),
        "office": ("ศาลากลางจังหวัดนครศรีธรรมราช", "ถนนราชดำเนิน นศ 80000"),
        "day": date(2018, 3, 13),
        "number": "นศ 0019/01467",
        "urgency": "ด่วนที่สุด",
        "attachments": (Enclosure("แผนการดำเนินงาน", "จำนวน 1 ฉบับ"), Enclosure("แบบรายงาน", "จำนวน 1 ชุด")),
        "sender": ("สำนักงานพัฒนาชุมชนจังหวัด", "โทร. 0 7534 0000"),
        "is_draft": False,
    }
    return LetterPaper(**given | over)


SIGNATURES = (Signature("ผู้รายงาน"), Signature("ผู้รับรอง", "นายตัวอย่าง ทดสอบ", "พัฒนาการจังหวัด"))
