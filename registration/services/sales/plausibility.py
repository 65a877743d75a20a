"""What looks odd in a month's sales: each finding asks for a reason and stops nobody.

A reason stands with the answer it explains (Sale.reason) and closes the findings of that answer; of a district's
month as a whole it stands by kind (SalesReason). Amounts are compared exactly; a month without an answer is compared
with nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import quantiles
from typing import Final

from django.db.models import Min, Sum

from otop_registry import thai
from registration import places
from registration.checks.growth import alike, percent
from registration.models import Unit
from registration.models.sales import FindingKind, Sale, SalesReason
from registration.services.sales import writing

MONTHS_BACK: Final = 12  # of own history
LEAST_HISTORY: Final = 6  # answers; fewer say nothing of what is usual
JUMP_PERCENT: Final = Decimal(50)
FENCE: Final = Decimal("1.5")  # times the middle half's width, Tukey's fence
LEAST_WIDTH: Final = Decimal("0.1")  # of the median: a steady product may still move by a tenth
_HUNDRED: Final = Decimal(100)
History = Mapping[date, Decimal]  # a product's answers of other months, zero where confirmed


@dataclass(frozen=True)
class SalesFinding:
    """One remark with its kind and a Thai sentence."""

    code: str
    message: str


@dataclass(frozen=True)
class Open:
    """A product whose answer of the month still lacks the reason that its findings ask for."""

    product_id: int
    findings: tuple[SalesFinding, ...]


@dataclass(frozen=True)
class SalesRemark:
    """A finding of a district's month as a whole, with the reason given for it, if any."""

    finding: SalesFinding
    given: SalesReason | None

    @property
    def is_open(self) -> bool:
        return self.given is None

    @property
    def has_moved(self) -> bool:
        """The finding reads otherwise than when it was explained."""
        return self.given is not None and self.given.answered != self.finding.message


def back(month: date, count: int) -> date:
    """The first day of the month `count` months before."""
    years, place = divmod(month.month - 1 - count, MONTHS_BACK)
    return date(month.year + years, place + 1, 1)


def months_before(month: date) -> tuple[date, ...]:
    """The twelve months before, the newest first; the last of them is the same month of last year."""
    return tuple(back(month, count) for count in range(1, MONTHS_BACK + 1))


# --- one answer against the product's own past ---


def of_answer(month: date, total: Decimal, history: History) -> tuple[SalesFinding, ...]:
    """The findings of one answer: jumps beyond ±50 %, and a total outside what is usual for the product."""
    found = [
        *_jump("jump_month", "เดือนก่อน", total, history.get(back(month, 1))),
        *_jump("jump_year", "เดือนเดียวกันของปีก่อน", total, history.get(back(month, MONTHS_BACK))),
        *_outlier(total, [history[day] for day in months_before(month) if day in history]),
    ]
    return tuple(found)


def _jump(code: str, than: str, total: Decimal, before: Decimal | None) -> Iterable[SalesFinding]:
    """Strictly more than 50 % up or down; from nothing there is no percentage."""
    if not before or abs(total - before) * _HUNDRED <= before * JUMP_PERCENT:
        return
    way = "สูงกว่า" if total > before else "ต่ำกว่า"
    yield SalesFinding(code, f"{way}{than}เกิน {JUMP_PERCENT} % ({thai.baht(before)} บาท)")


def _outlier(total: Decimal, past: Sequence[Decimal]) -> Iterable[SalesFinding]:
    if len(past) < LEAST_HISTORY:
        return
    low, high = usual(past)
    if not low <= total <= high:
        span = f"{thai.baht(low)}–{thai.baht(high)} บาท"
        yield SalesFinding("outlier", f"อยู่นอกช่วงปกติของผลิตภัณฑ์นี้ในรอบ 12 เดือน ({span})")


