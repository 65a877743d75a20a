"""A month of sales after its quarter was locked: what stands, what would stand, and writing what was approved.

Written like a save of the month, as one event of the district, but only what a correction names. Source: decision 0085.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from otop_registry import thai
from registration.models import Product, Round, Sale, SalesCorrection, SalesLock, Unit
from registration.models.sales import CHANNELS
from registration.places import province_of
from registration.services.journal import Act, append_event
from registration.services.sales import splitting
from registration.services.sales.splitting import Split
from registration.services.sales.writing import (
    Amounts,
    MonthAnswer,
    amounts_of,
    check_answer,
    journalled,
    products_of,
    write_answers,
)
from registration.timetable import Quarter
from registration.workflow import Refused

Told = dict[str, Any] | None  # an answer as the journal keeps it; None: not reported
Changes = dict[str, list[Told]]  # {product: [what stands, what is right]}
NOTHING: Final = "ไม่มียอดใดเปลี่ยนจากที่รายงานไว้ กรุณาแก้ยอดที่ผิดหรือกรอกยอดที่ขาดก่อน"
STALE: Final = "ยอดที่คำขอนี้ขอแก้เปลี่ยนไปแล้วหลังวันที่ขอ กรุณาบันทึกว่าไม่อนุมัติพร้อมเหตุผล แล้วให้ผู้ขอขอใหม่ตามยอดปัจจุบัน"
BY_SHARES: Final = "ยอดรวมทั้งเดือนแต่ละช่องทาง แบ่งให้ผลิตภัณฑ์ตามสัดส่วนยอดช่องทางเดียวกันของเดือน{month}"
WITHOUT_PART: Final = "ไม่มีส่วนในยอดรวมทั้งเดือน"
WITHOUT_SALES: Final = "ไม่มียอดจำหน่าย ตามคำขอแก้ไข"


def is_locked(district_code: str, month: date) -> bool:
    """Whether the final grades of the month's quarter are published, so that only a correction moves its sales."""
    locks = SalesLock.objects.filter(province_id=province_of(district_code))
    return locks.filter(quarter_id=Round.id_of(Quarter.of(month))).exists()


def check_locked(district_code: str, month: date) -> None:
    """Raises: Refused while the month may still be entered where sales are entered."""
    if not is_locked(district_code, month):
        raise Refused(
            f"ยอดจำหน่ายเดือน{thai.month_name(month)}ยังแก้ได้ในหน้ายอดจำหน่าย "
            "เพราะจังหวัดยังไม่ประกาศระดับหน่วยงานฉบับสุดท้ายของไตรมาสนี้"
        )


def standing(district: Unit, month: date) -> dict[Product, Sale | None]:
    """{product asked of the district for the month: its answer}, in the order of the month's page."""
    products = list(products_of(district, month))
    rows = Sale.objects.filter(product__in=products, month=month)
    found = {row.product_id: row for row in rows}
    return {product: found.get(product.pk) for product in products}


def changes_of(rows: Mapping[Product, Sale | None], answers: Mapping[int, MonthAnswer]) -> Changes:
    """What differs between what stands and what is right; a product without an answer is left as it stands.

    Raises: Refused for an answer that contradicts itself.
    """
    found: Changes = {}
    for product, sale in rows.items():
        answer = answers.get(product.pk)
        if answer is None or (answer.amounts is None and not answer.is_zero):
            continue
        check_answer(answer)
        pair = [journalled(sale), _told(answer)]
        if pair[0] != pair[1]:
            found[str(product.pk)] = pair
    return found


