"""The path of a correction: asked, agreed, approved by other eyes, or ended by a word why. One event, one notice each.

Source: decision 0079; the rows of workflow.CORRECTION_TRANSITIONS.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from otop_registry import clock
from registration import access, content, workflow
from registration.access import Action
from registration.models import (
    Closing,
    Correction,
    Edition,
    FaultSource,
    LateFault,
    Post,
    Registration,
    Submission,
    User,
)
from registration.services.checks import late_faults
from registration.services.corrections import reaching, telling
from registration.services.corrections.effect import Effect, Frozen, effect_of, frozen
from registration.services.corrections.forward import END
from registration.services.editions import following
from registration.services.journal import Act, append_event
from registration.services.registry.writing import Conflict
from registration.workflow import CorrectionStatus, Refused, Role, Transition

NOTHING: Final = "ไม่มีข้อใดเปลี่ยนจากที่ตรึงไว้ในรอบนั้น กรุณาแก้ข้อที่ผิดก่อน"
SAME_EYES: Final = "ผู้อนุมัติต้องไม่ใช่ผู้ขอหรือผู้เห็นชอบ"
MOVED: Final = "ผลของการแก้ไขเปลี่ยนไปหลังจากท่านเปิดหน้านี้ กรุณาอ่านผลอีกครั้งก่อนอนุมัติ"
NOTE_LENGTH: Final = LateFault._meta.get_field("note").max_length
FASTER: Final = "มีผู้ดำเนินการกับคำขอนี้ไปก่อนแล้ว กรุณาเปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด"


@dataclass(frozen=True)
class Wish:
    """What is asked for: the changes, why, and the letter that says so."""

    changes: dict[str, list[Any]]
    reason: str
    letter_number: str


def proposed(edition: Edition, found: Frozen, wish: Wish) -> Correction:
    """The correction as it would be asked for; not written."""
    return Correction(
        round=edition.round,
        district_id=found.district_code,
        producer_id=found.producer_id,
        changes=wish.changes,
        reason=wish.reason.strip(),
        letter_number=wish.letter_number.strip(),
    )


@transaction.atomic
def ask(edition: Edition, producer_id: int, wish: Wish, *, by: User, on: date) -> Correction:
    """Asks for a correction of a record as an edition holds it; a province agrees by asking.

    Raises: Refused without reason, letter or change, and while another one of the record waits.
    """
    found = frozen(producer_id, edition)
    if found is None:
        raise Refused(f"รอบ {edition.round} ไม่นับผู้ผลิตรายนี้ จึงไม่มีข้อมูลที่ต้องแก้ไข")
    correction = proposed(edition, found, wish)
    post = access.check(by, Action.CORRECTION_ASK, correction, on)
    act = Act(by, on, post, correction.reason)
    _check_asked(correction)
    correction.asked_at, correction.asked_by = clock.instant(on), by
    if post.role == Role.PROVINCE:
        correction.status = CorrectionStatus.AGREED
        correction.agreed_at, correction.agreed_by = correction.asked_at, by
    try:
        with transaction.atomic():
            correction.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("มีคำขอแก้ไขของผู้ผลิตรายนี้ที่ยังรอพิจารณา ขอใหม่ได้เมื่อคำขอนั้นสิ้นสุด") from error
    _journal(correction, "ask_correction", act, ("", correction.status))
    return correction


def _check_asked(correction: Correction) -> None:
    if not correction.reason:
        raise Refused("กรุณาระบุเหตุผล")
    if not correction.letter_number:
        raise Refused("กรุณาระบุเลขที่หนังสือ")
    if effect_of(correction).is_nothing:
        raise Refused(NOTHING)


# --- the decisions ---


def judge(correction: Correction, row: Transition, by: User, on: date) -> Post:
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


def _since(correction: Correction) -> date:
    return timezone.localdate(correction.decided_at or correction.agreed_at or correction.asked_at)


def offers(correction: Correction, by: User, on: date) -> list[access.Offer]:
    """The steps that the person's role may take from here, with today's refusal if any."""
    rows = (row for row in workflow.CORRECTION_TRANSITIONS if row.source == correction.status)
    return [
        access.Offer(row, _refusal(correction, row, by, on))
        for row in rows
        if access.holds_role(by, row.by, correction, on)
    ]


def _refusal(correction: Correction, row: Transition, by: User, on: date) -> Refused | None:
    try:
        judge(correction, row, by, on)
        if row.target == CorrectionStatus.APPROVED:
            _check_approved(correction, effect_of(correction), on)
    except Refused as refused:
        return refused
    return None


@transaction.atomic
def advance(
    correction: Correction, verb: str, *, by: User, on: date, reason: str = "", seen: str = ""
) -> Correction:
    """Takes one step; `seen` is the fingerprint of the effect that was read, for an approval.

    Raises: PermissionDenied; Refused for status, eyes, a moved effect, a lost race.
    """
    row = next(row for row in workflow.CORRECTION_TRANSITIONS if row.verb == verb)
    correction = _locked(correction)
    post = judge(correction, row, by, on)
    act = Act(by, on, post, reason.strip())
    if row.needs_reason and not act.reason:
        raise Refused("กรุณาระบุเหตุผล")
    stamps = _STAMPS.get(row.target, _stamp_decided)(act)
    rows = Correction.objects.filter(pk=correction.pk, status=row.source)
    if not rows.update(status=row.target, **stamps):
        raise Refused(FASTER)
    if row.target == CorrectionStatus.APPROVED:
        _write(correction, seen, act)
    fresh = Correction.objects.get(pk=correction.pk)
    _journal(fresh, verb, act, (correction.status, fresh.status))
    return fresh


def _stamp_agreed(act: Act) -> dict[str, Any]:
    return {"agreed_at": clock.instant(act.on), "agreed_by": act.by}


def _stamp_decided(act: Act) -> dict[str, Any]:
    return {"decided_at": clock.instant(act.on), "decided_by": act.by, "decided_reason": act.reason}


_STAMPS: Final[dict[str, Callable[[Act], dict[str, Any]]]] = {CorrectionStatus.AGREED: _stamp_agreed}


def _locked(correction: Correction) -> Correction:
    """The correction re-read under its lock, the rounds that it may reach locked first, from below."""
    reached = {"round__gte": correction.round_id}
    lower = Submission.objects.filter(district=correction.producer.district_id, **reached)
    for rows in (lower, Closing.objects.filter(**reached)):
        list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    return Correction.objects.select_for_update().get(pk=correction.pk)


def _check_approved(correction: Correction, effect: Effect, on: date) -> None:
    if effect.is_nothing:
        raise Refused("รอบที่ปิดแล้วไม่มีข้อใดต้องเปลี่ยนตามคำขอนี้อีก กรุณาบันทึกว่าไม่อนุมัติพร้อมเหตุผล")
    reaching.check(correction, effect, on)


def _write(correction: Correction, seen: str, act: Act) -> None:
    """The editions and the record of today, exactly as they were shown."""
    effect = effect_of(correction)
    if effect.fingerprint != seen:
        raise Refused(MOVED)
    _check_approved(correction, effect, act.on)
    before, after = effect.today
    try:
        round = reaching.write(correction, effect, act)
    except Conflict as conflict:
        raise Refused(MOVED) from conflict
    if round:
        told = replace(act, reason=correction.reason)
        subject = f"producer:{correction.producer_id}"
        code = correction.producer.district_id
        append_event(
            code, "correct_record", told, subject=subject, round=round, changes=content.told(before, after)
        )
    _count_back(correction, act)
    append_event("", "correct_editions", act, subject=_subject(correction), round=correction.round)
    for each in effect.rounds:
        following.follow(each.edition, each.replaced, act, correction)


def _count_back(correction: Correction, act: Act) -> None:
    """What is corrected had been certified: each field counts back into the district's rate (decision 0075)."""
    acted = Registration.objects.filter(producer=correction.producer_id, round__lte=correction.round_id)
    registration = late_faults.certified(acted).select_related("round").order_by("-round_id").first()
    if registration is None:
        return
    note = correction.reason[:NOTE_LENGTH]
    for field in [late_faults.WHOLE] if END in correction.changes else list(correction.changes):
        late_faults.record(registration, field, source=FaultSource.CORRECTION, note=note, act=act)


def _subject(correction: Correction) -> str:
    return f"correction:{correction.pk}"


def _journal(correction: Correction, verb: str, act: Act, statuses: tuple[str, str]) -> None:
    """One event of the step, in the chain of the unit that took it, and the notices it owes."""
    unit = act.post.unit_id if act.post else ""
    before, after = ({"status": str(status)} if status else {} for status in statuses)
    event = append_event(
        unit, verb, act, subject=_subject(correction), round=correction.round, changes=(before, after)
    )
    telling.owe_for(correction, event)
