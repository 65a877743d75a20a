"""What the checks found in a record, as tests ask for it."""

from registration.models import Producer, Registration
from registration.services.checks import found
from registration.services.checks.found import Found
from tests.world.factories import ROUND_ID


def findings_of(producer: Producer, round_id: int = ROUND_ID) -> tuple[Found, ...]:
    """What is stored of a producer's record in a round, in the order of the table."""
    row = Registration.objects.get(producer=producer, round=round_id)
    return found.findings_of([row])[row.pk]


def codes_of(producer: Producer, round_id: int = ROUND_ID) -> list[str]:
    return [each.check.code for each in findings_of(producer, round_id)]
