"""Who signs stands in words with what was signed, also for what was announced before words were kept."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from registration import append_only
from registration.models import Announcement, Plan, Post
from registration.models.people import ActingFor
from registration.services import journey
from registration.workflow import CertificateStatus
from tests.world.cast import Cast
from tests.world.factories import VERIFY_DAY, certification_of, make_producer, walk

pytestmark = pytest.mark.django_db
MIGRATION = "0026_signers_of_older_announcements"


def test_older_announcements_get_the_words_of_their_posts(cast: Cast, plan: Plan) -> None:
    """The migration writes what a new announcement keeps."""
    position = {"position": "หัวหน้ากลุ่มงาน", "acting_for": ActingFor.IN_PLACE, "order_number": "12/2560"}
    Post.objects.filter(user=cast.province).update(**position, acting_for_position="พัฒนาการจังหวัดนครศรีธรรมราช")
    make_producer(cast.a, by=cast.district)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    said = {"announcement_number": "1/2561", "announcement_day": VERIFY_DAY}
    ask = journey.Ask(details=said | {"announcement_signer": Post.objects.get(user=cast.province)})
    journey.advance(
        certification_of(cast.home), "announce_province", by=cast.province, on=VERIFY_DAY, ask=ask
    )
    kept = Announcement.objects.get().signed_by
    step = import_module(f"registration.migrations.{MIGRATION}")
    then = MigrationExecutor(connection).loader.project_state(("registration", MIGRATION)).apps
    with append_only.lifted(connection):
        then.get_model("registration", "Announcement").objects.update(signed_by={})
        step.put_in_words(then, None)
    assert Announcement.objects.get().signed_by == kept
