"""What a decree says of units: shares are exact and sum to 1, places get the next free codes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration.unit_terms import MOST_PARTS, Begun, Place, Share, Terms, recoded, share_of, shares

weights = st.lists(st.integers(1, 500), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("typed", "share"), [("1/3", "1/3"), ("๐.๒๕", "1/4"), (" 25 %", "1/4"), ("1", "1"), ("33.5%", "67/200")]
)
def test_a_share_is_read_exactly(typed: str, share: str) -> None:
    assert share_of(typed) == Fraction(share)


@pytest.mark.parametrize(
    "typed", ["", "หนึ่งในสาม", "0", "-1/2", "3/2", "101%", "1/0", "1/1000001", "1e9999", "nan"]
)
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="สัดส่วน"):
        share_of(typed)


@given(weights)
def test_shares_are_kept_exactly_and_sum_to_the_whole(parts: list[int]) -> None:
    whole = sum(parts)
    given_shares = [(f"80{place:02}", Fraction(each, whole)) for place, each in enumerate(parts, 1)]
    terms = Terms(shares=shares("8099", given_shares))
    assert Terms.of(terms.as_data()) == terms
    assert terms.shares_of("8099") == given_shares
    assert sum(each.parts for each in terms.shares) <= MOST_PARTS


@given(weights, st.integers(1, 100))
def test_shares_that_do_not_sum_to_exactly_one_are_refused(parts: list[int], more: int) -> None:
    whole = sum(parts) + more
    with pytest.raises(ValueError, match="รวมกันได้ 1 พอดี"):
        shares("8099", [("8001", Fraction(each, whole)) for each in parts])


def test_a_third_and_two_thirds_are_one_and_two_parts() -> None:
    assert shares("8001", [("8001", Fraction(2, 3)), ("8024", Fraction(1, 3))]) == (
        Share("8001", "8001", 2),
        Share("8001", "8024", 1),
    )


def test_places_get_the_next_free_codes_of_their_district() -> None:
    assert recoded(["800105", "800102"], "8024", ["800101"]) == (
        Place("800102", "802401"),
        Place("800105", "802402"),
    )
    assert recoded(["800102"], "8002", ["800201", "800207"]) == (Place("800102", "800208"),)
    with pytest.raises(ValueError, match="ไม่พอ"):
        recoded(["800102"], "8002", ["800299"])


def test_who_is_concerned_is_every_unit_with_its_province() -> None:
    terms = Terms(begins=(Begun("8024", "ใหม่"),), shares=(Share("8001", "4301", 1),))
    assert terms.concerned("8001") == {"8001", "80", "8024", "4301", "43"}
