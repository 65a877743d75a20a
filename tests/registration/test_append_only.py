"""What is written once cannot be changed or removed by SQL either, on both engines."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from registration import append_only, installation
from registration.append_only import KEPT, NEVER, Kept
from registration.models import Plan, Producer, Revision
from registration.models.journey import AppendOnly
from registration.services.registry.taking_back import take_back
from registration.workflow import Status
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, submission_of, walk
from tests.world.installation import ROOT

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="roles are PostgreSQL's")


def execute(sql: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()  # it alters and empties no table to whose rows checks are still owed
        cursor.execute(sql)
        return cursor.rowcount


def test_every_table_of_the_rule_is_in_the_list() -> None:
    by_rule = {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)}
    assert by_rule | {"registration_revision", "reporting_letter"} == {kept.table for kept in KEPT}


def test_a_migrated_database_has_every_trigger_and_the_check_says_when_not(cast: Cast) -> None:
    assert append_only.missing(connection) == installation.check_append_only() == []
    execute(f"DROP TRIGGER registration_event_no_{_last()}" + _on("registration_event"))
    [warning] = installation.check_append_only()
    assert (warning.id, "1 triggers" in warning.msg) == ("registration.W002", True)
    call_command("migrate", verbosity=0)
    assert append_only.missing(connection) == []


def _last() -> str:
    return "delete" if connection.vendor == "sqlite" else "truncate"


def _on(table: str) -> str:
    return "" if connection.vendor == "sqlite" else f" ON {table}"


@pytest.mark.parametrize("table", ["registration_event", "registration_revision", "registration_proof"])
def test_the_database_refuses_to_change_and_to_remove(cast: Cast, plan: Plan, table: str) -> None:
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    own = {"postgresql": "TRUNCATE {} CASCADE", "sqlite": "REPLACE INTO {0} SELECT * FROM {0}"}
    for act in ("UPDATE {} SET id = id", "DELETE FROM {}", own[connection.vendor]):
        with pytest.raises(IntegrityError, match="is append-only"):
            execute(act.format(table))


def test_what_was_told_to_be_taken_back_may_go(cast: Cast, plan: Plan) -> None:
    stays, goes = (make_producer(cast.a, by=cast.district) for _ in range(2))
    assert take_back(cast.a, {goes.pk: goes.version}, by=cast.district, on=DAY) == {}
    assert list(Producer.objects.values_list("pk", flat=True)) == [stays.pk]
    assert Revision.objects.get().producer_id == stays.pk


@pytest.fixture
def site_role(cast: Cast, plan: Plan) -> Iterator[None]:
    """The role of deploy/postgresql-role.sql, acting in this transaction."""
    execute((ROOT / "deploy/postgresql-role.sql").read_text(encoding="utf-8"))
    execute("SET LOCAL ROLE otop_site")
    yield
    execute("RESET ROLE")


@on_postgresql
def test_the_role_of_the_site_works_and_may_not_touch_what_is_written_once(
    site_role: None, cast: Cast
) -> None:
    producer = make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.CERTIFIED)
    assert take_back(cast.b, {producer.pk: 1}, by=cast.neighbour, on=DAY) == {}
    with connection.cursor() as cursor:
        for kept in KEPT:
            cursor.execute(
                "SELECT has_table_privilege(%s, 'UPDATE'), has_table_privilege(%s, 'DELETE'),"
                " has_table_privilege(%s, 'TRUNCATE')",
                [kept.table] * 3,
            )
            assert cursor.fetchone() == _rights(kept), kept.table


def _rights(kept: Kept) -> tuple[bool, bool, bool]:
    """An edition is sealed by one column, so it has no right to change as a whole."""
    is_edition = kept.table == "registration_edition"
    may_change = kept.may_change != NEVER and not (is_edition or kept.by_owner)
    return may_change, kept.may_go != NEVER, False
