"""What a paper cannot print is told by name, wherever it stands."""

import pytest

from reporting import document
from reporting.paper import Facts, Form, Prose, Table
from tests.reporting.paper_samples import COLUMNS, letter, paper


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
    (said,) = document.unprintable_signs(shown)
    assert "₭" in said


def test_nothing_is_said_of_what_can_be_printed() -> None:
    assert (
        document.unprintable_signs(paper(Prose(("ผู้ผลิต ผู้ประกอบการ",))))
        == document.unprintable_signs(letter())
        == []
    )
