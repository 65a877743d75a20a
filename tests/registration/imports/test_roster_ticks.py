"""Columns of marks for types, kinds and standards: one mark is an answer, anything else is told and not used."""

from tests.registration.imports.test_roster_products import codes, names, said

HEADS = "ชื่อกลุ่ม|กลุ่ม|เจ้าของรายเดียว|ผลิตภัณฑ์|อาหาร|ผ้า/เครื่องแต่งกาย|อย.|มผช."


def test_marks_are_answers_and_numbers_are_those_of_standards() -> None:
    found = said(HEADS, "ก|/||ขนมลา|✓|||36/2546")
    assert (found.fields["kind"], names(found)) == ("group", [("ขนมลา", "food")])
    assert found.fields["products"][0]["certificates"] == [{"standard": "community", "number": "36/2546"}]


def test_two_marks_and_other_words_are_told_and_not_used() -> None:
    found = said(HEADS, "ก|/|/|ขนมลา|3|||")
    assert ("kind" in found.fields, names(found), codes(found)) == (
        False,
        [("ขนมลา", None)],
        ["marks", "marks"],
    )


def test_standards_beside_several_products_are_asked() -> None:
    found = said("ชื่อกลุ่ม|ผลิตภัณฑ์ 1|ผลิตภัณฑ์ 2|อาหาร|เครื่องดื่ม|อย.", "ก|ขนมลา|ขนมงา|/||/")
    assert (names(found), "of_which" in codes(found)) == ([("ขนมลา", "food"), ("ขนมงา", "food")], True)


def test_a_head_that_may_be_one_answer_of_several_is_none_by_itself() -> None:
    found = said("ชื่อกลุ่ม|กลุ่ม|ผลิตภัณฑ์", "ก|A|ขนมลา")
    assert ("kind" in found.fields, "marks" in codes(found)) == (False, False)
