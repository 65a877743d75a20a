"""An installation of its own, as processes: a data folder, a database, and commands run on it.

SQLite in the first pass of `make test`; a new database of the run's PostgreSQL in the second.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from tests.world import ready

ROOT: Final = Path(__file__).resolve().parents[2]
KEYS: Final = ("keys", "index_key")  # files of a data folder, kept apart from its copies
PATIENCE: Final = 300  # s; for busy machines


@dataclass(frozen=True)
class Installation:
    """Where it lives, and the variables that its commands run with."""

    folder: Path
    environment: dict[str, str]

    def run(self, *words: str, **over: str) -> "subprocess.CompletedProcess[str]":
        """What became of a command of manage.py."""
        command, environment = [sys.executable, "manage.py", *words], {**self.environment, **over}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )

    def manage(self, *words: str, **over: str) -> str:
        """What a command that ends well said."""
        done = self.run(*words, **over)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def shell(self, script: str, **over: str) -> str:
        """What a script said."""
        return self.manage("shell", "--no-imports", "-c", script, **over)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database answers, asked without a program of ours."""
        if url := self.environment.get("DATABASE_URL"):
            with psycopg.connect(url) as connection:
                return list(connection.execute(query))
        with closing(sqlite3.connect(self.folder / "otop.sqlite3")) as file:
            return list(file.execute(query))


@contextmanager
def installation(folder: Path, name: str, *, is_migrated: bool = True, **over: str) -> Iterator[Installation]:
    """One in the folder, in demo mode unless told otherwise; `name` is that of its PostgreSQL database."""
    folder.mkdir(exist_ok=True)
    own = {"OTOP_DATA_DIR": str(folder), "OTOP_DEMO": "1", "DJANGO_SETTINGS_MODULE": "otop_registry.settings"}
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("OTOP_", "EMAIL_", "LINE_"))
    }
    kept.pop("REDIS_URL", None)
    if "DATABASE_URL" not in os.environ:
        if is_migrated:
            ready.copy_to(folder)
        yield Installation(folder, {**kept, **own, **over})
        return
    name = f"{name}_{os.getpid()}"
    here = {"DATABASE_URL": ready.create(name, is_migrated=is_migrated)}
    try:
        yield Installation(folder, {**kept, **own, **here, **over})
    finally:
        ready.drop(name)
