"""The table of checks: code, area, words, source, level and since which version of the set (decision 0057).

A change of what a check finds is a new version: the new row gets the next number, and `VERSION` follows. A
certificate names the version that its records were checked by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices

WARNING_RISK: Final = 10  # one warning weighs more than all notices of a record together
MOST_RISK: Final = 999


class Level(TextChoices):
    """Whether somebody must look before the record is certified, or is only told."""

    WARNING = "warning", "ควรตรวจ"
    NOTICE = "notice", "เพื่อทราบ"


class Area(TextChoices):
    """What a check is about."""

    IDENTITY = "identity", "ตัวตน"
    LIFE = "life", "ประวัติการลงทะเบียน"
    PRODUCT = "product", "ผลิตภัณฑ์"
    PEOPLE = "people", "สมาชิกและการติดต่อ"
    CHANGE = "change", "การแก้ไข"
    PATTERN = "pattern", "รูปแบบที่ผิดสังเกต"


@dataclass(frozen=True)
class Check:
    """One check. `words` is a sentence with the figures of a finding in braces.

    `is_answered`: the district says why before it submits. A finding about what it answered already asks nothing.
    """

    code: str
    area: Area
    words: str
    source: str
    level: Level
    since: int
    is_answered: bool = True

    @property
    def asks_reason(self) -> bool:
        return self.level == Level.WARNING and self.is_answered


_W, _N = Level.WARNING, Level.NOTICE
CHECKS: Final = (
    Check("same_name", Area.IDENTITY, "ชื่อตรงกับ{who}", "ฉบับ 2561 ข้อ 1; decision 0016", _W, 1),
    Check("twin_products", Area.PRODUCT, "มีผลิตภัณฑ์ชื่อเดียวกันมากกว่าหนึ่งรายการ: {names}", "decision 0016", _W, 1, False),
    Check("lacks_licence", Area.PRODUCT, "ผลิตภัณฑ์ที่ต้องมีใบอนุญาตยังไม่มีใบที่ใช้ได้: {names}", "docs/rules.md 5", _W, 1),
    Check(
        "was_returned", Area.CHANGE, "เคยส่งกลับ อำเภอแก้ไขหรือชี้แจงแล้ว {count} ข้อ", "decision 0050", _W, 1, False,
    ),
)  # fmt: skip
VERSION: Final = max(check.since for check in CHECKS)
FIGURES: Final = frozenset({"who", "names", "count"})  # what may fill the words of a check
_BY_CODE: Final = {check.code: check for check in CHECKS}
_PLACES: Final = {check.code: place for place, check in enumerate(CHECKS)}


def of_version(number: int) -> tuple[Check, ...]:
    """The checks of a version of the set."""
    return tuple(check for check in CHECKS if check.since <= number)


def named(code: str) -> Check:
    """The check of a code. Raises: KeyError for a code that no version has."""
    return _BY_CODE[code]


def is_known(code: str) -> bool:
    return code in _BY_CODE


def place_of(code: str) -> int:
    """Where a check stands in the table: findings are told in this order."""
    return _PLACES[code]


def risk_of(codes: Iterable[str]) -> int:
    """What a record's findings weigh together: 0 for none, below WARNING_RISK for notices alone."""
    levels = [named(code).level for code in codes]
    notices = min(levels.count(Level.NOTICE), WARNING_RISK - 1)
    return min(levels.count(Level.WARNING) * WARNING_RISK + notices, MOST_RISK)


def is_flagged(risk: int) -> bool:
    """Whether somebody must look at a record of this risk before it is certified."""
    return risk >= WARNING_RISK
