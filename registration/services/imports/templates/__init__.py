"""Files to fill, one for each kind that people fill by hand: our heads, lists to choose from, what is known already.

What they write is read by the reader of any other file, without a finding.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from otop_registry import thai
from registration.models import Unit
from registration.services.imports.templates.roster import roster_file
from registration.services.imports.templates.sales import sales_file

__all__ = ["OFFERS", "Offer", "roster_file", "sales_file"]


@dataclass(frozen=True)
class Offer:
    """A file that a district's officer may take: of which kind of table, what it is called, how it is made."""

    code: str
    kind: str
    title: str
    make: Callable[[Unit, date], bytes]

    def name(self, unit: Unit) -> str:
        return f"แบบกรอก{self.title} {unit.full_name}.xlsx"


def _month(on: date) -> date:
    """The month whose sales are reported now: the one before."""
    return thai.previous_month(on)


def _blank(district: Unit, on: date) -> bytes:
    return roster_file(district, on, is_filled=False)


def _registered(district: Unit, on: date) -> bytes:
    return roster_file(district, on, is_filled=True)


def _sales(district: Unit, on: date) -> bytes:
    return sales_file(district, _month(on))


def _sales_like_before(district: Unit, on: date) -> bytes:
    return sales_file(district, _month(on), like_before=True)


OFFERS: Final = {
    each.code: each
    for each in (
        Offer("roster", "roster", "ผู้ผลิตและผลิตภัณฑ์ ว่าง", _blank),
        Offer("registered", "roster", "ผู้ผลิตและผลิตภัณฑ์ ตามที่ลงทะเบียน", _registered),
        Offer("sales", "sales", "ยอดจำหน่ายของเดือนก่อน", _sales),
        Offer("sales_like_before", "sales", "ยอดจำหน่ายของเดือนก่อน เติมยอดที่เคยรายงานไว้", _sales_like_before),
    )
}
