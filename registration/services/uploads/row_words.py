"""What a row of a table of records is by its words alone: a sum, a note, a signature, or a line over others.

Pure. Every row that one of these names is told by its number; whatever none of them names is a record.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from otop_registry import thai
from registration.services.uploads import heads
from registration.services.uploads.sheets import Cell

MOST_SIGNED: Final = 3  # signatures beside one another under a table
LONGEST: Final = 60  # letters of a line that only names what follows
_COUNTED: Final = (
    r"(?:[0-9][0-9,.]*(?:ราย|คน|กลุ่ม|แห่ง|ผลิตภัณฑ์|รายการ|ชนิด|ประเภท|ชิ้น|ตำบล|อำเภอ|หมู่บ้าน|แผ่น|บาท)*\.?)"
)
_ONLY_COUNTED: Final = re.compile(rf"{_COUNTED}+|[-–—]")
_TOTAL: Final = re.compile(
    r"(?:จำนวน)?(?:(?:ยอด|ผล)?รวม|ทั้งสิ้น|ทั้งหมด|(?:grand|sub)?total|sum)"
    r"(?:เป็นเงิน|เป็น|ทั้งสิ้น|ทั้งหมด|ทั้ง|สุทธิ|จำนวน|ยอด|จำหน่าย|ขาย|ผู้ผลิต|ผู้ประกอบการ|ผลิตภัณฑ์|สินค้า|กลุ่ม|ราย)*"
    rf"(?:(?:ตำบล|ต\.|แขวง|อำเภอ|อ\.|เขต|จังหวัด|จ\.|หมู่|ม\.|หน้า|แผ่น|ประเภท).*|{_COUNTED}*)",
    re.I,
)
_SIGNED: Final = r"\(?ลงชื่อ|ผู้(?:รายงาน|รับรอง|จัดทำ|บันทึก|ตรวจ|ให้ข้อมูล|สำรวจ)|จัดทำโดย|ขอรับรอง"
_SIGNATURE: Final = re.compile(_SIGNED)
_NOTE: Final = re.compile(
    rf"หมายเหตุ|{_SIGNED}|ข้อมูลณ|ที่มา|ตำแหน่ง|พิมพ์เมื่อ|จัดทำเมื่อ|หน้า(?:ที่)?[0-9]|[*.…_-]{{3,}}|\*"
    r"|\((?:นาย|นาง|น\.?ส\.?|ว่าที่|[.…_-]{3,})|วันที่(?:[0-9.…_/]|เดือน)|โทร(?:ศัพท์)?[.:]*[0-9]"
    r"|พัฒนาการ(?:อำเภอ|จังหวัด)|นักวิชาการพัฒนาชุมชน|เจ้าพนักงานพัฒนาชุมชน|พัฒนากร|นายอำเภอ"
)


def is_sum(written: Iterable[Cell]) -> bool:
    """Whether a row's texts only say that it adds up others, with what it counts beside them: รวม ต.ท่าดี 12 ราย."""
    found = False
    for cell in _texts(written):
        if not _TOTAL.fullmatch(_joined(cell).strip(".")):
            return False  # a record's first text already
        found = True
    return found


def _texts(written: Iterable[Cell]) -> Iterator[Cell]:
    """The cells of a row that hold more than a figure or a count, as they are asked for."""
    for cell in written:
        is_text = isinstance(cell.value, str) and not heads.is_figure(cell)
        if is_text and not _ONLY_COUNTED.fullmatch(_joined(cell)):
            yield cell


def is_note(cell: Cell) -> bool:
    """Whether a text begins as notes, signatures and dates under a table begin."""
    return isinstance(cell.value, str) and bool(_NOTE.match(_joined(cell)))


def signs(written: Iterable[Cell]) -> bool:
    """Whether a row is where a table is signed."""
    return any(isinstance(cell.value, str) and _SIGNATURE.match(_joined(cell)) for cell in written)


def is_under_signature(written: Sequence[Cell]) -> bool:
    """Whether a row below a signature goes on with it: few cells, the first of them no running number."""
    return len(written) <= MOST_SIGNED and not heads.is_figure(written[0])


def named_over(written: Sequence[Cell], kind: heads.Kind) -> tuple[str, Cell] | None:
    """(key, cell) of a row that only names what the rows under it share, such as their subdistrict."""
    first = list(islice(_texts(written), 2))
    return over(first[0], kind.over) if len(first) == 1 else None


def over(cell: Cell, patterns: Mapping[str, re.Pattern[str]]) -> tuple[str, Cell] | None:
    """(key, cell) where a text is the name of what follows and nothing else."""
    text = thai.repair(str(cell.value))
    key = next((key for key, pattern in patterns.items() if pattern.fullmatch(text)), "")
    return (key, cell) if key and len(text) <= LONGEST else None


def in_titles(cells: Iterable[Cell], kind: heads.Kind) -> Mapping[str, Cell]:
    """{key: cell that holds its name alone} of what the lines above a table end with, where they name one of it."""
    found: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        text = thai.repair(str(cell.value))
        for key, pattern in kind.over.items():
            if said := re.search(rf"(?<![ก-๎])(?:{pattern.pattern})$", text):
                found.setdefault(key, {})[said[0]] = cell._replace(value=said[0])
    return {key: next(iter(each.values())) for key, each in found.items() if len(each) == 1}


def _joined(cell: Cell) -> str:
    """A text without spaces and colons, in Arabic digits."""
    return _joined_once(str(cell.value))


@lru_cache(maxsize=100)
def _joined_once(typed: str) -> str:
    text = thai.to_arabic(thai.repair(typed))
    return "".join(text.split()).replace(":", "").replace("：", "")
