"""Every write to sales: a month's answers of a district, zeros for many at once, and the lock of a quarter.

A month opens on its first day and stays open until the province publishes the final grades of its quarter
(decision 0005). Missing is no row; zero is confirmed; both are said by the officer, never assumed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from otop_registry import clock, thai
from registration import access, lifespan, places
from registration.access import Action
from registration.models import Product, Round, Transfer, Unit, User
from registration.models.sales import CHANNELS, Sale, SalesLock
from registration.models.transfers import stood_in
from registration.services.journal import Act, append_event, head, lock_below, lock_unit
from registration.timetable import Quarter, next_month
from registration.workflow import Refused

Amounts = tuple[Decimal, Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class MonthAnswer:
    """What an officer says of one product's month: amounts by channel, a confirmed zero, or nothing (None).

    `seen` is the version of the row the officer saw, 0 for no row. Amounts that sum to zero are no zero mark.
    """

    amounts: Amounts | None
    is_zero: bool = False
    reason: str = ""
    seen: int = 0


@dataclass(frozen=True)
class Saved:
    """The outcome of a save: what now stands of the products written, and of those somebody else had changed.

    None for a product without an answer.
    """

    rows: Mapping[int, Sale | None]
    conflicts: Mapping[int, Sale | None]

    @property
    def written(self) -> tuple[int, ...]:
        return tuple(self.rows)


@transaction.atomic
def record_month(
    district: Unit, month: date, answers: Mapping[int, MonthAnswer], *, by: User, on: date, source: str = ""
) -> Saved:
    """Writes {product id: its answer} of a district's month; an answer changed in between is left and returned.

    One event for the whole save, written in batches; it keeps `source`, where the answers came from and by which rule
    they were spread, when nobody typed them. Raises: Refused for a month not open or locked, or an answer
    that contradicts itself (then nothing is written); products outside are ignored.
    """
    post = access.check(by, Action.SALES_EDIT, district, on)
    for answer in answers.values():
        check_answer(answer)
    lock_unit(district.pk)
    check_open(district.pk, month, on)
    known = (
        products_of(district, month).filter(pk__in=list(answers)).order_by("pk").values_list("pk", flat=True)
    )
    standing: dict[int, Sale | None] = dict.fromkeys(known)
    standing |= {row.product_id: row for row in Sale.objects.filter(product_id__in=standing, month=month)}
    conflicts = {pk: row for pk, row in standing.items() if answers[pk].seen != (row.version if row else 0)}
    before = {pk: row for pk, row in standing.items() if pk not in conflicts and differs(answers[pk], row)}
    act = Act(by, on, post, source)
    rows = write_answers(district, month, {pk: answers[pk] for pk in before}, act)
    if rows:
        stood, stands = ({str(pk): journalled(side[pk]) for pk in rows} for side in (before, rows))
        append_event(
            district.pk, "record_sales", act, subject=f"sales:{month:%Y-%m}", changes=(stood, stands)
        )
    return Saved(rows, conflicts)


def check_answer(answer: MonthAnswer) -> None:
    """Raises: Refused for an amount that is no money, or an answer that says two things at once."""
    amounts = answer.amounts or ()
    if any(amount < 0 or amount != amount.quantize(thai.SATANG) for amount in amounts):
        raise Refused("จำนวนเงินต้องไม่ติดลบ และมีทศนิยมไม่เกิน 2 ตำแหน่ง")
    if answer.is_zero and any(amounts):
        raise Refused("เลือกไม่มียอดแล้วจึงกรอกจำนวนเงินไม่ได้ กรุณาเลือกอย่างใดอย่างหนึ่ง")
    if amounts and not any(amounts) and not answer.is_zero:
        raise Refused("ยอดเป็นศูนย์ทุกช่อง ถ้าไม่มียอดจำหน่ายให้เลือก “ไม่มียอด”")


def confirm_zero(
    district: Unit, month: date, products: Iterable[int], *, by: User, on: date, reason: str
) -> Saved:
    """Confirms "no sales this month" for many products at once, only where nothing is reported yet."""
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผลที่ไม่มียอดจำหน่าย")
    reported = Sale.objects.filter(product_id__in=list(products), month=month).values("product_id")
    rows = products_of(district, month).filter(pk__in=list(products)).exclude(pk__in=reported)
    answer = MonthAnswer(None, is_zero=True, reason=reason.strip())
    return record_month(
        district, month, dict.fromkeys(rows.values_list("pk", flat=True), answer), by=by, on=on
    )


def asked(month: date) -> Q:
    """The products asked for a month's sales: registered by its end, not withdrawn before its quarter."""
    quarter = Round.id_of(Quarter.of(month))
    by_its_end = Q(registered_day=None) | Q(registered_day__lt=next_month(month))
    return by_its_end & lifespan.moves_q(quarter)[lifespan.DURING]


def products_of(district: Unit, month: date) -> QuerySet[Product]:
    """The products whose sales a district reports for a month, in dictionary order of their producers.

    A month is asked of the district in which the producer stood at its end (decision 0077). A product that another
    district reported in that month stays that district's: a move never rewrites the past.
    """
    last = next_month(month) - timedelta(days=1)
    here = stood_in(district.pk, Transfer.objects.since(last, district.pk), last, "producer__")
    elsewhere = Sale.objects.filter(product=OuterRef("pk"), month=month).exclude(district=district)
    return (
        Product.objects.filter(asked(month), here, ~Exists(elsewhere))
        .select_related("producer")
        .order_by("producer__sort_key", "producer_id", "pk")
    )


