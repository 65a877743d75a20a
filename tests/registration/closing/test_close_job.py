"""The close as a job: judged when asked, one job however often, done on its own day by who asked, never twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from registration.models import Closing, Edition, Job, Plan, Post
from registration.services.closing import close_job
from registration.tasks import close_round
from registration.workflow import ClosingStatus, Refused
from tests.world.cast import Cast
from tests.world.factories import CLOSE_DAY, VERIFY_DAY, closing_of, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast: Cast, plan: Plan) -> Closing:
    """Round 2/2561, held for closing."""
    return walk(closing_of(), ClosingStatus.SOFT_CLOSED)


def asked(closing: Closing, cast: Cast) -> Job:
    return close_job.ask(closing, by=cast.department, on=CLOSE_DAY)


def test_asking_twice_is_one_job_and_closes_nothing_yet(held: Closing, cast: Cast) -> None:
    first = asked(held, cast)
    assert asked(held, cast) == first == close_job.newest(held)
    assert str(held.round) in first.title
    assert closing_of().status == ClosingStatus.SOFT_CLOSED


def test_nobody_asks_for_what_the_close_would_refuse(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused):
        asked(closing_of(), cast)  # not held yet
    held = walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    with pytest.raises(Refused):
        close_job.ask(held, by=cast.department, on=VERIFY_DAY)
    with pytest.raises(PermissionDenied):
        close_job.ask(held, by=cast.province, on=CLOSE_DAY)
    assert close_job.newest(held) is None


def test_the_job_closes_on_the_day_it_was_asked_by_who_asked(held: Closing, cast: Cast) -> None:
    job = asked(held, cast)
    close_round(job_id=job.pk)
    assert closing_of().status == ClosingStatus.CLOSED
    edition = Edition.objects.get()
    assert (localdate(edition.created_at), edition.created_by) == (CLOSE_DAY, cast.department)


def test_a_worker_that_died_after_closing_closes_nothing_twice(held: Closing, cast: Cast) -> None:
    job = asked(held, cast)
    close_round(job_id=job.pk)
    close_job.close(job, lambda *_: None)
    assert Edition.objects.count() == 1


def test_who_lost_the_post_meanwhile_closes_nothing(held: Closing, cast: Cast) -> None:
    job = asked(held, cast)
    Post.objects.filter(user=cast.department).update(valid_to=CLOSE_DAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        close_job.close(job, lambda *_: None)
    assert closing_of().status == ClosingStatus.SOFT_CLOSED
