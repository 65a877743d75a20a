"""Dates of one step: changed by the department, narrowed by a province, extended for one unit.

Only a person with a letter moves a date. What was open on a day that has passed stays open in the record, so
that nothing done inside a window ever comes to lie outside it (invariant I1). Decision 0021.
"""

from datetime import date
from typing import Any

from django.db import transaction

from otop_registry import clock, thai
from registration import access, content
from registration.access import Action
from registration.models import Extension, Plan, Unit, User, Window
from registration.services.calendar.rules import (
    Authority,
    Dates,
    check_authority,
    check_dates,
    check_extension,
    check_inside,
    check_past,
    check_round_open,
)
from registration.services.journal import Act, append_event, lock_unit
from registration.workflow import Refused

Said = dict[str, Any]


@transaction.atomic
def change_window(window: Window, dates: Dates, *, by: User, on: date, authority: Authority) -> Window:
    """A national window has new dates; once the plan is published that takes a letter and a reason.

    Raises: Refused for dates that cannot be, a closed round, days that have passed, a change made meanwhile.
    """
    plan = Plan.objects.get(pk=window.round.fiscal_year_be)
    post = access.check(by, Action.PLAN_EDIT, plan, on)
    before = _journalled(window)
    check_dates(window.round.quarter, dates)
    if plan.is_published:
        check_authority(authority)
        check_round_open(window.round, window.step)
        check_past(window, dates, on)
    changed = Window.objects.filter(
        pk=window.pk, first_day=window.first_day, last_day=window.last_day, stated_days=window.stated_days
    ).update(
        first_day=dates.first_day,
        last_day=dates.last_day,
        stated_days=dates.stated_days,
        letter_number=authority.letter_number or window.letter_number,
        reason=authority.reason,
    )
    if not changed:
        raise Refused("มีผู้แก้ไขช่วงวันนี้ไปก่อนแล้ว กรุณาเปิดหน้านี้ใหม่แล้วตรวจอีกครั้ง")
    window.refresh_from_db()
    _record(Act(by, on, post, authority.reason), "change_window", window, before, _journalled(window))
    return window


@transaction.atomic
def narrow_window(
    window: Window, province: Unit, dates: Dates, *, by: User, on: date, authority: Authority
) -> Window | None:
    """The province's own dates inside a national window; the national dates themselves end its narrowing.

    Raises: Refused outside the national window, for the closing step, a closed round, days that have passed.
    """
    post = access.check(by, Action.PLAN_NARROW, province, on)
    check_authority(authority)
    check_inside(window, dates)
    check_round_open(window.round, window.step)
    lock_unit(province.pk)
    own = Window.objects.filter(round=window.round, step=window.step, unit=province).first()
    check_past(own or window, dates, on)
    before = _journalled(own) if own else {}
    own = own or Window(round=window.round, step=window.step, unit=province)
    own.first_day, own.last_day = dates.first_day, dates.last_day
    own.letter_number, own.reason = authority.letter_number, authority.reason
    _record(Act(by, on, post, authority.reason), "narrow_window", own, before, _journalled(own))
    if (own.first_day, own.last_day) != (window.first_day, window.last_day):
        own.save()
        return own
    if own.pk:
        own.delete()
    return None


@transaction.atomic
def grant_extension(
    window: Window, unit: Unit, dates: Dates, *, by: User, on: date, authority: Authority
) -> Extension:
    """More days for one unit in the step of a national window.

    Raises: Refused before the step opens, wholly in the past, beyond the next quarter, twice, after closing.
    """
    post = access.check(by, Action.EXTENSION_GRANT, unit, on)
    check_authority(authority)
    check_round_open(window.round, window.step)
    check_extension(window, unit, dates, on)
    lock_unit(unit.pk)
    days = {"first_day": dates.first_day, "last_day": dates.last_day}
    if Extension.objects.filter(round=window.round, step=window.step, unit=unit, **days).exists():
        raise Refused(f"ได้ขยายเวลาช่วงนี้ให้{unit}ไว้แล้ว")
    extension = Extension.objects.create(
        round=window.round,
        step=window.step,
        unit=unit,
        **days,
        reason=authority.reason,
        letter_number=authority.letter_number,
        granted_by=by,
        granted_at=clock.instant(on),
    )
    _record(Act(by, on, post, authority.reason), "grant_extension", extension, {}, _journalled(extension))
    return extension


@transaction.atomic
def end_extension(extension: Extension, *, by: User, on: date, reason: str) -> None:
    """From tomorrow the unit has the plan's days again; an extension that has not begun never was.

    Raises: Refused for one that is over.
    """
    post = access.check(by, Action.EXTENSION_GRANT, extension, on)
    if extension.last_day <= on:
        raise Refused(f"การขยายเวลานี้สิ้นสุดวันที่ {thai.long_date(extension.last_day)} อยู่แล้ว")
    before = _journalled(extension)
    if extension.first_day > on:
        _record(Act(by, on, post, reason), "end_extension", extension, before, {})
        extension.delete()
        return
    extension.last_day = on
    extension.save(update_fields=["last_day"])
    _record(Act(by, on, post, reason), "end_extension", extension, before, _journalled(extension))


def _journalled(row: Window | Extension) -> Said:
    """What the journal keeps of a row of dates."""
    names = ("first_day", "last_day", "stated_days", "letter_number")
    return {name: content.plain(getattr(row, name)) for name in names if hasattr(row, name)}


def _record(act: Act, verb: str, row: Window | Extension, before: Said, after: Said) -> None:
    """One event in the chain of the unit whose dates they are."""
    subject = f"{row._meta.model_name}:{row.round_id}:{row.step}"
    append_event(row.unit_id or "", verb, act, subject=subject, round=row.round, changes=(before, after))
