"""The one writer of every status: a verb of workflow.py, its guard, a compare-and-swap, one event.

Lock order, so that nothing slips between a check and a write: a thing locks its own row, an act of the level
above locks every row below it first. Source: docs/house-style.md 4; decisions 0008-0011.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction

from registration import access, places, workflow
from registration.access import Offer, Thing
from registration.models import Certification, Closing, Event, Round, Submission, User
from registration.services import editions
from registration.services.journal import Act, append_event
from registration.services.journey import department, district, late_faults, province
from registration.services.notices import events
from registration.workflow import Refused, Transition


@dataclass(frozen=True)
class Step:
    """What a verb adds to the table's row: what must hold, which columns it stamps, what follows from it.

    `prepare` comes before all of it and stays done when the act is refused.
    """

    guard: Callable[[Any, Act], None] = lambda thing, act: None
    stamp: Callable[[Any, Act, dict[str, Any]], dict[str, Any]] = lambda thing, act, details: {}
    effect: Callable[[Any, Act], object] = lambda thing, act: None
    prepare: Callable[[Any, date], object] | None = None


STEPS: dict[str, Step] = {
    "submit":               Step(
        district.check_complete, district.stamp_submitted, district.run_checks, district.check_before_sending
    ),
    "recall":               Step(),
    "certify":              Step(province.check_reviewed, province.stamp_certified),
    "send_back":            Step(province.check_has_returns, effect=late_faults.record_returns),
    "resubmit":             Step(district.check_answered, district.stamp_resubmitted, district.run_checks),
    "withdraw":             Step(stamp=province.stamp_withdrawn),
    "certify_province":     Step(province.check_four_eyes_of_province, province.stamp_province_certified),
    "announce_province":    Step(stamp=province.stamp_announced, effect=province.freeze_announced),
    "withdraw_certificate": Step(stamp=province.stamp_certificate_withdrawn),
    "withdraw_announced":   Step(stamp=province.stamp_certificate_withdrawn),
    "soft_close":           Step(department.check_order, department.stamp_soft_closed),
    "reopen":               Step(stamp=department.stamp_reopened),
    "hard_close":           Step(stamp=department.stamp_closed, effect=editions.freeze),
    "announce_round":       Step(stamp=department.stamp_announced, effect=province.freeze_announced),
}  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """What the person gave with the verb: a reason where the table wants one, details such as numbers and days."""

    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def advance(thing: Thing, verb: str, *, by: User, on: date, ask: Ask = Ask()) -> Thing:
    """Moves a submission, certificate or closing by one verb, and returns it as it now stands.

    Raises: PermissionDenied without the role in scope; Refused for status, day, guard or a lost race.
    """
    if prepare := STEPS[verb].prepare:
        access.judge(thing, verb, by, on)
        prepare(thing, on)
    return _moved(thing, verb, by=by, on=on, ask=ask)


@transaction.atomic
def _moved(thing: Thing, verb: str, *, by: User, on: date, ask: Ask) -> Thing:
    row = workflow.transition(verb)
    thing = _locked(thing)
    post = access.judge(thing, verb, by, on)
    act = Act(by, on, post, ask.reason.strip())
    if row.needs_reason and not act.reason:
        raise Refused("กรุณาระบุเหตุผล")
    step = STEPS[verb]
    step.guard(thing, act)
    stamps = step.stamp(thing, act, ask.details)
    moved = type(thing).objects.filter(pk=thing.pk, status=row.source).update(status=row.target, **stamps)
    if not moved:
        raise Refused("มีผู้ดำเนินการไปก่อนแล้ว กรุณาเปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด")
    event = _journal(thing, row, act, ask.details)
    thing = type(thing).objects.get(pk=thing.pk)
    step.effect(thing, act)
    events.owe_for(thing, event)
    return thing


def offers(thing: Thing, user: User, on: date) -> list[Offer]:
    """The buttons of `thing` for `user` today, with the refusal of day or guard beside each.

    Changes nothing of the journey; a guard runs stale checks again, which rewrites findings and risks.
    """
    return guarded(access.available(thing, user, on), thing, user, on)


def guarded(offered: Iterable[Offer], thing: Thing, user: User, on: date) -> list[Offer]:
    """What the thing offers to the user, with the refusal of its guard beside each."""
    return [_with_guard(offer, thing, user, on) for offer in offered]


def _with_guard(offer: Offer, thing: Thing, user: User, on: date) -> Offer:
    if offer.refused:
        return offer
    try:
        STEPS[offer.transition.verb].guard(thing, Act(user, on))
    except Refused as refused:
        return Offer(offer.transition, refused)
    return offer


def _locked(thing: Thing) -> Thing:
    """The thing re-read under its lock, everything below it locked first (department, province, district)."""
    if isinstance(thing, Closing):
        _lock(Submission.objects.filter(round_id=thing.round_id))
        _lock(Certification.objects.filter(round_id=thing.round_id))
    elif isinstance(thing, Certification):
        _lock(Submission.objects.in_scope(thing.province_id, thing.round_id))
    return type(thing).objects.select_for_update().get(pk=thing.pk)


def _lock(rows: models.QuerySet) -> None:
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def _journal(thing: Thing, row: Transition, act: Act, details: dict[str, Any]) -> Event:
    after = {"status": str(row.target), **{key: str(value) for key, value in details.items()}}
    return append_event(
        access.unit_code(thing),
        row.verb,
        act,
        subject=f"{thing._meta.model_name}:{thing.pk}",
        round=thing.round,
        changes=({"status": str(row.source)}, after),
    )


def thing_of(unit_code: str, round: Round) -> Thing | None:
    """The submission, certificate or closing of a unit's round; None when the plan does not hold the unit."""
    if not unit_code:
        return Closing.objects.filter(round=round).first()
    if places.is_province(unit_code):
        return Certification.objects.filter(round=round, province_id=unit_code).first()
    return Submission.objects.filter(round=round, district_id=unit_code).first()
