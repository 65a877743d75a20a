"""Tables that are written once, and the triggers by which the database itself refuses to change or remove a row.

This is the one list: `manage.py migrate` puts the triggers up, the system check and verify_chain ask whether they
stand, deploy/postgresql-role.sql withholds the rights. Pure but for the connection that is handed in. Decision 0100.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

NEVER: Final = "1 = 0"
# A record that an upload brought and nobody touched is taken back whole; the journal must have told so before.
TAKEN_BACK: Final = (
    "EXISTS (SELECT 1 FROM registration_event"
    " WHERE subject = 'producer:' || OLD.producer_id AND verb = 'undo_upload')"
)
# From before numbers were sealed: rewritten once, with tokens in their place (manage.py rotate_field_key).
IN_CLEAR: Final = 'CAST(OLD.content AS TEXT) NOT LIKE \'%"citizen_id": "n%\''


@dataclass(frozen=True)
class Kept:
    """A table whose rows stay. `may_change`, `may_go`: what must hold of the OLD row, in SQL of both engines.

    `by_owner`: only who owns the tables may change such a row, not the role under which the site serves.
    """

    table: str
    may_change: str = NEVER
    may_go: str = NEVER
    by_owner: bool = False


KEPT: Final = (
    Kept("registration_event"),
    Kept("registration_edition", may_change="OLD.fingerprint = ''"),  # sealed once, in its own transaction
    Kept("registration_editionfigure"),
    Kept("registration_rosterrow", may_change=IN_CLEAR, by_owner=True),
    Kept("registration_revision", may_change=IN_CLEAR, may_go=TAKEN_BACK, by_owner=True),
    Kept("registration_reading", may_go="1 = 1"),  # goes when its years are over (decision 0108)
    Kept("registration_proof"),
    Kept("registration_announcement"),
    Kept("registration_latefault", may_go="1 = 1"),  # goes with the act of the round that it belongs to
    Kept("reporting_letter", may_change="OLD.state = 'draft'", may_go="OLD.state = 'draft'"),
)


@dataclass(frozen=True)
class Trigger:
    """One trigger: what puts it up, and the text by which the database shows that it is this one and works."""

    name: str
    table: str
    sql: tuple[str, ...]
    shown: str


def triggers(vendor: str) -> list[Trigger]:
    """Every trigger of an engine."""
    made = _of_sqlite if vendor == "sqlite" else _of_postgresql
    return [trigger for kept in KEPT for trigger in made(kept)]


def _of_sqlite(kept: Kept) -> Iterator[Trigger]:
    for act, condition in (("UPDATE", kept.may_change), ("DELETE", kept.may_go)):
        name = f"{kept.table}_no_{act.lower()}"
        sql = (
            f"CREATE TRIGGER {name} BEFORE {act} ON {kept.table} WHEN NOT ({condition}) "
            f"BEGIN SELECT RAISE(ABORT, '{kept.table} is append-only'); END"
        )
        yield Trigger(name, kept.table, (sql,), sql)


def _of_postgresql(kept: Kept) -> Iterator[Trigger]:
    body = (
        f" BEGIN IF TG_OP = 'UPDATE' THEN IF {kept.may_change} THEN RETURN NEW; END IF; END IF;"
        f" IF TG_OP = 'DELETE' THEN IF {kept.may_go} THEN RETURN OLD; END IF; END IF;"
        " RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END "
    )
    function = f"{kept.table}_kept()"
    defined = f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
    for name, when in (
        (f"{kept.table}_no_change", "BEFORE UPDATE OR DELETE ON {} FOR EACH ROW"),
        (f"{kept.table}_no_truncate", "BEFORE TRUNCATE ON {} FOR EACH STATEMENT"),
    ):
        sql = f"CREATE TRIGGER {name} {when.format(kept.table)} EXECUTE FUNCTION {function}"
        yield Trigger(name, kept.table, (defined, sql), body)


_SHOWN: Final = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
        " JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND tgenabled = 'O' AND pg_table_is_visible(pg_class.oid)"
    ),
}


def missing(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers that do not stand as they should: gone, switched off, or saying something else."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN[connection.vendor])
        shown = dict(cursor.fetchall())
    return [each for each in triggers(connection.vendor) if shown.get(each.name) != each.shown]


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Puts up what is missing, on tables that are there."""
    tables = set(connection.introspection.table_names())
    lacking = [trigger for trigger in missing(connection) if trigger.table in tables]
    with connection.cursor() as cursor:
        _settle(connection)
        for trigger in lacking:
            cursor.execute(_dropped(connection, trigger))
            for sql in trigger.sql:
                cursor.execute(sql)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers off: for a migration that rewrites the tables, and for nothing that serves."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        _settle(connection)
        for trigger in triggers(connection.vendor):
            if trigger.table in tables:
                cursor.execute(_dropped(connection, trigger))


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a while; they stand again afterwards, whatever happened."""
    take_down(connection)
    try:
        yield
    finally:
        put_up(connection)


def _settle(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL alters no table to whose rows checks are still owed in the transaction."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        connection.check_constraints()


def _dropped(connection: BaseDatabaseWrapper, trigger: Trigger) -> str:
    on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {trigger.name}{on}"
