"""The log of the door: who signed in, who failed, from where. In no chain, and not for ever (decision 0097)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from otop_registry import clock
from registration.models import Factor, SignIn, SignInEvent, User

AN_HOUR: Final = timedelta(hours=1)
SHOWN: Final = 12  # lines on a person's own page


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: the browser in words, the address as far as it is known."""

    browser: str = ""
    address: str | None = None


def note(event: SignInEvent, person: User | None, origin: Origin, factor: Factor | str = "") -> None:
    """One line of the log; nobody where the name was unknown."""
    SignIn.objects.create(
        at=clock.now(),
        user=person,
        event=event,
        factor=factor,
        browser=origin.browser,
        address=origin.address,
    )


def note_failed(event: SignInEvent, username: str, origin: Origin) -> None:
    """A line for a name that was typed: of its person, or of nobody. The same work for both."""
    note(event, User.objects.filter(username=username).first(), origin)


def note_refused(person: User, page: str, origin: Origin) -> None:
    """A line for a page that the person may not open: one for a page and an hour, however often it was tried."""
    now, page = clock.now(), page[:80]
    known = SignIn.objects.filter(user=person, event=SignInEvent.REFUSED, page=page)
    if not known.filter(at__gt=now - AN_HOUR, at__lte=now).exists():
        SignIn.objects.create(
            at=now,
            user=person,
            event=SignInEvent.REFUSED,
            page=page,
            browser=origin.browser,
            address=origin.address,
        )


def latest(person: User) -> QuerySet[SignIn]:
    """A person's own lines, the newest first."""
    return SignIn.objects.filter(user=person)[:SHOWN]


def forget_old(now: datetime) -> int:
    """Drops lines older than the law asks to keep; returns how many."""
    before = now - timedelta(days=settings.SIGN_INS_KEPT_DAYS)
    return SignIn.objects.filter(at__lt=before).delete()[0]