def spread_total(district: Unit, month: date, total: Amounts) -> tuple[dict[int, MonthAnswer], str]:
    """A month's totals by channel as answers of every product, and the rule in words.

    In proportion to what stands of the month in the channel, else to the month before. Raises: Refused where neither
    says.
    """
    rows = standing(district, month)
    weights, of = _weights(district, rows, month)
    parts: list[list[Amounts]] = []
    for channel, amount in enumerate(total):
        try:
            parts.append(splitting.spread(amount, (channel,), Split.LAST_MONTH, weights) if amount else [])
        except ValueError as error:
            raise Refused(
                f"แบ่งยอดรวมช่องทางที่ {channel + 1} ไม่ได้ เพราะเดือน{thai.month_name(of)}"
                "ไม่มียอดในช่องทางนี้ให้ใช้เป็นสัดส่วน กรุณากรอกแยกรายผลิตภัณฑ์"
            ) from error
    answers = {}
    for number, product in enumerate(rows):
        amounts = _summed([each[number] for each in parts if each])
        is_zero = not any(amounts)
        reason = WITHOUT_PART if is_zero else ""
        answers[product.pk] = MonthAnswer(None if is_zero else amounts, is_zero=is_zero, reason=reason)
    return answers, BY_SHARES.format(month=thai.month_name(of))


def _weights(
    district: Unit, rows: Mapping[Product, Sale | None], month: date
) -> tuple[list[Amounts | None], date]:
    if any(sale and not sale.is_zero for sale in rows.values()):
        return [amounts_of(sale) if sale else None for sale in rows.values()], month
    before = thai.previous_month(month)
    found = {row.product_id: row for row in Sale.objects.filter(product__in=list(rows), month=before)}
    return [amounts_of(found[each.pk]) if each.pk in found else None for each in rows], before


def _summed(parts: list[Amounts]) -> Amounts:
    first, second, third, fourth = (sum((each[n] for each in parts), Decimal("0.00")) for n in range(4))
    return first, second, third, fourth


def _told(answer: MonthAnswer) -> Told:
    amounts = answer.amounts if answer.amounts and not answer.is_zero else (Decimal(0),) * len(CHANNELS)
    return {"baht": [f"{amount:.2f}" for amount in amounts], "reason": answer.reason.strip()}


# --- what a correction says ---


@dataclass(frozen=True)
class Size:
    """What a correction makes the month more or less: baht, and answers where there was none."""

    baht: Decimal
    answers: int


def total_of(told: Told) -> Decimal:
    """What an answer adds up to; nothing for none."""
    return sum((Decimal(each) for each in told["baht"]), Decimal(0)) if told else Decimal(0)


def size_of(changes: Changes) -> Size:
    pairs = changes.values()
    return Size(
        sum((total_of(right) - total_of(wrong) for wrong, right in pairs), Decimal(0)),
        sum(wrong is None for wrong, _ in pairs),
    )


def check_standing(correction: SalesCorrection) -> None:
    """Raises: Refused when an answer that the correction names says something else by now."""
    rows = Sale.objects.filter(product__in=list(map(int, correction.changes)), month=correction.month)
    found = {str(row.product_id): journalled(row) for row in rows}
    if any(found.get(key) != wrong for key, (wrong, _) in correction.changes.items()):
        raise Refused(STALE)


def write(correction: SalesCorrection, act: Act) -> None:
    """Makes the month say what is right, as one event of the district. Call under the lock of the district.

    Raises: Refused when what it names moved meanwhile.
    """
    check_standing(correction)
    answers = {int(key): _answer(right) for key, (_, right) in correction.changes.items()}
    write_answers(correction.district, correction.month, answers, act)
    before, after = ({key: pair[side] for key, pair in correction.changes.items()} for side in (0, 1))
    append_event(
        correction.district_id,
        "correct_sales",
        act,
        subject=f"sales:{correction.month:%Y-%m}",
        changes=(before, after),
    )


def _answer(told: Told) -> MonthAnswer:
    if told is None:
        raise ValueError("A correction names what is right")
    first, second, third, fourth = map(Decimal, told["baht"])
    amounts: Amounts = (first, second, third, fourth)
    is_zero = not any(amounts)
    return MonthAnswer(None if is_zero else amounts, is_zero=is_zero, reason=told["reason"])
