"""How long personal data are kept: one row for each sort, what is due today, and the purge. Source: decision 0108.

What papers and editions need to be verified never goes: a number is erased in the vault alone, every token stays.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from otop_registry import clock
from registration import access, content
from registration.access import Action
from registration.models import (
    Draft,
    Edition,
    PersonalNumber,
    Producer,
    Reading,
    RosterRow,
    Round,
    Unit,
    Upload,
    User,
)
from registration.models.fingerprints import OVER_NUMBERS
from registration.services.imports import purging
from registration.services.journal import Act, append_event

VERB: Final = "purge_personal_data"
BATCH: Final = 500


@dataclass(frozen=True)
class Rule:
    """One sort of data: how long, why so, how many are due on a day, and how they go."""

    key: str
    label: str
    term: str
    ground: str
    due: Callable[[date], int]
    purge: Callable[[date], int]


@dataclass(frozen=True)
class Line:
    """A rule with what is due of it."""

    rule: Rule
    due: int


def preview(on: date) -> list[Line]:
    """What a purge on the day would remove; writes nothing."""
    return [Line(rule, rule.due(on)) for rule in RULES]


@transaction.atomic
def purge(reason: str, *, by: User | None, on: date) -> dict[str, int]:
    """Removes what is due, {rule: how many}, and tells the journal of the nation. `by` None for the command.

    Raises: PermissionDenied.
    """
    nation = Unit.objects.get(pk="")
    post = access.check(by, Action.RETENTION_EDIT, nation, on) if by else None
    counts = {rule.key: rule.purge(on) for rule in RULES}
    append_event("", VERB, Act(by, on, post, reason), subject="retention", changes=({}, counts))
    return counts


# --- what is due ---


def _before(on: date, days: int) -> datetime:
    return clock.instant(on) - timedelta(days=days)


def _drafts(on: date) -> QuerySet[Draft]:
    return Draft.objects.filter(updated_at__lt=_before(on, settings.DRAFT_KEPT_DAYS))


def _uploads(on: date) -> QuerySet[Upload]:
    return Upload.objects.filter(made_at__lt=_before(on, settings.UPLOAD_KEPT_DAYS)).exclude(file="")


def _readings(on: date) -> QuerySet[Reading]:
    rows: QuerySet[Reading] = QuerySet(Reading)  # its own manager refuses every delete
    return rows.filter(day__lt=on - timedelta(days=365 * settings.READINGS_KEPT_YEARS))


def _ended(on: date) -> QuerySet[Producer]:
    """Producers that withdrew so long ago that nobody comes back under their number."""
    last = Round.objects.filter(fiscal_year_be__lt=on.year + 543 - settings.WITHDRAWN_KEPT_YEARS)
    return Producer.objects.filter(withdrawn_round__in=last)


def _tokens(on: date) -> set[str]:
    """Their numbers that are still in the vault, but for those that a standing producer or an old edition needs."""
    named = {token for row in _ended(on).values_list("citizen_id", "juristic_id") for token in row if token}
    found = set(PersonalNumber.objects.filter(token__in=named).values_list("token", flat=True))
    return found - _standing(found, on) - _in_old_editions(found)


def _standing(tokens: Collection[str], on: date) -> set[str]:
    others = Producer.objects.exclude(pk__in=_ended(on).values("pk"))
    rows = others.filter(Q(citizen_id__in=tokens) | Q(juristic_id__in=tokens))
    return {token for row in rows.values_list("citizen_id", "juristic_id") for token in row}


def _in_old_editions(tokens: Collection[str]) -> set[str]:
    """Numbers over which a fingerprint of the first sort runs: without them its edition is no longer genuine."""
    old = Edition.objects.filter(fingerprint_version=OVER_NUMBERS)
    if not tokens or not old.exists():
        return set()
    rows = RosterRow.objects.filter(edition__in=old).values_list("content", flat=True)
    return {token for each in rows.iterator(chunk_size=2000) for token in content.numbers_of(each)} & set(
        tokens
    )


def _erase(on: date) -> int:
    tokens = sorted(_tokens(on))
    for start in range(0, len(tokens), BATCH):
        PersonalNumber.objects.filter(token__in=tokens[start : start + BATCH]).delete()
    return len(tokens)


def _delete(rows: QuerySet[Draft] | QuerySet[Reading]) -> int:
    return rows.delete()[0]


RULES: Final = (
    Rule(
        "drafts", "ร่างที่พิมพ์ค้างไว้", f"{settings.DRAFT_KEPT_DAYS} วันหลังแก้ไขครั้งสุดท้าย", "ใช้กรอกต่อเท่านั้น ไม่เป็นหลักฐาน",
        lambda on: _drafts(on).count(), lambda on: _delete(_drafts(on)),
    ),
    Rule(
        "uploads", "ไฟล์ที่นำเข้าและค่าที่อ่านได้", f"{settings.UPLOAD_KEPT_DAYS} วัน", "ใช้แก้ไขและเลิกทำภายในรอบ",
        lambda on: _uploads(on).count(), lambda on: purging.forget_old(clock.instant(on)),
    ),
    Rule(
        "readings", "บันทึกการเข้าถึง", f"{settings.READINGS_KEPT_YEARS} ปี", "ตอบเจ้าของข้อมูลและตรวจสอบย้อนหลัง",
        lambda on: _readings(on).count(), lambda on: _delete(_readings(on)),
    ),
    Rule(
        "numbers", "เลขประจำตัวของรายที่ยกเลิกแล้ว", f"{settings.WITHDRAWN_KEPT_YEARS} ปีหลังปีงบประมาณที่ยกเลิก",
        "ใช้รับกลับด้วยเลขทะเบียนเดิม ชื่อและประวัติในรอบที่ปิดแล้วเป็นหลักฐานของทางราชการ",
        lambda on: len(_tokens(on)), _erase,
    ),
)  # fmt: skip
