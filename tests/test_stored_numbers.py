"""Who has the database, its log and the stored files alone, without a key, reads no citizen's or juristic number."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from registration.middleware import BEGAN, SEEN
from registration.models import PersonalNumber, Plan
from registration.services import registry
from registration.services.imports import applying
from registration.services.personal import revealing
from registration.services.registry import drafts
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, amend, make_citizen_id, make_producer
from tests.world.lists import HEADS, STATED, line, pasted

FIRST, CHAIR, DRAFTED, LISTED, KEPT = map(make_citizen_id, range(501, 506))
COMPANY, LATER = "0805561000012", "0805559000011"
NUMBERS = (FIRST, CHAIR, DRAFTED, LISTED, KEPT, COMPANY, LATER)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def in_files(place: Path) -> Iterator[bytes]:
    yield from (file.read_bytes() for file in place.rglob("*") if file.is_file())


def in_database() -> Iterator[bytes]:
    """Every byte of SQLite's file and its log, before and after what was freed is swept; every row of PostgreSQL."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for sweep in ("PRAGMA optimize", "VACUUM"):
            connection.cursor().execute(sweep)
            yield from (Path(each).read_bytes() for each in (name, f"{name}-wal") if Path(each).exists())
        return
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT CAST(row AS text) FROM "{model._meta.db_table}" AS row')  # noqa: S608 (our own)
            yield from (text.encode() for (text,) in cursor.fetchall())


def work(cast: Cast, client: Client) -> None:
    """Everything through which a number comes: typed, changed, handed over, drafted, brought, kept for a session."""
    group = make_producer(cast.a, by=cast.district, citizen_id=FIRST)
    person = {"owner_title": "นาง", "owner_first_name": "ใหม่", "owner_last_name": "มา", "citizen_id": CHAIR}
    registry.change_chair(
        group, by=cast.district, on=REGISTER_DAY, version=1, person=person, reason="ครบวาระ"
    )
    company = make_producer(cast.a, by=cast.district, kind="sme", juristic_id=COMPANY)
    amend(company, by=cast.district, on=REGISTER_DAY, juristic_id=LATER)
    revealing.reveal(group, "ตรวจบัตร", by=cast.district, on=REGISTER_DAY)
    drafts.keep(cast.a, "producer:new", {"citizen_id": DRAFTED}, by=cast.district, on=REGISTER_DAY)
    row = line(1, {"เลขประจำตัวประชาชน": LISTED})
    text = "\n".join("\t".join(str(cell or "") for cell in each) for each in (HEADS, row))
    upload = pasted("roster", text, cast.a, by=cast.district, **STATED)
    applying.apply_now(upload, by=cast.district, on=REGISTER_DAY)
    client.force_login(cast.district)
    session = client.session
    session[BEGAN] = session[SEEN] = 0
    session.save()
    client.post(reverse("registration:producer_new"), {"name": "ก", "citizen_id": KEPT})


@pytest.mark.django_db(transaction=True)
def test_no_number_lies_in_the_database_or_in_a_stored_file(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    work(cast, client)
    assert (
        PersonalNumber.objects.count() == len(NUMBERS) - len((DRAFTED, KEPT)) + 1
    )  # the company's owner too
    stored = b"\n".join([*in_database(), *in_files(Path(settings.MEDIA_ROOT))])
    assert len(stored) > 10_000
    assert [number for number in NUMBERS if number.encode() in stored] == []
    client.force_login(cast.district)
    assert KEPT in client.get(reverse("registration:producer_new")).content.decode(), (
        "it was kept, and comes back"
    )
