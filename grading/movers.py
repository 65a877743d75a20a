"""Who moved between districts, and where what they sold a year ago is compared: where they sell now.

Source: decisions 0077, 0084 and 0092.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from grading.models import BaseOrigin, BaseSale
from registration.apportioning import to_satang
from registration.models import Round, Transfer
from registration.models.sales import Sale
from registration.models.transfers import district_on
from registration.timetable import Quarter, next_month

Moves = dict[int, list[Transfer]]  # {producer: its moves, in their order}


def every_move() -> Moves:
    """Every move, without the records that moved."""
    rows = Transfer.objects.accepted().select_related("source").order_by("day", "pk")
    return by_producer(rows.only("producer", "round", "day", "change", "source__code", "source__valid_to"))


def by_producer(rows: Iterable[Transfer]) -> Moves:
    found: Moves = {}
    for row in rows:
        found.setdefault(row.producer_id, []).append(row)
    return found


def end_of(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def answered_by(moves: Moves, months: Iterable[date]) -> dict[tuple[int, date], str]:
    """{(product, month): the district that answered} of who moved."""
    rows = Sale.objects.filter(product__producer__in=moves, month__in=list(months))
    return {(pk, month): code for pk, month, code in rows.values_list("product_id", "month", "district_id")}


def moved_bases(round_id: int, moves: Moves | None = None) -> dict[tuple[str, date], Decimal]:
    """{(district, month of the quarter): baht that its base is more, or less, to be compared with}.

    What a mover's product sold in a month of the base goes to the district that is asked for its sales of today: like
    is compared with like, and a move changes no grade. Only of bases taken from sales: a document names no product.
    Who moved by decree alone is in it already: there the base is divided by shares (decision 0084).
    """
    moves = _wanted(every_move() if moves is None else moves)
    quarter, taken = Round.quarter_at(round_id), _taken(round_id) if moves else {}
    found: dict[tuple[str, date], Decimal] = {}
    if not taken:
        return found
    answered = answered_by(moves, quarter.months)
    sold = Sale.objects.filter(product__producer__in=moves, month__in={month for _, month in taken})
    for row in sold.filter(product__stayed_behind=False).select_related("product__producer"):
        month = quarter.months[Quarter.of(row.month).months.index(row.month)]
        own, today = moves[row.product.producer_id], row.product.producer.district_id
        now = answered.get((row.product_id, month)) or district_on(own, end_of(month), today)
        if now != row.district_id and (row.district_id, row.month) in taken:
            part = to_satang(Fraction(row.total_baht) / taken[row.district_id, row.month])
            for code, change in ((row.district_id, -part), (now, part)):
                found[code, month] = found.get((code, month), Decimal(0)) + change
    return found


def _wanted(moves: Moves) -> Moves:
    """Those that two offices wanted to move."""
    return {pk: own for pk, own in moves.items() if not all(row.change_id for row in own)}


def _taken(round_id: int) -> dict[tuple[str, date], int]:
    """{(district, month of a base that was taken from sales): of how many quarters it is a mean}."""
    rows = BaseSale.objects.filter(quarter_id=round_id, origin=BaseOrigin.SALES).order_by()
    found = dict[tuple[str, date], int]()
    for code, pointer in rows.values_list("district_id", "base_quarter").distinct():
        quarters = [Quarter.parse(each) for each in pointer.split()]
        found |= {(code, month): len(quarters) for each in quarters for month in each.months}
    return found


def rebased(base: Decimal, change: Decimal) -> Decimal:
    """A base with what movers brought or took; a corrected one may hold less than was taken from the sales."""
    return max(base + change, Decimal(0))
