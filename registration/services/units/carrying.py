"""A confirmed change is carried out on its day, whole or not at all, however often somebody tries.

Source: decision 0083.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.db import transaction

from registration import places
from registration.models import ChangeStatus, UnitAct, UnitChange
from registration.services.journal import Act, append_event, lock_unit
from registration.services.notices import unit_changes as notices
from registration.services.units import deciding, moving, renaming, reshaping
from registration.unit_terms import Terms
from registration.workflow import Refused

Also = Callable[[UnitChange, Terms, Act], None]  # what apps above write in the same transaction


def carry_out_due(on: date, also: Also) -> int:
    """Carries out what is due; returns how many. What a rule holds up stays waiting and says why."""
    done = 0
    for pk in UnitChange.objects.due(on).values_list("pk", flat=True):
        try:
            done += carry_out(pk, on, also)
        except Refused as refused:
            _held_up(pk, str(refused), on)
    return done


@transaction.atomic
def carry_out(pk: int, on: date, also: Also) -> bool:
    """Does what was confirmed, once: a second worker finds it done. Raises: Refused for what holds it up today."""
    terms = Terms.of(UnitChange.objects.values_list("terms", flat=True).get(pk=pk))
    moving.lock(terms)
    change = deciding.locked(pk)
    if not change.is_waiting or change.day > on:
        return False
    deciding.check(change, on)
    act = Act(change.confirmed_by, on, None, change.decree)
    new = {each.code for each in terms.begins}
    for code in sorted(terms.concerned(change.unit_id), key=lambda code: (-places.width_of(code), code)):
        if code not in new:
            lock_unit(code)
    CARRIED[UnitAct(change.act)](change, terms, act)
    also(change, terms, act)
    change.status, change.done_day, change.held_up = ChangeStatus.DONE, on, ""
    change.save()
    event = append_event(
        "", "change_unit", act, subject=deciding.subject_of(change), changes=({}, deciding.said_of(change))
    )
    notices.owe(change, event, terms)
    return True


def _held_up(pk: int, why: str, on: date) -> None:
    """The reason of today stands on the change's page; the department hears of a new one once."""
    with transaction.atomic():
        change = deciding.locked(pk)
        if change.held_up == why or not change.is_waiting:
            return
        change.held_up = why[: UnitChange._meta.get_field("held_up").max_length]
        change.save()
        act = Act(change.confirmed_by, on, None, change.held_up)
        event = append_event("", "hold_up_unit_change", act, subject=deciding.subject_of(change))
        notices.owe(change, event, Terms.of(change.terms))


def _rename(change: UnitChange, terms: Terms, act: Act) -> None:
    before = change.unit.name
    renaming.rename(change, terms)
    append_event(
        change.unit_id,
        "rename_unit",
        act,
        subject=deciding.subject_of(change),
        changes=({"name": before}, {"name": terms.name, "day": change.day.isoformat()}),
    )


CARRIED: Final[Mapping[UnitAct, Callable[[UnitChange, Terms, Act], None]]] = dict.fromkeys(
    UnitAct, reshaping.reshape
) | {UnitAct.RENAME: _rename}
