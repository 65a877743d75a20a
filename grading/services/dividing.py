"""A unit's base goes to its successors by their shares, to the satang: the parts are the whole (decisions 0044, 0084).

Divided are the months that are asked of the successors: those at whose end they stand. What was before stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grading.models import BaseSale
from otop_registry import clock
from registration import places
from registration.apportioning import apportion
from registration.models import Unit
from registration.services.journal import Act, append_event
from registration.unit_terms import Terms


@dataclass(frozen=True)
class Division:
    """One base figure and its parts, in the order of the decree; `has_no_base` are those of them that take none."""

    row: BaseSale
    parts: tuple[tuple[str, Decimal], ...]
    has_no_base: frozenset[str]

    @property
    def before(self) -> Decimal:
        return self.row.amount_baht


def divisions(terms: Terms, on: date) -> list[Division]:
    """What becomes of each base figure. By largest remainder (apportioning.apportion); the first listed wins a tie."""
    olds = {each.old for each in terms.shares if places.is_district(each.old)}
    rows = BaseSale.objects.filter(district__in=olds, month__gte=on.replace(day=1))
    rows = rows.select_related("district", "quarter").order_by("month", "district_id")
    lacking = _lacking(terms, on)
    found = []
    for row in rows:
        given = terms.shares_of(row.district_id)
        amounts = apportion(row.amount_baht, [share for _, share in given])
        parts = tuple(zip((code for code, _ in given), amounts, strict=True))
        bare = frozenset(code for code, _ in given if (code, row.month) in lacking)
        found.append(Division(row, parts, bare))
    return found


def _lacking(terms: Terms, on: date) -> set[tuple[str, date]]:
    """(district, month) of those that stand already and have no base: a part of another's would be none of theirs."""
    standing = Unit.objects.valid(on).filter(pk__in=[each.new for each in terms.shares])
    codes = set(standing.values_list("pk", flat=True)) - {each.old for each in terms.shares}
    codes -= {each.code for each in terms.begins}
    months = set(BaseSale.objects.filter(month__gte=on.replace(day=1)).values_list("month", flat=True))
    known = set(BaseSale.objects.filter(district__in=codes).values_list("district_id", "month"))
    return {(code, month) for code in codes for month in months} - known


def divide(terms: Terms, act: Act) -> int:
    """Writes the parts; returns how many figures were divided. A unit that ends keeps its own row, as history."""
    found = divisions(terms, act.on)
    for each in found:
        changed = dict(_written(each, act))
        append_event(
            each.row.district_id,
            "divide_base",
            act,
            subject=f"base:{each.row.pk}",
            changes=({"amount_baht": str(each.before)}, changed),
        )
    return len(found)


def _written(each: Division, act: Act) -> Iterator[tuple[str, str]]:
    """(district, its base of the month now) of every successor that has one."""
    row = each.row
    standing: Mapping[str, BaseSale] = {
        other.district_id: other
        for other in BaseSale.objects.filter(month=row.month, district__in=[code for code, _ in each.parts])
    }
    for code, amount in each.parts:
        if code in each.has_no_base:
            continue
        known = standing.get(code)
        after = amount + (known.amount_baht if known and code != row.district_id else 0)
        BaseSale.objects.update_or_create(
            district_id=code,
            month=row.month,
            defaults={
                "quarter_id": row.quarter_id,
                "base_quarter": row.base_quarter,
                "amount_baht": after,
                "origin": row.origin,
                "document": row.document,
                "frozen_at": row.frozen_at,
                "entered_at": clock.instant(act.on),
                "entered_by": act.by,
            },
        )
        yield code, str(after)
