"""Entry points of beat: the sweep that owes notices and the one that sends them; both are safe to run twice."""

import logging

from celery import shared_task

from otop_registry import clock
from reporting.services import notices

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
