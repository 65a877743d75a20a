"""Jobs: asked inside a transaction, done once by whoever takes the lease, tried again when a worker dies.

Nobody calls the broker inside a request: a message is only a nudge, sent by a thread of its own after the commit,
and the sweep of beat sends again what was lost. Source: docs/rules.md 7.5; decision 0024.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any, Final

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from otop_registry import clock
from registration.models import Heartbeat, Job, User
from registration.models.jobs import JobState, Lane
from registration.workflow import Refused

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=60)  # a dead worker's job waits this long at most, and the sweep's interval
RENEW: Final = LEASE / 4
RESEND: Final = timedelta(seconds=30)  # a message older than this counts as lost
BROKER_REST: Final = 10  # s; as often as the sweep looks
FIRST_PAUSE: Final = timedelta(
    seconds=10
)  # before the second attempt; three times as long before each further one
LONGEST_PAUSE: Final = timedelta(hours=1)
MOST_PER_SWEEP: Final = 200
KEPT: Final = timedelta(days=90)
FAULT = "ระบบขัดข้องระหว่างทำงานนี้ ผู้ดูแลระบบเห็นรายละเอียดแล้ว ลองขอใหม่อีกครั้งได้"
NO_RIGHT = "ผู้ขอไม่มีสิทธิ์ทำงานนี้แล้ว เพราะตำแหน่งสิ้นสุดหรือเปลี่ยนไประหว่างรอ"
DIED = "งานหยุดกลางคันหลายครั้ง ผู้ดูแลระบบเห็นรายละเอียดแล้ว ลองขอใหม่อีกครั้งได้"


class Retry(Exception):
    """The work could not be done now and should be tried again; the text is for the operators' page."""


class LeaseLost(Exception):
    """Another worker has taken the job: this one must not write any more."""


@dataclass(frozen=True)
class Order:
    """What is asked: the Celery task, its lane, the words for people, and for which unit ("" the department)."""

    task: str
    lane: Lane
    title: str
    unit_code: str = ""
    key: str = ""
    max_attempts: int = 3


def ask(order: Order, arguments: Mapping[str, Any], *, by: User | None = None) -> Job:
    """The job of an order: a new one, or the unfinished one with the same key. Call inside the write it belongs to.

    A worker hears of it after the commit; when the transaction fails, there is no job.
    """
    now = clock.now()
    fields: dict[str, Any] = {
        "task": order.task,
        "lane": order.lane,
        "title": order.title[:300],
        "unit_id": order.unit_code,
    }
    fields |= {"max_attempts": order.max_attempts, "arguments": dict(arguments)}
    try:
        with transaction.atomic():
            job = Job.objects.create(key=order.key, asked_by=by, asked_at=now, due_at=now, **fields)
    except IntegrityError:  # asked twice, unless the first one has ended in between
        return Job.objects.unfinished().filter(key=order.key).first() or ask(order, arguments, by=by)
    transaction.on_commit(partial(nudge, job))
    return job


# --- waking a worker ---


def nudge(job: Job) -> None:
    """Tells the broker of a job from a thread of its own: a frozen broker never holds up a page."""
    if current_app.conf.task_always_eager:  # no broker: the work is done here and now
        _send(job.pk, job.task, job.lane)
        return
    _postman().submit(_send_quietly, job.pk, job.task, job.lane)


