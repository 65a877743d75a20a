"""P6: papers as PDF, against bare WeasyPrint of the same finished HTML in one piece. Needs no database."""

import resource
from datetime import date
from decimal import Decimal

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.timing import Result, compare, milliseconds
from reporting import document
from reporting.document import pages
from reporting.document.fetching import BASE, STATIC, OwnFilesOnly
from reporting.kinds import Kind
from reporting.paper import Column, Form, Imprint, Paper, Stand, Table

SHORT, LONG = 30, 3000  # rows
BAR_SHORT, BAR_LONG, BAR_MEMORY = 1.15, 0.65, 1.0
MEMORY_MB = 250
IMPRINT = Imprint(
    "OTOP-1", "https://otop.example.go.th/verify/T0k", "0" * 64, "1 ม.ค. 2567 08:00 น.", "จังหวัด"
)
COLUMNS = (
    Column("ที่", Form.COUNT, width=6),
    Column("เลขทะเบียน", Form.CODE, width=16),
    Column("ชื่อกลุ่ม/ผู้ประกอบการ", width=24),
    Column("ประเภทผู้ผลิต", width=16),
    Column("ที่ตั้ง", width=26),
    Column("โทรศัพท์", Form.CODE, width=12),
    Column("ชื่อ", width=22, group="ผลิตภัณฑ์"),
    Column("ประเภท", width=12, group="ผลิตภัณฑ์"),
    Column("ยอดจำหน่าย (บาท)", Form.BAHT, width=14),
)


def measure() -> list[Result]:
    """The long paper is drawn once each: it takes long enough to be steady."""
    short, long = paper(SHORT), paper(LONG)
    results = [
        compare(
            "P6 report of 30 rows / bare WeasyPrint (ms)",
            lambda: drawn(short),
            lambda: bare(short),
            bar=BAR_SHORT,
        )
    ]
    ours = milliseconds(lambda: drawn(long))
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    results += [
        Result("P6 roster of 3,000 rows, largest process / 250 MB", largest, MEMORY_MB, BAR_MEMORY),
        Result(
            "P6 roster of 3,000 rows / bare, one piece (ms)", ours, milliseconds(lambda: bare(long)), BAR_LONG
        ),
    ]
    return results


def paper(rows: int) -> Paper:
    made = [
        (
            place,
            f"80-01-61-{place:05}-C",
            "กลุ่มแม่บ้านเกษตรกรบ้านท่าเงินชัย",
            "กลุ่มผู้ผลิตชุมชน",
            f"{place % 200} หมู่ที่ {place % 12} ตำบลปากพูน อำเภอสิชล",
            "08 1234 5678",
            "น้ำพริกกุ้งเสียบสำเร็จรูป",
            "อาหาร",
            Decimal(place * 100),
        )
        for place in range(1, rows + 1)
    ]
    stand = Stand(date(2024, 1, 1))
    return Paper(
        Kind.ROSTER,
        "80",
        "round:25671",
        "ทะเบียนรายชื่อ",
        (),
        stand,
        (Table("ทะเบียน", COLUMNS, made),),
        is_landscape=True,
    )


def drawn(given: Paper) -> bytes:
    return document.draw(given, IMPRINT)


def bare(given: Paper) -> bytes:
    """What anybody would write: the HTML and its style sheets, nothing else."""
    sheet, fonts, fetcher = pages.sheet(given, IMPRINT), FontConfiguration(), OwnFilesOnly()
    sources = [(STATIC / "css" / name).read_text(encoding="utf-8") for name in sheet.styles]
    styles = [
        CSS(string=text, base_url=f"{BASE}css/", url_fetcher=fetcher, font_config=fonts)
        for text in (*sources, sheet.rules)
    ]
    page = HTML(string=sheet.html, base_url=BASE, url_fetcher=fetcher)
    return page.write_pdf(font_config=fonts, stylesheets=styles)
