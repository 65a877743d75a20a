"""A migrated database, made once and copied for every test that needs one.

Migrating an empty database costs as much as some hundred tests. A file on SQLite, a template on PostgreSQL.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT: Final = Path(__file__).resolve().parents[2]
TEMPLATE: Final = "otop_migrated"


def copy_to(folder: Path) -> None:
    """Puts a migrated SQLite database where an installation in the folder looks for it."""
    shutil.copyfile(file(), folder / "otop.sqlite3")


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
    """The folder that holds it; the first process to ask migrates, the others wait for it.

    A file lasts until a migration changes, so that a single test begins at once; a template lasts as long as its
    PostgreSQL.
    """
    is_file = "DATABASE_URL" not in os.environ
    folder = (
        Path(tempfile.gettempdir()) / _name() if is_file else Path(os.environ["TESTS_SHARED_FOLDER"]) / "made"
    )
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            _migrate(folder)
            (folder / "done").touch()
    return folder


def _name() -> str:
    """Says who migrated what with which packages."""
    sources = [
        *sorted(ROOT.glob("*/migrations/*.py")),
        ROOT / "reporting/kinds.py",
        ROOT / "registration/append_only.py",
        ROOT / "requirements.txt",
    ]
    found = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    return f"otop-tests-{os.getuid()}-{found.hexdigest()[:16]}"


def _migrate(folder: Path) -> None:
    (folder / "otop.sqlite3").unlink(missing_ok=True)
    own = {"OTOP_DATA_DIR": str(folder), "OTOP_DEMO": "1", "DJANGO_SETTINGS_MODULE": "otop_registry.settings"}
    if "DATABASE_URL" in os.environ:
        own["DATABASE_URL"] = create(TEMPLATE, is_migrated=False)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, check=True)