@cache
def _postman() -> ThreadPoolExecutor:
    """One thread for each process; made at the first message, that is after a server has forked."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="nudge")


@dataclass
class _Broker:
    """After a message that failed the next ones are left to the sweep, instead of each waiting for its own failure."""

    rests_until: float = 0.0  # by the monotonic clock


_broker = _Broker()


def _send_quietly(job_id: int, task: str, lane: str) -> None:
    if time.monotonic() < _broker.rests_until:
        return
    try:
        _send(job_id, task, lane)
    except Exception as error:  # whatever the broker's library raises: the sweep sends it again
        _broker.rests_until = time.monotonic() + BROKER_REST
        logger.warning("job %s was not announced: %s", job_id, type(error).__name__)
    finally:
        connection.close()


def _send(job_id: int, task: str, lane: str) -> None:
    if task not in current_app.tasks:
        current_app.loader.import_default_modules()
    Job.objects.filter(pk=job_id).update(sent_at=clock.now())
    current_app.tasks[task].apply_async(kwargs={"job_id": job_id}, queue=lane, ignore_result=True)


def sweep(now: datetime) -> int:
    """Takes jobs from dead workers and announces again what no worker has taken; returns how many were announced."""
    for job in Job.objects.abandoned(now):
        _give_up(job, DIED)
    waiting = Job.objects.to_send(now, now - RESEND).values_list("pk", "task", "lane")
    found = list(waiting[:MOST_PER_SWEEP])
    for row in found:
        _send(*row)
    return len(found)


def show_alive(lane: Lane) -> None:
    """Beat sent a message and a worker of the lane took it."""
    Heartbeat.objects.update_or_create(lane=lane, defaults={"at": clock.now()})


def forget_old(now: datetime) -> int:
    """Drops jobs that ended long ago; what they made stays. Returns how many."""
    return Job.objects.filter(ended_at__lt=now - KEPT).delete()[0]


# --- doing it ---

ReportProgress = Callable[[int, str], None]


def perform(job_id: int, work: Callable[[Job, ReportProgress], None]) -> None:
    """Does a job if nobody else has it: `work(job, report_progress)`, which shows percent and words.

    A Refused or a right that is gone is the job's answer; anything else is tried again, with growing pauses.
    """
    job = _claim(job_id)
    if job is None:
        return
    try:
        with _kept_lease(job):
            work(job, partial(_store_progress, job))
    except LeaseLost:
        logger.warning("job %s goes on in another worker", job.pk)
    except Refused as refused:
        _end(job, JobState.FAILED, error=str(refused))
    except PermissionDenied:
        _end(job, JobState.FAILED, error=NO_RIGHT)
    except Retry as again:
        _give_up(job, str(again))
    except Exception:
        logger.exception("job %s (%s) failed, attempt %s", job.pk, job.task, job.attempts)
        _give_up(job, FAULT)
    else:
        _end(job, JobState.DONE, percent=100)


def _claim(job_id: int) -> Job | None:
    """The job under a fresh lease; None when it is over, somebody's, or not due. Compare and swap."""
    now = clock.now()
    rows = Job.objects.filter(pk=job_id, state=JobState.WAITING, due_at__lte=now)
    taken = rows.update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        started_at=now,
        lease_until=now + LEASE,
        percent=0,
        step="",
        error="",
    )
    return Job.objects.get(pk=job_id) if taken else None


def _store_progress(job: Job, percent: int, words: str) -> None:
    _write(job, percent=max(0, min(percent, 100)), step=words[:200], lease_until=clock.now() + LEASE)


def _write(job: Job, **fields: Any) -> None:
    """Changes a running job that is still this worker's. Raises: LeaseLost."""
    own = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if not own.update(**fields):
        raise LeaseLost


@contextmanager
def _kept_lease(job: Job) -> Iterator[None]:
    """Renews the lease from a thread while the work goes on; the thread dies with the process, the lease with it."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(job, over), daemon=True, name=f"lease-{job.pk}")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(job: Job, over: threading.Event) -> None:
    try:
        while not over.wait(RENEW.total_seconds()):
            with suppress(OperationalError):  # SQLite under a long write: the next turn renews
                _write(job, lease_until=clock.now() + LEASE)
    except LeaseLost:
        pass  # the worker itself notices at its next word or at the end
    finally:
        connection.close()


def _end(job: Job, state: JobState, **fields: Any) -> None:
    now = clock.now()
    own = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    own.update(state=state, ended_at=now, lease_until=None, **fields)


def _give_up(job: Job, why: str) -> None:
    """Back to waiting with a growing pause, or failed after the last attempt."""
    if job.attempts >= job.max_attempts:
        _end(job, JobState.FAILED, error=why[:500])
        return
    pause = min(FIRST_PAUSE * 3 ** (job.attempts - 1), LONGEST_PAUSE)
    own = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    own.update(
        state=JobState.WAITING, due_at=clock.now() + pause, sent_at=None, lease_until=None, error=why[:500]
    )


def again(job: Job) -> Job:
    """Lets a failed job be tried anew, with all its attempts. Raises: Refused while it is not failed."""
    with transaction.atomic():
        now = clock.now()
        fresh = {"state": JobState.WAITING, "attempts": 0, "due_at": now, "sent_at": None, "ended_at": None}
        if not Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(**fresh):
            raise Refused("ลองใหม่ได้เฉพาะงานที่ทำไม่สำเร็จ")
        transaction.on_commit(partial(nudge, job))
    return Job.objects.get(pk=job.pk)
