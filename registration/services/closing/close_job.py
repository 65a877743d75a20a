"""The hard close as a job: judged when it is asked, done by a worker, because a nation takes a minute to freeze.

Source: docs/rules.md 4.10; decisions 0010 and 0024.
"""

from datetime import date

from django.db import transaction

from registration import access
from registration.models import Closing, Edition, Job, User
from registration.models.jobs import Lane
from registration.services import jobs, journey

VERB = "hard_close"


def ask(closing: Closing, *, by: User, on: date) -> Job:
    """The job that closes the round. A second asking finds the same one. Raises: Refused, as the close itself would."""
    access.judge(closing, VERB, by, on)
    order = jobs.Order(
        "registration.tasks.close_round", Lane.IMPORTS, f"ปิดระบบรอบ {closing.round}", key=_key(closing)
    )
    with transaction.atomic():
        return jobs.ask(order, {"round_id": closing.pk, "by_id": by.pk, "on": on.isoformat()}, by=by)


def close(job: Job, report_progress: jobs.ReportProgress) -> None:
    """Closes the round on the day it was asked, by who asked; a round that is closed already stays as it is.

    Raises: Refused when what was signed is no longer what stands, or the right is gone.
    """
    said = job.arguments
    report_progress(5, "กำลังตรึงตัวเลขและรายชื่อของทุกจังหวัด")
    if Edition.objects.filter(
        round_id=said["round_id"]
    ).exists():  # done by a worker that died before saying so
        return
    closing, by = Closing.objects.get(pk=said["round_id"]), User.objects.get(pk=said["by_id"])
    journey.advance(closing, VERB, by=by, on=date.fromisoformat(said["on"]))


def newest(closing: Closing) -> Job | None:
    """The last job that was to close the round."""
    return Job.objects.filter(key=_key(closing)).order_by("-pk").first()


def _key(closing: Closing) -> str:
    return f"close:{closing.pk}"
