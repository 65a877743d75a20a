"""What a transition owes: written in its own transaction, so that an act that is undone tells nobody."""

from collections.abc import Callable
from typing import Final

from registration.access import Thing
from registration.models import Certification, Closing, Event, Submission
from registration.models.notices import Kind
from registration.services.notices.ledger import Owed, owe
from registration.services.notices.windows import path_of


def owe_for(thing: Thing, event: Event) -> int:
    """The notices of a transition that has just been written; returns how many."""
    told = TOLD.get(event.verb)
    if told is None:
        return 0
    kind, units_of = told
    quarter = thing.round.quarter
    details = {"round": str(quarter), "act_day": event.day.isoformat()}
    subject = f"round:{thing.round_id}"
    return owe(
        [
            Owed(kind, code, subject, f"event:{event.pk}", path_of(code, quarter), details)
            for code in units_of(thing)
        ],
        event.at,
    )


def _own(submission: Submission) -> list[str]:
    return [submission.district_id]


def _districts(certification: Certification) -> list[str]:
    rows = Submission.objects.in_scope(certification.province_id, certification.round_id)
    return list(rows.order_by("district_id").values_list("district_id", flat=True))


def _provinces(closing: Closing) -> list[str]:
    rows = Certification.objects.filter(round_id=closing.round_id).order_by("province_id")
    return list(rows.values_list("province_id", flat=True))


# verb: (kind, whose people are told)
TOLD: Final[dict[str, tuple[Kind, Callable[..., list[str]]]]] = {
    "send_back":            (Kind.SENT_BACK, _own),
    "certify":              (Kind.CERTIFIED, _own),
    "withdraw":             (Kind.WITHDRAWN, _own),
    "announce_province":    (Kind.ANNOUNCED, _districts),
    "withdraw_certificate": (Kind.CERTIFICATE_WITHDRAWN, _districts),
    "withdraw_announced":   (Kind.CERTIFICATE_WITHDRAWN, _districts),
    "reopen":               (Kind.REOPENED, _provinces),
    "hard_close":           (Kind.CLOSED, _provinces),
    "announce_round":       (Kind.ROUND_ANNOUNCED, _provinces),
}  # fmt: skip
