"""A person's running sessions, as a list to read and to end, one or all others. Source: ASVS 5.0, 7.5.2."""

from datetime import datetime

from django.contrib.sessions.models import Session

from registration.models import PersonSession, User
from registration.services.people.sign_ins import Origin


def note(session_key: str, person: User, origin: Origin, now: datetime) -> None:
    """The session was seen just now; its first time is its beginning."""
    said = {"user": person, "browser": origin.browser, "address": origin.address, "seen_at": now}
    PersonSession.objects.update_or_create(
        session_key=session_key, defaults=said, create_defaults={**said, "began_at": now}
    )


def rename(before: str, after: str) -> None:
    """The session goes on under another key."""
    PersonSession.objects.filter(session_key=before).update(session_key=after)


def running(person: User, now: datetime) -> list[PersonSession]:
    """Those that still open something, the one seen last first."""
    rows = list(person.open_sessions.all())
    keys = [row.session_key for row in rows]
    alive = set(Session.objects.filter(pk__in=keys, expire_date__gt=now).values_list("pk", flat=True))
    return [row for row in rows if row.session_key in alive]


def end(person: User, pk: int) -> bool:
    """Ends one session of the person for good; False for one that is over or somebody else's."""
    return bool(_end(list(person.open_sessions.filter(pk=pk))))


def end_others(person: User, session_key: str) -> int:
    """Ends every session of the person but the one that asks; returns how many."""
    return _end(list(person.open_sessions.exclude(session_key=session_key)))


def _end(rows: list[PersonSession]) -> int:
    keys = [row.session_key for row in rows]
    ended = Session.objects.filter(pk__in=keys).delete()[0]
    PersonSession.objects.filter(session_key__in=keys).delete()
    return ended


def forget_old(now: datetime) -> int:
    """Drops lines of sessions that are gone; returns how many."""
    alive = Session.objects.filter(expire_date__gt=now).values("pk")
    return PersonSession.objects.exclude(session_key__in=alive).delete()[0]
