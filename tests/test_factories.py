"""The tests' own ground: the cast stands in its places, and every status can be walked to."""

import pytest

from registration import access
from registration.models import Plan
from registration.workflow import CertificateStatus, ClosingStatus, Status
from tests.world.cast import Cast
from tests.world.factories import DAY, certification_of, closing_of, make_producer, submission_of, walk

pytestmark = pytest.mark.django_db


def test_only_the_stranger_and_the_former_hold_no_post_today(cast: Cast) -> None:
    people = [value for value in vars(cast).values() if hasattr(value, "posts") and hasattr(value, "email")]
    without = {person.username for person in people if not access.posts(person, DAY)}
    assert without == {"stranger", "former"}
    assert len(people) == 13


@pytest.mark.parametrize("status", Status)
def test_a_submission_walks_to_every_status(cast: Cast, plan: Plan, status: Status) -> None:
    make_producer(cast.a, by=cast.district)
    assert walk(submission_of(cast.a), status).status == status


@pytest.mark.parametrize("status", CertificateStatus)
def test_a_certificate_walks_to_every_status(cast: Cast, plan: Plan, status: CertificateStatus) -> None:
    assert walk(certification_of(cast.home), status).status == status


@pytest.mark.parametrize("status", ClosingStatus)
def test_a_closing_walks_to_every_status(cast: Cast, plan: Plan, status: ClosingStatus) -> None:
    assert walk(closing_of(), status).status == status
