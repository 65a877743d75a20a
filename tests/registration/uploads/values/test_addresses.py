"""Addresses on one line, with words or signs, glued or spaced; what stands in no box is told."""

import pytest

from registration.services.uploads import values
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values import Address


@pytest.mark.parametrize(
    ("typed", "boxes"),
    [
        ("77 หมู่ 1 ต.ท่าซัก อ.เมือง จ.นครศรีธรรมราช", "house=77 no=1 sub=ท่าซัก dis=เมือง pro=นครศรีธรรมราช"),
        ("77หมู่1ต.ท่าซักอ.เมืองจ.นครศรีธรรมราช80000", "house=77 no=1 sub=ท่าซัก dis=เมือง pro=นครศรีธรรมราช post=80000"),
        ("๗๗/๑ ม.๑ ตำบลท่าซัก อำเภอเมือง  ๘๐๐๐๐", "house=77/1 no=1 sub=ท่าซัก dis=เมือง post=80000"),
        ("บ้านเลขที่ 47 ม. 6\nต.สิชล\r\nอ.สิชล", "house=47 no=6 sub=สิชล dis=สิชล"),
        ("66 ม1 ต.บ้านเกาะ อ.พรหมคีรี จ.นครศรีฯ", "house=66 no=1 sub=บ้านเกาะ dis=พรหมคีรี pro=นครศรีฯ"),
        ("หมู่ที่ 3 บ้านสวนสน ต.ท่าซัก", "no=3 village=สวนสน sub=ท่าซัก"),
        ("หมู่บ้านสวนสน หมู่ที่ 3 ต.ท่าซัก", "no=3 village=สวนสน sub=ท่าซัก"),
        ("12 ซอยสุขใจ ถนนราชดำเนิน แขวงวังบูรพา เขตพระนคร กรุงเทพมหานคร 10200",
         "house=12 lane=สุขใจ road=ราชดำเนิน sub=วังบูรพา dis=พระนคร pro=กรุงเทพมหานคร post=10200"),
        ("12 ซ.สุขใจ ถ.ราชดำเนิน กทม.", "house=12 lane=สุขใจ road=ราชดำเนิน pro=กทม"),
        ("ม.3 ตำบลสามตำบล อำเภอจุฬาภรณ์", "no=3 sub=สามตำบล dis=จุฬาภรณ์"),
        ("89 หมู่ 10 ตำบล/แขวง ท่าบ่อ อำเภอ/เขต ท่าบ่อ", "house=89 no=10 sub=ท่าบ่อ dis=ท่าบ่อ"),
        ("ตำบลโพนทอง กิ่งอำเภอโพธิ์ตาก", "sub=โพนทอง dis=โพธิ์ตาก"),
        ("37/1 ม..4 ตำบลไทยบุรี ต.ไทยบุรี", "house=37/1 no=4 sub=ไทยบุรี"),
        ("526 - 527 ม.4 ต.ในเมือง", "house=526-527 no=4 sub=ในเมือง"),
    ],
)  # fmt: skip
def test_an_address_is_parted(typed: str, boxes: str) -> None:
    keys = {"house": "house_number", "no": "village_number", "sub": "subdistrict", "dis": "district", "pro": "province",
            "post": "postcode"}  # fmt: skip
    parts = (part.split("=") for part in boxes.split())
    expected = Address(**{keys.get(key, key): value for key, value in parts})
    assert values.address(Cell(1, 1, typed)).value == expected


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("กลุ่มเครื่องแกง หมู่ที่ 2 ต.ท่าซัก", "กลุ่มเครื่องแกง"),
        ("หมู่ที่ 1 และ หมู่ที่ 4 ต.ท่าซัก", "และ หมู่ที่ 4"),
        ("องค์การบริหารส่วนตำบลท่าซัก", "องค์การบริหารส่วนตำบลท่าซัก"),
        ("ที่ทำการ อบต.ท่าซัก", "ที่ทำการ อบต.ท่าซัก"),
        ("ต.ท่าซัก (ใกล้วัด)", "ใกล้วัด"),
        ("77 ต.ท่าซัก โทร 0812345678", "โทร0812345678"),
    ],
)
def test_what_stands_in_no_box_is_told(typed: str, rest: str) -> None:
    found = values.address(Cell(1, 1, typed))
    assert (found.value.rest, found.code) == (rest, "address_rest")
    assert rest in found.said
