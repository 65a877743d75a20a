"""What a copy says of itself: the rows of each table, and a hash of every file in the form of `sha256sum`."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connections

from registration.services.verifying import anchors

DATABASE: Final = "database"  # the database's file inside a copy
DOCUMENTS: Final = "documents"
ANCHORS: Final = anchors.FOLDER
MANIFEST: Final = "manifest.json"
HASHES: Final = "SHA256SUMS"


class Unusable(Exception):
    """A copy that cannot be made or put back; the text says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """`rows`: {table: how many}; `events`: how many the journal's chains held when they were verified."""

    made_at: str
    vendor: str
    rows: dict[str, int]
    events: int
    documents: int
    documents_bytes: int

    @property
    def instant(self) -> datetime:
        """When the copy was begun."""
        return datetime.fromisoformat(self.made_at)


def count_rows(alias: str) -> dict[str, int]:
    """{table: rows} of a database."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our tables)
            found[table] = cursor.fetchone()[0]
    return found


def write(folder: Path, manifest: Manifest) -> None:
    """The manifest, then the hashes of every file."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    lines = [f"{_hash(file)}  {file.relative_to(folder).as_posix()}\n" for file in _files(folder)]
    (folder / HASHES).write_text("".join(lines), encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a copy. Raises: Unusable when the folder holds none."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Unusable(f"{folder} holds no backup made by back_up.") from error


def check_hashes(folder: Path) -> None:
    """Raises: Unusable, naming the first file that is missing, changed, or was added."""
    try:
        lines = (folder / HASHES).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Unusable(f"{folder} has no list of hashes ({HASHES}).") from error
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {file.relative_to(folder).as_posix() for file in _files(folder)}
    for name in sorted(listed.keys() ^ there):
        raise Unusable(f"{name} is {'missing' if name in listed else 'not listed'}: the backup was changed.")
    for name, digest in sorted(listed.items()):
        if _hash(folder / name) != digest:
            raise Unusable(f"{name} does not have its hash: the backup was changed.")


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name != HASHES:
            yield file


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
