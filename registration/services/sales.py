"""Every write to sales: a month's cells of a district, zeros for many at once, and the lock of a quarter.

A month opens on its first day and stays open until the province publishes the final grades of its quarter
(decision 0005). Missing is no row; zero is confirmed; both are said by the officer, never assumed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.models import Product, Round, Unit, User
from registration.models.sales import CHANNELS, Sale, SalesLock
from registration.services.journal import Act, append_event
from registration.timetable import Quarter, next_month
from registration.workflow import Refused

Amounts = tuple[Decimal, Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class Cell:
    """What an officer says of one product's month: amounts by channel, a confirmed zero, or nothing (None).

    `seen` is the version of the row the officer saw, 0 for no row. Amounts that sum to zero are no zero mark.
    """

    amounts: Amounts | None
    is_zero: bool = False
    reason: str = ""
    seen: int = 0


@dataclass(frozen=True)
class Saved:
    """The outcome of a save: products written, and those somebody else had changed, with what stands now."""

    written: tuple[int, ...]
    conflicts: Mapping[int, Sale | None]


@transaction.atomic
def record_month(district: Unit, month: date, cells: Mapping[int, Cell], *, by: User, on: date) -> Saved:
    """Writes cells {product id: Cell} of a district's month; a cell changed in between is left and returned.

    One event for the whole save. Raises: Refused for a month not open or locked; products outside are ignored.
    """
    post = access.check(by, Action.SALES_EDIT, district, on)
    Unit.objects.select_for_update(no_key=True).get(pk=district.pk)
    check_open(district.pk, month, on)
    known = set(products_of(district, month).filter(pk__in=cells).values_list("pk", flat=True))
    standing = {sale.product_id: sale for sale in Sale.objects.filter(product_id__in=known, month=month)}
    conflicts: dict[int, Sale | None] = {}
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for product_id in sorted(known):
        cell, sale = cells[product_id], standing.get(product_id)
        if cell.seen != (sale.version if sale else 0):
            conflicts[product_id] = sale
        elif _differs(cell, sale):
            before[str(product_id)] = _said(sale)
            row = sale or Sale(product_id=product_id, month=month, district=district, version=0)
            after[str(product_id)] = _said(_write(cell, row, Act(by, on, post)))
    if after:
        act = Act(by, on, post)
        append_event(
            district.pk, "record_sales", act, subject=f"sales:{month:%Y-%m}", changes=(before, after)
        )
    return Saved(tuple(int(key) for key in after), conflicts)


def confirm_zero(
    district: Unit, month: date, products: Iterable[int], *, by: User, on: date, reason: str
) -> Saved:
    """Confirms "no sales this month" for many products at once, only where nothing is reported yet."""
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผลที่ไม่มียอดจำหน่าย")
    reported = Sale.objects.filter(product_id__in=list(products), month=month).values("product_id")
    rows = products_of(district, month).filter(pk__in=list(products)).exclude(pk__in=reported)
    cell = Cell(None, is_zero=True, reason=reason.strip())
    return record_month(district, month, dict.fromkeys(rows.values_list("pk", flat=True), cell), by=by, on=on)


def products_of(district: Unit, month: date) -> QuerySet[Product]:
    """The products whose sales a district reports for a month: registered by its end, not withdrawn before it."""
    quarter = Round.id_of(Quarter.of(month))
    by_its_end = Q(registered_day=None) | Q(registered_day__lt=next_month(month))
    return (
        Product.objects.filter(by_its_end, producer__district=district, registered_round_id__lte=quarter)
        .exclude(withdrawn_round_id__lt=quarter)
        .select_related("producer")
        .order_by("producer__sort_key", "producer_id", "pk")
    )


def check_open(district_code: str, month: date, on: date) -> None:
    """Raises: Refused before the month begins, or after the final grades of its quarter were published."""
    if on < month:
        name = f"{thai.MONTHS[month.month - 1]} {thai.year_be(month)}"
        raise Refused(f"ยังบันทึกยอดจำหน่ายเดือน{name}ไม่ได้ เพราะยังไม่ถึงเดือนนั้น", reopens=month)
    quarter = Quarter.of(month)
    lock = SalesLock.objects.filter(province_id=district_code[:2], quarter_id=Round.id_of(quarter)).first()
    if lock:
        raise Refused(
            f"ยอดจำหน่ายไตรมาส {quarter.label} ล็อกแล้ว เพราะจังหวัดประกาศระดับหน่วยงานฉบับสุดท้ายแล้ว",
            since=timezone.localdate(lock.locked_at),
            helper=access.who_helps(district_code, on),
        )


@transaction.atomic
def lock_quarter(province: Unit, quarter: Quarter, *, by: User, on: date) -> SalesLock:
    """Locks the province's sales of a quarter; called by whoever publishes its final grades. Safe to run again."""
    list(Unit.objects.select_for_update(no_key=True).below(province.pk).order_by("pk").values_list("pk"))
    lock, _ = SalesLock.objects.get_or_create(
        province=province,
        quarter_id=Round.id_of(quarter),
        defaults={"locked_at": clock.instant(on), "locked_by": by},
    )
    return lock


def _differs(cell: Cell, sale: Sale | None) -> bool:
    if sale is None:
        return cell.is_zero or cell.amounts is not None
    said = (cell.is_zero, cell.amounts or (None if not cell.is_zero else _ZEROS), cell.reason)
    return said != (sale.is_zero, amounts_of(sale), sale.reason)


_ZEROS: Amounts = (Decimal(0), Decimal(0), Decimal(0), Decimal(0))


def amounts_of(sale: Sale) -> Amounts:
    """A row's four amounts, in the order of CHANNELS."""
    return tuple(getattr(sale, name) for name in CHANNELS)


def _write(cell: Cell, row: Sale, act: Act) -> Sale | None:
    """Writes a cell into its row, or takes the row away: the officer takes the answer back."""
    if not cell.is_zero and cell.amounts is None:
        row.delete()
        return None
    amounts = _ZEROS if cell.is_zero else cell.amounts or _ZEROS
    if not any(amounts) and not cell.is_zero:
        raise Refused("ยอดศูนย์ต้องยืนยันว่าไม่มียอดจำหน่าย")
    for name, amount in zip(CHANNELS, amounts, strict=True):
        setattr(row, name, amount)
    row.is_zero, row.reason, row.version = cell.is_zero, cell.reason, row.version + 1
    row.entered_by, row.entered_at = act.by, clock.instant(act.on)
    row.save()
    return row


def _said(sale: Sale | None) -> str | list[str] | None:
    if sale is None:
        return None
    return "0" if sale.is_zero else [f"{amount:.2f}" for amount in amounts_of(sale)]
