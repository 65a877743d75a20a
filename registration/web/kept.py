"""Nothing typed is lost when a session ends: the posted form waits in the next session of the same person.

The middleware keeps it; a page of rows draws it again itself (`kept_post`), on every other page static/js/kept.js puts
it back into the boxes of the same names (`kept_boxes`). It is sealed: a session lies in the database.
"""

import logging
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from otop_registry import keys
from otop_registry.keys import Purpose

KEY = "kept_post"
LARGEST = 64 * 1024  # characters; a whole producer form needs about 10,000
logger = logging.getLogger(__name__)
SECRETS = ("csrfmiddlewaretoken", "password", "proof_")  # never kept: fields whose name holds one of these


def keep(request: HttpRequest, owner: str, page: str) -> bool:
    """Stores the fields that `owner` typed on `page`. False when too many, or when nobody knows whose they are."""
    if not owner:
        return False  # the next person at this browser must not see them; the draft is kept on the server
    body = request.POST.copy()
    for name in request.POST:
        if any(secret in name for secret in SECRETS):
            del body[name]
    text = body.urlencode()
    if len(text) > LARGEST:
        return False
    request.session[KEY] = {
        "path": request.path,
        "page": page.partition("?")[0],
        "owner": owner,
        "body": keys.seal(Purpose.TYPED, text.encode(), about=_place(owner)),
    }
    return True


def _place(owner: str) -> str:
    return keys.place("session", KEY, owner)


def _body(kept: dict[str, Any]) -> QueryDict:
    """What was typed; nothing, and a line in the log, where it cannot be read."""
    try:
        return QueryDict(keys.unseal(Purpose.TYPED, kept["body"], about=_place(kept["owner"])))
    except keys.Unreadable as reason:
        logger.error("a form that was kept cannot be read: %s", reason)
        return QueryDict()


def kept_post(request: HttpRequest) -> QueryDict | None:
    """The form that was typed on this page before the session ended; forgotten when the page is posted."""
    kept = _own(request)
    if not kept or kept["path"] != request.path or request.method == "POST":
        return None
    request.kept_is_drawn = True
    return _body(kept)


def kept_boxes(request: HttpRequest) -> dict[str, list[str]]:
    """{name: values} for the boxes of this page, unless the page has drawn them itself."""
    kept = _own(request)
    if not kept or request.path not in {kept["path"], kept.get("page")} or hasattr(request, "kept_is_drawn"):
        return {}
    return dict(_body(kept).lists())


def forget(request: HttpRequest) -> None:
    """What was kept is posted again, so that it is kept no longer."""
    if (kept := _own(request)) and kept["path"] == request.path:
        del request.session[KEY]


def _own(request: HttpRequest) -> dict[str, Any] | None:
    if not hasattr(request, "session"):
        return None  # the page of an error before the session was read
    kept = request.session.get(KEY)
    return kept if kept and kept["owner"] == str(request.user.pk) else None


def page_of(request: HttpRequest) -> str:
    """The page the form stood on: a button may post to an address that nobody can open."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.path
