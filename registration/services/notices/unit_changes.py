"""What a change of units owes: to the other admin who is to confirm it, then to every unit that it is about."""

from django.urls import reverse

from registration.models import ChangeStatus, Event, UnitChange
from registration.models.notices import Kind
from registration.services.notices.ledger import Owed
from registration.services.notices.ledger import owe as owe_all
from registration.unit_terms import Terms


def owe(change: UnitChange, event: Event, terms: Terms) -> int:
    """The notices of a step that has just been written; returns how many."""
    codes = {""}
    if change.status != ChangeStatus.PREPARED and not change.held_up:
        codes |= terms.concerned(change.unit_id)
    path = reverse("reporting:unit_change", args=[change.pk])
    details = {
        "about": change.unit_id,
        "change_act": change.act,
        "change_status": change.status,
        "change_day": change.day.isoformat(),
    }
    subject, step = f"unit_change:{change.pk}", f"event:{event.pk}"
    owed = [
        Owed(Kind.UNIT_CHANGE, code, subject, step, path, details)
        for code in sorted(codes)
        if code not in {each.code for each in terms.begins} or change.is_done
    ]
    return owe_all(owed, event.at)
