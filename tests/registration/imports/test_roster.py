"""Lists of producers read by cells: flat, merged, without numbers, our own; every line in one place."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration.models import Plan
from registration.models.uploads import RowState
from registration.services import registry
from registration.services.imports.kinds import Judged
from reporting.services.papers import roster as paper
from tests.world.cast import Cast
from tests.world.factories import (
    DAY,
    make_citizen_id,
    make_producer,
    make_product_fields,
    number_of,
    round_of,
)
from tests.world.lists import HEADS, book, judged, line
from tests.world.paper_samples import drawn

pytestmark = pytest.mark.usefixtures("plan")


def codes(each: Judged) -> set[str]:
    return {found.code for found in each.findings if found.is_error}


def test_a_clean_line_is_new_with_what_its_cells_say(cast: Cast) -> None:
    row = line(1, {"โทรศัพท์": 812345678, "มาตรฐาน": "อย. 80-1-00161-5-0001"})
    _, (found,) = judged(book([row]), cast.a)
    assert (found.state, found.title) == (RowState.NEW, "ร้านทดสอบ 1")
    fields = found.fields
    assert (fields["kind"], fields["owner_title"], fields["owner_first_name"]) == ("sole_owner", "นาง", "มาลี")
    assert (fields["phones"], fields["subdistrict_id"]) == (["0812345678"], "800101")
    assert fields["products"][0]["certificates"] == [{"standard": "fda", "number": "80-1-00161-5-0001"}]


def test_signs_that_paper_lacks_are_told_beside_their_cell_and_hold_nothing_back(cast: Cast) -> None:
    _, found = judged(book([line(1, {HEADS[8]: "ขนมลา ₭ 🍚"}), line(2)]), cast.a)
    [told] = [each for each in found[0].findings if each.code == "unprintable"]
    assert (told.row, told.column, told.severity, found[0].state) == (3, "I", "warning", RowState.NEW)
    assert "₭ 🍚" in told.message
    assert "unprintable" not in {each.code for each in found[1].findings}


def test_lines_of_one_producer_are_one_flat_or_merged(cast: Cast) -> None:
    first = line(1)
    flat = [first, line(2, dict(zip(HEADS[1:8], first[1:8], strict=True)))]
    merged = [first, [None] * 8 + ["ขนมสอง", "อาหาร", None]]
    for data in (book(flat), book(merged, merged=[f"{letter}3:{letter}4" for letter in "ABCDEFGH"])):
        _, found = judged(data, cast.a)
        assert [each.state for each in found] == [RowState.NEW]
        assert len(found[0].fields["products"]) == len(found[0].records) == 2


def test_a_line_of_a_product_alone_goes_on_with_the_line_above_and_says_so(cast: Cast) -> None:
    rows = [line(1), [None] * 8 + ["ขนมสอง", "อาหาร", None]]
    _, (found,) = judged(book(rows), cast.a)
    assert [each["name"] for each in found.fields["products"]] == ["ขนมลา 1", "ขนมสอง"]
    assert "continued" in {each.code for each in found.findings}


def test_a_list_without_numbers_is_kept_whole_and_says_what_is_missing(cast: Cast) -> None:
    heads = ("ชื่อสินค้า OTOP", "อปท.", "อำเภอ", "จังหวัด", "ชื่อสถานที่จัดจำหน่าย", "ที่อยู่", "เบอร์โทรศัพท์")
    place = ("เทศบาลตำบลในเมือง", "เมืองนครศรีธรรมราช", "นครศรีธรรมราช")
    seller = "77 หมู่ 1 ต.ในเมือง อ.เมือง จ.นครศรีธรรมราช"
    rows = [
        ("ปลาดุกร้า", *place, "กลุ่มปลาดุกร้า", seller, 895389851),
        ("กุ้งคั่ว", *place, "กลุ่มปลาดุกร้า", seller, 8.1405946438496e17),
        ("น้ำส้มจาก", *place, None, None, None),
        ("ไตปลา", "เทศบาลตำบลโพนสา", "เมืองหนองคาย", "หนองคาย", "ป้าดำ", None, "-"),
    ]
    table, found = judged(book(rows, heads=heads), cast.a)
    assert [len(each.records) for each in found] == [2, 1, 1]
    assert sum(len(each.records) for each in found) == len(table.records) == 4
    assert {each.state for each in found} == {RowState.FAULTY}
    assert {"rule:citizen_id", "rule:kind", "rule:owner_first_name"} <= codes(found[0])
    assert "other_district" in codes(found[2])


def test_faults_name_the_cell_and_a_twin_in_the_file_is_asked_back(cast: Cast) -> None:
    rows = [line(1, {"ตำบล": "ไม่มีตำบลนี้"}), line(2, {"เลขประจำตัวประชาชน": "1801111111111"}), line(3)]
    rows.append(line(4, {"เลขประจำตัวประชาชน": rows[2][4]}))
    _, found = judged(book(rows), cast.a)
    errors = [[(each.row, each.column) for each in one.findings if each.is_error] for one in found]
    assert errors == [[(3, "G")], [(4, "E")], [], [(6, "E")]]


def test_a_number_registered_elsewhere_is_told_without_whose(cast: Cast) -> None:
    there = make_producer(cast.b, by=cast.neighbour, name="กลุ่มลับ", kind="sole_owner")
    _, (found,) = judged(book([line(1, {"เลขประจำตัวประชาชน": number_of(there)})]), cast.a)
    assert (found.state, found.record) == (RowState.ELSEWHERE, None)
    assert "กลุ่มลับ" not in " ".join(each.message for each in found.findings)


def test_who_withdrew_elsewhere_is_asked_for_and_not_entered_anew(cast: Cast) -> None:
    there = make_producer(cast.b, by=cast.neighbour, name="กลุ่มลับ", kind="sole_owner")
    registry.withdraw(there, by=cast.neighbour, on=DAY, version=1, reason="เลิก")
    _, (found,) = judged(book([line(1, {"เลขประจำตัวประชาชน": number_of(there)})]), cast.a)
    assert found.state == RowState.ELSEWHERE
    [told] = [each.message for each in found.findings if each.is_error]
    assert "ขอรับย้าย" in told
    assert "กลุ่มลับ" not in told


@pytest.mark.parametrize("flat", [True, False])
def test_our_own_roster_is_read_back_without_a_change(cast: Cast, *, flat: bool) -> None:
    certificates = [
        {"standard": "fda", "number": "80-1-00161"},
        {"standard": "community", "number": "36/2546"},
    ]
    products = [make_product_fields(certificates=certificates), make_product_fields()]
    over = {"by": cast.district, "owner_last_name": "ใจดี"}
    make_producer(cast.a, products=products, road="ราชดำเนิน", village_number="4", **over)
    make_producer(cast.a, kind="sme", juristic_id="0805559000011", **over | {"owner_last_name": ""})
    make_producer(cast.a, kind="sole_owner", village="บ้านคีรีวง", phones=[], **over)
    data = drawn(paper.paper(cast.a, round_of(), on=DAY), flat=flat)
    table, found = judged(data, cast.a)
    assert [each.state for each in found] == [RowState.UNCHANGED] * 3
    assert sum(len(each.records) for each in found) == len(table.records) == 4


def test_a_changed_cell_changes_the_record_of_its_number(cast: Cast) -> None:
    stands = make_producer(cast.a, by=cast.district, kind="sole_owner", name="ร้านเดิม")
    row = line(1, {"ชื่อกลุ่ม/ผู้ประกอบการ": "ร้านใหม่", "เลขประจำตัวประชาชน": number_of(stands)})
    _, (found,) = judged(book([row]), cast.a)
    assert (found.state, found.record) == (RowState.CHANGES, stands.pk)


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "ชื่อกลุ่ม/ผู้ประกอบการ": st.sampled_from(["กลุ่มหนึ่ง", "กลุ่มสอง", None, " "]),
                "เลขประจำตัวประชาชน": st.sampled_from(["1801111111111", None, "-", 1.8011e12]),
                "โทรศัพท์": st.sampled_from([None, "ติดต่อ", 8.1405946438496e17, "0812345678, 075356555"]),
                "ประเภทผู้ผลิต": st.sampled_from([None, "กลุ่ม", "ไม่ทราบ"]),
                "ชื่อผลิตภัณฑ์": st.sampled_from([None, "ปลา", "รวม"]),
                "ตำบล": st.sampled_from([None, "ท่าวัง", "ที่อื่น"]),
            },
        ),
        max_size=8,
    )
)
def test_every_row_read_is_in_one_place(cast: Cast, plan: Plan, over: list[dict[str, object]]) -> None:
    rows = [line(number, each) for number, each in enumerate(over, 1)]
    table, found = judged(book(rows), cast.a)
    taken = [record.row for each in found for record in each.records]
    others = [number for numbers in table.others.values() for number in numbers]
    assert sorted(taken + others) == list(range(1, len(rows) + 3))


def test_the_list_of_the_readme_has_two_to_register_and_one_to_mend(cast: Cast) -> None:
    data = Path("docs/example-list.csv").read_bytes()
    table, found = judged(data, cast.a, name="example-list.csv")
    assert len(table.records) == sum(len(each.records) for each in found) == 4
    assert [each.state for each in found] == [RowState.NEW, RowState.NEW, RowState.FAULTY]
    group, basket, balm = (each.fields for each in found)
    assert [product["name"] for product in group["products"]] == ["ขนมลากรอบ", "ขนมลาไส้สับปะรด"]
    assert (group["phones"], group["members_female_count"]) == (["0812345678"], 12)
    assert (basket["village_number"], basket["products"][0]["price_baht"]) == ("5", "1250.00")
    assert (balm["road"], codes(found[2])) == ("ราชดำเนิน", {"unreadable"})


def test_a_line_is_read_with_what_the_lines_and_columns_beside_it_lack(cast: Cast) -> None:
    """A dash in a tick, a subdistrict merged over several producers, one column for producer and person."""
    heads = ("ประธาน/เจ้าของ", "เลขประจำตัวประชาชน", "บ้านเลขที่", "หมู่ที่", "ตำบล", "ชื่อผลิตภัณฑ์", "ประเภทผลิตภัณฑ์",
             "ประเภทผู้ผลิต", "สัญชาติ", "ชุมชนมีส่วนร่วมในการผลิต")  # fmt: skip
    rows = [
        (f"นางมาลี {surname}", make_citizen_id(), "1", "4 บ้านนา", tambon, "กะปิ", "อาหาร", "เจ้าของรายเดียว", "-", "-")
        for surname, tambon in (("ใจดี", "อบต.ในเมือง"), ("ใจงาม", None))
    ]  # fmt: skip
    _, found = judged(book(rows, heads=heads, merged=["E3:E4"]), cast.a)
    assert [codes(each) for each in found] == [{"rule:is_thai"}] * 2
    assert [each.title for each in found] == ["นางมาลี ใจดี", "นางมาลี ใจงาม"]
    fields = ("subdistrict_id", "village_number", "village")
    assert {tuple(each.fields[name] for name in fields) for each in found} == {("800101", "4", "นา")}
    warned = {told.code for told in found[0].findings if told.severity == "warning"}
    assert {"name_of_owner", "place_of_authority"} <= warned


def test_a_list_of_persons_says_who_owns_what_and_of_two_with_one_first_name_makes_two(cast: Cast) -> None:
    heads = ("คำนำหน้า", "ชื่อ", "นามสกุล", "ตำบล", "สินค้า", "หมู่ที่")
    rows = [
        ("นาง", "มาลี", "ใจดี", "ในเมือง", "กะปิ", date(2018, 1, 2)),
        ("นาง", "มาลี", "ใจงาม", "ในเมือง", "ปลา", "4"),
    ]
    _, found = judged(book(rows, heads=heads), cast.a)
    assert [each.fields["name"] for each in found] == ["นางมาลี ใจดี", "นางมาลี ใจงาม"]
    assert "unreadable" in codes(found[0])
    _, (named,) = judged(book([("นางมาลี ใจดี", "ในเมือง", "กะปิ")], heads=("ชื่อร้าน", "ตำบล", "สินค้า")), cast.a)
    assert named.fields["owner_last_name"] == "ใจดี"
    _, (wrong,) = judged(book([line(1, {"ชื่อผลิตภัณฑ์": "ก" * 201})]), cast.a)
    assert "ยาวเกิน 200 ตัวอักษร" in next(told.message for told in wrong.findings if told.is_error)
