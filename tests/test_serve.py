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

ROOT = Path(__file__).resolve().parent.parent
START, BACK = 120, 60  # s; far above the measured 5 and 2, for busy machines


def environment_of(folder: Path, port: int) -> dict[str, str]:
    """The variables of a trial on its own data folder and port, with the services of this run."""
    own = {"OTOP_DATA_DIR": str(folder), "OTOP_DEMO": "1", "PORT": str(port)}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "otop_registry.settings"}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A trial installation of its own, migrated."""
    environment = environment_of(tmp_path, find_free_port())
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    return environment


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The running site; stopped at the end whatever the test did."""
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
    try:
        wait_for(lambda: answers(environment), START)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def manage(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)


def answers(environment: dict[str, str]) -> bool:
    """True when the first page comes."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/", timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def wait_for(is_so: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not so after {seconds} s"
        time.sleep(0.1)


def processes(environment: dict[str, str]) -> dict[int, str]:
    """{process id: command line} of everything that runs on this data folder, the test itself excepted."""
    mark = f"OTOP_DATA_DIR={environment['OTOP_DATA_DIR']}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if mark in (folder / "environ").read_bytes().split(b"\0") and words:
                found[int(folder.name)] = words
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
    return found


def first(environment: dict[str, str], words: str) -> int:
    """The oldest process with these words in its command line, 0 when there is none."""
    return min((pid for pid, line in processes(environment).items() if words in line), default=0)


def log(environment: dict[str, str], name: str) -> str:
    return (Path(environment["OTOP_DATA_DIR"]) / "log" / name).read_text(encoding="utf-8")


def kill(environment: dict[str, str], words: str) -> None:
    """Returns once the killed process has a successor and the site answers."""
    killed = first(environment, words)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: first(environment, words) not in (0, killed) and answers(environment), BACK)


def test_what_dies_comes_back_and_stopping_leaves_nothing(
    environment: dict[str, str], server: subprocess.Popen[bytes]
) -> None:
    wait_for(lambda: "ready" in log(environment, "worker.log"), START)
    for words in ("otop_registry beat", "gunicorn", "--queues mail", "--queues documents"):
        kill(environment, words)
    for lane in ("mail", "documents"):
        beat = f"heartbeat.apply_async(kwargs={{'lane': '{lane}'}}, queue='{lane}')"
        manage(environment, "shell", "-c", f"from registration.tasks import heartbeat; {beat}")
    wait_for(lambda: "alive: mail" in log(environment, "worker.log"), BACK)
    wait_for(lambda: "alive: documents" in log(environment, "papers.log"), BACK)
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=60) == 0
    assert processes(environment) == {}


def test_a_busy_port_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command, environment = [sys.executable, "manage.py", "serve"], environment_of(tmp_path, port)
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"CommandError: Cannot listen on 127.0.0.1:{port}")
    assert done.stderr.count("\n") == 1
