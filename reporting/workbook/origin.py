"""Where a workbook's data comes from: its last sheet and the file's own properties."""

from datetime import datetime, time
from typing import Final

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties

from reporting.kinds import Kind
from reporting.paper import Form, Imprint, Paper, Value
from reporting.workbook.cells import ANSWER, HEAD, LABEL, Ink
from reporting.workbook.leaf import Leaf, lines_of

NAME: Final = "ที่มาของข้อมูล"
WIDTHS: Final = (26, 74)
PERSONAL: Final = "มีข้อมูลส่วนบุคคล ใช้ในราชการเท่านั้น"


def draw_origin(book: Workbook, paper: Paper, imprint: Imprint, ink: Ink) -> None:
    """The last sheet: which state of the data this is, and how anybody can check the copy."""
    leaf = Leaf(book, NAME, WIDTHS, ink, is_landscape=False)
    leaf.row([leaf.cell(text, look=HEAD) for text in ("รายการ", "รายละเอียด")], 1)
    for label, value, form in _rows(paper, imprint):
        lines = lines_of(value, WIDTHS[1]) if isinstance(value, str) else 1
        leaf.row([leaf.cell(label, look=LABEL), leaf.cell(value, form, ANSWER)], lines)
    leaf.close()


def _rows(paper: Paper, imprint: Imprint) -> list[tuple[str, Value, Form]]:
    stand = paper.stand
    rows: list[tuple[str, Value, Form]] = [
        ("เอกสาร", paper.title, Form.TEXT),
        *(("", line, Form.TEXT) for line in paper.lines),
        ("สถานะข้อมูล", stand.words, Form.TEXT),
        ("ข้อมูล ณ วันที่", stand.as_of, Form.DAY),
        ("เลขที่เอกสาร", imprint.number, Form.CODE),
        ("ตรวจสอบเอกสารได้ที่", imprint.link, Form.CODE),
        ("ลายนิ้วมือข้อมูล (SHA-256)", imprint.fingerprint, Form.CODE),
        ("จัดทำเมื่อ", imprint.drawn_at, Form.TEXT),
        ("จัดทำให้", imprint.drawn_for, Form.TEXT),
    ]
    if stand.edition_number:
        rows[-5:-5] = [
            ("ฉบับที่", stand.edition_number, Form.COUNT),
            ("ลายนิ้วมือของฉบับ", stand.edition_fingerprint, Form.CODE),
        ]
    rows += [("หมายเหตุ", remark, Form.TEXT) for remark in paper.remarks]
    if paper.is_personal:
        rows.append(("ข้อควรระวัง", PERSONAL, Form.TEXT))
    return rows


def describe(book: Workbook, paper: Paper, imprint: Imprint) -> None:
    """The same in the properties of the file; its day is that of the data, so that equal files stay equal."""
    day = datetime.combine(paper.stand.as_of, time())
    book.properties = DocumentProperties(
        creator=imprint.drawn_for,
        title=paper.title,
        subject=" · ".join(paper.lines),
        description=f"{paper.stand.words} · {imprint.link}",
        identifier=imprint.number,
        keywords=imprint.fingerprint,
        category=str(Kind(paper.kind).label),
        language="th",
        created=day,
        modified=day,
    )
