"""How each database is copied to one file and put back from it. Nothing here reads a row of ours.

SQLite by its own backup of pages, never by `cp` and never by a plain connection: constraints of ours call functions
that only Django's connections know. PostgreSQL by pg_dump and pg_restore of the machine.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from django.db import connection, connections, transaction

from registration.services.backups.manifest import Unusable

COPY: Final = "copy"  # alias of a copy that is being looked at
DEBIAN: Final = "/usr/lib/postgresql"


@contextmanager
def copied(target: Path) -> Iterator[str]:
    """Copies the database to `target`; yields the alias under which the rows that were copied can be read."""
    if connection.vendor == "sqlite":
        with _copied_sqlite(target) as alias:
            yield alias
    else:
        with _copied_postgresql(target) as alias:
            yield alias


@contextmanager
def _copied_sqlite(target: Path) -> Iterator[str]:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
    with _opened(target) as alias:
        yield alias


@contextmanager
def _opened(file: Path) -> Iterator[str]:
    """The copy behind a connection of Django's, which knows the functions of the constraints."""
    connections.databases[COPY] = {**connections.databases["default"], "NAME": str(file), "OPTIONS": {}}
    try:
        with connections[COPY].cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (said := cursor.fetchone()[0]) != "ok":
                raise Unusable(f"The copy of the database is damaged: {said}")
        yield COPY
    finally:
        connections[COPY].close()
        del connections[COPY]
        del connections.databases[COPY]


@contextmanager
def _copied_postgresql(target: Path) -> Iterator[str]:
    """The dump and whoever reads under the alias see one snapshot."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        options = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
        _run("pg_dump", [*options, "--no-owner", "--no-privileges", "--no-comments"])
        _run("pg_restore", ["--file=/dev/null", str(target)], on_database=False)  # reads the whole of it
        yield connection.alias


def check_empty() -> None:
    """Raises: Unusable when the database of this installation holds any table."""
    if connection.introspection.table_names():
        raise Unusable("The database is not empty. Name an empty one, or move the old one away first.")


def put_back(source: Path) -> None:
    """The empty database becomes the copy."""
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        connections.close_all()
        for companion in ("", "-wal", "-shm"):
            target.with_name(target.name + companion).unlink(missing_ok=True)
        aside = target.with_name(f"{target.name}.unfinished")
        shutil.copyfile(source, aside)
        aside.chmod(0o600)
        aside.replace(target)
    else:
        connections.close_all()
        options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
        _run("pg_restore", [*options, str(source)])


def _run(program: str, words: list[str], *, on_database: bool = True) -> None:
    """One of PostgreSQL's programs on our database; the password goes by the environment, never by the words."""
    command, environment = [_find(program), *words], dict(os.environ)
    if on_database:
        (_, *where, name), own = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
        command += [*where, f"--dbname={name}"]
        environment |= own or {}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Unusable(f"{program} failed: {done.stderr.strip()}")


def _find(program: str) -> str:
    """On the PATH, else the newest that Debian keeps. Raises: Unusable."""
    kept = sorted(Path(DEBIAN).glob(f"*/bin/{program}"), key=lambda path: float(path.parents[1].name))
    found = shutil.which(program) or (str(kept[-1]) if kept else "")
    if not found:
        raise Unusable(f"{program} is missing: apt-get install postgresql-client, as new as the server.")
    return found
