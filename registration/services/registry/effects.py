"""What an act on records would change in a district's report, said before it is done: the one table of both sides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from registration import figures, places
from registration.content import Content
from registration.figures import Counts
from registration.models import Unit

TOLD: Final = (
    ("ผู้ผลิต ยกมา", "producers_brought"),
    ("ผู้ผลิต รายใหม่", "producers_new"),
    ("ผู้ผลิต ย้ายเข้า", "producers_came"),
    ("ผู้ผลิต ยกเลิก", "producers_withdrawn"),
    ("ผู้ผลิต ย้ายออก", "producers_went"),
    ("ผู้ผลิต คงเหลือ", "producers_left"),
    ("ผลิตภัณฑ์ ยกมา", "products_brought"),
    ("ผลิตภัณฑ์ เพิ่ม", "products_added"),
    ("ผลิตภัณฑ์ ย้ายเข้า", "products_came"),
    ("ผลิตภัณฑ์ ลด", "products_reduced"),
    ("ผลิตภัณฑ์ ย้ายออก", "products_went"),
    ("ผลิตภัณฑ์ คงเหลือ", "products_left"),
    ("การเพิ่มสุทธิที่ใช้คิดระดับหน่วยงาน", "product_increase"),
)


@dataclass(frozen=True)
class Effect:
    """A district's counts of the round before an act and after it."""

    district: Unit
    before: Counts
    after: Counts

    @property
    def rows(self) -> tuple[tuple[str, int, int], ...]:
        """(label, before, after) of what the report counts, and of what the grade goes by."""
        return tuple((label, getattr(self.before, name), getattr(self.after, name)) for label, name in TOLD)


def effect(district: Unit, round_id: int, before: Iterable[Content], after: Iterable[Content]) -> Effect:
    """The district's report with the records `before` taken out of it and those `after` put in."""
    code = district.pk
    now = figures.live(code, round_id, places.width_of(code)).get(code, Counts())
    gained, lost = (
        figures.total(figures.count_of(each, round_id) for each in side) for side in (after, before)
    )
    return Effect(district, now, now + gained - lost)
