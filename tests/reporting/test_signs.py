"""What cannot be printed is told by name; what prints nothing is not."""

import pytest

from reporting import document
from reporting.document.signs import without_glyph
from reporting.paper import Facts, Form, Prose, Table
from tests.reporting.paper_samples import COLUMNS, letter, paper


def test_signs_without_a_glyph_are_named_once_and_in_order() -> None:
    assert without_glyph(["ราคา 100 ₭", "ຂອງ ₭", "กลุ่มที่ 1 😀"]) == ["ຂ", "ງ", "ອ", "₭", "😀"]


def test_blanks_marks_of_control_and_the_fields_own_letters_are_no_such_signs() -> None:
    assert without_glyph(["น้ำพริก\u200b\u00a0\n80-1-02345-1-0001 café “ฤๅษี” ๑๒๓ – … ฿ ฯ ๆ", ""]) == []


@pytest.mark.parametrize(
    "shown",
    [
        paper(Table("ตาราง", COLUMNS, ((1, "กลุ่ม ₭", 1, None),))),
        paper(Facts("ผล", (("ปัญหา", "₭", Form.TEXT),))),
        paper(Prose(("ราคา ₭",))),
        paper(title="₭"),
        letter(paragraphs=("ราคา ₭",)),
        letter(signer="นาย₭"),
    ],
)
def test_a_sign_is_found_wherever_it_stands(shown: object) -> None:
    (said,) = document.said_of(shown)
    assert "₭" in said


def test_nothing_is_said_of_what_can_be_printed() -> None:
    assert document.said_of(paper(Prose(("ผู้ผลิต ผู้ประกอบการ",)))) == document.said_of(letter()) == []
