"""What the checks warn of in a list stands among its findings, before anything is written."""

import pytest

from registration.models import Finding, Plan
from registration.models.uploads import RowState
from tests.world.cast import Cast
from tests.world.factories import make_producer
from tests.world.lists import book, judged, line

pytestmark = pytest.mark.django_db


def test_a_newcomer_that_looks_like_somebody_is_told_and_not_held_up(cast: Cast, plan: Plan) -> None:
    known = make_producer(cast.a, by=cast.district, name="ร้านทดสอบ 1", phones=["0812345678"])
    _, rows = judged(book([line(1), line(2, {"โทรศัพท์": "0899999999"})]), cast.a)
    told = [[each.code for each in row.findings if each.code.startswith("check:")] for row in rows]
    assert told == [["check:same_name", "check:same_phone"], []]
    assert known.registration_number in rows[0].findings[-1].message
    assert {row.state for row in rows} == {RowState.NEW}
    _, [silent] = judged(book([line(3, {"โทรศัพท์": None})]), cast.a)
    remark = {"severity": "remark", "code": "check:no_phone"}
    assert remark in [{"severity": each.severity, "code": each.code} for each in silent.findings]
    assert not Finding.objects.exists()


def test_two_lines_of_one_file_that_look_like_one_are_told_before_they_are_written(
    cast: Cast, plan: Plan
) -> None:
    twin = {"ชื่อกลุ่ม/ผู้ประกอบการ": "ร้าน ทดสอบ 1", "โทรศัพท์": "0898765432"}
    _, rows = judged(book([line(1), line(2, twin), line(3, {"โทรศัพท์": "0898765432"})]), cast.a)
    told = [[each.message for each in row.findings if each.code.startswith("check:")] for row in rows]
    number = [row.records[0].row for row in rows]
    assert told == [
        [],
        [f"ชื่อตรงกับ“ร้านทดสอบ 1” (แถวที่ {number[0]} ของไฟล์)"],
        [f"โทรศัพท์ 08 9876 5432 ตรงกับ“ร้าน ทดสอบ 1” (แถวที่ {number[1]} ของไฟล์) ซึ่งเป็นเจ้าของคนละคน"],
    ]


def test_what_the_officer_stated_for_all_is_looked_at_as_it_would_be_written(cast: Cast, plan: Plan) -> None:
    untyped = book([line(1, {"ประเภทผลิตภัณฑ์": None})])
    told = []
    for stated in ("drink", "utensil"):
        _, [row] = judged(untyped, cast.a, product_type=stated)
        told.append([each.code for each in row.findings if each.code.startswith("check:")])
    assert told == [["check:licence_by_type"], []]
