"""A paper as PDF: its figures, its headings on each page, its imprint; long lists in parts; nothing is fetched."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from weasyprint.formatting_structure.boxes import TableCellBox

from registration.stand import Basis
from reporting import document
from reporting.document import pages
from reporting.document.rendering import lay_out, render
from reporting.kinds import Kind
from reporting.paper import Column, Facts, Form, Prose, Signature, Stand, Table
from tests.reporting import reading
from tests.reporting.paper_samples import COLUMNS, IMPRINT, SIGNATURES, paper, table

SECRET = "ข้อความที่ไม่มีใครขอ"


def test_a_table_prints_numbers_dashes_totals_and_signatures() -> None:
    rows = ((1, "สิชล", 1234, Decimal("1234567.5")), (2, "ขนอม", 0, None))
    given = Table("ตาราง", COLUMNS, rows, (None, "รวม", 1234, Decimal("1234567.50")), note="ยกมา + ใหม่")
    text = reading.text(document.draw(paper(given, signatures=SIGNATURES), IMPRINT))
    assert "1 สิชล 1,234 1,234,567.50" in text
    assert "2 ขนอม 0 –" in text
    assert "รวม 1,234 1,234,567.50" in text
    for words in ("ยกมา + ใหม่", "(นายตัวอย่าง ทดสอบ)", "ผู้รายงาน", "ฉบับที่ 1 (ปิดระบบแล้ว)"):
        assert words in text


def test_each_page_repeats_the_headings_and_says_where_it_is() -> None:
    found = reading.pages(document.draw(paper(table(120), is_personal=True), IMPRINT))
    assert len(found) > 2
    for place, page in enumerate(found, 1):
        assert f"หน้า {place} จาก {len(found)}" in page
        assert "รายการ" in page
        assert "เอกสารมีข้อมูลส่วนบุคคล" in page
        assert "OTOP-2561-0042" in page
        assert "9f86 d081 884c 7d65" in page


def test_a_public_paper_is_not_marked_personal() -> None:
    assert "ส่วนบุคคล" not in reading.text(document.draw(paper(table(2)), IMPRINT))


def test_thai_digits_are_written_everywhere_but_in_what_is_typed() -> None:
    drawn = document.draw(paper(table(60), uses_thai_digits=True, title="ปี 2561"), IMPRINT)
    text = reading.text(drawn)
    plain = text.replace(IMPRINT.link, "").replace("9f86 d081 884c 7d65", "").replace(IMPRINT.number, "")
    assert "หน้า ๒ จาก" in text
    assert not re.search("[0-9]", plain), re.findall(".{9}[0-9]+.{9}", plain)[:3]


def test_the_same_paper_gives_the_same_bytes() -> None:
    short, long = paper(table(30)), paper(table(320))
    assert document.draw(short, IMPRINT) == document.draw(short, IMPRINT)
    assert document.draw(long, IMPRINT) == document.draw(long, IMPRINT)


def test_markup_in_a_text_is_printed_and_fetches_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SECRET, encoding="utf-8")
    address = (tmp_path / "a.txt").as_uri()
    markup = f'<img src="{address}"><link rel=attachment href="{address}">'
    given = Table("ตาราง", (Column("ชื่อ", width=80),), ((markup,),))
    drawn = document.draw(paper(given, Prose((markup,)), title="<b>ชื่อ</b>"), IMPRINT)
    text = reading.text(drawn)
    assert "<b>ชื่อ</b>" in text
    assert "link rel=attachment" in text
    assert SECRET not in text
    assert not reading.opened(drawn).attachments


def test_only_the_fonts_of_the_house_are_in_the_file() -> None:
    drawn = document.draw(paper(table(3), is_personal=True, signatures=SIGNATURES), IMPRINT)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reading.opened(drawn).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith("OTOP-Paper") for name in fonts), fonts


def test_the_file_says_its_title_and_language_and_no_date() -> None:
    found = reading.opened(document.draw(paper(table(1), title="แบบรายงาน"), IMPRINT))
    assert found.metadata.title == "แบบรายงาน"
    assert found.root_object["/Lang"] == "th"
    assert found.metadata.creation_date is None


def test_a_long_list_in_parts_has_every_row_once_and_numbers_over_the_whole() -> None:
    told: list[int] = []
    given = paper(table(640, 4, total=(None, "รวม", 99, None)), is_personal=True)
    drawn = document.draw(given, IMPRINT, report_progress=lambda percent, words: told.append(percent))
    found = reading.pages(drawn)
    names = re.findall(r"กลุ่มที่(\d+)", " ".join(found))
    assert sorted(set(map(int, names))) == list(range(1, 161))
    assert len(names) == 160
    assert all(f"หน้า {place} จาก {len(found)}" in page for place, page in enumerate(found, 1))
    assert told == sorted(told)
    assert told[-1] == 100
    assert " ".join(found).count("ตรวจสอบเอกสารนี้") == 1


def test_an_entry_is_never_cut_by_a_page() -> None:
    found = reading.pages(document.draw(paper(table(120, 3)), IMPRINT), "-layout")
    for page in found:
        rows = re.findall(r"^\s*(?:\d+\s+กลุ่มที่\d+\s+)?[\d,]+\s+(?:[\d,]+\.00|–)\s*$", page, re.M)
        assert rows
        assert len(rows) % 3 == 0


@pytest.mark.parametrize(("rows", "most"), [(9, 1), (30, 1), (77, 2)])
def test_the_executives_page_is_set_tighter_before_it_takes_a_second_sheet(rows: int, most: int) -> None:
    counts = Table("จำนวน", COLUMNS, ((None, "เดือนนี้", 9, None), (None, "เดือนก่อน", 8, None)))
    given = paper(counts, table(rows), kind=Kind.SUMMARY, fits_one_sheet=True)
    assert len(reading.pages(document.draw(given, IMPRINT))) <= most


def test_an_empty_table_says_so() -> None:
    assert "ยังไม่มีแผน" in reading.text(document.draw(paper(table(0, empty="ยังไม่มีแผน")), IMPRINT))


def test_a_form_prints_one_answer_a_line() -> None:
    facts = Facts("ผล", (("ยอดจำหน่าย (บาท)", Decimal("1234.5"), Form.BAHT), ("ปีก่อน", None, Form.BAHT)))
    text = reading.text(document.draw(paper(facts, kind=Kind.MONTHLY), IMPRINT))
    assert "ยอดจำหน่าย (บาท) 1,234.50 ปีก่อน –" in text


def test_a_wide_paper_lies_on_its_side() -> None:
    box = reading.opened(document.draw(paper(table(2), is_landscape=True), IMPRINT)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_the_qr_code_is_drawn_only_for_a_link() -> None:
    given = paper(table(1))
    assert "data:image/svg" in pages.sheet(given, IMPRINT).html
    without = pages.sheet(given, replace(IMPRINT, link=""))
    assert "<img" not in without.html
    assert render(without).pages == 1


def test_a_draft_says_so_on_each_page() -> None:
    drawn = document.draw(paper(table(120), is_draft=True), IMPRINT)
    assert all("ร่าง" in page for page in reading.pages(drawn, "-raw"))
    assert "ร่าง" not in reading.text(document.draw(paper(table(3)), IMPRINT))


def test_nothing_stands_between_the_day_of_an_announcement_and_its_signature() -> None:
    given = {"remarks": ("ตรวจแล้ว",), "signatures": (Signature("", "นายตัวอย่าง ทดสอบ"),)}
    html = pages.sheet(paper(table(2), has_garuda=True, **given), IMPRINT).html
    assert html.index("นายตัวอย่าง") < html.index("ตรวจแล้ว")
    report = pages.sheet(paper(table(2), **given), IMPRINT).html
    assert report.index("ตรวจแล้ว") < report.index("นายตัวอย่าง")


def test_an_announcement_with_its_number_does_not_say_by_what_it_was_announced() -> None:
    stand = Stand(date(2018, 3, 20), basis=Basis.ANNOUNCED, number="1/2561")
    numbered = pages.sheet(paper(table(1), stand=stand, attributes={"number": "1/2561"}), IMPRINT).html
    assert 'class="stand"' not in numbered
    assert "ตามประกาศเลขที่" in numbered, "below each sheet it is said"
    assert 'class="stand"' in pages.sheet(paper(table(1), attributes={"number": ""}), IMPRINT).html


@pytest.mark.parametrize("lines", range(16, 22))
def test_what_leads_to_a_table_stands_with_its_first_row(lines: int) -> None:
    text = Prose(tuple(f"ข้อความย่อหน้าที่ {place}" for place in range(lines)))
    drawn = document.draw(paper(text, Prose(("ตามบัญชีต่อไปนี้",)), table(30), is_landscape=True), IMPRINT)
    [page] = [each for each in reading.pages(drawn) if "ตามบัญชีต่อไปนี้" in each]
    assert re.search(r"กลุ่มที่\d+", page)


def test_rows_of_a_form_to_fill_are_high_enough_to_write_in() -> None:
    empty = replace(table(0), rows=(("",) * 4,) * 12)
    [page] = lay_out(pages.sheet(paper(empty, is_blank=True, is_landscape=True), IMPRINT)).pages
    cells = [box for box in page._page_box.descendants() if isinstance(box, TableCellBox)]
    rows = [cell.border_height() for cell in cells if cell.element_tag == "td"]
    assert len(rows) >= 48
    assert min(rows[:48]) >= 7.5 * 96 / 25.4 - 0.1  # 7.5 mm


def test_the_codes_of_a_copy_stand_at_its_end() -> None:
    html = pages.sheet(paper(table(2)), IMPRINT).html
    assert html.index("<table") < html.index("9f86 d081 884c 7d65</span>")
    given = paper(
        table(2), has_garuda=True, stand=Stand(date(2018, 3, 20)), attributes={"fingerprint": "a1b2" * 16}
    )
    announcement = pages.sheet(given, IMPRINT).html
    assert announcement.index("<table") < announcement.index("รหัสการรับรอง")
    assert announcement.index("<table") < announcement.index("data:image/svg")
