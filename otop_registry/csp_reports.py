"""Browsers report here what the content security policy kept out; the log learns of it, a few lines a minute.

Anybody may post: nothing is stored, little is read, and of the page only its first part, because addresses hold
tokens. Source: ASVS 5.0, 3.4.7.
"""

import json
import logging
import time
from collections import deque
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

PATH: Final = "/csp-report"
MOST_BYTES: Final = 16_384
A_MINUTE: Final = 60.0  # s
MOST_LINES: Final = 20  # a minute and process
LONGEST: Final = 80  # letters of a word from outside

logger = logging.getLogger(__name__)
_told: Final[deque[float]] = deque(maxlen=MOST_LINES)


def take(request: HttpRequest) -> HttpResponse:
    """204 whatever it says, 413 for too much."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return HttpResponse(status=413)
    for report in _reports(request.read(MOST_BYTES))[:3]:
        if _may_tell(time.monotonic()):
            logger.warning("content security policy: %s kept out %s on %s", *report)
    return HttpResponse(status=204)


def _may_tell(now: float) -> bool:
    if len(_told) == MOST_LINES and now - _told[0] < A_MINUTE:
        return False
    _told.append(now)
    return True


def _reports(body: bytes) -> list[tuple[str, str, str]]:
    """(directive, origin of what was kept out, first part of the page's address) of either form of a report."""
    try:
        said = json.loads(body)
    except ValueError:
        return []
    found = said if isinstance(said, list) else [said]
    bodies = (each.get("csp-report") or each.get("body") for each in found if isinstance(each, dict))
    return [_report(each) for each in bodies if isinstance(each, dict)]


def _report(body: dict[str, Any]) -> tuple[str, str, str]:
    directive = body.get("effective-directive") or body.get("effectiveDirective") or ""
    blocked = _address(body.get("blocked-uri") or body.get("blockedURL"))
    page = _address(body.get("document-uri") or body.get("documentURL"))
    origin = f"{blocked.scheme}://{blocked.netloc}" if blocked.netloc else blocked.path
    return _word(directive), _word(origin), _word("/" + page.path.strip("/").partition("/")[0])


def _address(said: object) -> Any:  # noqa: ANN401 (urlsplit's own type)
    try:
        return urlsplit(str(said or ""))
    except ValueError:
        return urlsplit("")


def _word(said: object) -> str:
    """A word from outside in one line: what is no letter or sign of an address is left out."""
    return "".join(
        sign for sign in str(said)[:LONGEST] if sign.isascii() and (sign.isalnum() or sign in "-_.:/")
    )
