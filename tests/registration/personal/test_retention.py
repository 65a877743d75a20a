"""What is due is shown before it goes; what papers and editions need to be verified stays."""

from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from registration import append_only
from registration.models import Draft, Edition, Event, PersonalNumber, Plan, Producer, Reading
from registration.models.fingerprints import OVER_NUMBERS
from registration.services import editions, registry
from registration.services import numbers as vault
from registration.services.editions import freezing
from registration.services.personal import looking, retention
from registration.services.registry import drafts
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, named
from tests.world.factories import REGISTER_DAY, make_producer

SOON, LATER = REGISTER_DAY + timedelta(days=30), date(2030, 1, 1)


def due(on: date) -> dict[str, int]:
    return {line.rule.key: line.due for line in retention.preview(on)}


def test_drafts_and_looks_go_after_their_time_and_the_journal_tells(
    client: Client, cast: Cast, plan: Plan, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    drafts.keep(cast.a, "producer:new", {"name": "ก"}, by=cast.district, on=REGISTER_DAY)
    looking.saw_records([make_producer(cast.a, by=cast.district)], by=cast.province, on=REGISTER_DAY)
    assert set(due(SOON).values()) == {0}
    freeze(LATER)
    assert due(LATER) == {"drafts": 1, "uploads": 0, "readings": 1, "numbers": 0}
    assert (Draft.objects.count(), Reading.objects.count()) == (1, 1)
    client.force_login(cast.department)
    url = reverse("registration:retention")
    assert "ลบที่ครบกำหนด" in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "ครบกำหนดปี 2573"}).status_code == 302
    assert (Draft.objects.count(), Reading.objects.count()) == (0, 0)
    event = Event.objects.get(verb=retention.VERB)
    assert (event.reason, event.after["drafts"]) == ("ครบกำหนดปี 2573", 1)


def test_a_number_is_erased_long_after_its_withdrawal_and_editions_stay_genuine(
    closed: Cast, freeze: Freeze
) -> None:
    gone, stays = named("หนึ่ง"), named("สอง")
    registry.withdraw(gone, by=closed.district, on=DAY, version=gone.version, reason="เลิกทำ")
    assert due(DAY)["numbers"] == 0
    assert due(LATER)["numbers"] == 1
    freeze(LATER)
    said = StringIO()
    for options in (["--dry-run"], []):
        call_command("purge_personal_data", *options, stdout=said)
    assert ("numbers: 1 due" in said.getvalue(), "numbers: 1 removed" in said.getvalue()) == (True, True)
    assert list(vault.opened([gone.citizen_id, stays.citizen_id])) == [stays.citizen_id]
    assert all(map(editions.is_genuine, Edition.objects.all()))
    assert Producer.objects.get(pk=gone.pk).citizen_id == gone.citizen_id


def test_a_number_that_an_edition_of_version_1_or_a_standing_record_needs_stays(closed: Cast) -> None:
    first, second = named("หนึ่ง"), named("สอง")
    registry.withdraw(second, by=closed.district, on=DAY, version=second.version, reason="เลิกทำ")
    make_producer(closed.a, by=closed.district, on=DAY, citizen_id=second.citizen_id)
    registry.withdraw(first, by=closed.district, on=DAY, version=first.version, reason="เลิกทำ")
    edition = editions.latest(FIRST)
    edition.fingerprint_version = OVER_NUMBERS
    with append_only.lifted(connection), connection.cursor() as cursor:
        said = [freezing.fingerprint_of(edition), OVER_NUMBERS, edition.pk]
        cursor.execute(
            "UPDATE registration_edition SET fingerprint=%s, fingerprint_version=%s WHERE id=%s", said
        )
    count = PersonalNumber.objects.count()
    retention.purge("ครบกำหนด", by=closed.department, on=LATER)
    assert PersonalNumber.objects.count() == count
    assert editions.is_genuine(editions.latest(FIRST))
