"""Which state of the data a paper, a receipt or a proof tells: fixed by an act, carried with it, told on each.

Pure. Source: docs/rules.md 6, "carry the edition (or interim as of …)"; decisions 0009, 0045.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices

from otop_registry import thai


class Basis(TextChoices):
    """The act that fixed a state; without one it is what was found on a day."""

    AS_OF = "as_of", "ข้อมูล ณ วันที่"
    DRAFT = "draft", "ร่าง"
    EDITION = "edition", "ฉบับที่ปิดระบบแล้ว"
    SUBMITTED = "submitted", "ส่งหรือยืนยันแล้ว"
    ANNOUNCED = "announced", "ประกาศภายใต้เลขที่"
    ISSUED = "issued", "ออกภายใต้เลขที่"


UNDER_A_NUMBER: Final = frozenset({Basis.ANNOUNCED, Basis.ISSUED})
FOR_EVER: Final = UNDER_A_NUMBER | {Basis.EDITION}


@dataclass(frozen=True)
class Stand:
    """One state of the data: a closed edition, an announcement, a letter, a receipt, or what stood on a day.

    `number`: of the announcement or the letter. `told`: words of its own, as those of a receipt.
    """

    as_of: date
    edition_number: int | None = None
    edition_fingerprint: str = ""
    interim_words: str = "ข้อมูลระหว่างรอบ"
    basis: Basis = Basis.AS_OF
    number: str = ""
    told: str = ""

    @property
    def act(self) -> Basis:
        return Basis.EDITION if self.edition_number and self.basis == Basis.AS_OF else self.basis

    @property
    def words(self) -> str:
        """ฉบับที่ 1 (ปิดระบบแล้ว) · ตามประกาศเลขที่ 12/2561 … · ข้อมูลระหว่างรอบ ณ วันที่ 19 มีนาคม 2561"""
        if self.told:
            return self.told
        if self.act == Basis.EDITION:
            return f"ฉบับที่ {self.edition_number} (ปิดระบบแล้ว)"
        if self.act in UNDER_A_NUMBER:
            by = "ประกาศเลขที่" if self.act == Basis.ANNOUNCED else "หนังสือ ที่"
            return f"ตาม{by} {self.number} ลงวันที่ {thai.long_date(self.as_of)}"
        return f"{self.interim_words} ณ วันที่ {thai.long_date(self.as_of)}"
