"""Entry points of the queue: load, one service call, safe to run twice."""

from celery import shared_task

from otop_registry import clock
from registration.models import Job
from registration.services import jobs
from registration.services.jobs import Tell
from reporting.services import documents


@shared_task
def make_document(*, job_id: int) -> None:
    """Makes the document or packet that a job asks for."""
    jobs.perform(job_id, _make)


def _make(job: Job, tell: Tell) -> None:
    documents.make_asked(job.arguments["document_id"], tell, site=job.arguments["site"], on=clock.today())
