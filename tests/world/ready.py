"""A migrated database, made once in a run of the tests and copied for everybody who needs one.

Migrating an empty database costs as much as some hundred tests. A file on SQLite, a template on PostgreSQL.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT: Final = Path(__file__).resolve().parents[2]
TEMPLATE: Final = "otop_migrated"


def copy_to(folder: Path) -> None:
    """Puts a migrated SQLite database where an installation in the folder looks for it."""
    shutil.copyfile(_made() / "otop.sqlite3", folder / "otop.sqlite3")


def file() -> Path:
    """The migrated SQLite database; to be copied, not used."""
    return _made() / "otop.sqlite3"


def create(name: str, *, is_migrated: bool = True) -> str:
    """The DATABASE_URL of a new database of this run's PostgreSQL."""
    template = f" TEMPLATE {TEMPLATE}" if is_migrated and _made() else ""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{template}")
    return _url_of(name)


def drop(name: str) -> None:
    """Removes a database whoever is still connected to it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def template() -> str:
    """The migrated PostgreSQL database; to be copied, not used."""
    _made()
    return TEMPLATE


def _url_of(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _made() -> Path:
    """The folder that all processes of the run share; the first to ask migrates, the others wait for it."""
    folder = Path(os.environ["TESTS_SHARED_FOLDER"]) / "migrated"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            _migrate(folder)
            (folder / "done").touch()
    return folder


def _migrate(folder: Path) -> None:
    own = {"OTOP_DATA_DIR": str(folder), "OTOP_DEMO": "1", "DJANGO_SETTINGS_MODULE": "otop_registry.settings"}
    if "DATABASE_URL" in os.environ:
        own["DATABASE_URL"] = create(TEMPLATE, is_migrated=False)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, check=True)
