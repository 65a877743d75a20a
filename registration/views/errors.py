"""What a person reads when an answer failed: a full disk is told as such, with what was typed still in the page."""

import errno
import sys
from collections.abc import Iterator
from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views import defaults

from registration.web.kept import SECRETS

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
INSUFFICIENT_STORAGE: Final = 507
SQLITE_FULL: Final = "database or disk is full"
POSTGRESQL_FULL: Final = "53100"  # SQLSTATE disk_full


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of the fault that is being handled. Asks neither database nor session, which may be what failed."""
    if not any(map(_is_full, _chain(sys.exc_info()[1]))):
        return defaults.server_error(request)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(secret in name for secret in SECRETS)
    ]
    words = {"typed": typed, "address": request.get_full_path(), "csrf_token": get_token(request)}
    return HttpResponse(render_to_string("507.html", words), status=INSUFFICIENT_STORAGE)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_full(error: BaseException) -> bool:
    """Whether disk or database said that there is no room."""
    if isinstance(error, OSError):
        return error.errno in FULL
    if getattr(error, "sqlstate", None) == POSTGRESQL_FULL:
        return True
    return isinstance(error, OperationalError) and SQLITE_FULL in str(error)
