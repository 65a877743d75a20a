"""A worker with its beat in one process, as deploy/supervisord.conf starts them, but with short leases.

Run in `manage.py shell`: a job of a dead worker comes back after seconds instead of a minute.
"""

from datetime import timedelta

from otop_registry.celery import app
from registration.services.jobs import lanes


def main() -> None:
    """Runs until it is stopped or killed."""
    lanes.LEASE, lanes.RENEW = timedelta(seconds=8), timedelta(seconds=2)
    lanes.RESEND, lanes.FIRST_PAUSE = timedelta(seconds=4), timedelta(seconds=1)
    app.conf.beat_schedule = {"sweep": {"task": "registration.tasks.sweep_jobs", "schedule": 2.0}}
    words = "worker --beat --queues mail,documents,imports --pool threads --concurrency 2 --loglevel INFO"
    app.worker_main([*words.split(), "--without-gossip", "--without-mingle"])
