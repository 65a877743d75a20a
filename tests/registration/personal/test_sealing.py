"""What stands in clear or under an older key is sealed while the site runs; editions verify before and after."""

import json
from importlib import import_module
from io import StringIO
from secrets import token_bytes

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django import Settings

from otop_registry import keys
from registration import append_only, content
from registration.models import Draft, Edition, PersonalNumber, Producer, Revision, RosterRow
from registration.models.fingerprints import OVER_NUMBERS
from registration.services import editions
from registration.services import numbers as vault
from registration.services.editions import freezing
from registration.services.personal import sealing
from registration.services.registry import drafts
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, named


def put_in_clear(producer: Producer) -> str:
    """The record, its revisions and rows of editions as they stood before numbers were sealed; returns the number."""
    number = vault.opened([producer.citizen_id])[producer.citizen_id]
    with append_only.lifted(connection), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registration_producer SET citizen_id = %s WHERE id = %s", [number, producer.pk]
        )
        for model in (Revision, RosterRow):
            for row in model.objects.filter(producer=producer):
                said = json.dumps(row.content | {"citizen_id": number})
                sql = f"UPDATE {model._meta.db_table} SET content = %s WHERE id = %s"  # noqa: S608 (our own)
                cursor.execute(sql, [said, row.pk])
        edition = editions.latest(FIRST)
        known = vault.opened(
            token for row in edition.roster.all() for token in content.numbers_of(row.content)
        )
        edition.fingerprint_version = OVER_NUMBERS
        assert number in known.values()
        sealed = [freezing.fingerprint_of(edition), OVER_NUMBERS, edition.pk]
        cursor.execute(
            "UPDATE registration_edition SET fingerprint = %s, fingerprint_version = %s WHERE id = %s", sealed
        )
    return number


def stored(model: type, pk: object, column: str) -> str:
    with connection.cursor() as cursor:
        key = model._meta.pk.column
        sql = f"SELECT CAST({column} AS TEXT) FROM {model._meta.db_table} WHERE {key} = %s"  # noqa: S608 (our own)
        cursor.execute(sql, [pk])
        return str(cursor.fetchone()[0])


def test_rows_in_clear_read_as_sealed_and_are_sealed_with_every_edition_as_genuine_as_before(
    closed: Cast,
) -> None:
    producer = named("หนึ่ง")
    token = producer.citizen_id
    number = put_in_clear(producer)
    edition, revision = Edition.objects.get(round=FIRST), producer.revisions.earliest("number")
    assert number in stored(Revision, revision.pk, "content")
    assert Producer.objects.get(pk=producer.pk).citizen_id == revision.content["citizen_id"] == token
    assert editions.is_genuine(edition)
    assert sum(sealing.due().values()) > 0
    said = StringIO()
    call_command("rotate_field_key", stdout=said, stderr=StringIO())
    count = RosterRow.objects.filter(producer=producer).count()
    assert f"registration_rosterrow.content: {count} sealed" in said.getvalue()
    assert sum(sealing.due().values()) == 0
    for model, pk, column in ((Producer, producer.pk, "citizen_id"), (Revision, revision.pk, "content")):
        assert number not in stored(model, pk, column)
    assert editions.is_genuine(edition)
    PersonalNumber.objects.filter(pk=token).delete()
    assert not editions.is_genuine(edition)


def test_the_migration_fills_the_vault_and_the_producers_and_goes_on_where_it_broke_off(closed: Cast) -> None:
    producer = named("หนึ่ง")
    token, number = producer.citizen_id, put_in_clear(producer)
    PersonalNumber.objects.filter(pk=token).delete()
    state = MigrationExecutor(connection).loader.project_state([("registration", "0050_seal_producers")])
    migration = import_module("registration.migrations.0050_seal_producers")
    for _ in range(2):
        migration.seal(state.apps, None)
    assert vault.opened([token]) == {token: number}
    assert stored(Producer, producer.pk, "citizen_id") == token
    assert editions.is_genuine(editions.latest(FIRST))


def test_a_new_key_seals_anew_and_changes_no_token_and_no_fingerprint(
    closed: Cast, settings: Settings
) -> None:
    drafts.keep(closed.a, "producer:new", {"citizen_id": "1"}, by=closed.district, on=DAY)
    before = (
        dict(Edition.objects.values_list("pk", "fingerprint")),
        set(Producer.objects.values_list("citizen_id")),
    )
    count = PersonalNumber.objects.count()
    settings.MASTER_KEYS = {**site.MASTER_KEYS, 2: token_bytes(keys.LENGTH)}
    assert sealing.seal_all()["registration_personalnumber.sealed"] == count
    settings.MASTER_KEYS = {2: settings.MASTER_KEYS[2]}
    assert len(vault.opened(PersonalNumber.objects.values_list("token", flat=True))) == count
    assert Draft.objects.get().fields == {"citizen_id": "1"}
    after = (
        dict(Edition.objects.values_list("pk", "fingerprint")),
        set(Producer.objects.values_list("citizen_id")),
    )
    assert after == before
    assert all(map(editions.is_genuine, Edition.objects.all()))
    assert sum(sealing.seal_all().values()) == 0


def test_what_cannot_be_read_is_left_for_who_has_its_key(closed: Cast, settings: Settings) -> None:
    drafts.keep(closed.a, "producer:new", {"name": "ก"}, by=closed.district, on=DAY)
    old = settings.MASTER_KEYS
    settings.MASTER_KEYS = {2: token_bytes(keys.LENGTH)}
    sealing.seal_all()
    assert Draft.objects.get().fields == {}
    settings.MASTER_KEYS = old
    assert Draft.objects.get().fields == {"name": "ก"}
    assert len(vault.opened([named("หนึ่ง").citizen_id])) == 1


def test_a_number_in_clear_is_refused_by_every_column(closed: Cast) -> None:
    producer = named("หนึ่ง")
    number = vault.opened([producer.citizen_id])[producer.citizen_id]
    with pytest.raises(TypeError, match="vault"), transaction.atomic():
        Producer.objects.filter(pk=producer.pk).update(citizen_id=number)
    revision = producer.revisions.latest("number")
    revision.content |= {"citizen_id": number}
    with pytest.raises(TypeError, match="vault"), transaction.atomic():
        revision.save()
    assert Producer.objects.get(citizen_id=number) == producer
