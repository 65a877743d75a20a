"""Lists of producers as offices keep them, built as workbooks: heads, rows, merged cells."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from registration.models import Unit, UploadRow, User
from registration.services.imports import applying, checking, kinds
from registration.services.imports.checking import Brought, Upload
from registration.services.imports.kinds import Judged, Scene
from registration.services.uploads import records
from registration.services.uploads.records import Table
from tests.world.factories import DAY, make_citizen_id

HEADS = (
    "ที่", "ชื่อกลุ่ม/ผู้ประกอบการ", "ประเภทผู้ผลิต", "ประธาน/เจ้าของ", "เลขประจำตัวประชาชน", "บ้านเลขที่", "ตำบล", "โทรศัพท์",
    "ชื่อผลิตภัณฑ์", "ประเภทผลิตภัณฑ์", "มาตรฐาน",
)  # fmt: skip
STATED = {"is_thai": True, "takes_part_in_production": True}


def line(number: int, over: Mapping[str, Any] | None = None) -> list[Any]:
    """One line of a list that is clean but for what is given, by head."""
    cells: dict[str, Any] = {
        "ที่": number,
        "ชื่อกลุ่ม/ผู้ประกอบการ": f"ร้านทดสอบ {number}",
        "ประเภทผู้ผลิต": "เจ้าของรายเดียว",
        "ประธาน/เจ้าของ": "นางมาลี ใจดี",
        "เลขประจำตัวประชาชน": make_citizen_id(),
        "บ้านเลขที่": f"{number}/1",
        "ตำบล": "ในเมือง",
        "โทรศัพท์": "0812345678",
        "ชื่อผลิตภัณฑ์": f"ขนมลา {number}",
        "ประเภทผลิตภัณฑ์": "อาหาร",
        "มาตรฐาน": None,
    }
    return [(cells | dict(over or {}))[head] for head in HEADS]


def book(rows: Sequence[Sequence[Any]], *, heads: Sequence[str] = HEADS, merged: Sequence[str] = ()) -> bytes:
    """A workbook with a title, a head and these rows; `merged` ranges such as B4:B5."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "รายชื่อ"
    sheet.append(["ทะเบียนผู้ประกอบการ OTOP อำเภอเมืองนครศรีธรรมราช"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def judged(
    data: bytes, unit: Unit, *, name: str = "รายชื่อ.xlsx", kind: str = "roster", **said: object
) -> tuple[Table, list[Judged]]:
    """A list judged as a command does it without writing; `said` is stated of all of it."""
    found = kinds.of(kind)
    table = records.read(Brought(found, unit, name, data, is_trusted=True).sheets, found.heads)
    return table, list(checking.judge(found, Scene(unit, "", None, DAY, said=said), table))


def checked(data: bytes, unit: Unit, *, by: User, on: date = DAY, name: str = "รายชื่อ.xlsx") -> Upload:
    """An upload of a roster, its columns taken as guessed, checked with what officers state."""
    return _checked(Brought(kinds.of("roster"), unit, name, data), STATED, by=by, on=on)


def pasted(kind: str, text: str, unit: Unit, *, by: User, subject: str = "", **said: object) -> Upload:
    """An upload of a pasted table of a kind, its columns taken as guessed, checked."""
    brought = Brought(kinds.of(kind), unit, "", text.encode(), is_pasted=True, subject=subject)
    return _checked(brought, said, by=by, on=DAY)


def _checked(brought: Brought, said: Mapping[str, Any], *, by: User, on: date) -> Upload:
    upload = checking.receive(brought, by=by, on=on)
    mapping = {str(each["column"]): each["key"] for each in upload.columns}
    checking.check(upload, mapping, said, by=by, on=on)
    return upload


def applied(data: bytes, unit: Unit, *, by: User, on: date = DAY) -> Upload:
    """An upload of a roster, checked and applied."""
    upload = checked(data, unit, by=by, on=on)
    applying.apply_now(upload, by=by, on=on)
    return upload


def states(upload: Upload) -> list[str]:
    return list(UploadRow.objects.filter(upload=upload).order_by("number").values_list("state", flat=True))
