"""Products of one producer: a line each or several columns of a line; each once, and nothing given to a wrong one."""

import pytest

from registration.services.imports import roster_matching, roster_reading
from registration.services.imports.roster_columns import HEADS
from registration.services.imports.roster_said import Said
from registration.services.uploads import records, sources
from registration.services.uploads.places_named import Places

KNOWN = Places({"80": "นครศรีธรรมราช", "8001": "เมืองนครศรีธรรมราช"}, {}, {})


def said(*rows: str) -> Said:
    """The lines read as those of one producer."""
    table = records.read(sources.sheets_of_paste("\n".join(rows).replace("|", "\t")), HEADS)
    return roster_reading.read(table.records, KNOWN, "8001", {each.key for each in table.columns})


def names(found: Said) -> list[tuple[str, str | None]]:
    return [(each["name"], each.get("product_type")) for each in found.fields["products"]]


def codes(found: Said) -> list[str]:
    return [each.code for each in found.findings]


def test_columns_of_products_are_products_of_the_line() -> None:
    found = said("ชื่อกลุ่ม|ผลิตภัณฑ์ 1|ประเภท 1|ผลิตภัณฑ์ 2|ประเภท 2|ผลิตภัณฑ์ 3", "ก|ขนมลา|อาหาร|เสื่อ|ของใช้|-")
    assert names(found) == [("ขนมลา", "food"), ("เสื่อ", "utensil")]


def test_one_type_is_shared_and_anything_else_is_asked() -> None:
    found = said("ชื่อกลุ่ม|ผลิตภัณฑ์ 1|ผลิตภัณฑ์ 2|ประเภทผลิตภัณฑ์|ราคา", "ก|ขนมลา|ขนมงา|อาหาร|50")
    assert names(found) == [("ขนมลา", "food"), ("ขนมงา", "food")]
    assert {"shared_type", "of_which"} <= set(codes(found))
    alone = said("ชื่อกลุ่ม|ผลิตภัณฑ์ 1|ผลิตภัณฑ์ 2|ประเภทผลิตภัณฑ์|ราคา", "ก|ขนมลา||อาหาร|50")
    assert (names(alone), alone.fields["products"][0]["price_baht"]) == ([("ขนมลา", "food")], "50.00")


def test_a_product_said_twice_of_one_producer_counts_once_and_is_told() -> None:
    found = said("ชื่อกลุ่ม|ที่อยู่|ผลิตภัณฑ์", "ก|1 หมู่ 2|กุ้งคั่ว", "ก|1 หมู่ 2 80000|กุ้งคั่ว")
    assert names(found) == [("กุ้งคั่ว", None)]
    assert {"repeated_line", "other_value"} <= set(codes(found))


@pytest.mark.parametrize(
    "rows",
    [
        ("ชื่อกลุ่ม|คำนำหน้า|ชื่อ|สกุล|ผลิตภัณฑ์", "ก|นาง|สมศรี|ใจดี|ลา"),
        ("ชื่อกลุ่ม|ชื่อประธาน|สกุล|ผลิตภัณฑ์", "ก|นางสมศรี|ใจดี|ลา"),
        ("ชื่อกลุ่ม|ชื่อ-สกุล|ผลิตภัณฑ์", "ก|นางสมศรี ใจดี|ลา"),
    ],
)
def test_an_owner_in_any_number_of_columns_is_one_person(rows: tuple[str, ...]) -> None:
    found = said(*rows)
    boxes = [found.fields[key] for key in ("owner_title", "owner_first_name", "owner_last_name")]
    assert (boxes, "no_surname" in codes(found)) == (["นาง", "สมศรี", "ใจดี"], False)


@pytest.mark.parametrize(
    ("heads", "row", "fields"),
    [
        ("ชื่อกลุ่ม|ช/ญ", "ก|ชาย 4 หญิง 12", {"members_male_count": 4, "members_female_count": 12}),
        ("ชื่อกลุ่ม|สมาชิก ช|สมาชิก ญ", "ก|๔|12 คน", {"members_male_count": 4, "members_female_count": 12}),
        ("ชื่อกลุ่ม|เลขบัตร ปชช.", "ก|1-9999-00000-01-3", {"citizen_id": "1999900000013"}),
        ("ชื่อกลุ่ม|กลุ่ม/เดี่ยว", "ก|เดี่ยว", {"kind": "sole_owner"}),
        ("ชื่อกลุ่ม|เบอร์โทรประธาน", "ก|081-2345678", {"phones": ["0812345678"]}),
    ],
)
def test_heads_and_words_of_offices_are_known(heads: str, row: str, fields: dict[str, object]) -> None:
    found = said(heads, row).fields
    assert {key: found.get(key) for key in fields} == fields


def test_an_address_of_a_person_is_not_taken_for_the_place_of_production() -> None:
    found = said("ชื่อกลุ่ม|ที่อยู่ตามบัตรประชาชน|สินค้าเด่น", "ก|9 หมู่ 9|ลา")
    assert {"house_number", "citizen_id"} & found.fields.keys() == set()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("กลุ่มแม่บ้านท่าซัก", "group"),
        ("วิสาหกิจชุมชนบ้านนา", "group"),
        ("บริษัทลานสกา จำกัด", "sme"),
        ("ร้านป้าแดง", "sole_owner"),
        ("นายดำ ขยัน", "sole_owner"),
        ("ป้าดำบ้านไตปลา", ""),
        ("นาโพธิ์ฟาร์ม", ""),
    ],
)
def test_a_name_says_its_kind_where_the_officer_asks_for_it(name: str, kind: str) -> None:
    assert roster_matching.kind_of_name(name) == kind


def test_a_line_that_only_lacks_what_another_says_is_the_same_product() -> None:
    found = said("ชื่อกลุ่ม|ผลิตภัณฑ์|ประเภทผลิตภัณฑ์|ราคา", "ก|กุ้งคั่ว|อาหาร|", "ก|กุ้งคั่ว||50", "ก|กุ้งคั่ว|อาหาร|60")
    prices = [(each["row"], each.get("price_baht")) for each in found.fields["products"]]
    assert prices == [(2, "50.00"), (4, "60.00")]


def test_a_person_as_the_producers_name_is_its_owner_where_the_column_is_blank() -> None:
    found = said("ชื่อกลุ่ม|ชื่อ-สกุล|ผลิตภัณฑ์", "นางธงชัย เรืองศรี||ลา").fields
    assert (found["owner_first_name"], found["owner_last_name"]) == ("ธงชัย", "เรืองศรี")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("กลุ่มขนมไทย 43/1 หมู่ที่ 1 ตำบลปากนคร อำเภอเมือง", "address_in_name"),
        ("ตลาดเปิดท้าย , ร้านบ่าว , ร้านน้าเหมียว", "several_names"),
        ("กลุ่มเครื่องแกงตำบลเขาแก้ว", None),
        ("กลุ่มผักปลอดสารพิษ หมู่ที่ 6", None),
    ],
)
def test_a_name_that_holds_more_is_told(name: str, code: str | None) -> None:
    told = {"address_in_name", "several_names"} & set(codes(said("ชื่อกลุ่ม|ผลิตภัณฑ์", f"{name}|ลา")))
    assert told == ({code} if code else set())
