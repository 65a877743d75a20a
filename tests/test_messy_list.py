"""A list as offices really keep it, with invented persons: every row and every value is accounted for."""

from registration.services.uploads import records, sources, values
from registration.services.uploads.heads import Column, Kind
from registration.services.uploads.records import Record, Table
from registration.services.uploads.tables import RowKind
from tests.world.code import ROOT

PRODUCTS = Kind(
    columns=(
        Column("product", frozenset({"ชื่อสินค้าotop"})),
        Column("district", frozenset({"อำเภอ"})),
        Column("province", frozenset({"จังหวัด"})),
        Column("name", frozenset({"ชื่อสถานที่จัดจำหน่าย"})),
        Column("address", frozenset({"ที่อยู่"})),
        Column("phones", frozenset({"เบอร์โทรศัพท์"})),
    ),
    row_keys=frozenset({"product"}),
    known_words=(),
)


def table() -> Table:
    data = (ROOT / "tests" / "world" / "messy_list.csv").read_bytes()
    return records.read(sources.sheets_of_upload(data, "รายการ.csv"), PRODUCTS)


def of(row: int) -> Record:
    return next(record for record in table().records if record.row == row)


def test_every_row_is_accounted_for() -> None:
    read = table()
    assert [record.row for record in read.records] == list(range(2, 12))
    assert read.others == {RowKind.HEAD: [1], RowKind.BLANK: [12], RowKind.TOTAL: [13]}
    assert read.rows_read == 13


def test_no_column_is_dropped_in_silence() -> None:
    read = table()
    unused = [column.letter for column in read.columns if not column.key]
    told = next(finding.message for finding in read.findings if finding.code == "unused_column")
    assert unused == ["B", "H", "I"]
    assert all(f"{letter} “" in told for letter in unused)


def test_names_are_repaired_and_told() -> None:
    read = {row: values.text(of(row).cells["product"]) for row in (4, 5, 8, 9)}
    assert [each.value for each in read.values()] == ["น้ำส้มจาก", "แกงไตปลา", "ปลาส้มไร้ก้าง,ปลาแห้ง", "ที่รองแก้ว"]
    assert [bool(each.said) for each in read.values()] == [True, True, False, True]


def test_phones_are_read_or_wait_for_a_person() -> None:
    read = {record.row: values.phones(record.cells.get("phones")) for record in table().records}
    assert {row: each.value for row, each in read.items() if each.value} == {
        2: ["0812345678"],
        3: ["0812345678"],
        7: ["075356555"],
        8: ["0812345678", "0898765432"],
        10: ["042123456"],
    }
    assert [row for row, each in read.items() if each.fault] == [6, 9, 11]


def test_addresses_are_parted_over_their_line_breaks() -> None:
    address = values.address(of(7).cells["address"]).value
    assert (address.house_number, address.village, address.road, address.subdistrict, address.postcode) == (
        "103", "สมมุติ", "สมมุติ", "ปากแพรก", "80110",
    )  # fmt: skip
    assert values.address(of(10).cells["address"]).value.district == "ท่าบ่อ"
