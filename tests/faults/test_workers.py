"""A worker killed in the middle of an import and of a closing: the next one goes on, each row and the edition once."""

import random
import time
from pathlib import Path
from typing import Final

from tests.faults.conftest import Outcome
from tests.faults.ground import broken, place
from tests.world.installation import Installation
from tests.world.running import wait_for
from tests.world.working import worker

ROWS, KILLS = 300, 2  # a job is tried three times
CAST: Final = """
from tests.world.cast import build_cast, build_plan
cast = build_cast()
build_plan()
"""
LIST: Final = f"""{CAST}
from registration.services.imports import applying
from tests.world.factories import DAY
from tests.world.lists import book, checked, line
upload = checked(book([line(number) for number in range(1, {ROWS} + 1)]), cast.a, by=cast.district)
applying.ask(upload, by=cast.district, on=DAY)
"""
SOFT_CLOSED: Final = f"""{CAST}
from registration.services.closing import close_job
from tests.world.factories import CLOSE_DAY, certification_of, closing_of, make_producer, submission_of, walk
for _ in range({ROWS}):
    make_producer(cast.a, by=cast.district)
walk(submission_of(cast.a), "certified")
walk(certification_of(cast.home), "certified")
walk(closing_of(), "soft_closed")
close_job.ask(closing_of(), by=cast.department, on=CLOSE_DAY)
"""
STATE: Final = "SELECT state FROM registration_job ORDER BY id DESC LIMIT 1"


def test_worker_killed_in_an_import(tmp_path: Path) -> None:
    with place(tmp_path, "import", LIST) as here:
        hits, seconds = kill_and_wait(here, longest=0.5)
        stored = here.rows("SELECT id FROM registration_producer")
        states = here.rows("SELECT state FROM registration_uploadrow")
        lost = sum(state != ("applied",) for state in states) + max(0, ROWS - len(stored))
        doubled = max(0, len(stored) - ROWS)
        Outcome("kill -9 worker in an import", hits, broken(here), lost, doubled, seconds).tell()


def test_worker_killed_in_a_closing(tmp_path: Path) -> None:
    with place(tmp_path, "closing", SOFT_CLOSED) as here:
        hits, seconds = kill_and_wait(here, longest=0.1)
        editions = len(here.rows("SELECT id FROM registration_edition"))
        lost = ROWS - len(here.rows("SELECT id FROM registration_rosterrow"))
        doubled = max(0, editions - 1)
        Outcome("kill -9 worker in a closing", hits, broken(here), lost, doubled, seconds).tell()


def kill_and_wait(here: Installation, *, longest: float) -> tuple[int, float]:
    """Two workers killed at random moments of the job, a third that ends it.

    How many were killed while the job ran, and how long the last took until it was done, in seconds.
    """
    chance, hits = random.Random(2561), 0  # noqa: S311 (moments, not secrets)
    for _ in range(KILLS):
        with worker(here.environment):
            wait_for(lambda: here.rows(STATE) != [("waiting",)], pause=0.002)
            time.sleep(chance.uniform(0, longest))
        hits += here.rows(STATE) == [("running",)]
    assert hits, "no worker was killed while the job ran"
    with worker(here.environment):
        return hits, wait_for(lambda: here.rows(STATE) == [("done",)])
