"""Sums of districts' sales beside their bases: a total is of what stands above it, a growth of what compares. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from grading import scoring
from otop_registry import thai
from otop_registry.thai import Percent

Pair = tuple[Decimal | None, Decimal | None]  # sales, and base of the same months


@dataclass(frozen=True)
class Comparison:
    """The sums of some districts. `sales` and `base` are of all that have one (None: nobody has, which is not zero);

    `like_sales` and `like_base` are of the `compared` districts that have both.
    """

    sales: Decimal | None
    base: Decimal | None
    like_sales: Decimal
    like_base: Decimal
    compared: int
    known: int

    @property
    def is_whole(self) -> bool:
        """Whether everybody with sales or base has both, so that the growth fits the sums beside it."""
        return self.compared == self.known

    @property
    def change_baht(self) -> Decimal | None:
        return self.like_sales - self.like_base if self.compared else None

    @property
    def growth(self) -> Percent | None:
        """A sum has no letter, hence no thresholds to stay clear of."""
        return scoring.growth_of((), self.like_sales, self.like_base)

    @property
    def like_words(self) -> str:
        """The growth of those who compare, with the sums it is of; "" where the total beside it is of the same."""
        if self.is_whole or not self.compared:
            return ""
        sums = f"ยอด {thai.baht(self.like_sales)} ฐาน {thai.baht(self.like_base)} บาท"
        growth = f" ร้อยละ {self.growth}" if self.growth else ""
        return f"เฉพาะ {self.compared:,} แห่งที่เทียบได้ {sums}{growth}"


def compare(pairs: Iterable[Pair]) -> Comparison:
    """The sums of districts' sales and bases; who has only one of the two stands in its sum and in no growth."""
    rows = [pair for pair in pairs if pair != (None, None)]
    both = [(sales, base) for sales, base in rows if sales is not None and base is not None]
    return Comparison(
        total(sales for sales, _ in rows),
        total(base for _, base in rows),
        like_sales=sum((sales for sales, _ in both), Decimal(0)),
        like_base=sum((base for _, base in both), Decimal(0)),
        compared=len(both),
        known=len(rows),
    )


def together(parts: Iterable[Comparison]) -> Comparison:
    """The sums of several groups of districts."""
    rows = list(parts)
    return Comparison(
        total(each.sales for each in rows),
        total(each.base for each in rows),
        like_sales=sum((each.like_sales for each in rows), Decimal(0)),
        like_base=sum((each.like_base for each in rows), Decimal(0)),
        compared=sum(each.compared for each in rows),
        known=sum(each.known for each in rows),
    )


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts there are; None without any, which is not zero."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
