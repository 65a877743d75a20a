"""The ground of the campaigns: a small history in an installation of its own, and what its database says."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from tests.services import find_free_port
from tests.world.installation import Installation, installation

# District A's round 2/2561 stands certified, everything looked at: it can be withdrawn and certified again and again.
CERTIFIED: Final = """
from tests.world.cast import build_cast, build_plan
from tests.world.factories import make_producer, submission_of, walk
cast = build_cast()
build_plan()
for _ in range(5):
    make_producer(cast.a, by=cast.district)
walk(submission_of(cast.a), "certified")
"""
# The same round while it is entered, with many records.
ENTRY: Final = """
from tests.world.cast import build_cast, build_plan
from tests.world.factories import make_producer
cast = build_cast()
build_plan()
for _ in range(60):
    make_producer(cast.a, by=cast.district)
"""
STATUS: Final = "SELECT status FROM registration_submission WHERE district_id = '8001' AND round_id = 25612"
ACTS: Final = "SELECT verb, at FROM registration_event WHERE unit_id = '8001' AND verb IN ({}) ORDER BY seq"


@contextmanager
def place(folder: Path, name: str, scene: str, **over: str) -> Iterator[Installation]:
    """An installation with a scene, over the database and broker of this run."""
    own = {"PORT": str(find_free_port()), **over}
    if url := os.environ.get("REDIS_URL"):
        own["REDIS_URL"] = urlunsplit(urlsplit(url)._replace(path="/8"))
    with installation(folder / name, f"faults_{name}", **own) as found:
        found.shell(scene)
        yield found


def status_of(place: Installation) -> str:
    """Where the round of district A stands."""
    [(status,)] = place.rows(STATUS)
    return str(status)


def acts(place: Installation, *verbs: str) -> list[str]:
    """The verbs of district A's journal, in order."""
    named = ", ".join(f"'{verb}'" for verb in verbs)
    return [str(verb) for verb, _ in place.rows(ACTS.format(named))]


def broken(place: Installation) -> int:
    """How many rows break an invariant; each is told."""
    done = place.run("check_invariants")
    sys.stderr.write(done.stdout + done.stderr)
    return 0 if done.returncode == 0 else done.stdout.count("\n")
