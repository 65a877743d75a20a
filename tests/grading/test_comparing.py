"""Totals of sales beside bases: each is of its own column, a growth of those that have both."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grading.comparing import compare, together

amounts = st.none() | st.decimals(min_value=0, max_value=10**9, places=2)
rows = st.lists(st.tuples(amounts, amounts), max_size=8)
Rows = list[tuple[Decimal | None, Decimal | None]]


def test_a_row_without_a_base_stands_in_its_sum_and_in_no_growth() -> None:
    found = compare([(Decimal(105), Decimal(100)), (Decimal(50), None), (None, None)])
    assert (found.sales, found.base, found.is_whole) == (Decimal(155), Decimal(100), False)
    assert (found.change_baht, str(found.growth)) == (Decimal(5), "5.00")
    assert found.like_words == "เฉพาะ 1 แห่งที่เทียบได้ ยอด 105.00 ฐาน 100.00 บาท ร้อยละ 5.00"


def test_nobody_reported_is_not_zero() -> None:
    found = compare([(None, None)])
    assert (found.sales, found.base, found.change_baht, found.growth) == (None, None, None, None)


@given(rows)
def test_a_change_beside_two_sums_is_their_difference(pairs: Rows) -> None:
    found = compare(pairs)
    if found.is_whole and found.sales is not None and found.base is not None:
        assert found.change_baht == found.sales - found.base
        assert found.like_words == ""


@given(rows, rows)
def test_groups_add_up_to_the_whole(one: Rows, other: Rows) -> None:
    assert together([compare(one), compare(other)]) == compare([*one, *other])
