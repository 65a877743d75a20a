"""The grade of a district's quarter (ระดับหน่วยงาน): pure, exact, total and monotone.

Source: letter นค 0019.3/ก 9929 (16 July 2567), attachment 1; decisions 0001-0003. Growth is in percent of the
base and strictly more than the band's; amounts are Decimal baht with satang, never rounded before they are compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Final

from django.db.models import TextChoices

from otop_registry import thai
from otop_registry.thai import Percent

HUNDRED: Final = Decimal(100)
LOWEST: Final = "D"
LETTERS: Final = ("A", "B", "C")  # what a policy's table holds, best first; LOWEST is everything else


@dataclass(frozen=True)
class Band:
    """One row of a policy: the grade needs at least `new_products` and growth strictly over `growth` percent."""

    grade: str
    new_products: int
    growth: Decimal


BANDS: Final = (  # the first policy; else D: decision 0001
    Band("A", new_products=3, growth=Decimal(5)),
    Band("B", new_products=2, growth=Decimal(3)),
    Band("C", new_products=1, growth=Decimal(2)),
)


class Reason(TextChoices):
    """Why a district has no letter: not assessable is no grade and never D (decisions 0003, 0005)."""

    NO_BASE = "no_base", "ไม่มีฐาน"
    BASE_CHANGED = "base_changed", "ฐานเปลี่ยน"
    NO_SALES_YET = "no_sales_yet", "ยังไม่มียอดให้เทียบ"
    MONTHS_MISSING = "months_missing", "รายงานยอดจำหน่ายไม่ครบทุกเดือน"


ZERO_BASE: Final = "ฐานเป็น 0 บาท"
NOT_ASSESSED: Final = "ประเมินไม่ได้"  # in a table; a sentence says it in full
BINDING: Final = {
    "": "ได้ระดับสูงสุดแล้ว",
    "products": "ติดที่จำนวนผลิตภัณฑ์",
    "sales": "ติดที่ยอดจำหน่าย",
    "both": "ติดทั้งสองเงื่อนไข",
}


@dataclass(frozen=True)
class Outcome:
    """What a grade says, the same on every page and paper: its letter, or the reason why there is none.

    `has_base` tells a base of 0 baht from no base, because only the second can be helped by importing figures
    (decision 0003).
    """

    letter: str
    reason: str = ""
    has_base: bool = False

    @property
    def reason_words(self) -> str:
        """ไม่มีฐาน, ฐานเป็น 0 บาท, …; "" with a letter."""
        if self.reason == Reason.NO_BASE and self.has_base:
            return ZERO_BASE
        return str(Reason(self.reason).label) if self.reason else ""

    @property
    def words(self) -> str:
        """B, or ประเมินไม่ได้ (ไม่มีฐาน)."""
        return self.letter or f"{NOT_ASSESSED} ({self.reason_words})"

    @property
    def sentence(self) -> str:
        """ระดับ B, or ไม่สามารถประเมินได้ (ไม่มีฐาน)."""
        return f"ระดับ {self.letter}" if self.letter else f"ไม่สามารถประเมินได้ ({self.reason_words})"


@dataclass(frozen=True)
class Shortfall:
    """Exactly what is missing to the next better grade: products, and baht of sales (0 when a part is met)."""

    grade: str
    products: int
    baht: Decimal


@dataclass(frozen=True)
class Score:
    """A grade with both part results.

    `grade` None: not assessable, `reason` says why ("no_base", "no_sales_yet"). `binding`: which condition keeps
    the grade down ("products", "sales", "both", or "" for the best grade). The growth is exact to 28 digits.
    """

    grade: str | None
    by_products: str
    by_sales: str | None
    growth: Percent | None
    to_next: Shortfall | None
    binding: str = ""
    reason: str = ""

    @property
    def growth_percent(self) -> Decimal | None:
        return self.growth.exact if self.growth else None

    @property
    def binding_words(self) -> str:
        """Which condition keeps the grade down; "" without a grade."""
        return BINDING[self.binding] if self.grade else ""


def score(bands: Sequence[Band], increase: int, sales: Decimal | None, base: Decimal | None) -> Score:
    """The one outcome for every input. `bands` are best first; `base` None or 0 is no base (decision 0003).

    `sales` None means that no month has been reported yet, which is not zero (decision 0006).
    """
    by_products = next((band.grade for band in bands if increase >= band.new_products), LOWEST)
    if base is None or base <= 0:
        return Score(None, by_products, None, None, None, reason=Reason.NO_BASE)
    if sales is None:
        return Score(None, by_products, None, None, None, reason=Reason.NO_SALES_YET)
    growth = (sales - base) * HUNDRED  # in percent of the base, multiplied out: nothing is rounded
    grade = by_sales = LOWEST
    for band in reversed(bands):  # so that the best one that holds stands at the end
        if growth > base * band.growth:
            by_sales = band.grade
            grade = band.grade if increase >= band.new_products else grade
    return Score(
        grade,
        by_products,
        by_sales,
        growth=growth_of(bands, sales, base),
        to_next=_shortfall(bands, grade, increase, sales, base),
        binding=_binding(bands, grade, by_products, by_sales),
    )


def sales_needed(base: Decimal, growth: Decimal) -> Decimal:
    """The least amount, to the satang, that grows strictly over `growth` percent of `base`."""
    threshold = base * (HUNDRED + growth) / HUNDRED
    return threshold.quantize(thai.SATANG, rounding=ROUND_FLOOR) + thai.SATANG


def growth_of(bands: Iterable[Band], sales: Decimal | None, base: Decimal | None) -> Percent | None:
    """The growth over a base as it is shown, on its own side of every band; None where it cannot be said."""
    if sales is None or not base:
        return None
    return Percent.of((sales - base) * HUNDRED / base, [band.growth for band in bands])


def faults(bands: Sequence[Band]) -> list[str]:
    """What makes a policy's table unusable, in Thai; empty when every input has one grade and no row is dead.

    A row that asks as much as, or more than, the better row above it could never be reached alone (overlap); a
    letter left out leaves a gap between its neighbours.
    """
    found = []
    letters = [band.grade for band in bands]
    missing = [letter for letter in LETTERS if letter not in letters]
    if missing:
        found.append(f"ไม่มีเกณฑ์ของระดับ {' และ '.join(missing)} จึงมีช่วงที่ไม่มีระดับ (ช่องว่าง)")
    elif letters != list(LETTERS):
        found.append("ต้องมีเกณฑ์ของระดับ A, B และ C อย่างละหนึ่งแถว เรียงจากดีที่สุด")
    for better, worse in pairwise(bands):
        if worse.new_products >= better.new_products:
            found.append(f"จำนวนผลิตภัณฑ์ของระดับ {worse.grade} ต้องน้อยกว่าระดับ {better.grade} (ช่วงทับกัน)")
        if worse.growth >= better.growth:
            found.append(f"ร้อยละของระดับ {worse.grade} ต้องน้อยกว่าระดับ {better.grade} (ช่วงทับกัน)")
    if any(band.growth <= -HUNDRED for band in bands):
        found.append("ร้อยละต้องมากกว่า -100")
    return found


@dataclass(frozen=True)
class Reach:
    """The stretch of one condition that a letter holds: from `low` up to the next better row's `high`.

    `low` None: no row (a gap), or for D everything below. `high` None: no better row. `over` names the better rows
    that claim the same stretch (an overlap).
    """

    grade: str
    low: Decimal | None
    high: Decimal | None
    over: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        return self.low is None and self.grade != LOWEST


def reaches(thresholds: Mapping[str, Decimal | None]) -> list[Reach]:
    """What each letter holds of one condition, best first and D last: the coverage that a refused table shows."""
    found: list[Reach] = []
    for letter in LETTERS:
        low = thresholds.get(letter)
        above = {each.grade: each.low for each in found if each.low is not None}
        over = tuple(grade for grade, least in above.items() if low is not None and least <= low)
        found.append(Reach(letter, low, min(above.values(), default=None), over))
    lows = [each.low for each in found if each.low is not None]
    return [*found, Reach(LOWEST, None, min(lows, default=None))]


def _binding(bands: Sequence[Band], grade: str, by_products: str, by_sales: str) -> str:
    if bands and grade == bands[0].grade:
        return ""
    if by_products == by_sales:
        return "both" if by_sales == grade else ""
    return "products" if by_products == grade else "sales" if by_sales == grade else ""


def _shortfall(
    bands: Sequence[Band], grade: str, increase: int, sales: Decimal, base: Decimal
) -> Shortfall | None:
    better = [band for band in bands if band.grade < grade]
    if not better:
        return None
    band = better[-1]
    lacking = sales_needed(base, band.growth) - sales
    return Shortfall(band.grade, max(0, band.new_products - increase), max(Decimal(0), lacking))
