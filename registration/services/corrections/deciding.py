"""The correction of a record: what may be asked, what approving it writes; its path is that of every correction.

Source: decision 0079.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import transaction

from registration import access, content, numbers
from registration.models import (
    Closing,
    Correction,
    Edition,
    FaultSource,
    LateFault,
    Registration,
    Revision,
    Submission,
    User,
)
from registration.services import numbers as vault
from registration.services.checks import late_faults
from registration.services.corrections import path, reaching
from registration.services.corrections.effect import Effect, Frozen, effect_of, frozen
from registration.services.corrections.forward import END
from registration.services.corrections.path import MOVED, Said, Way
from registration.services.editions import following
from registration.services.journal import Act, append_event
from registration.services.registry.writing import Conflict
from registration.workflow import Refused

NOTHING: Final = "ไม่มีข้อใดเปลี่ยนจากที่ตรึงไว้ในรอบนั้น กรุณาแก้ข้อที่ผิดก่อน"
NOTE_LENGTH: Final = LateFault._meta.get_field("note").max_length


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
        changes=numbers.with_tokens(wish.changes),
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
    vault.keep(numbers.plain_in(wish.changes))
    return path.ask(WAY, proposed(edition, found, wish), by=by, on=on)


def _check_asked(correction: Correction) -> None:
    reaching.check_ever(correction)
    if effect_of(correction).is_nothing:
        raise Refused(NOTHING)


# --- the decisions ---


def offers(correction: Correction, by: User, on: date) -> list[access.Offer]:
    """The steps that the person's role may take from here, with today's refusal if any."""
    return path.offers(WAY, correction, by, on)


def advance(
    correction: Correction, verb: str, *, by: User, on: date, reason: str = "", seen: str = ""
) -> Correction:
    """Takes one step; `seen` is the fingerprint of the effect that was read, for an approval.

    Raises: PermissionDenied; Refused for status, eyes, a moved effect, a lost race.
    """
    return path.advance(WAY, correction, verb, Said(reason, seen), by=by, on=on)


def _locked(correction: Correction) -> Correction:
    """The correction re-read under its lock, the rounds that it may reach locked first, from below."""
    reached = {"round__gte": correction.round_id}
    lower = Submission.objects.filter(district=correction.producer.district_id, **reached)
    for rows in (lower, Closing.objects.filter(**reached)):
        list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    return Correction.objects.select_for_update().get(pk=correction.pk)


def _check_approved(correction: Correction, on: date) -> None:
    _check_effect(correction, effect_of(correction), on)


def _check_effect(correction: Correction, effect: Effect, on: date) -> None:
    if effect.is_nothing:
        raise Refused("รอบที่ปิดแล้วไม่มีข้อใดต้องเปลี่ยนตามคำขอนี้อีก กรุณาบันทึกว่าไม่อนุมัติพร้อมเหตุผล")
    reaching.check(correction, effect, on)


def _write(correction: Correction, seen: str, act: Act) -> None:
    """The editions and the record of today, exactly as they were shown."""
    effect = effect_of(correction)
    if effect.fingerprint != seen:
        raise Refused(MOVED)
    _check_effect(correction, effect, act.on)
    before, after = effect.today
    try:
        round = reaching.write(correction, effect, act)
    except Conflict as conflict:
        raise Refused(MOVED) from conflict
    if round:
        told = replace(act, reason=correction.reason)
        subject = f"producer:{correction.producer_id}"
        code = correction.producer.district_id
        newest = Revision.objects.filter(producer=correction.producer_id).latest("number").content
        changes = (*content.told(before, after), {subject: newest})
        append_event(code, "correct_record", told, subject=subject, round=round, changes=changes)
    _count_back(correction, act)
    append_event("", "correct_editions", act, subject=correction.subject, round=correction.round)
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


WAY: Final = Way(
    check_asked=_check_asked,
    check_approved=_check_approved,
    lock=_locked,
    write=_write,
    taken="มีคำขอแก้ไขของผู้ผลิตรายนี้ที่ยังรอพิจารณา ขอใหม่ได้เมื่อคำขอนั้นสิ้นสุด",
)
