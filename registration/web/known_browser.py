"""The mark of a browser whose person has signed in there: it has a count of wrong passwords of its own.

A signed cookie; it opens nothing and proves nobody. Source: decision 0098.
"""

import secrets
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from otop_registry import keys
from otop_registry.keys import Purpose
from registration.services.people import throttle
from registration.services.people.throttle import Count
from registration.web.origin import address_of

SALT: Final = "registration.known_browser"
MOST: Final = 16  # marks of the people of one desk, two for each


def counts_of(request: HttpRequest, name: str) -> list[Count]:
    """The counts that a try to be `name` fills: that of this browser, or those of unknown ones and of the address."""
    told = _read(request)
    if _mark(name) in told.get("who", []):
        return [throttle.of_browser(name, told["id"])]
    address = address_of(request) if settings.BEHIND_PROXY else None
    return [throttle.of_name(name), *([throttle.of_address(address)] if address else [])]


def remember(request: HttpRequest, answer: HttpResponse, *names: str) -> HttpResponse:
    """The browser is known to the person from now on."""
    told = _read(request)
    marks = list(map(_mark, names))
    who = [*marks, *(each for each in told.get("who", []) if each not in marks)][:MOST]
    value = signing.dumps({"id": told.get("id") or secrets.token_urlsafe(12), "who": who}, salt=SALT)
    answer.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        value,
        max_age=settings.BROWSER_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _read(request: HttpRequest) -> dict[str, Any]:
    value = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    try:
        told = signing.loads(value, salt=SALT, max_age=settings.BROWSER_COOKIE_AGE)
    except signing.BadSignature:
        return {}
    return told if isinstance(told, dict) else {}


def _mark(name: str) -> str:
    """A short fingerprint of the name: a cookie says nobody's name."""
    return keys.digest(Purpose.SIGN_IN_NAME, f"known:{name.casefold()}")[:24]
