"""Entry points of the queue and of beat: load, one service call, safe to run twice."""

import logging

from celery import shared_task

from otop_registry import clock
from registration import messages
from registration.demo import province
from registration.models.jobs import Lane
from registration.services import backups, jobs, verifying
from registration.services.checks import looks, running
from registration.services.closing import close_job
from registration.services.imports import applying, purging
from registration.services.people import accounts, sessions, sign_ins, throttle

logger = logging.getLogger(__name__)


@shared_task
def heartbeat(*, lane: str) -> None:
    """Says in the log and on the operators' page that beat and a worker of the lane are alive."""
    jobs.show_alive(Lane(lane))
    logger.info("beat and worker are alive: %s", lane)


@shared_task
def mail_password_link(*, job_id: int) -> None:
    """Mails a link to a new password."""
    jobs.perform(job_id, lambda job, _: messages.send_password_link(**job.arguments))


@shared_task
def mail_account_change(*, job_id: int) -> None:
    """Tells a person of what became of their account."""
    jobs.perform(job_id, lambda job, _: messages.send_account_change(**job.arguments))


@shared_task
def close_round(*, job_id: int) -> None:
    """Closes a round and freezes its edition."""
    jobs.perform(job_id, close_job.close)


@shared_task
def look_over_stock(*, job_id: int) -> None:
    """Runs a version of the checks over a round to show what it would find."""
    jobs.perform(job_id, looks.do)


@shared_task
def apply_upload(*, job_id: int) -> None:
    """Writes what is clean of an uploaded table."""
    jobs.perform(job_id, applying.apply_job)


@shared_task
def undo_upload(*, job_id: int) -> None:
    """Takes back what an uploaded table wrote."""
    jobs.perform(job_id, applying.undo_job)


@shared_task
def forget_old_uploads() -> int:
    """Drops uploaded files and their rows after their days; returns how many."""
    return purging.forget_old(clock.instant(clock.today()))


@shared_task
def load_demo_province(*, job_id: int) -> None:
    """Makes the trial's large province."""
    jobs.perform(job_id, province.make)


@shared_task
def sweep_jobs() -> int:
    """Takes jobs from dead workers and announces lost ones again; returns how many were announced."""
    return jobs.sweep(clock.now())


@shared_task
def forget_old_jobs() -> int:
    """Drops jobs that ended long ago."""
    return jobs.forget_old(clock.now())


@shared_task
def back_up() -> int:
    """Makes tonight's backup where OTOP_BACKUP_DIR names a folder; returns how many documents it holds."""
    made = backups.back_up_nightly(clock.now())
    logger.info("backup: %s", made.made_at if made else "OTOP_BACKUP_DIR is not set, none was made")
    return made.documents if made else 0


@shared_task
def forget_old_sessions() -> int:
    """Drops sessions that are over, and lines of the door's log that are old enough."""
    sign_ins.forget_old(clock.now())
    throttle.forget_old(clock.now())
    ended = accounts.forget_old_sessions(clock.now())
    sessions.forget_old(clock.now())
    return ended


@shared_task
def refresh_checks() -> int:
    """Checks anew at night what waits for the provinces; returns how many districts."""
    return running.refresh_sent(clock.today())


@shared_task
def verify_chains() -> int:
    """Checks journal and rows at night, then anchors the journal; a fault is an error in the log.

    Returns how many events were checked.
    """
    report = verifying.verify()
    for fault in report.faults:
        logger.error("journal of unit %s, event %s: %s", fault.unit_code, fault.seq, fault.why)
    verifying.remember(report, clock.now())
    written = verifying.anchor(report, clock.now())
    logger.info("journal: %s events, %s faults, anchor %s", report.checked, len(report.faults), written)
    return report.checked
