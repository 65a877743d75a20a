"""Identifiers: rows by hand, then every single wrong digit and every swap of neighbours."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.th import pin

from registration import identifiers as ids

NUMBERS = st.builds(
    ids.registration_number,
    st.just("80"),
    st.integers(8000, 8099).map(str),
    st.integers(2500, 2599),
    st.integers(1, 99_999),
)
Check = Callable[[str], str]


def slips(number: str) -> set[str]:
    """The number with any one digit wrong, and with any two neighbouring digits swapped."""
    digits = number.removeprefix("M").replace("-", "")
    wrong = {
        digits[:place] + other + digits[place + 1 :] for place in range(len(digits)) for other in "0123456789"
    }
    swapped = {
        digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        for place in range(len(digits) - 1)
    }
    return (wrong | swapped) - {digits}


def is_accepted(check: Check, number: str) -> bool:
    try:
        check(number)
    except ValueError:
        return False
    return True


# --- citizen and juristic numbers ---------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["1101700000010", "1-1017-00000-01-0", "๑-๑๐๑๗-๐๐๐๐๐-๐๑-๐", " 1 1017 00000 01 0 "]
)
def test_citizen_id_is_stored_as_thirteen_digits(typed: str) -> None:
    assert ids.citizen_id(typed) == "1101700000010"


@pytest.mark.parametrize("typed", ["0805559000011", "0-80-5-559-00001-1", "๐๘๐๕๕๕๙๐๐๐๐๑๑"])
def test_juristic_id_is_stored_as_thirteen_digits(typed: str) -> None:
    assert ids.juristic_id(typed) == "0805559000011"


@pytest.mark.parametrize(
    ("check", "typed", "sentence"),
    [
        (ids.citizen_id, "1101700000011", "มีอย่างน้อยหนึ่งหลักที่พิมพ์ผิด"),
        (ids.citizen_id, "110170000001", "ต้องมี 13 หลัก แต่พิมพ์มา 12 หลัก"),
        (ids.citizen_id, "11017000000100", "แต่พิมพ์มา 14 หลัก"),
        (ids.citizen_id, "110170000001O", "ต้องเป็นตัวเลข 13 หลัก"),
        (ids.citizen_id, "", "ต้องเป็นตัวเลข 13 หลัก"),
        (ids.citizen_id, "0805559000011", "กรุณากรอกในช่องเลขนิติบุคคล"),
        (ids.citizen_id, "9101700000010", "ต้องขึ้นต้นด้วย 1-8"),
        (ids.juristic_id, "1101700000010", "กรุณากรอกในช่องเลขประจำตัวประชาชน"),
        (ids.juristic_id, "0805559000012", "มีอย่างน้อยหนึ่งหลักที่พิมพ์ผิด"),
        (ids.juristic_id, "0000000000001", "ไม่มีเลขนิติบุคคลนี้"),
        (ids.juristic_id, "0095559000019", "ไม่มีเลขนิติบุคคลนี้"),
        (ids.juristic_id, "0805559000003", "ไม่มีเลขนิติบุคคลนี้"),
        (ids.juristic_id, "080555900001", "ต้องมี 13 หลัก แต่พิมพ์มา 12 หลัก"),
    ],
)
def test_an_id_is_refused_with_what_to_do(check: Check, typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        check(typed)


@given(st.integers(100_000_000_000, 899_999_999_999).map(str))
def test_citizen_id_has_one_right_check_digit(stem: str) -> None:
    right = pin.calc_check_digit(stem)
    assert [last for last in "0123456789" if is_accepted(ids.citizen_id, stem + last)] == [right]


@given(st.from_regex(r"[1-8][0-9]{11}", fullmatch=True), st.sampled_from("12345678"))
def test_a_number_typed_as_one_word_goes_before_what_straddles_words(stem: str, before: str) -> None:
    number = stem + pin.calc_check_digit(stem)
    assert ids.find_id(f"{before} {number}") == number
    assert ids.find_id(f"{number} {before}") == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1101700000010", "1-1017-xxxxx-xx-0"),
        ("0805559000011", "0-8055-xxxxx-xx-1"),
        ("", ""),
        ("110170000001", "x-xxxx-xxxxx-xx-x"),
    ],
)
def test_mask_id_hides_the_middle(number: str, shown: str) -> None:
    assert ids.mask_id(number) == shown


@given(st.text(max_size=20))
def test_mask_id_never_shows_more_than_six_digits(number: str) -> None:
    assert sum(character.isdigit() for character in ids.mask_id(number)) <= 6


# --- telephones ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("08 1234 5678", "0812345678"),
        ("๐๖-๑๒๓๔-๕๖๗๘", "0612345678"),
        ("๐ - ๗๕๓๕ - ๖๕๕๕", "075356555"),
        ("(02) 141 6000", "021416000"),
        ("โทร. 0-4241-2345", "042412345"),
        ("+66 81 234 5678", "0812345678"),
        ("+66 (0)81 234 5678", "0812345678"),
        ("1567", "1567"),
    ],
)
def test_phone_is_stored_as_digits(typed: str, number: str) -> None:
    assert ids.phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("08123456789", "มี 11 หลัก เกินมา 1 หลัก"),
        ("081234567", "มี 9 หลัก ขาดไป 1 หลัก"),
        ("0753565551", "มี 10 หลัก เกินมา 1 หลัก"),
        ("0812345678 0898765432", "กรุณาคั่นด้วยเครื่องหมาย ,"),
        ("012345678", "ต้องขึ้นต้นด้วย 02-09"),
        ("81234567", "ต้องขึ้นต้นด้วย 02-09"),
        ("0-7535-6555 ต่อ 12", "ไม่ต้องใส่เบอร์ต่อ"),
        ("ไม่มี", "ต้องเป็นตัวเลขเท่านั้น"),
        ("", "ต้องเป็นตัวเลขเท่านั้น"),
    ],
)
def test_phone_is_refused_with_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ids.phone(typed)


def test_phones_are_a_list_without_repeats() -> None:
    typed = "๐๘ ๑๒๓๔ ๕๖๗๘, 0-7535-6555 / 1567;0812345678\n06 1111 2222 หรือ 0899999999,"
    assert ids.phones(typed) == ["0812345678", "075356555", "1567", "0611112222", "0899999999"]
    assert ids.phones(" ") == []


@given(
    st.from_regex(
        "0[689][0-9]{8}|0[23457][0-9]{7}|1[0-9]{3}", fullmatch=True, alphabet=st.characters(codec="ascii")
    )
)
def test_every_shown_phone_reads_back(number: str) -> None:
    assert ids.phone(ids.show_phone(number)) == number


def test_show_phone_writes_as_the_letters_do() -> None:
    assert ids.show_phone("0812345678") == "08 1234 5678"
    assert ids.show_phone("075356555") == "0-7535-6555"
    assert ids.show_phone("1567") == "1567"
    assert ids.show_phone("เดิม 12345") == "เดิม 12345"


# --- our own numbers ----------------------------------------------------------------------------


def test_registration_number_shows_its_parts() -> None:
    assert ids.registration_number("80", "8001", 2561, 1) == "80-01-61-00001-3"
    assert ids.registration_number("10", "1050", 2567, 99_999).startswith("10-50-67-99999-")


def test_receipt_number_shows_its_parts() -> None:
    assert ids.receipt_number("2561/2", "8001", 1) == "2561-2-8001-0001-9"


@given(NUMBERS)
def test_registration_number_finds_every_slip(number: str) -> None:
    assert ids.check_registration_number(number) == number
    assert not [slip for slip in slips(number) if is_accepted(ids.check_registration_number, slip)]


@pytest.mark.parametrize("typed", ["๘๐-๐๑-๖๑-๐๐๐๐๑-๓", "800161000013", " 80 01 61 00001 3 "])
def test_check_registration_number_gives_the_printed_form(typed: str) -> None:
    assert ids.check_registration_number(typed) == "80-01-61-00001-3"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("80-01-61-00001-4", "พิมพ์ผิดหรือสลับกัน"), ("80-01-61-00001", "ไม่ครบ"), ("", "ไม่ครบ"), ("ก", "ไม่ครบ")],
)
def test_check_registration_number_refuses_in_plain_thai(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ids.check_registration_number(typed)


@pytest.mark.parametrize(
    "parts",
    [
        ("80", "4301", 2561, 1),
        ("80", "801", 2561, 1),
        ("8", "8001", 2561, 1),
        ("80", "8001", 2018, 1),
        ("80", "8001", 2561, 0),
        ("80", "8001", 2561, 100_000),
    ],
)
def test_registration_number_refuses_parts_that_do_not_fit(parts: tuple[str, str, int, int]) -> None:
    with pytest.raises(ValueError, match=r"no district|no registration number"):
        ids.registration_number(*parts)


@pytest.mark.parametrize(
    "parts", [("2561/5", "8001", 1), ("2/2561", "8001", 1), ("2561/2", "80", 1), ("2561/2", "8001", 0)]
)
def test_receipt_number_refuses_parts_that_do_not_fit(parts: tuple[str, str, int]) -> None:
    with pytest.raises(ValueError, match="no receipt number"):
        ids.receipt_number(*parts)


def test_monthly_number_shows_its_parts() -> None:
    assert ids.monthly_number(2567, 8, "4301") == "M-2567-08-4301-8"


@pytest.mark.parametrize("parts", [(2567, 13, "4301"), (2567, 0, "4301"), (2567, 8, "43"), (2024, 8, "4301")])
def test_monthly_number_refuses_parts_that_do_not_fit(parts: tuple[int, int, str]) -> None:
    with pytest.raises(ValueError, match=r"no monthly report|does not fit"):
        ids.monthly_number(*parts)


def test_document_number_is_short_and_read_back_as_typed_by_hand() -> None:
    number = ids.document_number(bytes(range(7)))
    assert number == "OTOP-0123-456Z"
    assert ids.check_document_number(" otop o123 456z ") == number
    assert ids.check_document_number("OI23-456Z") == number


@given(
    st.binary(min_size=7, max_size=7), st.integers(0, 7), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
)
def test_document_number_finds_every_wrong_sign(chosen: bytes, place: int, sign: str) -> None:
    signs = ids.document_number(chosen).removeprefix("OTOP-").replace("-", "")
    wrong = signs[:place] + sign + signs[place + 1 :]
    if wrong != signs:
        with pytest.raises(ValueError, match="พิมพ์ผิด"):
            ids.check_document_number(wrong)
