"""A file of the document store is there whole or not at all, and written again it is replaced."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from otop_registry.storage import WholeFileStorage


@pytest.fixture
def storage(settings: Settings, tmp_path: Path) -> WholeFileStorage:
    settings.MEDIA_ROOT = tmp_path
    return WholeFileStorage()


# A process that is killed with half of its file on the disk.
KILLED_WHILE_WRITING = """
import os, signal, sys
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1])
from django.core.files.base import ContentFile
from otop_registry.storage import WholeFileStorage

def die(descriptor):
    os.kill(os.getpid(), signal.SIGKILL)

os.fsync = die
WholeFileStorage().save(sys.argv[2], ContentFile(b"half"))
"""


def files_in(folder: Path) -> dict[str, bytes]:
    """{name: content} of every file below the folder."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_name_is_written_over(storage: WholeFileStorage, tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        assert storage.save("2561/a.pdf", ContentFile(content)) == "2561/a.pdf"
    assert [path.read_bytes() for path in tmp_path.rglob("*.pdf")] == [b"second"]


def test_a_fault_leaves_the_file_before_and_no_part_of_the_new_one(
    storage: WholeFileStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.save("a.pdf", ContentFile(b"first"))

    def fail(descriptor: int) -> None:
        raise OSError("no space")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        storage.save("a.pdf", ContentFile(b"second"))
    assert files_in(tmp_path) == {"a.pdf": b"first"}


def test_what_a_killed_writer_left_goes_with_the_next_of_its_name(
    storage: WholeFileStorage, tmp_path: Path
) -> None:
    folder = str(tmp_path)
    subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, folder, "2561/a-[1].pdf"], check=False)
    subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, folder, "2561/a-[1].pdf-2.pdf"], check=False)
    assert sorted(files_in(tmp_path).values()) == [b"half", b"half"]
    storage.save("2561/a-[1].pdf", ContentFile(b"whole"))
    assert sorted(files_in(tmp_path).values()) == [b"half", b"whole"]
    storage.save("2561/a-[1].pdf-2.pdf", ContentFile(b"other"))
    assert files_in(tmp_path) == {"a-[1].pdf": b"whole", "a-[1].pdf-2.pdf": b"other"}
