"""What a split district sold becomes its successors', exactly, however often they were split."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grading.services.heritage import by_predecessor, heirs, to_the_satang
from registration.models import Succession

JULY = date(2023, 7, 1)
shares = st.lists(st.decimals("0.00001", 1, places=5), min_size=1, max_size=6)
amounts = st.decimals(0, 10**9, places=2)


def split(old: str, day: date, parts: Sequence[tuple[str, str | Decimal]]) -> list[Succession]:
    return [
        Succession(predecessor_code=old, successor_code=new, day=day, share=Decimal(share))
        for new, share in parts
    ]


def test_a_successor_that_was_split_again_passes_its_part_on() -> None:
    rows = split("4399", date(2023, 9, 1), [("4398", "0.5"), ("4301", "0.5")])
    rows += split("4398", date(2024, 1, 1), [("4302", "0.25"), ("4303", "0.75")])
    assert heirs("4399", by_predecessor(rows), JULY) == {
        "4301": Fraction(1, 2),
        "4302": Fraction(1, 8),
        "4303": Fraction(3, 8),
    }


def test_what_was_sold_after_a_split_is_not_split_again() -> None:
    """A district that lost a part and goes on keeps what it sold from then on."""
    rows = by_predecessor(split("4301", date(2023, 5, 1), [("4301", "0.9"), ("4302", "0.1")]))
    assert heirs("4301", rows, JULY) == {"4301": Fraction(1)}
    assert heirs("4301", rows, date(2023, 4, 1)) == {"4301": Fraction(9, 10), "4302": Fraction(1, 10)}


@given(amounts, shares)
def test_the_parts_of_a_base_sum_to_the_whole(whole: Decimal, given_shares: list[Decimal]) -> None:
    parts = [(f"43{number:02}", share) for number, share in enumerate(given_shares, 1)]
    rows = by_predecessor(split("4399", date(2024, 1, 1), parts))
    exact = {(code, JULY): Fraction(whole) * part for code, part in heirs("4399", rows, JULY).items()}
    assert sum(to_the_satang(exact, rows).values()) == whole
