"""The way in: the password, then the second factor of who has one; nobody is signed in between the two.

What the session says: since when (PROVEN) and by which second factor (FACTOR) its person was known last.
Source: decision 0097; ASVS 5.0, 6.3.3, 7.2.4.
"""

import time
from typing import Any, Final

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from otop_registry import clock
from registration.models import Factor, SignInEvent, User
from registration.services.people import accounts, sessions, sign_ins
from registration.web.origin import origin_of

WAITING: Final = "second_step"
PROVEN: Final = "proven_at"  # seconds of the real clock
BEGAN: Final = "session_began"  # the same; the first request after signing in
SEEN: Final = "session_seen"  # the same; the last request but for a minute
FACTOR: Final = "second_factor"
WAITING_SECONDS: Final = 10 * 60  # s; to find the telephone


def ask_second(request: HttpRequest, person: User, following: str) -> None:
    """The password was right; the session remembers whose, not that anybody is signed in."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "person": person.pk,
        "hash": person.get_session_auth_hash(),
        "at": time.time(),
        "next": following,
    }


def waiting(request: HttpRequest) -> tuple[User, str] | None:
    """Who has still to prove a second factor and where they go then; None when it took too long."""
    told: dict[str, Any] = request.session.get(WAITING, {})
    if not told or not 0 <= time.time() - told["at"] <= WAITING_SECONDS:
        return None
    person = accounts.active(told["person"])
    if person is None or not constant_time_compare(person.get_session_auth_hash(), told["hash"]):
        return None
    return person, told["next"]


def enter(request: HttpRequest, person: User, factor: Factor = Factor.PASSWORD) -> None:
    """Signs in, under a session key of its own, and says so in the log."""
    request.session.pop(WAITING, None)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    _remember(request, factor)
    origin = origin_of(request)
    sessions.note(request.session.session_key or "", person, origin, clock.now())
    sign_ins.note(SignInEvent.ENTERED, person, origin, factor)


def prove_again(request: HttpRequest, factor: Factor) -> None:
    """The person is known anew: the session counts from now, under a new key."""
    before = request.session.session_key or ""
    request.session.cycle_key()
    sessions.rename(before, request.session.session_key or "")
    _remember(request, factor)


def _remember(request: HttpRequest, factor: Factor) -> None:
    request.session[PROVEN] = time.time()
    if factor != Factor.PASSWORD:
        request.session[FACTOR] = factor


def has_second(request: HttpRequest) -> bool:
    """Whether this session was opened, or proven since, by a second factor."""
    return FACTOR in request.session
