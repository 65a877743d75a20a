"""Drafts: what somebody typed and has not saved, kept on any day and never part of a round (docs/rules.md 3)."""

from datetime import date
from typing import Any

from django.db.models import Q

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import Draft, Unit, User

MAX_FIELDS = 600
MAX_LENGTH = 4000


def keep(unit: Unit, subject: str, fields: dict[str, Any], *, by: User, on: date) -> Draft:
    """Keeps the typed fields of a form under (user, unit, subject), replacing the draft before.

    `subject` as `subject_of` makes it. Over-long input is cut, so that a draft is always kept.
    """
    access.check(by, Action.PRODUCER_EDIT, unit, on)
    typed = {str(key): _cut(value) for key, value in list(fields.items())[:MAX_FIELDS]}
    draft, _ = Draft.objects.update_or_create(
        user=by,
        unit=unit,
        subject=subject,
        defaults={
            "fields": typed,
            "title": str(typed.get("name", ""))[:200],
            "updated_at": clock.instant(on),
        },
    )
    return draft


def _cut(value: object) -> object:
    return [str(each)[:MAX_LENGTH] for each in value] if isinstance(value, list) else str(value)[:MAX_LENGTH]


def subject_of(pk: int | None, key: str = "") -> str:
    """producer:new or producer:<pk>, with the key of a further draft: two open pages never share one."""
    named = f"producer:{pk or 'new'}"
    return f"{named}:{key}" if key else named


def parts_of(subject: str) -> tuple[str, str]:
    """("new" or the producer's key, the draft's key) of a subject."""
    _, named, key = (*subject.split(":"), "")[:3]
    return named, key


def other(unit: Unit, subject: str, *, by: User) -> Draft | None:
    """The person's newest draft of the same record beside the one of this subject."""
    first = subject_of(None if (named := parts_of(subject)[0]) == "new" else int(named))
    rows = Draft.objects.filter(Q(subject=first) | Q(subject__startswith=f"{first}:"), user=by, unit=unit)
    return rows.exclude(subject=subject).first()


def has_any(user: User) -> bool:
    """Whether the person has typed something that is not saved."""
    return Draft.objects.filter(user=user).exists()


def find(unit: Unit, subject: str, *, by: User) -> Draft | None:
    """The person's own draft of the subject, or None."""
    return Draft.objects.filter(user=by, unit=unit, subject=subject).first()


def discard(unit: Unit, subject: str, *, by: User) -> None:
    """Throws the draft away, after its content was saved or when the person says so."""
    Draft.objects.filter(user=by, unit=unit, subject=subject).delete()
