"""Documents with a real worker and a real broker: killed, told twice, never told; one document each time.

The folder of messages and SQLite in the first pass of `make test`, Redis and PostgreSQL in the second.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis

from tests.world.installation import ROOT, installation
from tests.world.working import kill, program, worker

LONG = 180  # s; the whole takes 15 to 30 on an idle machine
Look = dict[str, Any]


class Clerk:
    """The process that asks and looks (tests/world/document_clerk.py)."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process = subprocess.Popen(
            program("document_clerk"),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *words: str) -> int:
        """The key of the document."""
        return int(self._say("ask", *words))

    def look(self, pk: int) -> Look:
        """Where the making stands."""
        return dict(self._say("look", str(pk)))

    def tell(self, *words: str) -> None:
        """For acts without an answer."""
        self._say(*words)

    def _say(self, *words: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def wait_for(self, pk: int, is_so: Callable[[Look], bool]) -> Look:
        end = time.monotonic() + LONG
        while not is_so(seen := self.look(pk)):
            assert time.monotonic() < end, f"not so after {LONG} s: {seen}"
            time.sleep(0.05)
        return seen


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An installation of its own: folder, database, and with Redis a numbered database of it."""
    broker = {}
    if url := os.environ.get("REDIS_URL"):
        broker["REDIS_URL"] = urlunsplit(urlsplit(url)._replace(path="/9"))
    with installation(tmp_path_factory.mktemp("documents"), "documents", **broker) as site:
        yield site.environment


@pytest.fixture(scope="module")
def clerk(environment: dict[str, str]) -> Iterator[Clerk]:
    found = Clerk(environment)
    try:
        found.tell("prepare")
        yield found
    finally:
        found.process.kill()
        found.process.wait()


def forget_messages(environment: dict[str, str]) -> None:
    """The broker loses everything that it was told."""
    if "REDIS_URL" in environment:
        redis.Redis.from_url(environment["REDIS_URL"]).flushdb()
    for message in (Path(environment["OTOP_DATA_DIR"]) / "broker" / "queue").glob("*"):
        message.unlink()


def is_done(seen: Look) -> bool:
    assert seen["state"] != "failed", seen
    return bool(seen["state"] == "done")


def test_a_worker_killed_in_the_middle_leaves_one_document_to_the_next(
    environment: dict[str, str], clerk: Clerk
) -> None:
    pk = clerk.ask("packet", "zip")
    with worker(environment) as first:
        halfway = clerk.wait_for(pk, lambda seen: seen["state"] == "running" and seen["percent"] >= 20)
        kill(first)
    assert 0 < halfway["made"] < halfway["documents"] + 1
    assert not clerk.look(pk)["is_whole"]
    with worker(environment):
        seen = clerk.wait_for(pk, is_done)
    assert (seen["attempts"], seen["of_row"], seen["is_whole"]) == (2, 1, True)
    assert seen["documents"] >= seen["made"] == seen["files"]
    assert seen["strays"] == []


def test_told_three_times_it_is_made_once(environment: dict[str, str], clerk: Clerk) -> None:
    pk = clerk.ask("targets", "pdf")
    clerk.tell("again", str(pk))
    with worker(environment):
        clerk.wait_for(pk, is_done)
        time.sleep(2)  # for the messages that are left
        seen = clerk.look(pk)
    assert (seen["attempts"], seen["of_row"], seen["is_whole"]) == (1, 1, True)
    assert (seen["files"], seen["strays"]) == (seen["made"], [])


def test_what_the_broker_lost_is_made_all_the_same(environment: dict[str, str], clerk: Clerk) -> None:
    pk = clerk.ask("targets", "xlsx")
    time.sleep(1)  # the message goes out after the commit, from a thread
    forget_messages(environment)
    with worker(environment):
        seen = clerk.wait_for(pk, is_done)
    assert (seen["attempts"], seen["of_row"], seen["is_whole"]) == (1, 1, True)
