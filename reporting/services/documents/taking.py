"""A document that names persons leaves the system: for a reason, counted by the hour, and written down (decision 0106).

The reason stands for the day: what was said this morning need not be said again for the same file.
"""

from datetime import date

from registration.models import Edition, User
from registration.models.readings import Look
from registration.services.personal import looking
from registration.services.personal.looking import Seen
from reporting.models import Document


def may_take(document: Document, *, by: User, on: date) -> bool:
    """Whether nobody is named in it, or the person has said today what it is for."""
    return not document.is_personal or looking.may_take(_subject(document), by=by, on=on)


def take(document: Document, reason: str, *, by: User, on: date) -> None:
    """Writes down who takes which persons' names out, and why. Raises: Refused beyond the hour's most."""
    edition = None
    if document.edition:
        edition = Edition.objects.filter(round=document.round_id, number=document.edition).first()
    code = document.unit_id
    seen = Seen(
        _subject(document), code, f"{document.title} {document.get_format_display()}",
        looking.persons_in(code, edition), document.as_of, edition,
    )  # fmt: skip
    looking.note_limited(Look.EXPORT, seen, by=by, on=on, reason=reason)


def _subject(document: Document) -> str:
    return f"document:{document.pk}"
