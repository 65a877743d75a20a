"""Entry points of the queue and of beat: one service call, safe to run twice."""

import logging

from celery import shared_task
from django.conf import settings

from grading.demo import grades
from grading.services import runs
from otop_registry import clock

logger = logging.getLogger(__name__)


@shared_task
def run_due_interims() -> int:
    """Grades every province as of each monthly round that is over; returns how many runs were made."""
    if settings.DEMO:  # the trial's districts type first what their interim grades are made of
        grades.tell_sales(clock.today())
    made = runs.run_due(clock.today())
    for run in made:
        logger.info("interim grades of province %s as of %s", run.province_id, run.as_of)
    return len(made)
