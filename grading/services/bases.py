"""Bases: imported per district and month with their document, or taken from closed sales; frozen by the first run.

Source: decision 0004; letter นค 0019.3/ก 9929, attachment 1: ไตรมาสเดียวกันของปี พ.ศ. 2566.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from grading.models import BaseOrigin, BaseRule, BaseSale, GradeRun, Policy
from grading.services import heritage, monthly
from grading.services.policies import policy_for, round_of
from otop_registry import clock
from otop_registry.thai import SATANG
from registration import access
from registration.access import Action
from registration.models import Round, Succession, Unit, User
from registration.models.sales import Sale
from registration.places import DISTRICT_WIDTH, province_of
from registration.services.journal import Act, append_event, lock_unit
from registration.timetable import Quarter
from registration.workflow import Refused

ONE_DAY = timedelta(days=1)
Key = tuple[str, date]  # (district, month)
NOTHING: Mapping[Key, Decimal] = {}
FROZEN_RULE = (
    "ฐานของไตรมาส {quarter} ตรึงแล้วตั้งแต่การจัดระดับครั้งแรก มี {count} รายการในไฟล์ที่ต่างจากฐานที่ตรึงไว้ "
    "แก้ได้ทีละรายการโดยระบุเหตุผล"
)


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
    province: Unit, quarter: Quarter, lines: Iterable[Line], *, document: str, by: User | None, on: date
) -> int:
    """Enters base figures of the province's districts from a document; returns how many figures are new or changed.

    A figure that stands as imported is left; entering the same document twice changes nothing. `by` None is the
    operator of the installation. Raises: Refused for a frozen figure, a district or month outside, no document,
    and for anything new after the quarter's final grades were published.
    """
    post = access.check(by, Action.BASE_EDIT, province, on) if by else None
    if not document.strip():
        raise Refused("กรุณาระบุเอกสารอ้างอิงของฐาน")
    lock_unit(province.pk)
    standing = standing_of(province.pk, quarter)
    changed = [line for line in _checked(lines, province, quarter, on) if _differs(line, standing, document)]
    if changed:
        check_unpublished(province.pk, quarter, on)
    frozen = [line for line in changed if _is_frozen(line, standing)]
    if frozen:
        raise Refused(FROZEN_RULE.format(quarter=quarter.label, count=len(frozen)))
    rows = [_row(line, quarter, document.strip()) for line in changed]
    _write(rows, province, quarter, Act(by, on, post, document.strip()), verb="import_base")
    return len(rows)


@transaction.atomic
def take_from_sales(province: Unit, quarter: Quarter, *, by: User, on: date) -> int:
    """Fills what has no base yet from the sales in the system, where all base quarters of the policy have any.

    A mean is rounded half up to the satang; a district that came from another carries its share of that one's
    sales. Returns how many figures were added. Raises: Refused while sales of a base quarter are not due yet, and
    after the quarter's final grades were published.
    """
    post = access.check(by, Action.BASE_EDIT, province, on)
    lock_unit(province.pk)
    check_unpublished(province.pk, quarter, on)
    quarters = base_quarters(policy_for(quarter), quarter)
    for base in quarters:
        if on <= monthly.last_due(base):
            due = monthly.last_due(base) + ONE_DAY
            raise Refused(f"ยอดจำหน่ายของไตรมาส {base.label} ยังรายงานไม่ครบกำหนด จึงยังใช้เป็นฐานไม่ได้", reopens=due)
    standing, sums = standing_of(province.pk, quarter), sold(province.pk, quarter, quarters)
    known = _districts(province.pk, on)
    rows = [
        _row(Line(code, month, amount), quarter, "")
        for (code, month), amount in sorted(sums.items())
        if (code, month) not in standing and code in known
    ]
    _write(rows, province, quarter, Act(by, on, post), verb="take_base")
    return len(rows)


@transaction.atomic
def correct_base(row: BaseSale, amount_baht: Decimal, *, by: User, on: date, reason: str) -> BaseSale:
    """Corrects one figure, frozen or not, with a reason; the journal keeps what was (decision 0004).

    Raises: Refused without a reason, and after the quarter's final grades were published.
    """
    post = access.check(by, Action.BASE_EDIT, row, on)
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผลที่แก้ไขฐาน")
    lock_unit(province_of(row.district_id))
    row = BaseSale.objects.select_for_update().get(pk=row.pk)
    check_unpublished(province_of(row.district_id), row.quarter.quarter, on)
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


def check_unpublished(province_code: str, quarter: Quarter, on: date) -> None:
    """Raises: Refused once the province's final grades of the quarter are published: its base no longer moves."""
    runs = GradeRun.objects.filter(province_id=province_code, quarter_id=Round.id_of(quarter))
    run = runs.exclude(published_at=None).first()
    if run:
        raise Refused(
            f"เพิ่มหรือแก้ฐานไม่ได้ เพราะประกาศระดับหน่วยงานฉบับสุดท้ายของไตรมาส {quarter.label} แล้ว",
            since=timezone.localdate(run.published_at),
            helper=partial(access.who_helps, province_code, on),
        )


def refusal(province_code: str, quarter: Quarter, on: date) -> Refused | None:
    """Why the base no longer moves, whoever asks; None while it does."""
    try:
        check_unpublished(province_code, quarter, on)
    except Refused as refused:
        return refused
    return None


def freeze(province_code: str, quarter: Quarter, on: date) -> None:
    """Freezes the province's base of the quarter: the first run calls this. Safe to run again."""
    rows = _of(province_code, quarter).filter(frozen_at=None)
    rows.update(frozen_at=clock.instant(on))


