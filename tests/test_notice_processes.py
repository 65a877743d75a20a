"""Notices with real processes on a database of their own: two beats at once, and workers killed half-way."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.services import find_free_port
from tests.world import ready
from tests.world.mail_servers import smtp

ROOT = Path(__file__).resolve().parent.parent
READERS = 60
START = 120  # s; for busy machines
CAST = f"""
from tests.world.cast import build_cast
from tests.world.factories import make_officer
build_cast()
for _ in range({READERS}):
    make_officer("8002")
"""
# One beat with its worker: sweeps and sends for some seconds, as fast as it can.
BEAT = """
import time
from otop_registry import clock
from reporting.management.commands.send_due_notices import read_moment
from reporting.services import notices
end = time.monotonic() + 4
while time.monotonic() < end:
    notices.sweep(read_moment("2567-07-15T08:30"))
    notices.deliver(clock.now())
"""
OWE = """
from reporting.management.commands.send_due_notices import read_moment
from reporting.services import notices
notices.sweep(read_moment("2567-07-15T08:30"))
"""
ONE = """
from registration.models import Notice
Notice.objects.exclude(unit_id="4301").delete()
"""
SEND = "from otop_registry import clock; from reporting.services import notices; notices.deliver(clock.now())"
LEASE_OVER = "UPDATE registration_notice SET next_try_at = '2024-01-01 00:00:00'"
STATES = "SELECT state, attempts FROM registration_notice"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a migrated database, the cast and many officers of district B."""
    folder = tmp_path_factory.mktemp("model")
    ready.copy_to(folder)
    assert shell(folder, CAST).wait(START) == 0
    return folder


@pytest.fixture
def data(model: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(model, tmp_path / "data")


def run(data: Path, *words: str, port: int = 1) -> subprocess.Popen[str]:
    own = {"OTOP_DATA_DIR": str(data), "OTOP_DEMO": "1", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
    services = ("DATABASE_URL", "REDIS_URL")
    kept = {name: value for name, value in os.environ.items() if name not in services}
    environment = {**kept, **own, "EMAIL_USE_TLS": "0", "DJANGO_SETTINGS_MODULE": "otop_registry.settings"}
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def shell(data: Path, script: str, port: int = 1) -> subprocess.Popen[str]:
    return run(data, "shell", "--no-imports", "--command", script, port=port)


def ask(data: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "otop.sqlite3")) as file, file:
        return list(file.execute(statement))


def wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + START
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait(START)


def test_two_beats_at_once_send_every_notice_once(data: Path) -> None:
    """Without the swap in delivery.claim (by key alone) 39 of 64 notices went out more than once."""
    with smtp() as box:
        beats = [shell(data, BEAT, box.port) for _ in range(2)]
        assert [beat.wait(START) for beat in beats] == [0, 0]
    doubled = sum(times > 1 for times in box.times.values())
    assert (len(box.times), doubled) == (READERS + 4, 0)
    assert len({to for _, to, _, _ in box.got}) == READERS + 4


def test_a_worker_killed_before_the_server_spoke_is_followed_by_another(data: Path) -> None:
    assert shell(data, OWE + ONE).wait(START) == 0
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection and says nothing
        worker = shell(data, SEND, silent.getsockname()[1])
        silent.settimeout(START)
        silent.accept()
        kill(worker)
    assert ask(data, STATES) == [("owed", 1)]
    with smtp() as box:
        assert shell(data, SEND, box.port).wait(START) == 0
        assert box.got == []  # the dead worker's lease still holds
        ask(data, LEASE_OVER)
        assert shell(data, SEND, box.port).wait(START) == 0
    assert list(box.times.values()) == [1]
    assert ask(data, STATES) == [("sent", 2)]


def test_a_worker_killed_after_the_server_took_it_repeats_under_the_same_id(data: Path) -> None:
    assert shell(data, OWE + ONE).wait(START) == 0
    with smtp(wait=2) as box:
        worker = shell(data, SEND, box.port)
        wait_for(lambda: box.began > 0)
        kill(worker)
        wait_for(lambda: len(box.got) == 1)
        box.wait = 0
        ask(data, LEASE_OVER)
        assert shell(data, SEND, box.port).wait(START) == 0
    assert list(box.times.values()) == [2]  # at least once on the wire, one logical message
    assert ask(data, STATES) == [("sent", 2)]


def test_a_refused_connection_loses_nothing(data: Path) -> None:
    assert shell(data, OWE + ONE).wait(START) == 0
    assert shell(data, SEND, find_free_port()).wait(START) == 0
    assert ask(data, STATES) == [("owed", 1)]
