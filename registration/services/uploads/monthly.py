"""Amounts that stand once for each month: ต.ค. 66 | พ.ย. 66 | …, or each month over its own columns of amounts.

Pure. Such a column's key names the amount and the month: total@2566-10, or total@10 where no year is said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from otop_registry import thai
from registration.services.uploads import months, units
from registration.services.uploads.heads import Kind

MARK: Final = "@"
_OF_AMOUNTS: Final = re.compile(r"ยอด|จำหน่าย|ขาย|รายได้|มูลค่า|จำนวน|เงิน|ประจำ|เดือน|ปี|พ\.?ศ\.?|รวม|[\W_]")


@dataclass(frozen=True)
class MonthKey:
    """What a key says: which amount, of which month, of which year B.E. when one is said."""

    amount: str
    month: int
    year_be: int | None = None

    def __str__(self) -> str:
        year = f"{self.year_be}-" if self.year_be else ""
        return f"{self.amount}{MARK}{year}{self.month:02}"

    @classmethod
    def of(cls, key: str) -> Self | None:
        """The way back from its text; None for a key without a month."""
        amount, mark, said = key.partition(MARK)
        if not mark:
            return None
        year, _, month = said.rpartition("-")
        return cls(amount, int(month), int(year) if year else None)

    @property
    def label(self) -> str:
        """ต.ค. 2566"""
        return f"{thai.SHORT_MONTHS[self.month - 1]} {self.year_be or ''}".strip()


def keys(kind: Kind, texts: Mapping[int, str], known: Mapping[int, str]) -> dict[int, str]:
    """{column: key} of heads that name a month; no key goes to two columns. `known`: the keys without months.

    One month alone beside channels of no month is the sum of these, and no table by month.
    """
    found: dict[str, int] = {}
    for column, text in texts.items() if kind.by_month else ():
        if key := _key(kind, text):
            found.setdefault(str(key), column)
    named = {key.partition(MARK)[2] for key in found}
    plain = {key for column, key in known.items() if column not in found.values()}
    is_sum = len(named) == 1 and bool(plain & set(kind.by_month[:-1]))
    return {} if is_sum else {column: key for key, column in found.items()}


def _key(kind: Kind, text: str) -> MonthKey | None:
    """The amount and month of a head; None where it names no month, several, or other words than those of amounts."""
    try:
        spoken = months.spoken(text)
    except ValueError:
        return None
    if len(spoken.months) != 1 or spoken.quarter:
        return None
    _, rest = units.take(spoken.rest)
    amounts = [each for each in kind.columns if each.key in kind.by_month[:-1] and each.is_headed(rest)]
    whole = "" if _OF_AMOUNTS.sub("", rest) else kind.by_month[-1]
    amount = amounts[0].key if amounts else whole
    return MonthKey(amount, spoken.months[0], spoken.year_of(spoken.months[0])) if amount else None
