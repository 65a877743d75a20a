"""Confirmed reports whose sales have changed since: to be confirmed again, wherever the report is told.

A report keeps what the answers of its quarter said when it was confirmed (Draft.sold). Sales that were changed and
changed back fit again. Source: decision 0042.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from registration import verbs
from registration.models import Event, SalesCorrection
from registration.models.sales import Sale
from registration.timetable import Quarter
from registration.workflow import CorrectionStatus
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


@dataclass(frozen=True)
class Again:
    """A report to be confirmed again, and the day of the last change of what it tells."""

    district_id: str
    month: date
    confirmed_at: datetime
    changed_day: date | None  # None: changed before there was a journal

    @property
    def confirmed_day(self) -> date:
        return timezone.localdate(self.confirmed_at)


def to_confirm_again(months: Collection[date]) -> list[Again]:
    """The overtaken reports of some months, wherever they are, in order of district and month."""
    keys = overtaken("", months)
    codes = {code for code, _ in keys}
    rows = MonthlyReport.objects.filter(district__in=codes, month__in=months).order_by("district_id", "month")
    changed = _changed_days(codes)
    return [
        Again(code, month, at, changed.get((code, Quarter.of(month))))
        for code, month, at in rows.values_list("district_id", "month", "latest_confirmed_at")
        if (code, month) in keys
    ]


def reopened(district_code: str, months: Collection[date]) -> set[date]:
    """The months that are confirmed again although their quarter is locked: a correction was approved since.

    Or confirmed at last, where they never were. Source: decision 0085.
    """
    approved = SalesCorrection.objects.filter(status=CorrectionStatus.APPROVED).select_related("round")
    rows = approved.filter(district_id=district_code)
    reports = MonthlyReport.objects.filter(district_id=district_code, month__in=months)
    confirmed = dict(reports.values_list("month", "latest_confirmed_at"))
    return {
        month
        for row in rows
        for month in months
        if row.decided_at
        and row.month <= month <= row.round.quarter.months[-1]
        and (month not in confirmed or confirmed[month] < row.decided_at)
    }


def _changed_days(codes: Collection[str]) -> dict[tuple[str, Quarter], date]:
    """{(district, quarter): the day on which its sales were written last}"""
    written = Event.objects.filter(unit__in=codes, verb__in=verbs.SALES_WRITTEN).order_by()
    days = written.values_list("unit_id", "subject").annotate(last=Max("day"))
    found: dict[tuple[str, Quarter], date] = {}
    for code, subject, day in days:
        key = code, Quarter.of(date.fromisoformat(f"{subject.partition(':')[2]}-01"))
        found[key] = max(day, found.get(key, day))
    return found


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
