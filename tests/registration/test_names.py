"""Names and village numbers as people type them: one spelling stored, each part printed once."""

import pytest

from registration import names


@pytest.mark.parametrize(
    ("title", "first", "stored"),
    [
        ("", "นายสมชาย", ("นาย", "สมชาย")),
        ("", "นางสาว สมศรี", ("นางสาว", "สมศรี")),
        ("นาย", "นายสมชาย", ("นาย", "สมชาย")),
        ("นางสาว", "น.ส.สมศรี", ("นางสาว", "สมศรี")),
        ("", "นายิกา", ("", "นายิกา")),
        ("", "คุณากร", ("", "คุณากร")),
        ("นาย", "สมชาย", ("นาย", "สมชาย")),
        ("", "ว่าที่ร้อยตรีสมชาย", ("ว่าที่ร้อยตรี", "สมชาย")),
    ],
)
def test_a_title_typed_into_the_name_is_the_title(title: str, first: str, stored: tuple[str, str]) -> None:
    assert names.part_title(title, first) == stored


def test_two_titles_are_asked_about() -> None:
    with pytest.raises(ValueError, match="นางสาว"):
        names.part_title("นาง", "นางสาวสมศรี")


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (("นาย", "จะแฮ", "-"), "นายจะแฮ"),
        (("นาย", "จะแฮ", ""), "นายจะแฮ"),
        (("นาย", "นายสมชาย", "ใจดี"), "นายสมชาย ใจดี"),
        (("", "สมชาย", "ใจดี"), "สมชาย ใจดี"),
    ],
)
def test_a_stored_name_is_printed_once_and_right(parts: tuple[str, str, str], printed: str) -> None:
    assert names.full_name(*parts) == printed


@pytest.mark.parametrize("typed", ["4", "๔", "หมู่ ๔", "หมู่ที่ 4", "ม.4", "ม. ๔", "ม 4", "หมู่4", "หมู่บ้านที่ 4"])
def test_a_village_number_is_read_with_its_word(typed: str) -> None:
    assert names.village_number(typed) == "4"
    assert names.show_village(typed) == "หมู่ที่ 4"


def test_no_village_and_no_number() -> None:
    assert (names.village_number("-"), names.show_village("")) == ("", "")
    assert names.show_village("บ้านนา") == "บ้านนา"
    with pytest.raises(ValueError, match="ช่องหมู่บ้าน"):
        names.village_number("บ้านนา")
