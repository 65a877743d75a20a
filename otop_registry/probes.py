"""What a machine may ask of the site: /healthz whether the process lives, /readyz what it stands on.

Answered before sessions, hosts and the way to https: a probe comes over loopback, and its answer must not hang on
what it asks about. Decision 0038.
"""

import os
import shutil
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from otop_registry import clock, csp_reports
from registration.services import backups
from registration.web import metrics

Answer = Callable[[HttpRequest], HttpResponse]
OK: Final = "ok"
NEEDED: Final = (
    "database",
    "disk",
)  # without the queue pages go on and jobs wait; a backup is somebody's task


class Probes:
    """Stands first in MIDDLEWARE."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = {"/healthz": alive, "/readyz": ready}.get(request.path_info)
        if probe and request.method in ("GET", "HEAD"):
            return probe()
        if request.path_info == "/metrics" and metrics.is_theirs(request):
            return _unstored(metrics.metrics())
        if request.path_info == csp_reports.PATH and request.method == "POST":
            return csp_reports.take(request)
        return self.get_response(request)


def alive() -> HttpResponse:
    """Says that the process answers, whatever has become of database, queue and disk."""
    return _unstored(HttpResponse(OK, content_type="text/plain"))


def ready() -> HttpResponse:
    """Names database, queue, disk and backup; 503 when pages cannot be served or saved."""
    said = {"database": database(), "queue": queue(), "disk": disk(), "backup": backup()}
    is_ready = all(said[name] == OK for name in NEEDED)
    return _unstored(JsonResponse(said, status=200 if is_ready else 503))


def database() -> str:
    """Whether it answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return OK


def queue() -> str:
    """Whether a message could be left for the workers."""
    if not settings.REDIS_URL:
        return OK if os.access(settings.BROKER_DIR / "queue", os.W_OK) else "not writable"
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_TIMEOUTS) as link:
            link.ping()
    except (redis.RedisError, OSError):
        return "unreachable"
    return OK


def disk() -> str:
    """Whether the data folder takes a file and has room for a while."""
    try:
        with TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"0" * 4096)
            file.flush()
    except OSError:
        return "not writable"
    free = shutil.disk_usage(settings.DATA_DIR).free
    return OK if free >= settings.LEAST_FREE_BYTES else "nearly full"


def backup() -> str:
    """Whether last night's copy is there, where copies are made."""
    standing = backups.standing(clock.now())
    if not standing.is_nightly:
        return "not set up"
    return "missing" if standing.is_missing else OK


def _unstored(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
