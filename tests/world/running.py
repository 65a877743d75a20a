"""The processes of `manage.py serve` on an installation of its own: looked at, killed, and stopped at the end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tests.world.installation import ROOT, Installation
from tests.world.visitor import Visitor

START: Final = 300  # s; far above the measured 5, for busy machines
WEB, WORKER, PAPERS, BEAT = "gunicorn", "--queues mail", "--queues documents", "otop_registry beat"


def wait_for(is_so: Callable[[], bool], seconds: float = START, *, pause: float = 0.1) -> float:
    """How long it took, in seconds; fails when it never came."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds, f"not so after {seconds} s"
        time.sleep(pause)
    return time.monotonic() - begun


@dataclass
class Site:
    """What runs, and where."""

    place: Installation
    server: "subprocess.Popen[bytes]"

    def visitor(self) -> Visitor:
        return Visitor(f"http://127.0.0.1:{self.place.environment['PORT']}")

    def answers(self) -> bool:
        """True when the web process does."""
        try:
            return self.visitor().get("/healthz")[0] == 200
        except OSError:
            return False

    def processes(self) -> dict[int, str]:
        """{process id: command line} of everything that runs on the data folder, the test itself excepted."""
        mark = f"OTOP_DATA_DIR={self.place.folder}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if mark in (folder / "environ").read_bytes().split(b"\0") and words:
                    found[int(folder.name)] = words
            except OSError:
                continue  # it ended meanwhile, or is somebody else's
        return found

    def first(self, words: str) -> int:
        """The oldest process with these words in its command line, 0 when there is none."""
        return min((pid for pid, line in self.processes().items() if words in line), default=0)

    def kill(self, words: str, seconds: float = START) -> float:
        """-9 to the oldest with these words; how long until it has a successor and the site answers, in seconds."""
        killed = self.first(words)
        os.kill(killed, signal.SIGKILL)
        return wait_for(lambda: self.first(words) not in (0, killed) and self.answers(), seconds)

    def kill_all(self, words: str) -> None:
        """-9 to everything with these words; what starts them again is left."""
        for pid, line in self.processes().items():
            if words in line and "supervisord" not in line:
                os.kill(pid, signal.SIGKILL)

    def log(self, name: str) -> str:
        return (self.place.folder / "log" / name).read_text(encoding="utf-8")

    def set_day(self, day: date) -> None:
        """The training date of the whole site, as its page sets it."""
        (self.place.folder / "training_day").write_text(day.isoformat(), encoding="ascii")

    def all_jobs_are_done(self) -> bool:
        return set(self.place.rows("SELECT state FROM registration_job")) <= {("done",)}


@contextmanager
def running(place: Installation) -> Iterator[Site]:
    """The installation served until the end, whatever the test did."""
    place.manage("collectstatic", "--no-input", "--verbosity", "0")
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=place.environment)
    site = Site(place, server)
    try:
        wait_for(lambda: site.answers() and "ready" in site.log("worker.log"))
        yield site
    finally:
        server.terminate()
        server.wait(timeout=START)
