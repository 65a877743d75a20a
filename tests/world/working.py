"""A worker as a process of its own, which a test may kill with all it started."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.world.installation import ROOT


def program(name: str) -> list[str]:
    """A module of tests/world run with the settings of the installation."""
    script = f"from tests.world import {name}; {name}.main()"
    return [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]


@contextmanager
def worker(environment: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """A worker with its beat and short leases; killed at the end with all it started."""
    log = Path(environment["OTOP_DATA_DIR"]) / "worker.log"
    with log.open("ab") as target:
        process = subprocess.Popen(
            program("document_worker"),
            cwd=ROOT,
            env=environment,
            stdout=target,
            stderr=target,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """-9, to the worker and everything of its own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
