"""What operators see of the jobs: lanes with their heartbeat, counts by state, the newest rows. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min, QuerySet

from registration.models import Heartbeat, Job
from registration.models.jobs import JobState, Lane

SILENT: Final = timedelta(minutes=3)  # three heartbeats missed
STUCK: Final = timedelta(minutes=10)  # a job that waits longer than this wants an operator


@dataclass(frozen=True)
class LaneLine:
    """A lane: when it last showed life, how much waits and runs, since when the oldest waits, what failed."""

    lane: Lane
    heard_at: datetime | None
    is_silent: bool
    waiting: int
    running: int
    failed: int
    oldest_at: datetime | None
    is_stuck: bool


def lanes(now: datetime) -> list[LaneLine]:
    """Every lane, also those that nobody has heard of."""
    heard = dict(Heartbeat.objects.values_list("lane", "at"))
    grouped = Job.objects.exclude(state=JobState.DONE).order_by().values_list("lane", "state")
    counts = {(lane, state): number for lane, state, number in grouped.annotate(number=Count("pk"))}
    due = Job.objects.filter(state=JobState.WAITING, due_at__lte=now).order_by().values_list("lane")
    oldest = dict(due.annotate(first=Min("due_at")))
    return [_line(lane, heard.get(lane), counts, oldest.get(lane), now) for lane in Lane]


def _line(
    lane: Lane,
    heard: datetime | None,
    counts: dict[tuple[str, str], int],
    oldest: datetime | None,
    now: datetime,
) -> LaneLine:
    waiting, running, failed = (
        counts.get((lane, state), 0) for state in (JobState.WAITING, JobState.RUNNING, JobState.FAILED)
    )
    return LaneLine(
        lane,
        heard,
        heard is None or now - heard > SILENT,
        waiting,
        running,
        failed,
        oldest,
        oldest is not None and now - oldest > STUCK,
    )


def running(most: int) -> list[Job]:
    """The oldest unfinished jobs, mails aside: what still writes or draws while somebody is about to close."""
    rows = Job.objects.unfinished().exclude(lane=Lane.MAIL).order_by("pk")
    return list(rows.select_related("unit")[:most])


def find(lane: str = "", state: str = "") -> QuerySet[Job]:
    """The newest jobs first, of one lane and state when asked."""
    rows = Job.objects.select_related("unit", "asked_by").order_by("-pk")
    chosen = {name: value for name, value in (("lane", lane), ("state", state)) if value}
    return rows.filter(**chosen)
