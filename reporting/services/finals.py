"""What a province reads before it publishes final grades: who has not confirmed, is overtaken, or has no letter.

Publishing locks the quarter's sales, and with them every report that is still open: nothing of it is found out
afterwards. Source: decision 0042.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from grading.models import GradeRun
from grading.services import runs
from grading.services.runs import NOT_ASSESSED
from otop_registry import thai
from registration import content
from registration.models import User
from registration.workflow import Refused
from reporting.services import asked
from reporting.services.asked import Key
from reporting.services.overtaken import overtaken

UNCONFIRMED: Final = "unconfirmed"
OVERTAKEN: Final = "overtaken"
TITLES: Final = {
    UNCONFIRMED: "ยังไม่ยืนยันรายงานรายเดือน",
    OVERTAKEN: "ยอดเปลี่ยนหลังยืนยัน ต้องยืนยันอีกครั้ง",
    NOT_ASSESSED: "ไม่สามารถประเมินได้",
}


@dataclass(frozen=True)
class FinalRemark:
    """One thing to know before publishing, and the districts it is about: (code, name, which months or why)."""

    kind: str
    districts: tuple[tuple[str, str, str], ...]

    @property
    def title(self) -> str:
        return TITLES[self.kind]


@dataclass(frozen=True)
class Checklist:
    """What stands open; the remarks without any district are left out."""

    remarks: tuple[FinalRemark, ...]

    @property
    def codes(self) -> dict[str, list[str]]:
        """{remark: codes}, as the journal keeps it."""
        return {each.kind: [code for code, _, _ in each.districts] for each in self.remarks}

    @property
    def seal(self) -> str:
        """What was read, in 16 signs: a list that changed since has another."""
        return content.fingerprint([[each.kind, *each.districts] for each in self.remarks])[:16]


def checklist(run: GradeRun) -> Checklist:
    """What stands open before a final run is published."""
    quarter = run.quarter.quarter
    grades = list(run.grades.select_related("district").order_by("district_id"))
    names = {each.district_id: each.district.name for each in grades}
    roll = asked.of(run.province_id, quarter.months, run.as_of)
    names |= {unit.code: unit.name for unit in roll.districts}
    found = (
        FinalRemark(UNCONFIRMED, _by_month(set(roll.awaited), names)),
        FinalRemark(OVERTAKEN, _by_month(overtaken(run.province_id, quarter.months), names)),
        FinalRemark(
            NOT_ASSESSED,
            tuple((g.district_id, g.district.name, g.outcome.reason_words) for g in grades if not g.letter),
        ),
    )
    return Checklist(tuple(each for each in found if each.districts))


def _by_month(keys: set[Key], names: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    months: dict[str, list[str]] = {}
    for code, month in sorted(keys):
        months.setdefault(code, []).append(thai.MONTHS[month.month - 1])
    return tuple((code, names.get(code, code), " ".join(found)) for code, found in months.items())


@transaction.atomic
def publish(run: GradeRun, *, seen: str, by: User, on: date) -> GradeRun:
    """Publishes a final run once the province has read its checklist as it stands now (`seen`, Checklist.seal).

    Raises: Refused when the list changed since, and as runs.publish does.
    """
    found = checklist(run)
    if seen != found.seal:
        raise Refused("รายการที่ต้องรับทราบเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ กรุณาอ่านใหม่แล้วประกาศอีกครั้ง")
    return runs.publish(run, remarks=found.codes, by=by, on=on)
