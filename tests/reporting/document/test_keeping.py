"""No line ends inside a day, wherever on a paper it stands."""

import re
from collections.abc import Iterator

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from reporting.document import keeping, pages
from reporting.document.rendering import lay_out
from reporting.paper import Column, Facts, Form, Prose, Table
from tests.reporting.paper_samples import IMPRINT, SIGNATURES, paper

DAY = "วันจันทร์ที่ 16 กันยายน 2567"
SHORT = "9 ส.ค. 2567"
PLACES = range(1, 60, 2)
INSIDE = re.compile(r"(?:วันจันทร์ที่|16|กันยายน| 9|ส\.ค\.)\s*$")


def lines(document: Document) -> Iterator[str]:
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.LineBox):
                texts = [each.text for each in box.descendants() if isinstance(each, boxes.TextBox)]
                yield "".join(texts).replace("\u200b", "")


def test_no_line_of_a_paper_ends_inside_a_day() -> None:
    """At every place of a line, in titles, notes, remarks, answers, running text and cells."""
    told = [f"{'กำ' * place} {DAY} {'นา' * place} {SHORT}" for place in PLACES]
    facts = Facts("", tuple((each, each, Form.TEXT) for each in told[:9]), note=told[14])
    table = Table(
        "ตาราง", (Column("ข้อความ", width=30), Column("อื่น", width=12)), [(each, "") for each in told[:9]]
    )
    around = {"title": told[10], "lines": tuple(told), "remarks": tuple(told), "signatures": SIGNATURES}
    found = list(lines(lay_out(pages.sheet(paper(facts, Prose(tuple(told)), table, **around), IMPRINT))))
    assert [line for line in found if INSIDE.search(line)] == []
    assert sum(line.count(DAY) for line in found) >= 3 * len(told) + 2 * 9 + 9 + 2


def test_a_day_is_one_word_of_a_cell() -> None:
    assert keeping.words("ยืนยัน ณ วันที่ ๙ สิงหาคม พ.ศ. ๒๕๖๗ แล้ว") == ["ยืนยัน", "ณ วันที่ ๙ สิงหาคม พ.ศ. ๒๕๖๗", "แล้ว"]
    assert keeping.words("12 หมู่ 9 ต.ปากนคร  ถนน 5") == ["12", "หมู่", "9", "ต.ปากนคร", "ถนน", "5"]


def test_words_of_a_period_stay_together() -> None:
    kept = [
        words
        for words, is_kept in keeping.pieces("ของไตรมาส 4/2567 เดือนกรกฎาคม 2567 ปีงบประมาณ พ.ศ. 2561")
        if is_kept
    ]
    assert kept == ["ไตรมาส 4/2567", "เดือนกรกฎาคม 2567", "ปีงบประมาณ พ.ศ. 2561"]
