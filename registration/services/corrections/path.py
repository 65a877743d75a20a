"""The path of every correction: asked, agreed, approved by other eyes, or ended by a word why.

Each step is one event and owes its notices. What a correction is about, a record or a month of sales, says its Way.
Source: decisions 0079, 0085; the rows of workflow.CORRECTION_TRANSITIONS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from otop_registry import clock
from registration import access, workflow
from registration.access import Action
from registration.models import CorrectionPath, Post, User
from registration.services.corrections import telling
from registration.services.journal import Act, append_event
from registration.workflow import CorrectionStatus, Refused, Role, Transition

SAME_EYES: Final = "ผู้อนุมัติต้องไม่ใช่ผู้ขอหรือผู้เห็นชอบ"
MOVED: Final = "ผลของการแก้ไขเปลี่ยนไปหลังจากท่านเปิดหน้านี้ กรุณาอ่านผลอีกครั้งก่อนอนุมัติ"
FASTER: Final = "มีผู้ดำเนินการกับคำขอนี้ไปก่อนแล้ว กรุณาเปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด"
Asked = TypeVar("Asked", bound=CorrectionPath)


@dataclass(frozen=True)
class Way(Generic[Asked]):
    """What differs between corrections of one sort and another.

    `check_asked` and `check_approved` raise Refused; `lock` reads the correction again under its locks; `write` does
    what was approved, exactly as it was read (`seen`), or raises Refused.
    """

    check_asked: Callable[[Asked], None]
    check_approved: Callable[[Asked, date], None]
    lock: Callable[[Asked], Asked]
    write: Callable[[Asked, str, Act], None]
    taken: str  # what is said while another one of the same matter waits


@dataclass(frozen=True)
class Said:
    """The word of who takes a step: why, and the fingerprint of the effect that was read."""

    reason: str = ""
    seen: str = ""


@transaction.atomic
def ask(way: Way[Asked], correction: Asked, *, by: User, on: date) -> Asked:
    """Asks for a correction; a province agrees by asking.

    Raises: Refused without reason or letter, as way.check_asked, and while another one of the matter waits.
    """
    post = access.check(by, Action.CORRECTION_ASK, correction, on)
    if not correction.reason:
        raise Refused("กรุณาระบุเหตุผล")
    if not correction.letter_number:
        raise Refused("กรุณาระบุเลขที่หนังสือ")
    way.check_asked(correction)
    correction.asked_at, correction.asked_by = clock.instant(on), by
    if post.role == Role.PROVINCE:
        correction.status = CorrectionStatus.AGREED
        correction.agreed_at, correction.agreed_by = correction.asked_at, by
    try:
        with transaction.atomic():
            correction.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(way.taken) from error
    _journal(correction, "ask_correction", Act(by, on, post, correction.reason), ("", correction.status))
    return correction


def judge(correction: CorrectionPath, row: Transition, by: User, on: date) -> Post:
    """The post under which a person may take a step. Raises: PermissionDenied; Refused for the status or four eyes."""
    post = access.check_role(by, row.by, correction, on)
    if correction.status != row.source:
        raise Refused(
            f"{row.label}ไม่ได้ เพราะสถานะขณะนี้คือ “{correction.get_status_display()}”", since=_since(correction)
        )
    if row.target == CorrectionStatus.AGREED and by.pk == correction.asked_by_id:
        raise Refused("ผู้เห็นชอบต้องไม่ใช่ผู้ขอ", helper=partial(access.who_helps, correction.district_id, on))
    if row.target == CorrectionStatus.APPROVED and by.pk in (correction.asked_by_id, correction.agreed_by_id):
        raise Refused(f"{SAME_EYES} ผู้ดูแลระบบกรมฯ คนอื่นอนุมัติได้", since=_since(correction))
    return post


def _since(correction: CorrectionPath) -> date:
    return timezone.localdate(correction.decided_at or correction.agreed_at or correction.asked_at)


def offers(way: Way[Asked], correction: Asked, by: User, on: date) -> list[access.Offer]:
    """The steps that the person's role may take from here, with today's refusal if any."""
    rows = (row for row in workflow.CORRECTION_TRANSITIONS if row.source == correction.status)
    return [
        access.Offer(row, _refusal(way, correction, row, (by, on)))
        for row in rows
        if access.holds_role(by, row.by, correction, on)
    ]


def _refusal(way: Way[Asked], correction: Asked, row: Transition, who: tuple[User, date]) -> Refused | None:
    by, on = who
    try:
        judge(correction, row, by, on)
        if row.target == CorrectionStatus.APPROVED:
            way.check_approved(correction, on)
    except Refused as refused:
        return refused
    return None


@transaction.atomic
def advance(way: Way[Asked], correction: Asked, verb: str, said: Said, *, by: User, on: date) -> Asked:
    """Takes one step; an approval names the effect that was read.

    Raises: PermissionDenied; Refused for status, eyes, a moved effect, a lost race.
    """
    row = next(row for row in workflow.CORRECTION_TRANSITIONS if row.verb == verb)
    correction = way.lock(correction)
    post = judge(correction, row, by, on)
    act = Act(by, on, post, said.reason.strip())
    if row.needs_reason and not act.reason:
        raise Refused("กรุณาระบุเหตุผล")
    stamps = _STAMPS.get(row.target, _stamp_decided)(act)
    rows = type(correction)._default_manager.filter(pk=correction.pk, status=row.source)
    if not rows.update(status=row.target, **stamps):
        raise Refused(FASTER)
    if row.target == CorrectionStatus.APPROVED:
        way.write(correction, said.seen, act)
    fresh = type(correction)._default_manager.get(pk=correction.pk)
    _journal(fresh, verb, act, (correction.status, fresh.status))
    return fresh


def _stamp_agreed(act: Act) -> dict[str, Any]:
    return {"agreed_at": clock.instant(act.on), "agreed_by": act.by}


def _stamp_decided(act: Act) -> dict[str, Any]:
    return {"decided_at": clock.instant(act.on), "decided_by": act.by, "decided_reason": act.reason}


_STAMPS: Final[dict[str, Callable[[Act], dict[str, Any]]]] = {CorrectionStatus.AGREED: _stamp_agreed}


def _journal(correction: CorrectionPath, verb: str, act: Act, statuses: tuple[str, str]) -> None:
    """One event of the step, in the chain of the unit that took it, and the notices it owes."""
    unit = act.post.unit_id if act.post else ""
    before, after = ({"status": str(status)} if status else {} for status in statuses)
    event = append_event(
        unit, verb, act, subject=correction.subject, round=correction.round, changes=(before, after)
    )
    telling.owe_for(correction, event)
