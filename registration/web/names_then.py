"""Pages about a time that is over call units as they were called then (decision 0082)."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from otop_registry import clock
from registration.models.units import named_as_on
from registration.web.guard import View


def named_by(last_day: Callable[..., date]) -> Callable[[View], View]:
    """Draws the page with the names of the last day that its address is about, once that is over.

    `last_day` is asked with the parts of the address and may raise Http404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def drawn(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
            day = last_day(**parts)
            if day >= clock.today():
                return view(request, *args, **parts)
            with named_as_on(day):
                return view(request, *args, **parts)

        return drawn

    return decorate
