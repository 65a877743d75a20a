"""Confirmed reports whose sales have changed since: to be confirmed again, wherever the report is told.

A report keeps what the answers of its quarter said when it was confirmed (Draft.sold). Sales that were changed and
changed back fit again. Source: decision 0042.
"""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from registration.models.sales import Sale
from registration.timetable import Quarter
from reporting.models import MonthlyReport
from reporting.services.asked import Key


def sold(unit_code: str, months: Collection[date]) -> dict[Key, str]:
    """{(district, month): its answers in a line} below a unit."""
    rows = Sale.objects.of(unit_code, list(months)).values("district_id", "month").order_by()
    counted = rows.annotate(
        answers=Count("pk"), zeros=Count("pk", filter=Q(total_baht=0)), baht=Sum("total_baht")
    )
    return {
        (row["district_id"], row["month"]): line(row["answers"], row["zeros"], row["baht"]) for row in counted
    }


def line(answers: int, zeros: int, baht: Decimal | float | str | None) -> str:
    """3 answers, 1 of them zero, 15,000.00 baht together. SQLite sums decimals as floats."""
    return f"{answers} {zeros} {float(baht or 0):.2f}"


def words(code: str, month: date, found: dict[Key, str]) -> str:
    """What the answers of a report's quarter say up to its month, the month itself first."""
    months = [each for each in Quarter.of(month).months if each <= month]
    return "; ".join(found.get((code, each), line(0, 0, 0)) for each in reversed(months))


def overtaken(unit_code: str, months: Collection[date]) -> set[Key]:
    """The confirmed reports of some months below a unit that no longer fit."""
    rows = MonthlyReport.objects.filter(month__in=months, district__code__startswith=unit_code)
    stored = list(
        rows.values_list("district_id", "month").annotate(
            sold=F("figures__sold"),
            reported=F("figures__reported"),
            zero=F("figures__zero"),
            baht=F("figures__sales_month"),
        )
    )
    if not stored:
        return set()
    quarters = {Quarter.of(month) for _, month, *_ in stored}
    found = sold(unit_code, [month for quarter in quarters for month in quarter.months])
    return {(code, month) for code, month, *kept in stored if not _fits(kept, words(code, month, found))}


def _fits(kept: Iterable[Any], today: str) -> bool:
    """Whether what a report kept is what the answers say today; one confirmed before `sold` was kept tells its own
    month alone.
    """
    then, reported, zero, baht = kept
    if then:
        return bool(then == today)
    if reported is None:
        return True
    return today.startswith(f"{line(reported + zero, zero, baht)}")
