"""A line holds no more than its room, also behind a full stop and before a sign that no line begins with."""

import pytest
from weasyprint.text.line_break import can_break_text

from registration import printable
from reporting.document import pages, tables
from reporting.document.rendering import lay_out
from reporting.paper import Column, Table
from tests.reporting import boxes
from tests.reporting.paper_samples import IMPRINT, paper

WOMAN = "น.ส.สมใจ ใจดี"  # the title น.ส. ends with a full stop


@pytest.mark.parametrize("words", [WOMAN, "ตน.ฉทท บบฉจจฉจ ทนำฉท", "กขกข )กขกข"])
def test_a_text_in_a_narrow_column_stays_in_it(words: str) -> None:
    columns = [Column(str(place), width=6) for place in range(12)]
    shown = paper(Table("แคบ", tuple(columns), ((words,) * len(columns),)))
    assert boxes.strays(lay_out(pages.sheet(shown, IMPRINT))) == []


def test_every_sign_that_no_line_begins_or_ends_with_is_known() -> None:
    signs = [
        chr(code) for code in range(0x21, 0x2100) if chr(code) != "\xa0" and printable.is_known(chr(code))
    ]
    pairs = [pair for sign in signs for letter in "กa1" for pair in ((sign, letter), (letter, sign))]
    bound = [pair for pair in pairs if not can_break_text(" ".join(pair), "th")]
    assert bound
    assert all(tables.is_bound(*pair) for pair in bound)
