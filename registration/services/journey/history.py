"""What happened to a unit's round or to one record, told from the journal; and the receipt of a submission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from registration import verbs, workflow
from registration.figures import Counts
from registration.models import Certification, Event, Registration, Submission
from registration.services.journey.records import RoundTally


@dataclass(frozen=True)
class HistoryLine:
    """One line of the timeline component."""

    icon: str
    title: str
    by: str
    at: datetime
    reason: str


def of_round(unit_code: str, round_id: int) -> list[HistoryLine]:
    """Every turn of a unit's round and of its closing by the department, newest first."""
    events = Event.objects.filter(unit_id__in=(unit_code, ""), round_id=round_id, verb__in=verbs.OF_ROUND)
    return _lines(events, verbs.OF_ROUND)


def of_record(registration: Registration) -> list[HistoryLine]:
    """What was done to one record in its round, newest first."""
    said = verbs.OF_PRODUCER | verbs.OF_REVIEW
    own = Q(subject=f"producer:{registration.producer_id}") | Q(subject=f"registration:{registration.pk}")
    events = Event.objects.filter(
        own, unit_id=registration.district_id, round_id=registration.round_id, verb__in=said
    )
    return _lines(events, said)


def _lines(events: QuerySet[Event], said: dict[str, tuple[str, str]]) -> list[HistoryLine]:
    rows: Iterable[Event] = events.select_related("by").order_by("-pk")
    return [HistoryLine(*said[row.verb], _who(row), row.at, row.reason) for row in rows]


def _who(event: Event) -> str:
    parts = (str(event.by) if event.by else "ระบบ", event.acting_as)
    return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Receipt:
    """What a district gets for its newest submission: who sent it, the journal's head and the figures of then."""

    event: Event
    tally: RoundTally
    total: Counts

    @property
    def is_again(self) -> bool:
        return self.event.verb == "resubmit"


def receipt(submission: Submission) -> Receipt | None:
    """The receipt of what is now with the province; None before the first submission and after a recall."""
    if submission.status == workflow.Status.ENTRY:
        return None
    sent = newest_act(submission, "submit", "resubmit")
    if sent is None:
        return None
    kept = submission.receipt
    return Receipt(sent, RoundTally(**kept["tally"]), Counts(**kept["totals"]))


def newest_act(thing: Submission | Certification, *verbs: str) -> Event | None:
    """The newest event by which somebody moved a unit's round with one of the verbs."""
    rows = Event.objects.filter(subject=f"{thing._meta.model_name}:{thing.pk}", verb__in=verbs)
    return rows.select_related("by").order_by("-pk").first()
