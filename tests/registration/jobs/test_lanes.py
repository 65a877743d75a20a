"""Jobs: asked once, done once, tried again when a worker dies, never lost with the broker."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from otop_registry import clock
from registration.models import Heartbeat, Job
from registration.models.jobs import JobState, Lane
from registration.services import jobs
from registration.services.jobs import board, lanes
from registration.workflow import Refused
from tests.world.cast import Cast

pytestmark = pytest.mark.django_db
ORDER = jobs.Order("registration.tasks.mail_password_link", Lane.MAIL, "งานทดลอง")
Work = Callable[[Job, jobs.ReportProgress], None]


def asked(**fields: object) -> Job:
    """A job as it stands in the table, without waking anybody."""
    job = jobs.ask(ORDER, {"user_id": 1, "site": "http://testserver/"})
    Job.objects.filter(pk=job.pk).update(**fields)
    return Job.objects.get(pk=job.pk)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def failing(error: Exception) -> Work:
    def work(job: Job, tell: jobs.ReportProgress) -> None:
        raise error

    return work


def test_a_job_is_done_once(cast: Cast) -> None:
    job, done = asked(), []
    jobs.perform(job.pk, lambda job, tell: done.append(job.pk))
    jobs.perform(job.pk, lambda job, tell: done.append(job.pk))  # the broker repeats itself
    assert done == [job.pk]
    assert (fresh(job).state, fresh(job).percent, fresh(job).attempts) == (JobState.DONE, 100, 1)


def test_the_same_key_asks_for_one_job_until_it_is_over(cast: Cast) -> None:
    order = jobs.Order(ORDER.task, Lane.DOCUMENTS, "เอกสาร", key="a")
    first, second = (jobs.ask(order, {}) for _ in range(2))
    assert first == second
    jobs.perform(first.pk, lambda job, tell: None)
    assert jobs.ask(order, {}) != first


def test_a_job_of_a_write_that_failed_never_was(cast: Cast) -> None:
    def write() -> None:
        with transaction.atomic():
            asked()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert not Job.objects.exists()


def test_progress_is_seen_while_the_work_goes_on(cast: Cast) -> None:
    seen = []

    def work(job: Job, tell: jobs.ReportProgress) -> None:
        tell(40, "กำลังวาดหน้า 2 จาก 5")
        seen.append((fresh(job).percent, fresh(job).step, fresh(job).state))

    jobs.perform(asked().pk, work)
    assert seen == [(40, "กำลังวาดหน้า 2 จาก 5", JobState.RUNNING)]


def test_a_refusal_is_an_answer_and_not_tried_again(cast: Cast) -> None:
    job = asked()
    jobs.perform(job.pk, failing(Refused("ยังไม่มีข้อมูลของรอบนี้")))
    assert (fresh(job).state, fresh(job).error) == (JobState.FAILED, "ยังไม่มีข้อมูลของรอบนี้")


def test_a_fault_is_tried_again_with_growing_pauses_and_then_told(cast: Cast) -> None:
    job, pauses = asked(), []
    for _ in range(ORDER.max_attempts - 1):
        before = clock.now()
        jobs.perform(job.pk, failing(OSError("disk")))
        assert fresh(job).state == JobState.WAITING
        pauses.append(round((fresh(job).due_at - before).total_seconds()))
        Job.objects.filter(pk=job.pk).update(due_at=before)
    jobs.perform(job.pk, failing(OSError("disk")))
    assert pauses == [10, 30]
    assert (fresh(job).state, fresh(job).error) == (JobState.FAILED, jobs.FAULT)


def test_nothing_starts_before_its_pause_is_over(cast: Cast) -> None:
    job, done = asked(due_at=clock.now() + timedelta(seconds=9)), []
    jobs.perform(job.pk, lambda job, tell: done.append(job.pk))
    assert done == []


def test_the_sweep_takes_a_job_from_a_dead_worker(cast: Cast) -> None:
    now = clock.now()
    job = asked(state=JobState.RUNNING, attempts=1, lease_until=now - timedelta(seconds=1))
    jobs.sweep(now)
    assert (fresh(job).state, fresh(job).error) == (JobState.WAITING, jobs.DIED)


def test_the_sweep_leaves_a_living_worker_alone(cast: Cast) -> None:
    job = asked(state=JobState.RUNNING, attempts=1, lease_until=clock.now() + timedelta(seconds=5))
    jobs.sweep(clock.now())
    assert fresh(job).state == JobState.RUNNING


def test_a_worker_that_lost_its_lease_writes_nothing(cast: Cast) -> None:
    job, wrote = asked(), []

    def work(job: Job, tell: jobs.ReportProgress) -> None:
        Job.objects.filter(pk=job.pk).update(attempts=2)  # the sweep and another worker came in between
        tell(50, "ยังทำอยู่")
        wrote.append("on")

    jobs.perform(job.pk, work)
    assert wrote == []
    assert (fresh(job).state, fresh(job).percent, fresh(job).attempts) == (JobState.RUNNING, 0, 2)


def test_a_job_whose_last_worker_died_says_so(cast: Cast) -> None:
    now = clock.now()
    job = asked(state=JobState.RUNNING, attempts=3, lease_until=now - timedelta(seconds=1))
    jobs.sweep(now)
    assert (fresh(job).state, fresh(job).error) == (JobState.FAILED, jobs.DIED)


@given(st.lists(st.sampled_from(["perform", "fail", "die", "sweep", "wait"]), max_size=14))
def test_whatever_happens_a_job_is_done_at_most_once_and_never_forgotten(acts: list[str]) -> None:
    with transaction.atomic():
        job, done = jobs.ask(ORDER, {}), []
        for act in acts:
            ACTS[act](job.pk, done)
        job = fresh(job)
        assert len(done) <= 1
        assert job.attempts <= job.max_attempts
        assert (job.state == JobState.DONE) == bool(done)
        assert job.is_over or job.state in {JobState.WAITING, JobState.RUNNING}
        transaction.set_rollback(True)


def die(pk: int, done: list[int]) -> None:
    """A worker takes the job and vanishes."""
    lanes._claim(pk)
    Job.objects.filter(pk=pk, state=JobState.RUNNING).update(lease_until=clock.now() - timedelta(seconds=1))


def wait(pk: int, done: list[int]) -> None:
    Job.objects.filter(pk=pk).update(due_at=clock.now() - timedelta(seconds=1))


ACTS: dict[str, Callable[[int, list[int]], object]] = {
    "perform": lambda pk, done: jobs.perform(pk, lambda job, tell: done.append(pk)),
    "fail": lambda pk, done: jobs.perform(pk, failing(ValueError("fault"))),
    "die": die,
    "sweep": lambda pk, done: [lanes._give_up(job, lanes.DIED) for job in Job.objects.abandoned(clock.now())],
    "wait": wait,
}


def test_a_committed_order_reaches_its_task(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.ask(ORDER, {"user_id": cast.district.pk, "site": "http://testserver/"})
    assert fresh(job).state == JobState.DONE


# --- the operators' page ---


def test_a_silent_lane_and_a_stuck_job_are_named(cast: Cast) -> None:
    now = clock.now()
    jobs.show_alive(Lane.MAIL)
    Heartbeat.objects.create(lane=Lane.DOCUMENTS, at=now - timedelta(minutes=4))
    asked(due_at=now - timedelta(minutes=11))
    lines = {line.lane: line for line in board.lanes(clock.now())}
    assert [lines[lane].is_silent for lane in Lane] == [False, True, True]
    assert (lines[Lane.MAIL].waiting, lines[Lane.MAIL].is_stuck) == (1, True)


def test_a_failed_job_is_tried_anew_by_its_button(cast: Cast, client: Client) -> None:
    job = asked(state=JobState.FAILED, attempts=3, error="ขัดข้อง", ended_at=clock.now())
    client.force_login(cast.department)
    page = client.get(reverse("registration:jobs"), {"state": "failed"}).content.decode()
    assert "ทำใหม่" in page
    client.post(reverse("registration:job_again", args=[job.pk]))
    assert (fresh(job).state, fresh(job).attempts) == (JobState.WAITING, 0)


def test_the_page_costs_the_same_for_one_job_and_for_hundreds(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    asked()
    moments = {"asked_at": clock.now(), "due_at": clock.now()}
    rows = [Job(task="x", lane=Lane.MAIL, title=f"งาน {n}", unit_id="", **moments) for n in range(300)]
    Job.objects.bulk_create(rows)
    client.force_login(cast.department)
    with django_assert_max_num_queries(12):
        assert "จาก" in client.get(reverse("registration:jobs")).content.decode()
