"""A list's search box: what is typed goes on into the address of the list, a personal number never.

An address is kept by browsers, histories and the logs of servers on the way; a name may stand in it, a citizen's or
juristic number may not.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from registration import identifiers
from registration.web.guard import View

Words = list[tuple[str, str]]
NUMBER_ASIDE = "เลขประจำตัวไม่ควรอยู่ในที่อยู่ของหน้า จึงไม่ได้ค้นหาด้วยเลขนี้"


def searches(*boxes: str, hint: str = "") -> Callable[[View], View]:
    """Marks a list with a search; `boxes` are the fields of its posted form, `hint` says where a number may be typed.

    A posted search leads to the list's own address. An address that holds a personal number leads to the one without.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            is_posted = request.method == "POST"
            typed = request.POST if is_posted else request.GET
            words = _words(typed)
            if is_posted:
                words = [(name, value) for name, value in words if name in boxes]
            kept = _without_numbers(words)
            if kept != words:
                messages.info(request, f"{NUMBER_ASIDE} {hint}".strip())
            elif not is_posted:
                return view(request, *args, **kwargs)
            return _at(request, kept)

        return asked

    return decorate


def carries_search(view: View) -> View:
    """Marks a page behind a list, whose address carries the list's search on: a personal number neither."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        words = _words(request.GET)
        kept = _without_numbers(words)
        return view(request, *args, **kwargs) if kept == words else _at(request, kept)

    return asked


def _words(typed: QueryDict) -> Words:
    return [(name, value) for name, values in typed.lists() for value in values if value]


def _without_numbers(words: Words) -> Words:
    return [(name, value) for name, value in words if not identifiers.find_id(value)]


def _at(request: HttpRequest, kept: Words) -> HttpResponseBase:
    return redirect(f"{request.path}?{urlencode(kept)}" if kept else request.path)
