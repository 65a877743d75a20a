"""A letter as PDF: the regulation's parts in Thai numerals, ร่าง until it is numbered, attachments behind it."""

from dataclasses import replace
from datetime import date

import pytest

from reporting import document
from tests.reporting import reading
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
