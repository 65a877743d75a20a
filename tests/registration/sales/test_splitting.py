"""Totals spread over channels and products: by the rule chosen, to the satang, and asked without one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration.services.sales.splitting import EVERY, Split, spread
from registration.services.sales.writing import Amounts

DOMESTIC, ABROAD, ONLINE = (0, 1), (2, 3), (1, 3)


def amounts(*baht: str) -> Amounts:
    first, second, third, fourth = map(Decimal, baht)
    return first, second, third, fourth


SOLD = amounts("70", "20", "10", "0")


@pytest.mark.parametrize(
    ("cover", "rule", "expected"),
    [
        (EVERY, Split.DOMESTIC_OFFLINE, ("100.01", "0", "0", "0")),
        (EVERY, Split.ABROAD_ONLINE, ("0", "0", "0", "100.01")),
        (DOMESTIC, Split.ABROAD_ONLINE, ("0", "100.01", "0", "0")),
        (ABROAD, Split.DOMESTIC_OFFLINE, ("0", "0", "100.01", "0")),
        (ONLINE, Split.DOMESTIC_OFFLINE, ("0", "100.01", "0", "0")),
        (EVERY, Split.LAST_MONTH, ("70.01", "20.00", "10.00", "0")),
        (ONLINE, Split.LAST_MONTH, ("0", "100.01", "0", "0")),
        ((3,), Split.ASK, ("0", "0", "0", "100.01")),
    ],
)
def test_the_rule_fills_in_what_the_total_does_not_say(
    cover: tuple[int, ...], rule: str, expected: tuple[str, ...]
) -> None:
    assert spread(Decimal("100.01"), cover, rule, [SOLD]) == [amounts(*expected)]


@pytest.mark.parametrize(
    ("rule", "before", "said"),
    [
        (Split.ASK, [SOLD], "ไม่ได้แยกช่องทาง"),
        (Split.ASK, [SOLD, SOLD], "ยอดรวมของ 2 ผลิตภัณฑ์"),
        (Split.DOMESTIC_ONLINE, [SOLD, SOLD], "ยอดรวมของ 2 ผลิตภัณฑ์"),
        (Split.LAST_MONTH, [None], "เดือนก่อนไม่มียอด"),
        (Split.LAST_MONTH, [amounts("0", "0", "0", "0"), None], "เดือนก่อนไม่มียอด"),
    ],
)
def test_what_no_rule_says_is_asked(rule: str, before: list[Amounts | None], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        spread(Decimal("100.01"), EVERY, rule, before)


def test_a_product_that_sold_nothing_the_month_before_gets_no_part() -> None:
    first, second = spread(Decimal("90.00"), EVERY, Split.LAST_MONTH, [None, SOLD])
    assert (sum(first), sum(second)) == (0, Decimal("90.00"))


baht = st.decimals(0, 10**9, places=2)
sold = st.tuples(baht, baht, baht, baht)


@given(baht, st.sampled_from([EVERY, DOMESTIC, ABROAD, ONLINE]), st.lists(sold, min_size=1, max_size=5))
def test_the_parts_are_the_whole(total: Decimal, cover: tuple[int, ...], before: list[Amounts]) -> None:
    if not any(each[channel] for each in before for channel in cover):
        return
    rows = spread(total, cover, Split.LAST_MONTH, before)
    assert sum(sum(row) for row in rows) == total
    assert all(row[channel] == 0 for row in rows for channel in EVERY if channel not in cover)
