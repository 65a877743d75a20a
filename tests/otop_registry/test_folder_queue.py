"""The folder of messages with real processes: whole messages, each taken once, no binding lost."""

import os
import subprocess
import sys
import time
from pathlib import Path
from queue import Empty

import pytest

from otop_registry.folder_queue import FORGOTTEN_SECONDS
from tests.folder_messages import connection

ROOT = Path(__file__).resolve().parents[2]
START = 120  # s; for busy machines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("queue", "control", "taken"):
        (tmp_path / name).mkdir()
    return tmp_path


def run(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.folder_messages", *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def ended(processes: list[subprocess.Popen[str]]) -> list[str]:
    """What each process complained of; "" for one that ended well."""
    return [process.communicate(timeout=START)[1] if process.wait(START) else "" for process in processes]


def test_two_beats_and_two_workers_lose_and_double_nothing(folder: Path) -> None:
    """Over kombu's own transport both takers ended at a half message, in 3 runs of 3."""
    takers = [run("get", folder, 80) for _ in range(2)]
    beats = [run("put", folder, name, 40) for name in ("first", "second")]
    assert ended(beats + takers) == ["", "", "", ""]
    taken = [file.name.split("-", 1)[1] for file in (folder / "taken").iterdir()]
    assert sorted(taken) == sorted(f"{name}-{each}" for name in ("first", "second") for each in range(40))
    assert list((folder / "queue").iterdir()) == []


def test_workers_that_start_at_once_lose_no_binding(folder: Path) -> None:
    """Without the lock over the tables 45 to 55 of the 80 bindings were gone, in 5 runs of 5."""
    assert ended([run("bind", folder, name, 4) for name in "abcd"]) == [""] * 4
    with connection(str(folder)) as link:
        table = link.default_channel.get_table("many")
    assert {row.queue for row in table} == {f"{name}-{each}" for name in "abcd" for each in range(20)}


def test_a_half_message_is_left_for_the_next_poll_and_does_not_stand_in_the_way(folder: Path) -> None:
    half, whole = folder / "queue/0.lane.msg", '{"body": "second", "properties": {}}'
    half.write_text('{"body": "first", "prop')
    (folder / "queue/1.lane.msg").write_text(whole)
    with connection(str(folder)) as link:
        channel = link.default_channel
        assert channel._get("lane")["body"] == "second"
        with pytest.raises(Empty):
            channel._get("lane")
        half.write_text('{"body": "first", "properties": {}}')
        assert channel._get("lane")["body"] == "first"


def test_what_nobody_completes_goes_after_a_while(folder: Path) -> None:
    names, long_ago = ("0.lane.msg", "1.lane.msg.unfinished"), time.time() - FORGOTTEN_SECONDS - 1
    for name in names:
        (folder / "queue" / name).write_text("{")
        os.utime(folder / "queue" / name, (long_ago, long_ago))
    with connection(str(folder)) as link, pytest.raises(Empty):
        link.default_channel._get("lane")
    assert list((folder / "queue").iterdir()) == []
