"""The question to a passkey that a page holds, and the answer that comes back: one question, one answer."""

from typing import Any, Final

from django.http import HttpRequest

from registration.models import User
from registration.services.people import passkeys
from registration.services.people.passkeys import Site, State

ASKED: Final = "passkey_asked"  # in the session


def site_of(request: HttpRequest) -> Site:
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return Site(name, f"{request.scheme}://{host}")


def ask_to_add(request: HttpRequest, person: User) -> dict[str, Any] | None:
    """The options of navigator.credentials.create; None where passkeys cannot work."""
    site = site_of(request)
    if not site.is_usable:
        return None
    options, request.session[ASKED] = passkeys.begin_adding(person, site)
    return options


def ask_to_prove(request: HttpRequest, person: User) -> dict[str, Any] | None:
    """The options of navigator.credentials.get; None for who has no passkey here."""
    site = site_of(request)
    if not site.is_usable or not person.passkeys.exists():
        return None
    options, request.session[ASKED] = passkeys.begin_proving(person, site)
    return options


def answered(request: HttpRequest) -> State:
    """What the last question was; asked once, answered once."""
    return request.session.pop(ASKED, {})


def is_proven(request: HttpRequest, person: User, answer: str) -> bool:
    """Whether the answer proves the person."""
    return passkeys.prove(person, answer, answered(request), site=site_of(request))
