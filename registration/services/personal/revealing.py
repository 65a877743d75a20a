"""A number in full: for who may work on the record, by a reason, counted by the hour, and written down."""

from datetime import date

from registration import access
from registration.access import Action
from registration.models import Producer, User
from registration.models.readings import Look
from registration.services.personal import looking
from registration.services.personal.looking import Seen


def reveal(producer: Producer, reason: str, *, by: User, on: date) -> None:
    """Writes down why the person sees the numbers now. Raises: PermissionDenied; Refused beyond the hour's most."""
    access.check(by, Action.NUMBER_REVEAL, producer, on)
    title = f"{producer.registration_number} {producer.name}"
    seen = Seen(f"producer:{producer.pk}", producer.district_id, title)
    looking.note_limited(Look.REVEAL, seen, by=by, on=on, reason=reason)
