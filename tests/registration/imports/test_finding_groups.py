"""Findings of one kind stand under words that hold for all of them, with what some of them say beneath."""

import pytest

from registration.services.imports import finding_groups
from tests.world.cast import Cast
from tests.world.lists import book, checked, line


@pytest.mark.usefixtures("plan")
def test_a_group_is_told_in_general_words_with_its_examples(cast: Cast) -> None:
    rows = [line(1, {"ตำบล": "ไม่มีก"}), line(2, {"ตำบล": "ไม่มีข"}), line(3, {"ประเภทผู้ผลิต": None})]
    found = {each.code: each for each in finding_groups.groups(checked(book(rows), cast.a, by=cast.district))}
    places = found["unreadable-G"]
    assert (places.rows, places.words) == (2, "คอลัมน์ G “ตำบล” มีช่องที่อ่านไม่ได้")
    assert [("ไม่มีก" in each, "ไม่มีข" in each) for each in places.examples] == [(True, False), (False, True)]
    alone = found["rule:kind"]
    assert (alone.rows, alone.words, alone.examples) == (1, "ยังไม่มีประเภทผู้ผลิต", ())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("rule:subdistrict", "ตำบล/แขวง: ยังไม่มี หรือยังใช้ไม่ได้"),
        ("check:same_id_other_name", "เลขประจำตัวประชาชนตรงกับอีกราย แต่ชื่อเจ้าของต่างกัน"),
        ("unreadable-B", "คอลัมน์ B “ไม่มีหัวตาราง” มีช่องที่อ่านไม่ได้"),
        ("jump_month", "ยอดต่างจากเดือนก่อนเกินร้อยละ 50"),
        ("not_known", ""),
    ],
)
def test_words_hold_for_every_finding_of_a_kind(code: str, words: str) -> None:
    assert finding_groups.words_of(code, {}) == words
