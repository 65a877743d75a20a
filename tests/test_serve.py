"""`manage.py serve` with real processes: what is killed comes back, a queued job is done, nothing is left behind.

The second pass of `make test` runs this over PostgreSQL and Redis instead of SQLite and the folder of messages.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services import find_free_port
from tests.world.installation import ROOT, Installation, installation

BROKER = ("REDIS_URL",)
START, BACK = 120, 60  # s; far above the measured 5 and 2, for busy machines


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    """A trial installation of its own, with the services of this run."""
    own = {"PORT": str(find_free_port())} | {name: os.environ[name] for name in BROKER if name in os.environ}
    with installation(tmp_path / "site", "serve", **own) as site:
        site.manage("collectstatic", "--no-input", "--verbosity", "0")
        yield site


@pytest.fixture
def server(site: Installation) -> Iterator[subprocess.Popen[bytes]]:
    """The running site; stopped at the end whatever the test did."""
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=site.environment)
    try:
        wait_for(lambda: answers(site), START)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def answers(site: Installation) -> bool:
    """True when the first page comes."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{site.environment['PORT']}/", timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def wait_for(is_so: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not so after {seconds} s"
        time.sleep(0.1)


def processes(site: Installation) -> dict[int, str]:
    """{process id: command line} of everything that runs on this data folder, the test itself excepted."""
    mark = f"OTOP_DATA_DIR={site.folder}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if mark in (folder / "environ").read_bytes().split(b"\0") and words:
                found[int(folder.name)] = words
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
    return found


def first(site: Installation, words: str) -> int:
    """The oldest process with these words in its command line, 0 when there is none."""
    return min((pid for pid, line in processes(site).items() if words in line), default=0)


def log(site: Installation, name: str) -> str:
    return (site.folder / "log" / name).read_text(encoding="utf-8")


def kill(site: Installation, words: str) -> None:
    """Returns once the killed process has a successor and the site answers."""
    killed = first(site, words)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: first(site, words) not in (0, killed) and answers(site), BACK)


def test_what_dies_comes_back_and_stopping_leaves_nothing(
    site: Installation, server: subprocess.Popen[bytes]
) -> None:
    wait_for(lambda: "ready" in log(site, "worker.log"), START)
    for words in ("otop_registry beat", "gunicorn", "--queues mail", "--queues documents"):
        kill(site, words)
    for lane in ("mail", "documents"):
        beat = f"heartbeat.apply_async(kwargs={{'lane': '{lane}'}}, queue='{lane}')"
        site.shell(f"from registration.tasks import heartbeat; {beat}")
    wait_for(lambda: "alive: mail" in log(site, "worker.log"), BACK)
    wait_for(lambda: "alive: documents" in log(site, "papers.log"), BACK)
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=60) == 0
    assert processes(site) == {}


def test_a_busy_port_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with installation(tmp_path / "site", "serve_busy", is_migrated=False, PORT=str(port)) as site:
            done = site.run("serve")
    assert done.returncode == 1
    assert done.stderr.startswith(f"CommandError: Cannot listen on 127.0.0.1:{port}")
    assert done.stderr.count("\n") == 1
