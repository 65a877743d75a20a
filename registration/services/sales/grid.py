"""What the pages of monthly sales show: the months of a year, and a month's products with their past beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from registration import places, timetable
from registration.models import MonthlyRound, Product, Round, Unit
from registration.models.sales import Sale, SalesLock
from registration.services import calendar
from registration.services.sales import plausibility, writing
from registration.services.sales.plausibility import SalesFinding
from registration.timetable import Due, Quarter

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class MonthTally:
    """The three answers of a district's month, counted, and what was sold."""

    reported: int = 0
    zero: int = 0
    missing: int = 0
    total_baht: Decimal = ZERO

    @property
    def asked(self) -> int:
        return self.reported + self.zero + self.missing

    @property
    def is_complete(self) -> bool:
        return bool(self.asked) and not self.missing


@dataclass(frozen=True)
class MonthLine:
    """A month of the list. `locked_day` when its quarter's final grades were published."""

    month: date
    due: Due
    tally: MonthTally
    locked_day: date | None
    has_begun: bool
    is_overdue: bool
    is_past_due: bool = False  # of a month before the district began to answer: no fault, and no month of now


@dataclass(frozen=True)
class GridLine:
    """A product of a month: its answer, those of the month before and of the same month last year, the findings."""

    product: Product
    sale: Sale | None
    last_month: Sale | None
    last_year: Sale | None
    findings: tuple[SalesFinding, ...]

    @property
    def needs_reason(self) -> bool:
        return bool(self.findings and self.sale and not self.sale.reason)


# --- the months of a fiscal year ---


def months_of(district: Unit, fiscal_year_be: int, on: date) -> list[MonthLine]:
    """The twelve months of a fiscal year in their order.

    Overdue are the newest due month and those since the district's first answer: one that never used the system is
    not shown a year of red.
    """
    quarters = Quarter.all_of(fiscal_year_be)
    months = [month for quarter in quarters for month in quarter.months]
    tallies, days = tallies_of(district, months), dues(months)
    locked = _locked_days(district, quarters)
    late = [month for month in months if tallies[month].missing and days[month].is_late(None, on)]
    first = Sale.objects.filter(district=district).aggregate(first=Min("month"))["first"]
    since = min(first or late[-1], late[-1]) if late else None
    return [
        MonthLine(
            month,
            days[month],
            tallies[month],
            locked.get(Quarter.of(month)),
            has_begun=month <= on,
            is_overdue=since is not None and month in late and month >= since,
            is_past_due=month in late,
        )
        for month in months
    ]


def tallies_of(district: Unit, months: Sequence[date]) -> dict[date, MonthTally]:
    """{month: Tally} of a district."""
    rows = Sale.objects.filter(district=district, month__in=months).order_by()
    answers = rows.values_list("month", "is_zero").annotate(Count("pk"), Sum("total_baht"))
    counted = {(month, is_zero): (count, total) for month, is_zero, count, total in answers}
    missing = writing.missing_counts(district, months)
    return {
        month: MonthTally(
            counted.get((month, False), (0, ZERO))[0],
            counted.get((month, True), (0, ZERO))[0],
            missing[month],
            counted.get((month, False), (0, ZERO))[1].quantize(ZERO),
        )
        for month in months
    }


def dues(months: Iterable[date]) -> dict[date, Due]:
    """{month: when its sales are due}, by the rounds' own settings and the days off."""
    days_off = calendar.days_off()
    rounds = MonthlyRound.objects.in_bulk(list(months))
    found = {}
    for month in months:
        round = rounds.get(month) or MonthlyRound(month=month)
        found[month] = timetable.due(month, days_off, rolls=round.rolls, letter_day=round.letter_day)
    return found


def _locked_days(district: Unit, quarters: Iterable[Quarter]) -> dict[Quarter, date]:
    ids = [Round.id_of(quarter) for quarter in quarters]
    locks = SalesLock.objects.filter(
        province_id=places.province_of(district.pk), quarter_id__in=ids
    ).select_related("quarter")
    return {lock.quarter.quarter: timezone.localdate(lock.locked_at) for lock in locks}


# --- one month ---


def chosen(district: Unit, month: date, show: str, *, since: int | None = None) -> QuerySet[Product]:
    """The products of a month: all, those without an answer ("missing"), or with open findings ("findings").

    What was answered after event `since` of the district stays in its list, so that pages do not move under a typist.
    """
    answers = Sale.objects.filter(month=month, district=district)
    later = answers.none() if since is None else answers.filter(version__gt=since)
    rows = writing.products_of(district, month)
    if show == "missing":
        return rows.exclude(pk__in=answers.exclude(pk__in=later.values("pk")).values("product_id"))
    if show == "findings":
        found = plausibility.open_findings(district, month)
        return rows.filter(
            Q(pk__in=[each.product_id for each in found]) | Q(pk__in=later.values("product_id"))
        )
    return rows


def lines_of(products: Sequence[Product], month: date) -> list[GridLine]:
    """Products with their answers."""
    before = plausibility.months_before(month)
    rows = Sale.objects.filter(product__in=products, month__in=[month, *before]).select_related("entered_by")
    found: dict[int, dict[date, Sale]] = {}
    for sale in rows:
        found.setdefault(sale.product_id, {})[sale.month] = sale
    return [_line(product, month, found.get(product.pk, {})) for product in products]


def _line(product: Product, month: date, answers: dict[date, Sale]) -> GridLine:
    before = plausibility.months_before(month)
    sale = answers.get(month)
    history = {day: answers[day].total_baht for day in before if day in answers}
    findings = plausibility.of_answer(month, sale.total_baht, history) if sale else ()
    return GridLine(product, sale, answers.get(before[0]), answers.get(before[-1]), findings)
