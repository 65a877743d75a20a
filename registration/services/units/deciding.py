"""One of the department prepares a change of a unit, another one confirms it after reading what it will do.

Source: decisions 0011 (four eyes), 0082, 0083.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import ChangeStatus, Event, Post, Unit, UnitAct, UnitChange, User
from registration.services.journal import Act, append_event, lock_unit
from registration.services.notices import unit_changes as notices
from registration.services.units import renaming, reshaping
from registration.unit_terms import Terms
from registration.workflow import Refused

ANSWERED: Final = "รายการนี้มีผู้ยืนยัน เลิกทำ หรือมีผลไปแล้ว กรุณาเปิดหน้านี้ใหม่"
OWN: Final = "ผู้จัดเตรียมยืนยันรายการของตนเองไม่ได้ ต้องให้ผู้ดูแลระบบอีกคนยืนยัน"
Check = Callable[[UnitChange, Terms, date], None]
CHECKS: Final[Mapping[UnitAct, Check]] = dict.fromkeys(UnitAct, reshaping.check) | {
    UnitAct.RENAME: renaming.check
}


@dataclass(frozen=True)
class Decree:
    """On what authority and from which day."""

    day: date
    reference: str  # ราชกิจจานุเบกษา เล่ม … ตอน … ลงวันที่ …
    text: str = ""


@transaction.atomic
def prepare(act: str, unit: Unit, decree: Decree, terms: Terms, *, by: User, on: date) -> UnitChange:
    """Writes down what another person is to confirm; nothing of any unit changes yet.

    Raises: Refused for what the rules forbid, without a decree, or beside a change that is still pending.
    """
    post = _locked_check(by, on)
    if not decree.reference.strip():
        raise Refused("กรุณาระบุราชกิจจานุเบกษาหรือประกาศที่ให้เปลี่ยนแปลง")
    change = UnitChange(act=act, unit=unit, terms=terms.as_data(), prepared_by=by)
    change.day, change.decree, change.decree_text = decree.day, decree.reference.strip(), decree.text.strip()
    change.prepared_at = clock.instant(on)
    check(change, on)
    _check_alone(change)
    change.save(force_insert=True)
    _told(change, "prepare_unit_change", Act(by, on, post))
    return change


def check(change: UnitChange, on: date) -> None:
    """Raises: Refused for terms that may not be carried out as the units stand today."""
    CHECKS[UnitAct(change.act)](change, Terms.of(change.terms), on)


def _check_alone(change: UnitChange) -> None:
    """One change of a unit at a time: what the second one would do is only known once the first is done."""
    if change.act == UnitAct.CREATE:
        return
    if pending := UnitChange.objects.pending().filter(unit=change.unit).first():
        raise Refused(
            f"มีรายการ{pending.get_act_display()}ของ{change.unit}ที่ยังไม่เสร็จ กรุณาทำหรือเลิกทำรายการนั้นก่อน"
        )


@transaction.atomic
def confirm(change: UnitChange, *, by: User, on: date) -> UnitChange:
    """From now on it waits for its day, and is carried out by beat.

    Raises: Refused by who prepared it, and for what may no longer be done.
    """
    change = locked(change.pk)
    post = _locked_check(by, on)
    if not change.is_prepared:
        raise Refused(ANSWERED)
    if change.prepared_by_id == by.pk:
        raise Refused(OWN)
    check(change, on)
    change.status, change.confirmed_by, change.confirmed_at = ChangeStatus.WAITING, by, clock.instant(on)
    change.save()
    _told(change, "confirm_unit_change", Act(by, on, post))
    return change


@transaction.atomic
def drop(change: UnitChange, *, reason: str, by: User, on: date) -> UnitChange:
    """It will not be carried out; whoever may prepare may take it back. Raises: Refused once it is done."""
    change = locked(change.pk)
    post = _locked_check(by, on)
    if not change.is_prepared and not change.is_waiting:
        raise Refused(ANSWERED)
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผลที่เลิกทำ")
    was_confirmed = change.is_waiting
    change.status, change.dropped_by, change.dropped_reason = ChangeStatus.DROPPED, by, reason.strip()
    change.save()
    event = _journal(change, "drop_unit_change", Act(by, on, post, reason.strip()))
    if was_confirmed:
        notices.owe(change, event, Terms.of(change.terms))
    return change


def locked(pk: int) -> UnitChange:
    """The change as it stands, held until the transaction ends."""
    return UnitChange.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)


def _locked_check(by: User, on: date) -> Post:
    """The department's post of `by`, its journal held: two of them act in turn."""
    return access.check(by, Action.UNIT_EDIT, lock_unit(""), on)


def _told(change: UnitChange, verb: str, act: Act) -> None:
    notices.owe(change, _journal(change, verb, act), Terms.of(change.terms))


def _journal(change: UnitChange, verb: str, act: Act) -> Event:
    return append_event("", verb, act, subject=subject_of(change), changes=({}, said_of(change)))


def subject_of(change: UnitChange) -> str:
    return f"unit_change:{change.pk}"


def said_of(change: UnitChange) -> dict[str, Any]:
    """The change with its unit, as a journal keeps it."""
    return {"unit": change.unit_id, **change.said}
