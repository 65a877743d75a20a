"""Makes a copy of database, documents and anchors in a folder: complete and checked, or not there at all."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from otop_registry.storage import UNFINISHED
from registration.models import Unit
from registration.services import journal
from registration.services.backups import engines, manifest
from registration.services.backups.manifest import ANCHORS, DATABASE, DOCUMENTS, Manifest, Unusable
from registration.services.verifying import anchors, frozen

KEPT: Final = 14  # nightly copies
FRESH: Final = timedelta(hours=26)  # a night's copy is made within two hours of its time


def back_up(folder: Path, now: datetime) -> Manifest:
    """A copy in `folder`, which must be new or empty. Raises: Unusable, and leaves nothing behind.

    The database first: a document made meanwhile is a file too many, never one too few.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable(f"{folder} is not an empty folder.")
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=UNFINISHED, dir=folder.parent))
    try:
        made = _fill(aside, now)
        os.sync()
        aside.replace(folder)
    except BaseException:
        shutil.rmtree(aside)
        raise
    return made


def _fill(folder: Path, now: datetime) -> Manifest:
    with engines.copied(folder / DATABASE) as alias:
        if not Unit.objects.using(alias).exists():
            raise Unusable("There is nothing to back up: the database holds no unit.")
        rows = manifest.count_rows(alias)
        events = _anchored(folder / ANCHORS, alias, now)
    count, size = copy_documents(Path(settings.MEDIA_ROOT), folder / DOCUMENTS)
    made = Manifest(timezone.localtime(now).isoformat(), connection.vendor, rows, events, count, size)
    manifest.write(folder, made)
    manifest.check_hashes(folder)
    return made


def _anchored(folder: Path, alias: str, now: datetime) -> int:
    """The anchors there are, and one of the copy itself; how many events its chains hold.

    Raises: Unusable when the copy's journal does not verify or is not what the anchors say.
    """
    own = anchors.own_folder()
    marks = anchors.Marks(anchors.known([own]))
    events, faults = journal.verify_chains(using=alias, watchers=(marks.see,))
    faults += marks.faults()
    if faults:
        places = ", ".join(f"{fault.unit_code or 'department'} #{fault.seq}" for fault in faults[:5])
        raise Unusable(f"The journal does not verify ({places}); see verify_chain. No backup was made.")
    folder.mkdir(mode=0o700)
    for file in anchors.files(own):
        shutil.copy2(file, folder / file.name)
    anchors.write(anchors.Anchor(now, marks.heads, frozen.fingerprints(alias)), folder)
    return events


def copy_documents(source: Path, target: Path) -> tuple[int, int]:
    """Copies the folder of documents, without what is half written: (files, bytes)."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    count = size = 0
    for file in sorted(source.rglob("*")):
        place = file.relative_to(source)
        if file.is_dir() or place.parts[0] == UNFINISHED:
            continue
        (target / place).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(file, target / place)
        count, size = count + 1, size + (target / place).stat().st_size
    return count, size


def back_up_nightly(now: datetime) -> Manifest | None:
    """Tonight's copy in OTOP_BACKUP_DIR, the oldest beyond KEPT removed; None where no folder is named."""
    if settings.BACKUP_DIR is None:
        return None
    folder = settings.BACKUP_DIR
    for left in folder.glob(f"*{UNFINISHED}"):  # by a copier that was killed: nights do not overlap
        shutil.rmtree(left)
    made = back_up(folder / f"{timezone.localtime(now):%Y-%m-%d-%H%M}", now)
    for old in _copies(folder)[:-KEPT]:
        shutil.rmtree(old)
    return made


@dataclass(frozen=True)
class Standing:
    """What operators see: whether copies are made every night, when the youngest was, and whether one is missing."""

    is_nightly: bool
    made_at: datetime | None = None
    is_missing: bool = False


def standing(now: datetime) -> Standing:
    """How the nightly copies stand. Reads the youngest copy's own words."""
    if settings.BACKUP_DIR is None:
        return Standing(is_nightly=False)
    copies = _copies(settings.BACKUP_DIR)
    try:
        made_at = manifest.read(copies[-1]).instant if copies else None
    except Unusable:
        made_at = None
    return Standing(True, made_at, made_at is None or now - made_at > FRESH)


def _copies(folder: Path) -> list[Path]:
    """The complete copies, the oldest first: their names begin with the day."""
    found = (path.parent for path in folder.glob(f"[0-9]*/{manifest.MANIFEST}"))
    return sorted(path for path in found if path.suffix != UNFINISHED)