def changed_districts(unit_code: str, quarter: Quarter) -> set[str]:
    """Districts that came from a split or merger between their base quarter and the end of `quarter`."""
    rows = _successions(unit_code, quarter.same_last_year, quarter)
    return {row.successor_code for row in rows}


# --- parts of a write ---


def _successions(unit_code: str, base: Quarter, quarter: Quarter) -> QuerySet[Succession]:
    return Succession.objects.filter(
        successor_code__startswith=unit_code,
        successor_code__length=DISTRICT_WIDTH,
        predecessor_code__length=DISTRICT_WIDTH,
        day__gte=base.first_day,
        day__lte=quarter.last_day,
    )


def standing_of(province_code: str, quarter: Quarter) -> dict[tuple[str, date], BaseSale]:
    """{(district, month): figure} of the province's base of a quarter."""
    return {(row.district_id, row.month): row for row in _of(province_code, quarter)}


def _of(province_code: str, quarter: Quarter) -> QuerySet[BaseSale]:
    return BaseSale.objects.filter(district__code__startswith=province_code, quarter_id=Round.id_of(quarter))


def _districts(province_code: str, on: date) -> set[str]:
    rows = Unit.objects.districts().valid(on).below(province_code)
    return set(rows.values_list("code", flat=True))


def _checked(lines: Iterable[Line], province: Unit, quarter: Quarter, on: date) -> list[Line]:
    known, seen, checked = _districts(province.pk, on), set(), []
    for line in lines:
        if line.district_code not in known:
            raise Refused(f"รหัสอำเภอ {line.district_code} ไม่อยู่ใน{province}")
        if line.month not in quarter.months:
            raise Refused(f"เดือนไม่อยู่ในไตรมาส {quarter.label}")
        if (line.district_code, line.month) in seen:
            raise Refused(f"ฐานของอำเภอ {line.district_code} มีเดือนเดียวกันมากกว่าหนึ่งครั้ง")
        seen.add((line.district_code, line.month))
        checked.append(line)
    return checked


def _differs(line: Line, standing: Mapping[tuple[str, date], BaseSale], document: str) -> bool:
    """Whether a line says something new. A frozen figure that another document confirms stays as it is."""
    row = standing.get((line.district_code, line.month))
    if row is None or row.amount_baht != line.amount_baht:
        return True
    return row.frozen_at is None and row.document != document.strip()


def _is_frozen(line: Line, standing: Mapping[tuple[str, date], BaseSale]) -> bool:
    row = standing.get((line.district_code, line.month))
    return row is not None and row.frozen_at is not None


def _row(line: Line, quarter: Quarter, document: str) -> BaseSale:
    """A figure to be written; without a document it was taken from the sales in the system."""
    return BaseSale(
        district_id=line.district_code,
        month=line.month,
        amount_baht=line.amount_baht,
        origin=BaseOrigin.DOCUMENT if document else BaseOrigin.SALES,
        document=document,
    )


def _write(rows: list[BaseSale], province: Unit, quarter: Quarter, act: Act, *, verb: str) -> None:
    """Writes the figures with their pointer, and one event that names them all; nothing for no figure."""
    if not rows:
        return
    where, round = pointer(policy_for(quarter), quarter), round_of(quarter)
    for row in rows:
        row.quarter, row.base_quarter = round, where
        row.entered_at, row.entered_by = clock.instant(act.on), act.by
    BaseSale.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["district", "month"],
        update_fields=["amount_baht", "base_quarter", "origin", "document", "entered_at", "entered_by"],
    )
    said = {f"{row.district_id} {row.month:%Y-%m}": str(row.amount_baht) for row in rows}
    append_event(province.pk, verb, act, subject=f"base:{quarter}", round=round, changes=({}, said))


def sold(
    province_code: str, quarter: Quarter, bases: list[Quarter], changed: Mapping[Key, Decimal] = NOTHING
) -> dict[Key, Decimal]:
    """{(district, month of `quarter`): mean sales of that month over the base quarters} where all have sales.

    To the satang, so that the parts of a split district add up to what it sold (decision 0044). `changed`: what
    districts would have sold more or less in months of the base quarters.
    """
    successions = heritage.by_predecessor(_successions("", min(bases), quarter))
    found: dict[tuple[str, date], list[Fraction]] = {}
    for base in bases:
        month_of = dict(zip(base.months, quarter.months, strict=True))
        for (code, month), amount in _carried(province_code, base, successions, changed).items():
            found.setdefault((code, month_of[month]), []).append(amount)
    means = {
        key: sum(sums, Fraction(0)) / len(bases) for key, sums in found.items() if len(sums) == len(bases)
    }
    return heritage.to_the_satang(means, successions)


def _carried(
    province_code: str, base: Quarter, successions: heritage.Successions, changed: Mapping[Key, Decimal]
) -> dict[Key, Fraction]:
    """{(district of today, month of `base`): sales, exactly}; an abolished district's go to its successors by share."""
    within = Q(district__code__startswith=province_code) | Q(district_id__in=list(successions))
    rows = Sale.objects.filter(within, month__in=base.months).values("district_id", "month")
    amounts = {
        (row["district_id"], row["month"]): Fraction(row["sum"].quantize(SATANG))
        for row in rows.annotate(sum=Sum("total_baht")).order_by()
    }
    for key, change in changed.items():
        if key[1] in base.months:
            amounts[key] = amounts.get(key, Fraction(0)) + Fraction(change)
    carried: dict[Key, Fraction] = {}
    for (origin, month), amount in amounts.items():
        for code, part in heritage.heirs(origin, successions, month).items():
            carried[code, month] = carried.get((code, month), Fraction(0)) + amount * part
    return carried
