"""Names and houses that are nearly the same: every mark counts, and a number tells apart."""

import pytest

from otop_registry import thai
from registration.checks import alike
from registration.checks.alike import Spelt
from tests.world.alike_names import tambons


def spelt(name: str) -> Spelt:
    return Spelt(thai.name_key(name), name)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("กลุ่มแม่บ้านนาดีพัฒนา", "กลุ่มแม่บ้านนาดีพัฒนาา", True),  # a letter typed twice
        ("ทอผ้าไหมบ้านหนองบัว", "ทอผ้าไหมบ้านหนองบ้ว", True),  # a mark typed wrong
        ("กลุ่มสตรีตีเหล็กบ้านน้ำโจ้", "กลุ่มสตรีตีเหล็กน้ำโจ้", True),
        ("กลุ่มแม่บ้าน นาดี", "แม่บ้านนาดี", False),  # one key: same_name tells of it
        ("วิสาหกิจชุมชนผ้าหมักโคลน", "วิสาหกจชุมชนผ้าหมักโคลน", True),  # a slip inside the form word
        ("กลุ่มผ้าหมักโคลน", "วิสาหกิจชุมชนผ้าหมักโคลนน", True),
        ("กลุ่มอาชีพสตรีบ้านหนองบัว", "กลุ่มอาชีพสตรีบ้านหนองไผ่", False),  # two villages
        ("กิ่ง", "กุ้ง", False),  # a library that blanks the marks calls them equal
        ("ร้านกิ่งแก้ว", "ร้านกุ้งแห้ง", False),
        ("กลุ่มทอผ้าบ้านนา 1", "กลุ่มทอผ้าบ้านนา 2", False),
        ("กลุ่มทอผ้าบ้านนา หมู่ 1", "กลุ่มทอผ้าบ้านนาา หมู่ ๑", True),
        ("ผ้ายก", "ผ้ายอ", False),  # too short to tell
        ("กลุ่มทอผ้าบ้านโคกบัว", "กลุ่มทอผ้าบ้านโคกบัวใน", False),  # two sides of a village are two
        ("กลุ่มทอผ้าไหมบ้านหนองแวง", "กลุ่มทอผ้าไหมป้านหนองแวง", True),  # a slip inside บ้าน
        ("วิสาหกิจชุมชนแปรรูปอาหารบ้านนา", "วสช.แปรรูปอาหารบ้านนา", True),
        ("กลุ่มแม่บ้านเกษตรกรบ้านนาแก้ว", "กลุ่มแม่บ้านฯ บ้านนาแก้ว", True),
        ("นางสมพร สุขเกษม", "นางสาวสมศรี สุขเกษม", False),  # neighbours of one surname
        ("นายสมจิต สุขเกษม", "นางสมจิตร สุขเกษม", False),
        ("นายบุญมี สุขเกษม", "บุญมี สุขเกษ", True),
    ],
)
def test_names_are_alike_by_every_letter_and_mark(one: str, other: str, is_alike: bool) -> None:
    there = alike.Names([("neighbour", spelt(other)), ("far", spelt("ช่างทองท่าวัง"))])
    assert there.near(spelt(one)) == ["neighbour"] * is_alike
    assert alike.Names([("neighbour", spelt(one))]).near(spelt(other)) == ["neighbour"] * is_alike


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (("12/3", "หมู่ที่ ๔"), (" ๑๒/๓ ", "4"), True),
        (("12/3", "04"), ("12/3", "4"), True),
        (("12/3", "4"), ("12/3", "5"), False),
        (("-", "4"), ("-", "4"), False),  # no house is not one house
        (("", ""), ("", ""), False),
    ],
)
def test_a_house_is_one_however_it_was_typed(
    one: tuple[str, str], other: tuple[str, str], is_same: bool
) -> None:
    keys = alike.house_key(*one), alike.house_key(*other)
    assert (keys[0] == keys[1] != "") is is_same


def test_who_came_after_the_first_question_is_found_too_in_the_order_given() -> None:
    there = alike.Names([(3, spelt("ผ้าหมักโคลนน")), (4, spelt("ช่างทองท่าวัง"))])
    assert there.near(spelt("กลุ่มผ้าหมักโคลน")) == [3]
    there.add(2, spelt("ผ้าหมักโคล"))
    there.add(1, spelt("กลุ่มผ้าหมักโคลน"))  # wholly this one
    assert there.near(spelt("กลุ่มผ้าหมักโคลน")) == [3, 2]


def test_copies_typed_by_another_hand_are_found_and_neighbours_are_left_alone() -> None:
    records = copies = found = in_vain = 0
    for tambon in tambons(120):
        there = alike.Names(tambon.rows)
        pairs = {
            (min(pk, other), max(pk, other))
            for pk, name in tambon.rows
            for other in (*there.near(name), *(each for each, same in tambon.rows if same.key == name.key))
            if other != pk
        }
        records, copies = records + len(tambon.rows), copies + len(tambon.copies)
        found, in_vain = found + len(pairs & tambon.copies), in_vain + len(pairs - tambon.copies)
    assert copies > 100
    assert found >= 0.95 * copies
    assert in_vain <= records / 100
