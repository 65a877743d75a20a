"""A file of the document store is there whole or not at all, and written again it is replaced."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from otop_registry.storage import WholeFileStorage


@pytest.fixture
def storage(settings: Settings, tmp_path: Path) -> WholeFileStorage:
    settings.MEDIA_ROOT = tmp_path
    return WholeFileStorage()


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
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.pdf": b"first"}
