"""Telephones as lists of offices hold them: read where they are sure and told where changed, else left to a person."""

import pytest

from registration.services.uploads import values
from registration.services.uploads.sheets import Cell


@pytest.mark.parametrize(
    ("typed", "numbers", "is_told"),
    [
        ("0812345678", ["0812345678"], False),
        ("081-2345678", ["0812345678"], False),
        ("08 1234 5678", ["0812345678"], False),
        ("๐๘-๑๒๓๔-๕๖๗๘", ["0812345678"], False),
        ("0-7535-6555", ["075356555"], False),
        ("(075) 356555", ["075356555"], False),
        ("1567", ["1567"], False),
        (812345678, ["0812345678"], True),
        (812345678.0, ["0812345678"], True),
        ("812345678", ["0812345678"], True),
        (75356555, ["075356555"], True),
        ("+66812345678", ["0812345678"], True),
        ("081-2345678, 075-356555", ["0812345678", "075356555"], False),
        ("0812345678/0898765432", ["0812345678", "0898765432"], False),
        ("0812345678 0898765432", ["0812345678", "0898765432"], False),
        ("0812345678\n0898765432", ["0812345678", "0898765432"], False),
        ("0812345678 หรือ 0898765432", ["0812345678", "0898765432"], False),
        ("08123456780898765432", ["0812345678", "0898765432"], False),
        ("0753565550812345678", ["075356555", "0812345678"], False),
        ("0812345678, 0812345678", ["0812345678"], True),
        ("โทร. 081-2345678", ["0812345678"], False),
        ("คุณมาลี 081-2345678", ["0812345678"], True),
        ("075-356555 ต่อ 12", ["075356555"], True),
    ],
)
def test_a_sure_number_is_read(typed: object, numbers: list[str], is_told: bool) -> None:
    found = values.phones(Cell(1, 1, typed))
    assert (found.value, found.fault, bool(found.said)) == (numbers, "", is_told)


def test_text_beside_a_number_is_told() -> None:
    found = values.phones(Cell(1, 1, "ป้าแจ๋ว 081-2345678"))
    assert (found.code, "ป้าแจ๋ว" in found.said) == ("text_in_phone", True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (8.1234567889876e17, "0812345678"),
        ("8.1234567889876e+17", "สองหมายเลขติดกัน"),
        (8123456788987654321, "0812345678"),
        ("0-1234-567", "ขาด|02-09"),
        ("01-2345678", "02-09"),
        ("9-1234-567", "02-09"),
        ("08-1234-567", "ขาดไป 1 หลัก"),
        ("075-356555-6", "เกินมา 1 หลัก"),
        ("0812345678, 12345", "12345"),
        ("ติดต่อ อบต.", "ไม่มีหมายเลข"),
        (True, "ไม่ใช่หมายเลข"),
    ],
)
def test_what_is_not_sure_waits_for_a_person(typed: object, said: str) -> None:
    found = values.phones(Cell(1, 1, typed))
    assert found.value == []
    assert any(word in found.fault for word in said.split("|")), found
