"""Several columns of one meaning: joined, or one thing each; a second table beside the first is neither."""

import pytest

from registration.services.imports.roster_columns import HEADS
from registration.services.uploads import records, several, sources
from registration.services.uploads.records import Table


def pasted(*rows: str) -> Table:
    return records.read(sources.sheets_of_paste("\n".join(rows).replace("|", "\t")), HEADS)


def keys(heads: str) -> list[str]:
    return [each.key for each in pasted(heads, "|".join("กขคงจฉชซ"[: heads.count("|") + 1])).columns]


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        ("ชื่อกลุ่ม|เบอร์ 1|เบอร์ 2", ["name", "phones", "phones#2"]),
        ("ชื่อกลุ่ม|โทรศัพท์บ้าน|มือถือ", ["name", "phones", "phones#2"]),
        ("ชื่อกลุ่ม|ผลิตภัณฑ์ 1|ผลิตภัณฑ์ 2|ผลิตภัณฑ์ 3", ["name", "product_name", "product_name#2", "product_name#3"]),
        ("ชื่อกลุ่ม|สินค้าที่ ๑|สินค้าที่ ๒", ["name", "product_name", "product_name#2"]),
        (
            "ชื่อกลุ่ม|ผลิตภัณฑ์ 1|ประเภท 1|ผลิตภัณฑ์ 2|ประเภท 2",
            ["name", "product_name", "product_type", "product_name#2", "product_type#2"],
        ),
        ("ชื่อกลุ่ม|ผลิตภัณฑ์|ผลิตภัณฑ์", ["name", "product_name", "product_name#2"]),
        ("ชื่อกลุ่ม|ผลิตภัณฑ์|มาตรฐาน 1|มาตรฐาน 2", ["name", "product_name", "standards", "standards#2"]),
        ("ชื่อกลุ่ม|ผลิตภัณฑ์|ราคา 1|ราคา 2", ["name", "product_name", "price_baht", ""]),
        ("ชื่อกลุ่ม|ผลิตภัณฑ์|ชื่อกลุ่ม|ผลิตภัณฑ์", ["name", "product_name", "", ""]),
    ],
)
def test_heads_of_one_meaning_are_read_together(heads: str, found: list[str]) -> None:
    assert keys(heads) == found


def test_values_of_several_columns_are_one_value_at_the_place_of_the_first() -> None:
    table = pasted("ชื่อกลุ่ม|เบอร์ 1|เบอร์ 2|ผลิตภัณฑ์", "ก|0812345678|0898765432|ขนม", "ข||0898765432|ลา", "ค|-||งา")
    phones = [each.cells.get("phones") for each in table.records]
    assert [(cell.place, cell.value) for cell in phones if cell] == [
        ("B2", "0812345678, 0898765432"),
        ("C3", "0898765432"),
        ("B4", "-"),
    ]


def test_what_a_person_chose_for_two_columns_is_shared_by_them() -> None:
    sheets = sources.sheets_of_paste("ชื่อกลุ่ม\tสมชาย\tสมศรี\tผลิตภัณฑ์\nก\tของกิน\tขนม\tลา\n")
    table = records.read(sheets, HEADS, mapping={1: "name", 2: "product_name", 3: "product_name", 4: "name"})
    assert [each.key for each in table.columns] == ["name", "product_name", "product_name#2", "name"]


def test_a_head_that_may_mean_several_things_is_asked() -> None:
    told = [each.message for each in pasted("ชื่อกลุ่ม|แบบ|ผลิตภัณฑ์", "ก|ข|ค").findings if each.code == "perhaps"]
    assert told == ["คอลัมน์ B “แบบ” อาจเป็นประเภทผลิตภัณฑ์ หรือ ประเภทผู้ผลิต กรุณาเลือกความหมายเอง หรือไม่ใช้"]


@pytest.mark.parametrize(
    ("head", "parted"), [("ผลิตภัณฑ์ที่ 2 ชื่อ", ("ผลิตภัณฑ์ชื่อ", 2)), ("เบอร์ (๒)", ("เบอร์", 2)), ("ราคา", ("ราคา", 0))]
)
def test_a_number_is_parted_from_its_head(head: str, parted: tuple[str, int]) -> None:
    assert several.numbered(head) == parted
