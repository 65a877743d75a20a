"""What was changed in a record after somebody else had looked at it."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Count

from otop_registry import thai
from registration import content
from registration.models import ReturnReason, Submission
from registration.services.checks.facts import Facts, Suspicion

WEIGHTY: Final = ("kind", "name", "owner_first_name", "owner_last_name", "citizen_id", "juristic_id")


def judge(facts: Facts) -> Iterable[Suspicion]:
    yield from _changed_since_last_round(facts)
    yield from _returned(facts)
    yield from _edited_after_sending(facts)


def _changed_since_last_round(facts: Facts) -> Iterable[Suspicion]:
    """Who the producer is reads otherwise than in the last round in which it stood."""
    for subject in facts.standing:
        before = facts.before(subject)
        if before is None:
            continue
        changed = [name for name in WEIGHTY if before[name] != getattr(subject.producer, name)]
        if changed:
            yield Suspicion(subject, "key_changed", {"names": ", ".join(map(content.label_of, changed))})


def _returned(facts: Facts) -> Iterable[Suspicion]:
    """The province returned the record, and the district has answered."""
    subjects = facts.saved()
    answered = ReturnReason.objects.filter(registration__in=subjects, answered_at__isnull=False).order_by()
    for pk, count in answered.values_list("registration").annotate(Count("pk")):
        yield Suspicion(subjects[pk], "was_returned", {"count": thai.count(count)})


def _edited_after_sending(facts: Facts) -> Iterable[Suspicion]:
    """Written after the round was first with the province, though nobody had returned it (decision 0015)."""
    rows = Submission.objects.filter(district_id=facts.district, round_id=facts.round_id)
    sent_at = rows.values_list("first_submitted_at", flat=True).first()
    if sent_at is None:
        return
    written = {pk: each for pk, each in facts.saved().items() if each.registration.acted_at > sent_at}
    returned = set(
        ReturnReason.objects.filter(registration__in=written).values_list("registration_id", flat=True)
    )
    for pk, subject in written.items():
        if pk not in returned:
            yield Suspicion(subject, "edited_after_sending", {"day": thai.moment(sent_at)})