def usual(past: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The usual span of a product's months: the middle half, widened by one and a half of its width."""
    first, median, third = quantiles(past, n=4, method="inclusive")
    width = max((third - first) * FENCE, median * LEAST_WIDTH)
    return max(first - width, Decimal(0)), third + width


def histories(products: Iterable[int], month: date) -> dict[int, dict[date, Decimal]]:
    """{product id: its answers of the twelve months before}."""
    rows = Sale.objects.filter(product_id__in=list(products), month__in=months_before(month))
    found: dict[int, dict[date, Decimal]] = {}
    for product_id, day, total in rows.values_list("product_id", "month", "total_baht"):
        found.setdefault(product_id, {})[day] = total
    return found


def open_findings(district: Unit, month: date) -> list[Open]:
    """The products of a district whose month was answered without the reason its findings ask for."""
    answers = Sale.objects.filter(district=district, month=month, reason="").order_by("pk")
    totals = dict(answers.values_list("product_id", "total_baht"))
    past = histories(totals, month)
    found = [Open(pk, of_answer(month, total, past.get(pk, {}))) for pk, total in totals.items()]
    return [each for each in found if each.findings]


# --- a district among its neighbours, and its gaps ---


def of_district(district: Unit, month: date) -> list[SalesFinding]:
    """The findings of a district's month as a whole."""
    return [*_uniform(district, month), *_gaps(district, month)]


def remarks(district: Unit, month: date) -> list[SalesRemark]:
    """The same with the reasons given for them."""
    rows = SalesReason.objects.filter(district=district, month=month).select_related("given_by")
    given = {row.kind: row for row in rows}
    return [SalesRemark(finding, given.get(finding.code)) for finding in of_district(district, month)]


@dataclass(frozen=True)
class Alike:
    """A district whose growth is the same as that of others of its province, with its reason, if any."""

    district: Unit
    growth_percent: Decimal
    given: SalesReason | None

    @property
    def growth_words(self) -> str:
        return _percent(self.growth_percent)


def _percent(growth: Decimal) -> str:
    """+5.00 %: rounded for the eye as every percentage is; growth is compared exactly."""
    return f"{thai.Percent.of(growth).rounded:+,f} %"


def alike_in(province_code: str, month: date) -> list[Alike]:
    """A province's districts of the same growth, those together next to each other."""
    found = growths(province_code, month)
    same = alike(found)
    rows = SalesReason.objects.filter(district_id__in=same, month=month, kind=FindingKind.UNIFORM)
    given = {row.district_id: row for row in rows.select_related("given_by")}
    units = Unit.objects.in_bulk(same)
    codes = sorted(same, key=lambda code: (found[code], units[code].sort_key))
    return [Alike(units[code], found[code], given.get(code)) for code in codes]


def growths(province_code: str, month: date) -> dict[str, Decimal]:
    """{district code: growth in percent against the same month last year} where both months have sales."""
    before = back(month, MONTHS_BACK)
    rows = Sale.objects.of(province_code, [before, month]).values_list("district_id", "month")
    sums = {(code, day): total for code, day, total in rows.annotate(Sum("total_baht")).order_by()}
    bases = {code: total for (code, day), total in sums.items() if day == before and total}
    return {code: percent(base, sums[code, month]) for code, base in bases.items() if sums.get((code, month))}


def _uniform(district: Unit, month: date) -> Iterable[SalesFinding]:
    found = growths(places.province_of(district.pk), month)
    same = alike(found)
    if district.pk in same:
        others = Unit.objects.filter(pk__in=same - {district.pk}).order_by("sort_key")
        names = ", ".join(unit.full_name for unit in others)
        moved = _percent(found[district.pk])
        yield SalesFinding(
            FindingKind.UNIFORM.value, f"ยอดรวมเปลี่ยนจากปีก่อน {moved} เท่ากันกับ{names} กรุณาตรวจว่าเป็นยอดที่เก็บจริง"
        )


def _gaps(district: Unit, month: date) -> Iterable[SalesFinding]:
    """Months without every answer, after the first one the district answered at all and before this one."""
    first = Sale.objects.filter(district=district).aggregate(first=Min("month"))["first"]
    gaps = [day for day in reversed(months_before(month)) if first and first <= day]
    lacking = writing.missing_counts(district, gaps)
    names = [thai.month_name(day) for day in gaps if lacking[day]]
    if names:
        yield SalesFinding(FindingKind.MISSING_MONTHS.value, f"เดือนก่อนหน้าที่ยังรายงานไม่ครบ: {', '.join(names)}")
