"""`manage.py serve` with real processes: what is killed comes back, a queued job is done, nothing is left behind.

The second pass of `make test` runs this over PostgreSQL and Redis instead of SQLite and the folder of messages.
"""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import find_free_port
from tests.world.installation import installation
from tests.world.running import BEAT, PAPERS, WEB, WORKER, Site, running, wait_for

BROKER = ("REDIS_URL",)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A trial installation of its own, with the services of this run."""
    own = {"PORT": str(find_free_port())} | {name: os.environ[name] for name in BROKER if name in os.environ}
    with installation(tmp_path / "site", "serve", **own) as place, running(place) as site:
        yield site


def test_what_dies_comes_back_and_stopping_leaves_nothing(site: Site) -> None:
    for words in (BEAT, WEB, WORKER, PAPERS):
        site.kill(words)
    for lane in ("mail", "documents"):
        beat = f"heartbeat.apply_async(kwargs={{'lane': '{lane}'}}, queue='{lane}')"
        site.place.shell(f"from registration.tasks import heartbeat; {beat}")
    wait_for(lambda: "alive: mail" in site.log("worker.log"))
    wait_for(lambda: "alive: documents" in site.log("papers.log"))
    site.server.send_signal(signal.SIGINT)
    assert site.server.wait(timeout=60) == 0
    assert site.processes() == {}


def test_a_busy_port_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with installation(tmp_path / "site", "serve_busy", is_migrated=False, PORT=str(port)) as site:
            done = site.run("serve")
    assert done.returncode == 1
    assert done.stderr.startswith(f"CommandError: Cannot listen on 127.0.0.1:{port}")
    assert done.stderr.count("\n") == 1
