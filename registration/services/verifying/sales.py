"""Sales: every amount is the one that the newest event of its month tells."""

from collections.abc import Iterator
from typing import Any, Final

from registration import verbs
from registration.models import Sale
from registration.models.sales import CHANNELS
from registration.services.journal import BrokenLink, Link

SUBJECT: Final = "sales:"
MOST: Final = 20  # faults of one district: whoever changes a table changes it at many places

Key = tuple[int, str]  # product, month as YYYY-MM
Answer = tuple[int, list[str], str]  # seq of the event, amounts in baht, reason


class Told:
    """Gathers one district's answers while its chain is walked, and compares when the next chain begins."""

    def __init__(self) -> None:
        self._unit: str | None = None
        self._answers: dict[Key, Answer | None] = {}
        self._found: list[BrokenLink] = []

    def see(self, link: Link) -> None:
        if link.unit_id != self._unit:
            self._compare()
            self._unit = link.unit_id
        if link.verb in verbs.SALES_WRITTEN:
            month = link.subject.removeprefix(SUBJECT)
            for product, said in link.after.items():
                self._answers[int(product), month] = _answer(link.seq, said)

    def faults(self) -> list[BrokenLink]:
        """What was found, when the walk is over."""
        self._compare()
        return self._found

    def _compare(self) -> None:
        if self._answers and self._unit is not None:
            faults = list(_faults(self._unit, self._answers))
            self._found += faults[:MOST]
            rest = len(faults) - MOST
            if rest > 0:
                self._found.append(BrokenLink(self._unit, 0, f"ยอดจำหน่ายไม่ตรงอีก {rest} รายการ"))
        self._answers = {}


def _answer(seq: int, said: dict[str, Any] | None) -> Answer | None:
    return None if said is None else (seq, said["baht"], said["reason"])


def _faults(code: str, answers: dict[Key, Answer | None]) -> Iterator[BrokenLink]:
    rows = Sale.objects.filter(district_id=code).order_by("month", "product_id")
    columns = rows.values_list("product_id", "month", "reason", "version", *CHANNELS)
    for product, month, reason, version, *amounts in columns.iterator(chunk_size=2000):
        told = answers.pop((product, f"{month:%Y-%m}"), None)
        place = f"ยอดจำหน่ายของผลิตภัณฑ์ {product} เดือน {month:%Y-%m}"
        if told is None:
            yield BrokenLink(code, version, f"{place} ไม่มีในบันทึกเหตุการณ์")
        elif told != (version, [f"{amount:.2f}" for amount in amounts], reason):
            yield BrokenLink(code, told[0], f"{place} ไม่ตรงกับบันทึกเหตุการณ์")
    for (product, month_name), left in answers.items():
        if left is not None:
            yield BrokenLink(code, left[0], f"ยอดจำหน่ายของผลิตภัณฑ์ {product} เดือน {month_name} หายไป")
