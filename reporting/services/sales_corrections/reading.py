"""Corrections of sales as their pages read them: the list, and one with what it asks and what it moves or moved.

Reads only; rows are inside the reader's scope (access.visible).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from otop_registry import thai
from registration.models import Product, SalesCorrection
from registration.services.sales.correcting import Told, total_of
from registration.workflow import PENDING_CORRECTIONS
from reporting.services.sales_corrections.effect import NOT_REPORTED, Effect, effect_of, signed

ZERO_WORDS: Final = "ไม่มียอด"
CHANNEL_WORDS: Final = ("ในประเทศ ออฟไลน์", "ในประเทศ ออนไลน์", "ต่างประเทศ ออฟไลน์", "ต่างประเทศ ออนไลน์")


@dataclass(frozen=True)
class Asked:
    """One product's answer that is to say something else."""

    product: Product
    before: str
    after: str
    change: str


def asked(correction: SalesCorrection) -> list[Asked]:
    """What the correction asks for, product by product."""
    keys = [int(key) for key in correction.changes]
    rows = Product.objects.filter(pk__in=keys).select_related("producer")
    found = {str(row.pk): row for row in rows}
    return [
        Asked(found[key], words(wrong), words(right), signed(total_of(right) - total_of(wrong)))
        for key, (wrong, right) in correction.changes.items()
    ]


def words(told: Told) -> str:
    """An answer in words: ในประเทศ ออฟไลน์ 12,000.00"""
    if told is None:
        return NOT_REPORTED
    amounts = dict(zip(CHANNEL_WORDS, map(Decimal, told["baht"]), strict=True))
    said = [f"{label} {thai.baht(amount)}" for label, amount in amounts.items() if amount]
    return " · ".join(said) or ZERO_WORDS


def context_of(correction: SalesCorrection, effect: Effect | None = None) -> dict[str, Any]:
    """What a page of a correction shows: worked out while it waits, as it was kept once it was approved."""
    if effect is None and correction.status in PENDING_CORRECTIONS:
        effect = effect_of(correction)
    lines = effect.lines if effect else correction.lines_of()
    papers = (
        effect.proofs if effect else (list(correction.papers.select_related("unit")) if correction.pk else [])
    )
    return {
        "correction": correction,
        "asked": asked(correction),
        "lines": lines,
        "papers": papers,
        "has_run": bool(effect and effect.again),
    }
