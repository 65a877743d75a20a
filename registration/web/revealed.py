"""For some minutes after a reason was given the record shows its numbers: the session says until when, never which."""

import time
from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

KEY: Final = "revealed"
SECONDS: Final = 5 * 60


def show(request: HttpRequest, pk: int) -> None:
    """The numbers of the record may stand on this browser's page from now on."""
    now = time.time()
    request.session[KEY] = {**_still(request.session, now), str(pk): now + SECONDS}


def is_shown(request: HttpRequest, pk: int) -> bool:
    """Whether the minutes of the record are not over."""
    return str(pk) in _still(request.session, time.time())


def _still(session: SessionBase, now: float) -> dict[str, float]:
    return {pk: until for pk, until in session.get(KEY, {}).items() if until > now}
