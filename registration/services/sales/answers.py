"""What districts answered in a form outside this system, by month: kept by the province beside what was reported here.

An answer never becomes a sale: sales are said product by product (decision 0006). It is shown where the month is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import FormAnswer, Sale, Unit, User
from registration.places import province_of
from registration.services.journal import Act, append_event, lock_unit
from registration.workflow import Refused

Key = tuple[str, date]  # (district, month)


@dataclass(frozen=True)
class Answer:
    """One district's answer for a month; what it did not say is None."""

    sales_baht: Decimal | None
    products: int | None
    answered_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True)
class Comparison:
    """An answer beside the sum that the system holds of the same month; None where nothing was reported here."""

    answer: FormAnswer
    reported_baht: Decimal | None

    @property
    def difference_baht(self) -> Decimal | None:
        """Here less there."""
        if self.reported_baht is None or self.answer.sales_baht is None:
            return None
        return self.reported_baht - self.answer.sales_baht


@transaction.atomic
def keep_answers(
    province: Unit, answers: Mapping[Key, Answer | None], *, by: User, on: date, source: str
) -> dict[Key, FormAnswer | None]:
    """Keeps answers {(district, month): Answer}, None takes one away; what now stands of those that changed.

    One event. Raises: Refused for a district outside the province, a month not begun, or an answer without a figure.
    """
    post = access.check(by, Action.SALES_COMPARE, province, on)
    for (code, month), answer in answers.items():
        _check(province, code, month, answer, on)
    lock_unit(province.pk)
    standing = standing_of(answers)
    changed = {key: each for key, each in answers.items() if said_of(standing.get(key)) != each}
    act = Act(by, on, post, source)
    rows = {key: _write(key, answer, standing.get(key), act) for key, answer in changed.items()}
    if rows:
        changes = tuple({_name(key): _plain(side.get(key)) for key in rows} for side in (standing, rows))
        append_event(
            province.pk, "keep_form_answers", act, subject="form_answers", changes=(changes[0], changes[1])
        )
    return rows


def standing_of(keys: Mapping[Key, object]) -> dict[Key, FormAnswer]:
    """{key: the answer that stands} of some districts and months."""
    rows = FormAnswer.objects.filter(
        district__in={code for code, _ in keys}, month__in={month for _, month in keys}
    )
    return {(row.district_id, row.month): row for row in rows if (row.district_id, row.month) in keys}


def said_of(row: FormAnswer | None) -> Answer | None:
    """What a row says, to compare and to give back."""
    return Answer(row.sales_baht, row.products, row.answered_at, row.source) if row else None


def beside(district: Unit, month: date) -> Comparison | None:
    """The answer of a district's month beside what was reported here; None without an answer."""
    answer = FormAnswer.objects.filter(district=district, month=month).first()
    if answer is None:
        return None
    rows = Sale.objects.filter(district=district, month=month)
    return Comparison(answer, rows.aggregate(sum=Sum("total_baht"))["sum"])


def _check(province: Unit, code: str, month: date, answer: Answer | None, on: date) -> None:
    if province_of(code) != province.pk:
        raise Refused(f"รหัสอำเภอ {code} ไม่อยู่ใน{province}")
    if month > on:
        raise Refused("คำตอบเป็นของเดือนที่ยังไม่ถึง", reopens=month)
    if answer and answer.sales_baht is None and answer.products is None:
        raise Refused("คำตอบไม่มีทั้งยอดจำหน่ายและจำนวนผลิตภัณฑ์")


def _write(key: Key, answer: Answer | None, row: FormAnswer | None, act: Act) -> FormAnswer | None:
    if answer is None:
        if row:
            row.delete()
        return None
    code, month = key
    values = {
        "sales_baht": answer.sales_baht,
        "products": answer.products,
        "answered_at": answer.answered_at,
        "source": answer.source,
        "entered_at": clock.instant(act.on),
        "entered_by": act.by,
    }
    return FormAnswer.objects.update_or_create(district_id=code, month=month, defaults=values)[0]


def _name(key: Key) -> str:
    return f"{key[0]} {key[1]:%Y-%m}"


def _plain(row: FormAnswer | None) -> dict[str, object] | None:
    """What the journal keeps of an answer."""
    if row is None:
        return None
    baht = None if row.sales_baht is None else f"{row.sales_baht:.2f}"
    return {"baht": baht, "products": row.products, "source": row.source}
