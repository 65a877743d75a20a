"""Bases: imported per district and month with their document, or taken from closed sales; frozen by the first run.

Source: decision 0004; letter นค 0019.3/ก 9929, attachment 1: ไตรมาสเดียวกันของปี พ.ศ. 2566.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Sum

from grading.models import BaseOrigin, BaseRule, BaseSale, Policy
from grading.services.policies import policy_for, round_of
from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import Succession, Unit, User
from registration.models.sales import Sale
from registration.services.calendar.rules import lock_unit
from registration.services.journal import Act, append_event
from registration.timetable import Quarter
from registration.workflow import Refused


@dataclass(frozen=True)
class Line:
    """One base figure: the district, the month of the quarter it is compared with, and the amount."""

    district_code: str
    month: date
    amount_baht: Decimal


def base_quarters(policy: Policy, quarter: Quarter) -> list[Quarter]:
    """The quarters a base is taken from, by the policy's rule: one, or three for a mean."""
    if policy.base_rule == BaseRule.NAMED_YEAR:
        return [Quarter(policy.base_year_be or quarter.fiscal_year_be, quarter.number)]
    last = quarter.same_last_year
    if policy.base_rule == BaseRule.LAST_YEAR:
        return [last]
    return [last, last.same_last_year, last.same_last_year.same_last_year]


def pointer(policy: Policy, quarter: Quarter) -> str:
    """The stored pointer of a base: "2566/4", or three of them for a mean."""
    return " ".join(str(each) for each in base_quarters(policy, quarter))


@transaction.atomic
def import_base(
    province: Unit, quarter: Quarter, lines: Iterable[Line], *, document: str, by: User, on: date
) -> int:
    """Enters base figures of the province's districts from a document; returns how many rows now stand new.

    Raises: Refused for a frozen base, a district or month outside, or no document.
    """
    post = access.check(by, Action.BASE_EDIT, province, on)
    if not document.strip():
        raise Refused("กรุณาระบุเอกสารอ้างอิงของฐาน")
    lock_unit(province.pk)
    _check_unfrozen(province.pk, quarter)
    rows = [_row(line, province, quarter, document.strip(), by, on) for line in lines]
    BaseSale.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["district", "month"],
        update_fields=["amount_baht", "base_quarter", "origin", "document", "entered_at", "entered_by"],
    )
    said = {f"{row.district_id} {row.month}": str(row.amount_baht) for row in rows}
    act = Act(by, on, post, document.strip())
    append_event(province.pk, "import_base", act, subject=f"base:{quarter}", changes=({}, said))
    return len(rows)


@transaction.atomic
def take_from_sales(province: Unit, quarter: Quarter, *, by: User, on: date) -> int:
    """Takes the base from the sales in the system, where the policy's base quarters have any; a mean is rounded
    half up to the satang. Returns how many rows. Raises: Refused for a frozen base."""
    post = access.check(by, Action.BASE_EDIT, province, on)
    lock_unit(province.pk)
    _check_unfrozen(province.pk, quarter)
    policy = policy_for(quarter)
    sums = _sold(province.pk, quarter, base_quarters(policy, quarter))
    rows = [
        BaseSale(
            district_id=code,
            quarter=round_of(quarter),
            month=month,
            base_quarter=pointer(policy, quarter),
            amount_baht=amount,
            origin=BaseOrigin.SALES,
            entered_at=clock.instant(on),
            entered_by=by,
        )
        for (code, month), amount in sums.items()
    ]
    BaseSale.objects.bulk_create(rows, ignore_conflicts=True)
    act = Act(by, on, post)
    append_event(province.pk, "take_base", act, subject=f"base:{quarter}", changes=({}, {"rows": len(rows)}))
    return len(rows)


@transaction.atomic
def correct_base(row: BaseSale, amount_baht: Decimal, *, by: User, on: date, reason: str) -> BaseSale:
    """Corrects one figure, frozen or not, with a reason; the journal keeps what was (decision 0004)."""
    post = access.check(by, Action.BASE_EDIT, row, on)
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผลที่แก้ไขฐาน")
    row = BaseSale.objects.select_for_update().get(pk=row.pk)
    before, row.amount_baht = row.amount_baht, amount_baht
    row.save(update_fields=["amount_baht"])
    append_event(
        row.district_id,
        "correct_base",
        Act(by, on, post, reason.strip()),
        subject=f"base:{row.pk}",
        changes=({"amount_baht": str(before)}, {"amount_baht": str(amount_baht)}),
    )
    return row


def freeze(province_code: str, quarter: Quarter, on: date) -> None:
    """Freezes the province's base of the quarter: the first interim run calls this. Safe to run again."""
    rows = BaseSale.objects.filter(
        district__code__startswith=province_code, quarter=round_of(quarter), frozen_at=None
    )
    rows.update(frozen_at=clock.instant(on))


def changed_districts(province_code: str, quarter: Quarter) -> set[str]:
    """Districts that came from a split or merger since their base quarter and have no base of their own."""
    since = quarter.same_last_year.first_day
    rows = Succession.objects.filter(
        successor_code__startswith=province_code, successor_code__length=4, day__gte=since
    )
    return set(rows.values_list("successor_code", flat=True))


def _check_unfrozen(province_code: str, quarter: Quarter) -> None:
    frozen = BaseSale.objects.filter(
        district__code__startswith=province_code, quarter=round_of(quarter), frozen_at__isnull=False
    )
    if frozen.exists():
        raise Refused(f"ฐานของไตรมาส {quarter.label} ตรึงแล้วตั้งแต่การจัดระดับครั้งแรก แก้ได้ทีละรายการโดยระบุเหตุผล")


def _row(line: Line, province: Unit, quarter: Quarter, document: str, by: User, on: date) -> BaseSale:
    if not line.district_code.startswith(province.pk) or len(line.district_code) != len("8001"):
        raise Refused(f"รหัสอำเภอ {line.district_code} ไม่อยู่ใน{province}")
    if line.month not in quarter.months:
        raise Refused(f"เดือนไม่อยู่ในไตรมาส {quarter.label}")
    return BaseSale(
        district_id=line.district_code,
        quarter=round_of(quarter),
        month=line.month,
        base_quarter=pointer(policy_for(quarter), quarter),
        amount_baht=line.amount_baht,
        origin=BaseOrigin.DOCUMENT,
        document=document,
        entered_at=clock.instant(on),
        entered_by=by,
    )


def _sold(province_code: str, quarter: Quarter, bases: list[Quarter]) -> Mapping[tuple[str, date], Decimal]:
    """{(district, month of `quarter`): mean sales of that month over the base quarters} where all have sales."""
    found: dict[tuple[str, date], list[Decimal]] = {}
    for base in bases:
        month_of = dict(zip(base.months, quarter.months, strict=True))
        rows = Sale.objects.of(province_code, list(base.months)).values("district_id", "month")
        for row in rows.annotate(sum=Sum("total_baht")).order_by():
            key = (row["district_id"], month_of[row["month"]])
            found.setdefault(key, []).append(Decimal(row["sum"]))
    satang = Decimal("0.01")
    return {
        key: (sum(sums, Decimal(0)) / len(bases)).quantize(satang, rounding=ROUND_HALF_UP)
        for key, sums in found.items()
        if len(sums) == len(bases)
    }
