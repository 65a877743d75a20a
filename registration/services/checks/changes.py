"""What was changed in a record after somebody else had looked at it."""

from collections.abc import Iterable

from django.db.models import Count

from otop_registry import thai
from registration.models import ReturnReason
from registration.services.checks.facts import Facts, Suspicion


def judge(facts: Facts) -> Iterable[Suspicion]:
    yield from _returned(facts)


def _returned(facts: Facts) -> Iterable[Suspicion]:
    """The province returned the record, and the district has answered."""
    subjects = facts.saved()
    answered = ReturnReason.objects.filter(registration__in=subjects, answered_at__isnull=False).order_by()
    for pk, count in answered.values_list("registration").annotate(Count("pk")):
        yield Suspicion(subjects[pk], "was_returned", {"count": thai.count(count)})
