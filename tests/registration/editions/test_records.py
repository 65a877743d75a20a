"""What an edition says otherwise of single records: each field by its word, and who left the roster."""

import pytest

from registration.services import corrections, editions
from registration.services.editions import records
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, SECOND, approve, ask_for_sole_owner, end, named, wish

pytestmark = pytest.mark.django_db


def said(round_id: int, code: str = "") -> list[tuple[str, ...]]:
    rows = records.changed_by(editions.latest(round_id), code)
    return [(each.district_code, each.name, each.label, each.before, each.after) for each in rows]


def test_each_field_and_product_by_its_own_word(closed: Cast) -> None:
    assert said(FIRST) == []  # a first edition changed nothing
    approve(ask_for_sole_owner(closed), closed)
    assert ("8001", "หนึ่ง", "ประเภทผู้ผลิต", "กลุ่มผู้ผลิตชุมชน", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว") in said(FIRST)
    assert ("8001", "หนึ่ง", "ขนมพอง: การยกเลิก", "–", "ยกเลิกในรอบ 1/2561") in said(FIRST)
    assert said(SECOND, "8002") == []


def test_who_left_the_roster_and_what_the_next_edition_adds(closed: Cast) -> None:
    end(closed, "สอง", SECOND)
    left, product = said(SECOND, "80")
    assert left[2:] == ("ทะเบียนรายชื่อ", "มีชื่อ", "ไม่มีชื่อ")
    assert product[2:] == ("น้ำลูกจาก: การยกเลิก", "–", "ยกเลิกในรอบ 2/2561")
    asked = wish({"subdistrict_id": ["800101", "800102"]})
    correction = corrections.ask(editions.latest(SECOND), named("หนึ่ง").pk, asked, by=closed.province, on=DAY)
    approve(correction, closed)
    [(_, _, label, before, after)] = said(SECOND)  # of this edition alone, not of the one before it
    assert (label, before[:4], after[:4]) == ("ตำบล/แขวง", "ตำบล", "ตำบล")
