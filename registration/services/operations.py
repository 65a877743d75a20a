"""What whoever looks after the installation watches, as numbers: /metrics tells them to Prometheus. Reads only.

No person, no unit and no record stands in any of them. Decision 0103.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count

from registration.models import Notice, SignIn, SignInEvent
from registration.models.notices import NoticeState
from registration.services import backups
from registration.services.jobs import board
from registration.services.verifying import anchors, walking


@dataclass(frozen=True)
class Gauge:
    """One figure: its name, what it is, and {labels: value}; nothing where it is not known."""

    name: str
    words: str
    values: list[tuple[dict[str, str], float]] = field(default_factory=list)


def measured(now: datetime) -> Iterator[Gauge]:
    """Everything that is watched."""
    lanes = board.lanes(now)
    counts = [
        ({"lane": str(line.lane), "state": state}, getattr(line, state))
        for line in lanes
        for state in ("waiting", "running", "failed")
    ]
    yield Gauge("otop_jobs", "Jobs that are not done", counts)
    heard = [({"lane": str(line.lane)}, _age(line.heard_at, now)) for line in lanes if line.heard_at]
    yield Gauge("otop_lane_silence_seconds", "Since a lane last showed life", heard)
    yield Gauge("otop_notices", "Notices that are not sent", _notices())
    yield Gauge("otop_sign_ins_last_hour", "What happened at the door", _sign_ins(now))
    yield _single(
        "otop_disk_free_bytes", "Room in the data folder", shutil.disk_usage(settings.DATA_DIR).free
    )
    yield from _kept(now)


def _kept(now: datetime) -> Iterator[Gauge]:
    """How old the youngest backup, anchor and verification are, and what that found."""
    made_at, anchored_at = backups.standing(now).made_at, anchors.youngest(anchors.own_folder())
    verified = walking.verified()
    yield _single("otop_backup_age_seconds", "Since the youngest nightly backup", _since(made_at, now))
    yield _single("otop_anchor_age_seconds", "Since the youngest anchor", _since(anchored_at, now))
    yield _single(
        "otop_verified_age_seconds",
        "Since journal and rows were checked",
        _since(verified.at if verified else None, now),
    )
    yield _single(
        "otop_verified_faults", "Faults that were found then", verified.faults if verified else None
    )


def _single(name: str, words: str, value: float | None) -> Gauge:
    return Gauge(name, words, [] if value is None else [({}, value)])


def _age(then: datetime, now: datetime) -> float:
    return round((now - then).total_seconds())


def _since(then: datetime | None, now: datetime) -> float | None:
    return _age(then, now) if then else None


def _notices() -> list[tuple[dict[str, str], float]]:
    rows = Notice.objects.exclude(state=NoticeState.SENT).order_by().values_list("state")
    return [({"state": state}, number) for state, number in rows.annotate(number=Count("pk"))]


def _sign_ins(now: datetime) -> list[tuple[dict[str, str], float]]:
    rows = SignIn.objects.filter(at__gt=now - timedelta(hours=1)).order_by().values_list("event")
    counted = dict(rows.annotate(number=Count("pk")))
    return [({"event": event}, counted.get(event, 0)) for event in SignInEvent.values]


def as_text(gauges: Iterable[Gauge]) -> str:
    """The text form of Prometheus, version 0.0.4."""
    return "".join(_lines(gauge) for gauge in gauges)


def _lines(gauge: Gauge) -> str:
    head = f"# HELP {gauge.name} {gauge.words}\n# TYPE {gauge.name} gauge\n"
    return head + "".join(f"{gauge.name}{_labels(labels)} {value:g}\n" for labels, value in gauge.values)


def _labels(labels: dict[str, str]) -> str:
    said = ",".join(f'{name}="{value}"' for name, value in labels.items())
    return f"{{{said}}}" if said else ""
