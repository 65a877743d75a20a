"""What a table of criteria reaches, in words: for each letter the stretch of both conditions, gaps and overlaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from grading import scoring
from grading.scoring import Band, Reach
from otop_registry import thai


@dataclass(frozen=True)
class Stretch:
    """One condition of one letter in words; `fault` says what is wrong with it, "" when nothing is."""

    words: str
    fault: str


@dataclass(frozen=True)
class CoverageRow:
    """One letter's stretches of both conditions."""

    letter: str
    products: Stretch
    growth: Stretch


def of(bands: Sequence[Band]) -> list[CoverageRow]:
    """A row for each letter, best first, D last; also for a table that is refused."""
    products = scoring.reaches({band.grade: Decimal(band.new_products) for band in bands})
    growths = scoring.reaches({band.grade: band.growth for band in bands})
    return [
        CoverageRow(
            more.grade, Stretch(_products(more), _fault(more)), Stretch(_growth(growth), _fault(growth))
        )
        for more, growth in zip(products, growths, strict=True)
    ]


def _products(reach: Reach) -> str:
    """The stretch of the condition on products, whole numbers from `low` up to below `high`."""
    if reach.low is None:
        return f"น้อยกว่า {thai.count(int(reach.high))}" if reach.high is not None else "ทุกจำนวน"
    if reach.high is None or reach.high <= reach.low:
        return f"ตั้งแต่ {thai.count(int(reach.low))} ขึ้นไป"
    last = int(reach.high) - 1
    return thai.count(last) if last == reach.low else f"{thai.count(int(reach.low))} ถึง {thai.count(last)}"


def _growth(reach: Reach) -> str:
    """The stretch of the condition on sales: over `low` percent, up to and including `high`."""
    high = "" if reach.high is None else f"{reach.high.normalize():f}"
    if reach.low is None:
        return f"ไม่เกินร้อยละ {high}" if high else "ทุกร้อยละ"
    low = f"{reach.low.normalize():f}"
    if reach.high is None or reach.high <= reach.low:
        return f"เกินร้อยละ {low}"
    return f"เกินร้อยละ {low} ถึง {high}"


def _fault(reach: Reach) -> str:
    if reach.is_gap:
        return "ช่องว่าง: ไม่มีเกณฑ์"
    return f"ทับกับระดับ {' และ '.join(reach.over)}" if reach.over else ""
