"""Entry points of the queue and of beat: load, one service call, safe to run twice."""

import logging

from celery import shared_task

from registration.services import journal

logger = logging.getLogger(__name__)


@shared_task
def heartbeat() -> None:
    """Says in the log that beat and worker are alive."""
    logger.info("beat and worker are alive")


@shared_task
def verify_chains() -> int:
    """Checks every journal chain at night; a fault is an error in the log. Returns how many events were checked."""
    checked, faults = journal.verify_chains()
    for fault in faults:
        logger.error("journal of unit %s, event %s: %s", fault.unit_code, fault.seq, fault.why)
    logger.info("journal: %s events checked, %s faults", checked, len(faults))
    return checked
