"""A total without its channels: spread by a rule that somebody chose, never by a guess.

What the total says of itself wins: of a total of online sales nothing becomes offline. The rule fills in what it does
not say. Parts are to the satang and together the whole.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.db.models import TextChoices

from registration.apportioning import apportion
from registration.services.sales.writing import Amounts

Cover = tuple[int, ...]  # the channels that an amount may belong to, by their place in CHANNELS
EVERY: Final[Cover] = (0, 1, 2, 3)
_NOTHING: Final = Decimal("0.00")


class Split(TextChoices):
    """How a total is spread over the channels, chosen for a whole upload; without a choice it is asked."""

    ASK = "", "ยังไม่เลือก (ถามทุกแถว)"
    DOMESTIC_OFFLINE = "domestic_offline", "ทั้งหมดเป็นในประเทศ ออฟไลน์"
    DOMESTIC_ONLINE = "domestic_online", "ทั้งหมดเป็นในประเทศ ออนไลน์"
    ABROAD_OFFLINE = "abroad_offline", "ทั้งหมดเป็นต่างประเทศ ออฟไลน์"
    ABROAD_ONLINE = "abroad_online", "ทั้งหมดเป็นต่างประเทศ ออนไลน์"
    LAST_MONTH = "last_month", "ตามสัดส่วนยอดของเดือนก่อน"


_CHANNEL: Final = {
    Split.DOMESTIC_OFFLINE: 0,
    Split.DOMESTIC_ONLINE: 1,
    Split.ABROAD_OFFLINE: 2,
    Split.ABROAD_ONLINE: 3,
}


def spread(total: Decimal, cover: Cover, rule: str, before: Sequence[Amounts | None]) -> list[Amounts]:
    """What each product sold by channel; `before` holds what each of them sold in the month before.

    A product that sold nothing then gets no part. Raises: ValueError with a Thai sentence where the rule does not say.
    """
    if len(cover) == 1 and len(before) == 1:
        return [_all_in(cover[0], total)]
    if not rule:
        raise ValueError(_question(cover, len(before)))
    if rule == Split.LAST_MONTH:
        return _as_before(total, cover, before)
    if len(before) > 1:
        raise ValueError(
            f"เป็นยอดรวมของ {len(before)} ผลิตภัณฑ์ แบ่งได้ตามสัดส่วนยอดของเดือนก่อนเท่านั้น หรือกรุณากรอกแยกรายผลิตภัณฑ์"
        )
    return [_all_in(_nearest(_CHANNEL[Split(rule)], cover), total)]


def _question(cover: Cover, products: int) -> str:
    if products > 1:
        return f"เป็นยอดรวมของ {products} ผลิตภัณฑ์ กรุณาเลือกวิธีแบ่ง หรือกรอกแยกรายผลิตภัณฑ์"
    said = "ยอดนี้ไม่ได้แยกช่องทาง" if cover == EVERY else "ยอดนี้แยกช่องทางไม่ครบ"
    return f"{said} กรุณาเลือกวิธีแบ่ง หรือกรอกแยกช่องทาง"


def _all_in(channel: int, total: Decimal) -> Amounts:
    parts = [_NOTHING] * len(EVERY)
    parts[channel] = total
    return parts[0], parts[1], parts[2], parts[3]


def _nearest(channel: int, cover: Cover) -> int:
    """The channel of a cover that the rule means: as many of its two words as the cover allows."""
    place, way = divmod(channel, 2)
    return max(cover, key=lambda each: (each // 2 == place) + (each % 2 == way))


def _as_before(total: Decimal, cover: Cover, before: Sequence[Amounts | None]) -> list[Amounts]:
    weights = [Fraction(sold[channel]) if sold else Fraction(0) for sold in before for channel in cover]
    if not any(weights):
        raise ValueError("เดือนก่อนไม่มียอดให้ใช้เป็นสัดส่วน กรุณาเลือกวิธีแบ่งอื่น หรือกรอกแยกช่องทาง")
    parts = iter(apportion(total, weights))
    rows = []
    for _ in before:
        row = [_NOTHING] * len(EVERY)
        for channel in cover:
            row[channel] = next(parts)
        rows.append((row[0], row[1], row[2], row[3]))
    return rows
