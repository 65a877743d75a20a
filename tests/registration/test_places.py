"""The codes of places: levels, what lies above and below, the words before a name."""

import pytest

from registration import places
from registration.places import Level


@pytest.mark.parametrize(
    ("code", "level", "above", "province", "below"),
    [
        ("", Level.DEPARTMENT, "", "", "จังหวัด"),
        ("80", Level.PROVINCE, "", "80", "อำเภอ"),
        ("10", Level.PROVINCE, "", "10", "เขต"),
        ("8001", Level.DISTRICT, "80", "80", "ตำบล"),
        ("1001", Level.DISTRICT, "10", "10", "แขวง"),
    ],
)
def test_a_code_says_where_it_stands(code: str, level: str, above: str, province: str, below: str) -> None:
    assert (places.level_of(code), places.above(code), places.province_of(code)) == (level, above, province)
    assert places.word_below(code) == below
    assert places.is_province(code) == (level == Level.PROVINCE)
    assert places.is_district(code) == (level == Level.DISTRICT)


@pytest.mark.parametrize("code", ["8", "800", "800101", "80010101"])
def test_what_is_no_unit_has_no_level(code: str) -> None:
    with pytest.raises(KeyError):
        places.level_of(code)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("", ""),
        ("10", ""),
        ("80", "จังหวัด"),
        ("1001", "เขต"),
        ("8001", "อำเภอ"),
        ("100101", "แขวง"),
        ("800101", "ตำบล"),
    ],
)
def test_word_of_is_the_word_before_the_name(code: str, word: str) -> None:
    assert places.word_of(code) == word


def test_child_of_leads_one_level_down() -> None:
    assert [places.child_of(upper, "800101") for upper in ("", "80", "8001")] == ["80", "8001", "800101"]
    assert places.is_directly_below("8001", "80")
    assert not places.is_directly_below("8001", "")
    assert not places.is_directly_below("4301", "80")


@pytest.mark.parametrize(
    ("codes", "common"),
    [([], ""), (["8001"], "8001"), (["8001", "8002"], "80"), (["8001", "80"], "80"), (["8001", "4301"], "")],
)
def test_common_is_the_narrowest_unit_that_holds_all(codes: list[str], common: str) -> None:
    assert places.common(codes) == common
