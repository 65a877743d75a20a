"""An installation of its own, as processes: a data folder, a database, and commands run on it.

SQLite in the first pass of `make test`; a new database of the run's PostgreSQL in the second.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT: Final = Path(__file__).resolve().parents[2]
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


@contextmanager
def installation(folder: Path, name: str, **over: str) -> Iterator[Installation]:
    """An empty one in the folder, in demo mode unless told otherwise; `name` is that of its PostgreSQL database."""
    folder.mkdir(exist_ok=True)
    own = {"OTOP_DATA_DIR": str(folder), "OTOP_DEMO": "1", "DJANGO_SETTINGS_MODULE": "otop_registry.settings"}
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("OTOP_", "EMAIL_", "LINE_"))
    }
    kept.pop("REDIS_URL", None)
    if not (url := os.environ.get("DATABASE_URL")):
        yield Installation(folder, {**kept, **own, **over})
        return
    name = f"{name}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        here = {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        try:
            yield Installation(folder, {**kept, **own, **here, **over})
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
