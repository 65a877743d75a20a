"""What a corrected month of sales makes of the bases of later quarters that were taken from it.

A base that still says what the sales said follows them, frozen or published; one that somebody corrected, or that a
document says, stays, and the difference is told. Source: decisions 0004, 0085.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from grading.models import BaseOrigin, BaseSale
from grading.services import bases, heritage
from registration.models import Succession
from registration.places import DISTRICT_WIDTH, province_of
from registration.services.journal import Act, append_event
from registration.timetable import Quarter

Changed = Mapping[bases.Key, Decimal]  # {(district, month): baht more or less}


@dataclass(frozen=True)
class BaseMoved:
    """One base figure of a later quarter beside what the corrected sales say; `follows`: it will say that."""

    row: BaseSale
    right: Decimal
    follows: bool

    @property
    def change(self) -> Decimal:
        return self.right - self.row.amount_baht


def moved(quarter: Quarter, changed: Changed) -> list[BaseMoved]:
    """The figures of later quarters whose base is this one and differs from it then, in order of quarter."""
    rows = BaseSale.objects.filter(base_quarter__contains=str(quarter), district__in=_reached(changed))
    groups: dict[tuple[int, str, str], list[BaseSale]] = {}
    for row in rows.select_related("quarter", "district").order_by("quarter_id", "district_id", "month"):
        groups.setdefault((row.quarter_id, row.base_quarter, province_of(row.district_id)), []).append(row)
    return [
        each for (_, where, code), group in groups.items() for each in _of_group(group, where, code, changed)
    ]


def _reached(changed: Changed) -> set[str]:
    """The districts, and those that came from them since."""
    rows = Succession.objects.filter(predecessor_code__length=DISTRICT_WIDTH)
    successions = heritage.by_predecessor(rows)
    return {heir for code, month in changed for heir in heritage.heirs(code, successions, month)}


def _of_group(rows: list[BaseSale], where: str, province: str, changed: Changed) -> Iterator[BaseMoved]:
    """The rows of one quarter of a province."""
    quarter, sources = rows[0].quarter.quarter, [Quarter.parse(each) for each in where.split()]
    says = bases.sold(province, quarter, sources)
    said_then = bases.sold(province, quarter, sources, changed)
    for row in rows:
        key = row.district_id, row.month
        right = said_then.get(key)
        if right is not None and right != says.get(key):
            follows = row.origin == BaseOrigin.SALES and row.amount_baht == says.get(key)
            yield BaseMoved(row, right, follows)


def follow(found: list[BaseMoved], act: Act) -> None:
    """Writes what follows, each with what it was in the chain of its district."""
    for each in found:
        if not each.follows:
            continue
        before = each.row.amount_baht
        BaseSale.objects.filter(pk=each.row.pk).update(amount_baht=each.right)
        append_event(
            each.row.district_id,
            "correct_base",
            act,
            subject=f"base:{each.row.pk}",
            changes=({"amount_baht": str(before)}, {"amount_baht": str(each.right)}),
        )
