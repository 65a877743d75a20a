"""Figures for Prometheus, for whoever knows the token; for everybody else there is no such page. Decision 0103."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from otop_registry import clock
from registration.services import operations

TEXT = "text/plain; version=0.0.4; charset=utf-8"


def is_theirs(request: HttpRequest) -> bool:
    """Whether the request bears OTOP_METRICS_TOKEN as `Authorization: Bearer`; nobody's without one."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, settings.METRICS_TOKEN)


def metrics() -> HttpResponse:
    """What is watched, in the text form of Prometheus."""
    return HttpResponse(operations.as_text(operations.measured(clock.now())), content_type=TEXT)
