"""Entry points of the queue and of beat: load, one service call, safe to run twice."""

import logging

from celery import shared_task

from otop_registry import clock
from registration.models import Job
from registration.services import jobs
from registration.services.jobs.lanes import ReportProgress
from reporting import demo
from reporting.services import documents, notices, units

logger = logging.getLogger(__name__)


@shared_task
def owe_notices() -> int:
    """Owes what is owed at this moment; returns how many notices are new."""
    counted = notices.sweep(notices.judged_moment(clock.today()))
    if any(counted.values()):
        logger.info("notices: %s", dict(counted))
    return counted["owed"]


@shared_task
def send_notices() -> dict[str, int]:
    """Sends what is due; returns {what became of it: how many}."""
    counted = dict(notices.deliver(clock.now()))
    if counted:
        logger.info("notices: %s", counted)
    return counted


@shared_task
def carry_out_unit_changes() -> int:
    """Carries out the confirmed changes of units whose day has come; returns how many."""
    done = units.carry_out_due(clock.today())
    if done:
        logger.info("unit changes: %s carried out", done)
    return done


@shared_task
def demo_neighbours() -> int:
    """Lets the demo's other districts confirm what they have by the training date; returns how many did."""
    return demo.catch_up(clock.today())


@shared_task
def make_document(*, job_id: int) -> None:
    """Makes the document or packet that a job asks for."""
    jobs.perform(job_id, _make)


def _make(job: Job, report_progress: ReportProgress) -> None:
    documents.make_asked(
        job.arguments["document_id"], report_progress, site=job.arguments["site"], on=clock.today()
    )
