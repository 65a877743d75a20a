"""Sending what is owed: taken by compare and swap, marked after the server's answer, tried again with pauses.

At least once on the wire, one logical message: a worker that dies between the server's yes and the mark leaves
the row to another, and the repetition carries the same Message-ID or retry key.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from otop_registry import clock
from registration import places
from registration.messages import line, words
from registration.messages.mail import MailConnection
from registration.messages.outcome import Later, Never, NoServer, QuotaSpent
from registration.models import Notice
from registration.models.notices import Channel, Kind, NoticeState
from registration.services.notices.ledger import OVERTAKEN, owe, undelivered

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)  # longer than a server may hang at each of its answers (EMAIL_TIMEOUT)
FIRST_PAUSE: Final = timedelta(minutes=1)  # three times as long after each further try
LONGEST_PAUSE: Final = timedelta(hours=6)
MAX_ATTEMPTS: Final = 12  # about two days
SECONDS_OF_A_RUN: Final = 240  # s; below Celery's limit, the next run goes on
BATCH: Final = 100
GAVE_UP: Final = "ลองส่งหลายครั้งแล้วไม่สำเร็จ"

IsOver = Callable[[Notice], bool]


def send_due(now: datetime, is_over: Mapping[Kind, IsOver] | None = None) -> Counter[str]:
    """Sends every notice whose time has come; returns {what became of it: how many}.

    `is_over` is asked once more at the last moment, so that who has just confirmed is not reminded.
    """
    counted: Counter[str] = Counter()
    post, end = MailConnection(), time.monotonic() + SECONDS_OF_A_RUN
    shut: set[str] = set()
    try:
        for notice in _taken(now, shut, end):
            over = (is_over or {}).get(Kind(notice.kind))
            if over and over(notice):
                _mark(notice, NoticeState.SKIPPED, OVERTAKEN)
                counted[NoticeState.SKIPPED] += 1
                continue
            counted[_try(notice, post, shut)] += 1
    finally:
        post.close()
    return counted


def _taken(now: datetime, shut: set[str], end: float) -> Iterator[Notice]:
    """Due notices one by one, each under this worker's lease; none of a channel that is shut for this run."""
    while time.monotonic() < end:
        rows = list(Notice.objects.due(now).exclude(channel__in=shut)[:BATCH])
        took = False
        for row in rows:
            if row.channel in shut or time.monotonic() >= end:
                continue
            if (notice := claim(row)) is not None:
                took = True
                yield notice
        if not took:
            return


def claim(row: Notice) -> Notice | None:
    """The row under a lease of this worker, None when another has it: a swap on the number of tries."""
    now = clock.now()
    rows = Notice.objects.filter(
        pk=row.pk, state=NoticeState.OWED, attempts=row.attempts, next_try_at__lte=now
    )
    if not rows.update(attempts=F("attempts") + 1, next_try_at=now + LEASE):
        return None
    return Notice.objects.select_related("unit").get(pk=row.pk)


def _try(notice: Notice, post: MailConnection, shut: set[str]) -> str:
    """One try; the state it leads to."""
    try:
        _send(notice, post)
    except Later as later:
        return _again(notice, str(later), later.not_before)
    except Never as never:
        return _fail(notice, str(never))
    except NoServer as fault:
        shut.add(notice.channel)
        logger.error("%s: %s", notice.channel, fault)
        return _again(notice, str(fault), None)
    except Exception:
        logger.exception("notice %s (%s) cannot be drawn or sent", notice.pk, notice.kind)
        return _again(notice, "ระบบขัดข้องระหว่างส่ง", None)
    return _mark(notice, NoticeState.SENT, "")


def _send(notice: Notice, post: MailConnection) -> None:
    items = list(notice.collected.filter(state=NoticeState.COLLECTED).select_related("unit").order_by("pk"))
    drawn = words.words_of(notice, items)
    if notice.channel == Channel.LINE:
        if _is_quota_spent():
            raise QuotaSpent("ข้อความ LINE ของเดือนนี้ครบโควตาแล้ว")
        line.push(notice, drawn)
    else:
        post.send(notice, drawn)


def _is_quota_spent() -> bool:
    """Whether LINE said this month that no more messages are free."""
    first = timezone.localtime(clock.now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    spent = Notice.objects.filter(channel=Channel.LINE, state=NoticeState.FAILED, error__contains="ครบโควตา")
    return spent.filter(next_try_at__gte=first).exists()


def _mark(notice: Notice, state: NoticeState, error: str) -> str:
    """The end of a notice, and of what its digest holds. What was sent stays sent, whoever marks later."""
    now = clock.now()
    ended = {"state": state, "error": error[:300], "sent_at": now if state == NoticeState.SENT else None}
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).exclude(state=NoticeState.SENT).update(**ended)
        held = Notice.objects.filter(digest_id=notice.pk, state=NoticeState.COLLECTED)
        held.update(**ended)
    return state


def _again(notice: Notice, why: str, not_before: datetime | None) -> str:
    """Back to waiting, each pause three times the one before; failed after the last try."""
    if notice.attempts >= MAX_ATTEMPTS:
        return _fail(notice, f"{GAVE_UP}: {why}")
    pause = min(FIRST_PAUSE * 3 ** (notice.attempts - 1), LONGEST_PAUSE)
    earliest = clock.now() + pause
    own = Notice.objects.filter(pk=notice.pk, state=NoticeState.OWED, attempts=notice.attempts)
    own.update(next_try_at=max(earliest, not_before or earliest), error=why[:300])
    return "waiting"


def _fail(notice: Notice, why: str) -> str:
    """For good: shown to the unit, and told to the level above when a mail to its people is refused."""
    with transaction.atomic():
        _mark(notice, NoticeState.FAILED, why)
        if notice.channel == Channel.MAIL and notice.unit_id:
            told = undelivered(notice.unit_id, places.above(notice.unit_id), notice.owed_day)
            owe([told], notice.owed_at)
    return NoticeState.FAILED
