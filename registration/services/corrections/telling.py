"""Whom a step of a correction is told to: who has to take the next one, or all who are concerned by the last."""

from registration import places
from registration.models import CorrectionPath, Event, SalesCorrection
from registration.models.notices import Kind
from registration.services.notices.ledger import Owed, owe
from registration.workflow import CorrectionStatus


def owe_for(correction: CorrectionPath, event: Event) -> int:
    """The notices of a step that has just been written; returns how many."""
    province = places.province_of(correction.district_id)
    kind, units = {
        CorrectionStatus.ASKED: (Kind.CORRECTION_WAITS, [province]),
        CorrectionStatus.AGREED: (Kind.CORRECTION_WAITS, [""]),
    }.get(CorrectionStatus(correction.status), (Kind.CORRECTION_DECIDED, [correction.district_id, province]))
    details = {
        "round": str(correction.round.quarter),
        "act_day": event.day.isoformat(),
        "correction_status": correction.status,
    }
    if isinstance(correction, SalesCorrection):
        details["month"] = correction.month.isoformat()
    where, subject, step = correction.get_absolute_url(), correction.subject, f"event:{event.pk}"
    return owe([Owed(kind, code, subject, step, where, details) for code in units], event.at)
