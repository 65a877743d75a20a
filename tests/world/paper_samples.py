"""Papers without a database, a workbook read back, and a round closed for the tests of documents."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from registration.models import Edition, Unit
from registration.services import editions
from registration.workflow import CertificateStatus, ClosingStatus, Status
from reporting import workbook
from reporting.kinds import Kind
from reporting.paper import Block, Column, Form, Imprint, Paper, Signature, Stand, Table, Value
from tests.world.factories import certification_of, closing_of, submission_of, walk

IMPRINT = Imprint(
    "QR-8001-25612", "https://example.org/verify/abc", "f" * 64, "19 มี.ค. 2561 10:00 น.", "อำเภอเมือง"
)
COLUMNS = (
    Column("ที่", Form.COUNT, width=5),
    Column("เลขทะเบียน", Form.CODE, width=16),
    Column("ชื่อ", width=20),
    Column("วันที่", Form.DAY, width=13),
    Column("เดือนนี้", Form.BAHT, "ยอดจำหน่าย", 14),
    Column("รายการ", Form.COUNT, "ยอดจำหน่าย", 10),
    Column("ร้อยละ", Form.PERCENT, width=10),
)
ROWS = (
    (1, "0080010000123", "กลุ่มแม่บ้าน", date(2018, 3, 16), Decimal("1234.50"), 2, Decimal(5)),
    (1, "0080010000123", "กลุ่มแม่บ้าน", date(2018, 3, 16), Decimal("1.25"), 3, None),
    (2, "0080010000131", "ขนมลา", None, None, 0, Decimal("-5.25")),
)
TOTAL = (None, None, "รวม", None, Decimal("1235.75"), 5, None)


def make_table(rows: Sequence[tuple[Value, ...]] = ROWS, **over: Any) -> Table:
    """Two producers, the first with two rows, and their total."""
    return Table(**{"name": "ทะเบียน", "columns": COLUMNS, "rows": rows, "total": TOTAL} | over)


def make_paper(*blocks: Block, **over: Any) -> Paper:
    fields = {
        "kind": Kind.ROSTER,
        "unit_code": "8001",
        "subject": "round:25612",
        "title": "แบบรายงานปี 2561",
        "lines": ("อำเภอเมือง", "รอบ 2/2561"),
        "stand": Stand(date(2018, 3, 19)),
        "blocks": blocks or (make_table(),),
        "signatures": (Signature("ผู้รายงาน", "นางสมใจ ใจดี", "พัฒนาการอำเภอ"), Signature("ผู้รับรอง")),
        "remarks": ("ตรวจแล้ว",),
    }
    return Paper(**fields | over)


def drawn(paper: Paper, *, flat: bool = False, imprint: Imprint = IMPRINT) -> bytes:
    file = BytesIO()
    workbook.draw(paper, imprint, file, flat=flat)
    return file.getvalue()


def opened(paper: Paper, *, flat: bool = False) -> Workbook:
    return load_workbook(BytesIO(drawn(paper, flat=flat)))


def table_of(paper: Paper) -> Table:
    (table,) = paper.tables
    return table


def flat_rows(paper: Paper) -> list[dict[str, Any]]:
    """The rows of a flat workbook's first sheet by their headings, as Excel would read them."""
    heading, *rows = opened(paper, flat=True).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def close_round(home: Unit, round_id: int, *districts: Unit) -> Edition:
    """Certifies the districts and their province and closes the round; everybody else is left out."""
    for district in districts:
        walk(submission_of(district, round_id), Status.CERTIFIED)
    walk(certification_of(home, round_id), CertificateStatus.CERTIFIED)
    walk(closing_of(round_id), ClosingStatus.CLOSED)
    edition = editions.latest(round_id)
    assert edition
    return edition