def missing_counts(district: Unit, months: Sequence[date]) -> dict[date, int]:
    """{month: products asked that have no answer}."""
    if not months:
        return {}
    ends = {month: next_month(month) - timedelta(days=1) for month in months}
    moved = Transfer.objects.since(min(ends.values()), district.pk)
    gone = [row.producer_id for row in moved if row.source_id == district.pk]
    rows = Product.objects.filter(
        Q(producer__district=district) | Q(producer__in=gone) if gone else Q(producer__district=district)
    )
    counts = {}
    for month, last in ends.items():
        here = stood_in(district.pk, moved, last, "producer__") if moved else Q()
        answered = Exists(Sale.objects.filter(product=OuterRef("pk"), month=month))
        counts[f"{month:m%Y%m}"] = Count("pk", filter=asked(month) & here & ~Q(answered))
    found = rows.aggregate(**counts)
    return {month: found[f"{month:m%Y%m}"] for month in months}


def check_open(district_code: str, month: date, on: date) -> None:
    """Raises: Refused before the month begins, or after the final grades of its quarter were published."""
    if on < month:
        name = thai.month_name(month)
        raise Refused(f"ยังบันทึกยอดจำหน่ายเดือน{name}ไม่ได้ เพราะยังไม่ถึงเดือนนั้น", reopens=month)
    quarter = Quarter.of(month)
    lock = SalesLock.objects.filter(
        province_id=places.province_of(district_code), quarter_id=Round.id_of(quarter)
    ).first()
    if lock:
        raise Refused(
            f"ยอดจำหน่ายไตรมาส {quarter.label} ล็อกแล้ว เพราะจังหวัดประกาศระดับหน่วยงานฉบับสุดท้ายแล้ว",
            since=timezone.localdate(lock.locked_at),
            helper=partial(access.who_helps, district_code, on),
        )


@transaction.atomic
def lock_quarter(province: Unit, quarter: Quarter, *, by: User, on: date) -> SalesLock:
    """Locks the province's sales of a quarter; called by whoever publishes its final grades. Safe to run again."""
    lock_below(province.pk)
    lock, _ = SalesLock.objects.get_or_create(
        province=province,
        quarter_id=Round.id_of(quarter),
        defaults={"locked_at": clock.instant(on), "locked_by": by},
    )
    return lock


_ZEROS: Amounts = (Decimal("0.00"),) * 4
_WRITTEN = (*CHANNELS, "is_zero", "reason", "version", "entered_by", "entered_at")


def amounts_of(sale: Sale) -> Amounts:
    """A row's four amounts, in the order of CHANNELS."""
    return tuple(getattr(sale, name) for name in CHANNELS)


def answer_of(sale: Sale | None) -> MonthAnswer:
    """What a row says, to compare and to give back; MonthAnswer(None) for none."""
    if sale is None:
        return MonthAnswer(None)
    return MonthAnswer(None if sale.is_zero else amounts_of(sale), sale.is_zero, sale.reason)


def differs(answer: MonthAnswer, sale: Sale | None) -> bool:
    """Whether an answer says something else than what stands."""
    is_answer = answer.is_zero or answer.amounts is not None
    if sale is None or not is_answer:
        return is_answer or sale is not None
    said = (answer.is_zero, answer.amounts or _ZEROS, answer.reason.strip())
    return said != (sale.is_zero, amounts_of(sale), sale.reason)


def write_answers(
    district: Unit, month: date, answers: Mapping[int, MonthAnswer], act: Act
) -> dict[int, Sale | None]:
    """Writes answers, and takes away those the officer takes back; what now stands.

    A row's version is the number of the event that wrote it, so a version never comes back after an answer was
    taken away and given again.
    """
    if not answers:
        return {}
    version = head(district.pk)[0] + 1
    rows = {pk: _row(answer, version, act) for pk, answer in answers.items()}
    for pk, row in rows.items():
        if row is not None:
            row.product_id, row.month, row.district = pk, month, district
    taken_back = [pk for pk, row in rows.items() if row is None]
    if taken_back:
        Sale.objects.filter(product_id__in=taken_back, month=month).delete()
    Sale.objects.bulk_create(
        [row for row in rows.values() if row is not None],
        update_conflicts=True,
        unique_fields=("product", "month"),
        update_fields=_WRITTEN,
    )
    return rows


def _row(answer: MonthAnswer, version: int, act: Act) -> Sale | None:
    if not answer.is_zero and answer.amounts is None:
        return None
    return Sale(
        is_zero=answer.is_zero,
        reason=answer.reason.strip(),
        version=version,
        entered_by=act.by,
        entered_at=clock.instant(act.on),
        **dict(zip(CHANNELS, answer.amounts or _ZEROS, strict=True)),
    )


def journalled(sale: Sale | None) -> dict[str, object] | None:
    """What the journal keeps of an answer; None for no answer."""
    if sale is None:
        return None
    return {"baht": [f"{amount:.2f}" for amount in amounts_of(sale)], "reason": sale.reason}
