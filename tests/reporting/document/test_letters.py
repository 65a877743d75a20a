"""A letter as PDF: the regulation's parts in Thai numerals, ร่าง until it is numbered, attachments behind it."""

import re
from dataclasses import replace
from datetime import date

import pytest

from reporting import document
from reporting.document.letters import sheet
from reporting.document.rendering import lay_out
from tests.reporting import boxes, reading
from tests.reporting.paper_samples import IMPRINT, letter, paper, table


def test_a_letter_prints_its_parts_in_thai_numerals() -> None:
    text = reading.text(document.draw_letter(letter(signer="นายตัวอย่าง ทดสอบ"), None))
    for words in (
        "ด่วนที่สุด",
        "ที่ นศ ๐๐๑๙/๐๑๔๖๗",
        "ถนนราชดำเนิน นศ ๘๐๐๐๐",
        "๑๓ มีนาคม ๒๕๖๑",
        "เรียน นายอำเภอทุกอำเภอ",
        "สิ่งที่ส่งมาด้วย ๑. แผนการดำเนินงาน จำนวน ๑ ฉบับ ๒. แบบรายงาน จำนวน ๑ ชุด",
        "๑) ดำเนินการภายในวันที่ ๑๖ มีนาคม ๒๕๖๑",
        "ขอแสดงความนับถือ",
        "(นายตัวอย่าง ทดสอบ)",
        "โทร. ๐ ๗๕๓๔ ๐๐๐๐",
    ):
        assert words in text
    assert not any(digit in text for digit in "0123456789")


def test_a_draft_says_so_and_shows_no_number() -> None:
    draft = reading.text(document.draw_letter(letter(is_draft=True), None))
    assert "ที่ (ร่าง)" in draft
    assert "๐๑๔๖๗" not in draft
    assert "ร่าง" not in reading.text(document.draw_letter(letter(), None))


def test_the_second_page_is_numbered_and_the_first_is_not() -> None:
    long = letter(paragraphs=("ย่อหน้าหนึ่ง ที่ยาวพอสมควร " * 20,) * 8)
    first, second, *_ = reading.pages(document.draw_letter(long, None))
    assert "-๑" not in first.replace(" ", "")
    assert "-๒" in second.replace(" ", "")


def test_a_letter_and_its_attachments_are_one_file_with_an_outline() -> None:
    attachment = document.draw(paper(table(60), uses_thai_digits=True), IMPRINT)
    parts, titles = (document.draw_letter(letter(), IMPRINT), attachment), ("หนังสือ", "สิ่งที่ส่งมาด้วย ๑")
    joined = document.join(parts, titles)
    found = reading.opened(joined)
    assert [entry.title for entry in found.outline] == list(titles)
    assert [found.get_destination_page_number(entry) for entry in found.outline] == [0, 1]
    assert "หน้า ๑ จาก ๒" in reading.pages(joined)[1]
    assert found.metadata.title == "หนังสือ"
    assert joined == document.join(parts, titles)


def test_join_refuses_a_part_without_title() -> None:
    with pytest.raises(ValueError, match="zip"):
        document.join((document.draw_letter(letter(), None),) * 2, ("หนังสือ",))


def test_an_undated_letter_leaves_room_for_the_day() -> None:
    assert letter().day == date(2018, 3, 13)
    text = reading.text(document.draw_letter(replace(letter(), day=None), None))
    assert "มีนาคม ๒๕๖๑ เรื่อง" not in text
    assert "......" in text


MM = 96 / 25.4  # px
GARUDA = (90 * MM, 45 * MM)  # its left side and its foot: 3 cm high, in the middle of the sheet


@pytest.mark.parametrize("references", [0, 1, 4])
def test_nothing_stands_where_the_garuda_stands(references: int) -> None:
    given = letter(references=("หนังสือกรมการพัฒนาชุมชน ด่วนที่สุด ที่ มท 0406.2/ว 2345",) * references)
    left, bottom = GARUDA
    for text in boxes.texts(lay_out(sheet(given, IMPRINT)).pages[0]):
        is_above = text.position_y < bottom
        assert not is_above or text.text == "ด่วนที่สุด", text.text
        assert not is_above or text.position_x + text.width < left


def test_the_urgency_is_red_and_at_least_32_points() -> None:
    (found,) = [
        each for each in boxes.texts(lay_out(sheet(letter(), None)).pages[0]) if each.text == "ด่วนที่สุด"
    ]
    red, green, blue = found.style["color"].coordinates
    assert red > 0.6
    assert max(green, blue) < 0.1
    assert found.style["font_size"] * 72 / 96 >= 32


def long_letter(paragraphs: int) -> bytes:
    words = "ให้อำเภอดำเนินการตรวจสอบข้อมูลผลการลงทะเบียนผู้ผลิต ผู้ประกอบการ ให้แล้วเสร็จภายในวันที่ 16 มีนาคม 2561 "
    texts = tuple(f"{place}) {words * 2}" for place in range(1, paragraphs + 1))
    return document.draw_letter(letter(paragraphs=texts, signer="นายตัวอย่าง ทดสอบ"), IMPRINT)


@pytest.mark.parametrize("paragraphs", range(3, 16, 2))
def test_text_stands_above_every_signature(paragraphs: int) -> None:
    last = reading.pages(long_letter(paragraphs), "-raw")[-1]
    before, signature, after = last.partition("ขอแสดงความนับถือ")
    lines = [
        line for line in before.splitlines() if "ดำเนินการ" in line or "ลงทะเบียน" in line or "มีนาคม" in line
    ]
    assert signature
    assert len(lines) >= 2, before
    assert "โทร. ๐ ๗๕๓๔ ๐๐๐๐" in after


def test_a_page_says_with_which_words_the_next_begins() -> None:
    first, second, *_ = reading.pages(long_letter(12), "-raw")
    (words,) = re.findall(r"/(.{5,}) \.\.\.", first)
    assert words in second
    assert " ..." not in reading.pages(long_letter(2), "-raw")[0]


def test_days_and_compounds_stay_on_one_line() -> None:
    for count in range(1, 30):
        text = (
            f"{'ก ' * count}ให้อำเภอดำเนินการลงทะเบียนภายในวันที่ 19 มีนาคม 2561 ลงวันที่ 2 เมษายน 2561 จำนวน 3 ชุด " * 3
        )
        pages = reading.pages(document.draw_letter(letter(paragraphs=(text,)), None), "-raw")
        ends = {line.rstrip()[-5:] for page in pages for line in page.splitlines() if line.strip()}
        assert not any(
            end.endswith(("ดำเนิน", "นที่", "๑๙", "มีนาคม", " ๒", "เมษายน", "จำนวน", " ๓")) for end in ends
        ), ends


def test_a_paper_behind_a_letter_says_which_enclosure_it_is() -> None:
    label = replace(IMPRINT, enclosure="สิ่งที่ส่งมาด้วย ๒")
    first, *others = reading.pages(document.draw(paper(table(90)), label), "-layout")
    assert first.strip().startswith("สิ่งที่ส่งมาด้วย ๒")
    assert others
    assert "สิ่งที่ส่งมาด้วย" not in reading.text(document.draw(paper(table(3)), IMPRINT))
