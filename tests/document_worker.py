"""A worker with its beat in one process, as deploy/supervisord.conf starts them, but with short leases.

`python -m tests.document_worker`: a job of a dead worker comes back after seconds instead of a minute.
"""

from datetime import timedelta

import django

from otop_registry.celery import app


def main() -> None:
    """Runs until it is stopped or killed."""
    django.setup()
    from registration.services import jobs  # noqa: PLC0415 (after the settings are read)

    jobs.LEASE, jobs.RENEW = timedelta(seconds=8), timedelta(seconds=2)
    jobs.RESEND, jobs.FIRST_PAUSE = timedelta(seconds=4), timedelta(seconds=1)
    app.conf.beat_schedule = {"sweep": {"task": "registration.tasks.sweep_jobs", "schedule": 2.0}}
    words = "worker --beat --queues mail,documents,imports --pool threads --concurrency 2 --loglevel INFO"
    app.worker_main([*words.split(), "--without-gossip", "--without-mingle"])


if __name__ == "__main__":
    main()
