"""Places by the names people give them; abolished ones by what they became; what means several is asked back."""

import csv
from functools import cache

import pytest

from registration.services.uploads import places_named
from registration.services.uploads.places_named import Places
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values import Address, Read
from tests.world.code import ROOT


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "fixtures" / "units" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def known() -> Places:
    return Places(
        names={row["code"]: row["name"] for name in ("provinces", "districts", "subdistricts") for row in rows(name)},
        former={row["code"]: row["name"] for row in rows("abolished")},
        successors={row["code"]: tuple(row["successors"].split()) for row in rows("abolished")},
    )  # fmt: skip


def cell(value: object) -> Cell:
    return Cell(1, 1, value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("นครศรีธรรมราช", "80"),
        ("จ.นครศรีฯ", "80"),
        ("จังหวัด หนองคาย", "43"),
        ("กทม.", "10"),
        ("อยุธยา", "14"),
        (80, "80"),
    ],
)
def test_provinces(typed: object, code: str) -> None:
    assert places_named.province(cell(typed), known()) == Read(code)


@pytest.mark.parametrize(
    ("typed", "within", "code"),
    [
        ("เมือง", "80", "8001"),
        ("อ.เมือง", "43", "4301"),
        ("เมืองนครศรีธรรมราช", "80", "8001"),
        ("อำเภอเมือง จ.หนองคาย", "", "4301"),
        ("อ.เมือง", "14", "1401"),
        ("อ.เฉลิมพระเกียรติ", "80", "8023"),
        ("เขตพระนคร", "10", "1001"),
        ("สนามชัยเขต", "", "2408"),
        ("กิ่งอำเภอโพธิ์ตาก", "43", "4317"),
        ("ท่า บ่อ", "43", "4302"),
        (8001, "80", "8001"),
        ("๘๐๐๑", "80", "8001"),
    ],
)
def test_districts(typed: object, within: str, code: str) -> None:
    assert places_named.district(cell(typed), known(), within) == Read(code)


@pytest.mark.parametrize(
    ("typed", "within", "code"),
    [("ต.ท่าซัก", "8001", "800121"), ("ท่าซัก อ.เมือง", "8001", "800121"), ("ตำบลท่าซัก จ.นครศรีธรรมราช", "8001", "800121"),
     ("ในเมือง", "4301", "430101"), ("แขวงวังบูรพาภิรมย์", "10", "100102")]
)  # fmt: skip
def test_subdistricts(typed: str, within: str, code: str) -> None:
    assert places_named.subdistrict(cell(typed), known(), within) == Read(code)


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (lambda: places_named.district(cell(4303), known(), "43"), "3801"),
        (lambda: places_named.district(cell("เซกา"), known(), "43"), "3804"),
        (lambda: places_named.subdistrict(cell("430407"), known()), "380207"),
    ],
)
def test_an_abolished_place_is_what_it_became_and_told(read: object, code: str) -> None:
    found = read()
    assert (found.value, found.code, "ปัจจุบันคือ" in found.said) == (code, "abolished", True)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: places_named.district(cell("เฉลิมพระเกียรติ"), known()), "หลายแห่ง"),
        (lambda: places_named.subdistrict(cell("ปากแพรก"), known(), "80"), "ปากพนัง"),
        (lambda: places_named.district(cell("ท่าบ่อ"), known(), "80"), "ไม่พบ"),
        (lambda: places_named.district(cell("80"), known()), "4 หลัก"),
        (lambda: places_named.province(cell("99"), known()), "ไม่มี"),
        (lambda: places_named.district(cell("เมือง"), known()), "ไม่พบ"),
    ],
)
def test_what_is_not_one_place_is_asked_back(read: object, said: str) -> None:
    found = read()
    assert (found.value, said in found.fault) == ("", True), found


def test_the_subdistrict_of_an_address() -> None:
    whole = Address(subdistrict="ท่าซัก", district="เมือง", province="นครศรีธรรมราช")
    assert places_named.subdistrict_of(whole, known()).value == "800121"
    assert places_named.subdistrict_of(Address(subdistrict="ท่าซัก"), known(), "8001").value == "800121"
    loose = places_named.subdistrict_of(Address(rest="หนองกอมเกาะ"), known(), "4301")
    assert (loose.value, bool(loose.said)) == ("430116", True)
    assert places_named.subdistrict_of(Address(), known(), "8001") == Read("")
    assert places_named.subdistrict_of(Address(province="เมืองลับแล"), known()).fault
