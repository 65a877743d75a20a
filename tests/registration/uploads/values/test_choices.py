"""Kinds, types and standards by all their names; an unknown word is refused with what is on offer."""

import pytest

from registration.models.producers import ProducerKind, ProductState, ProductType, Standard
from registration.services.uploads import values
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values import Proof, choices


def cell(value: object) -> Cell:
    return Cell(1, 1, value)


def test_every_label_of_the_screens_is_read_as_its_code_without_a_word() -> None:
    for kind in ProducerKind:
        assert values.producer_kind(cell(kind.label)) == values.Read(kind.value)
    for product_type in ProductType:
        assert values.product_type(cell(product_type.label)) == values.Read(product_type.value)
    for state in ProductState:
        assert values.product_state(cell(state.label)) == values.Read(state.value)
    for standard in set(Standard) - {Standard.OTHER}:
        assert values.standards(cell(standard.label)) == values.Read((Proof(standard.value),))
    assert {*choices.KINDS} == {*ProducerKind.values}
    assert {*choices.TYPES} == {*ProductType.values}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("กลุ่ม", "group"),
        ("วิสาหกิจชุมชน", "group"),
        ("กลุ่มอาชีพ", "group"),
        ("1", "group"),
        (1, "group"),
        ("2. ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว", "sole_owner"),
        ("รายเดียว", "sole_owner"),
        ("รายบุคคล", "sole_owner"),
        ("บุคคลธรรมดา", "sole_owner"),
        ("SMEs", "sme"),
        ("หจก.", "sme"),
        ("บริษัท/ห้างหุ้นส่วน", "sme"),
        ("วิสาหกิจขนาดกลาง และขนาดย่อม", "sme"),
    ],
)
def test_a_kind_by_its_other_names_is_told(typed: object, code: str) -> None:
    found = values.producer_kind(cell(typed))
    assert (found.value, bool(found.said)) == (code, True)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ประเภทอาหาร", "food"),
        ("๑. อาหาร", "food"),
        ("ประเภทเครื่องดื่ม", "drink"),
        ("ผ้าและเครื่องแต่งกาย", "cloth"),
        ("ผ้า / เครื่องแต่งกาย", "cloth"),
        ("ประเภทผ้า เครื่องแต่งกาย", "cloth"),
        ("ของใช้/ของตกแต่ง/ของที่ระลึก", "utensil"),
        ("ของใช้ ของตกแต่ง และของที่ระลึก", "utensil"),
        ("เครื่องใช้และเครื่องประดับตกแต่ง", "utensil"),
        ("ศิลปะประดิษฐ์และของที่ระลึก", "utensil"),
        ("สมุนไพรไม่ใช่อาหาร", "herb"),
        ("สมุนไพรที่ไม่ใช่อาหารและยา", "herb"),
        (5, "herb"),
    ],
)
def test_a_type_by_its_other_names_is_told(typed: object, code: str) -> None:
    found = values.product_type(cell(typed))
    assert (found.value, bool(found.said)) == (code, True)


@pytest.mark.parametrize("typed", ["อื่น ๆ", "อาหาร, เครื่องดื่ม", "6", "กล้วยฉาบ"])
def test_an_unknown_type_is_refused_with_what_is_on_offer(typed: str) -> None:
    found = values.product_type(cell(typed))
    assert (found.value, "ผ้า เครื่องแต่งกาย" in found.fault) == ("", True)


@pytest.mark.parametrize(
    ("typed", "proofs"),
    [
        ("อย. 80-1-00123-1-0001", [("fda", "80-1-00123-1-0001")]),
        ("อย", [("fda", "")]),
        ("มผช.36/2546, ฮาลาล", [("community", "36/2546"), ("halal", "")]),
        ("มผช เลขที่ 36/2546", [("community", "36/2546")]),
        ("GMP/GHP / HACCP", [("gmp", ""), ("haccp", "")]),
        ("Primary GMP", [("gmp", "")]),
        ("เกษตรอินทรีย์ (Organic Thailand)", [("organic", "")]),
        ("มอก. 1234\nนกยูงพระราชทาน", [("industrial", "1234"), ("peacock", "")]),
        ("มกษ. 9001", [("other", "มกษ. 9001")]),
        ("อื่น ๆ ป.9001", [("other", "ป.9001")]),
        ("มาตรฐาน อย.", [("fda", "")]),
    ],
)
def test_standards_and_their_numbers(typed: str, proofs: list[tuple[str, str]]) -> None:
    found = values.standards(cell(typed))
    assert ([(proof.standard, proof.number) for proof in found.value], found.fault) == (proofs, "")


@pytest.mark.parametrize("typed", ["รางวัลชนะเลิศ", "อยุธยา", "ดีมาก อย."])
def test_an_unknown_standard_is_refused(typed: str) -> None:
    assert values.standards(cell(typed)).fault


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("ใช่", True),
        ("มี", True),
        ("ผ่าน", True),
        ("✓", True),
        ("/", True),
        (1, True),
        (True, True),
        ("Yes", True),
        ("ไม่มี", False),
        ("ไม่", False),
        ("ไม่ผ่าน", False),
        ("x", False),
        (0, False),
        (False, False),
        ("-", None),
    ],
)
def test_yes_and_no(typed: object, answer: bool | None) -> None:
    found = values.yes_no(cell(typed))
    assert (found.value, found.fault) == (answer, "")


@pytest.mark.parametrize("typed", [1.9, "อาจจะ", 2])
def test_what_is_neither_yes_nor_no_is_refused(typed: object) -> None:
    assert values.yes_no(cell(typed)).fault
