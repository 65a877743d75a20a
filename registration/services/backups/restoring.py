"""Puts a copy back into an empty installation, and keeps it from doing again what was due in the meantime."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import checks
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from otop_registry.storage import UNFINISHED
from registration.models import Job, Notice
from registration.models.jobs import JobState
from registration.models.notices import PENDING, NoticeState
from registration.services import verifying
from registration.services.backups import engines, manifest
from registration.services.backups.making import copy_documents
from registration.services.backups.manifest import ANCHORS, DATABASE, DOCUMENTS, Manifest, Unusable
from registration.services.journal import Act, append_event
from registration.services.verifying import anchors

HELD_BACK = "ค้างอยู่ในสำเนาที่กู้คืน ระบบจึงไม่ทำซ้ำเอง ตรวจแล้วสั่งอีกครั้งได้"


@dataclass(frozen=True)
class Restored:
    """What was put back, how many sessions were ended, and how many notices and jobs held back."""

    manifest: Manifest
    sessions: int
    notices: int
    jobs: int


def restore(folder: Path, now: datetime) -> Restored:
    """The copy becomes this installation's database and documents. Raises: Unusable; nothing is overwritten.

    Everybody signs in anew. What the copy still owes or was about to do may have been done after it was made: it is
    held back as failed, each to be sent or tried again by a press. What is owed anew, the sweep finds by itself.
    """
    folder, media = folder.absolute(), Path(settings.MEDIA_ROOT)
    stated = manifest.read(folder)
    manifest.check_hashes(folder)
    if stated.vendor != connection.vendor:
        raise Unusable(f"This is a backup of {stated.vendor}; the installation runs on {connection.vendor}.")
    _check_keys(folder / ANCHORS)
    engines.check_empty()
    if any(file.is_file() for file in media.rglob("*") if UNFINISHED not in file.parts):
        raise Unusable(f"{media} is not empty. Move the old documents away first.")
    engines.put_back(folder / DATABASE)
    _check_rows(stated)
    copy_documents(folder / DOCUMENTS, media)
    _put_back_anchors(folder / ANCHORS, now)
    os.sync()
    call_command("migrate", verbosity=0)
    _check_sealed()
    _check_journal(stated)
    return _held_back(stated, now)


def _check_keys(copied: Path) -> None:
    """Raises: Unusable without the keys of the site: its journal could not be verified, nor what is sealed be read."""
    if spoilt := anchors.known([copied]).spoilt:
        words = "is not sealed with the keys of this installation. Bring OTOP_KEYS (or the file keys) of the site."
        raise Unusable(f"{spoilt[0].name} {words}")


def _check_sealed() -> None:
    """Raises: Unusable when the installation's keys do not open what the copy holds sealed."""
    if faults := [each for each in checks.run_checks() if each.is_serious()]:
        raise Unusable(f"The copy is put back, but {faults[0].msg} {faults[0].hint}")


def _put_back_anchors(copied: Path, now: datetime) -> None:
    """The anchors of the copy; those that are here tell of acts that the copy does not know, and are set aside."""
    own = anchors.own_folder()
    if anchors.files(own):
        own.rename(own.with_name(f"{own.name}-before-restore-{now:%Y%m%d-%H%M%S}"))
    own.mkdir(mode=0o700, exist_ok=True)
    for file in anchors.files(copied):
        shutil.copy2(file, own / file.name)


@transaction.atomic
def _held_back(stated: Manifest, now: datetime) -> Restored:
    sessions = Session.objects.all().delete()[0]
    told = {"made_at": stated.made_at, "events": stated.events}
    append_event(
        "", "restore_backup", Act(None, timezone.localdate(now)), subject="backup", changes=({}, told)
    )
    owed = Notice.objects.filter(state__in=PENDING).update(state=NoticeState.FAILED, error=HELD_BACK)
    ended = {"state": JobState.FAILED, "error": HELD_BACK, "ended_at": now, "lease_until": None}
    return Restored(stated, sessions, owed, Job.objects.unfinished().update(**ended))


def _check_rows(stated: Manifest) -> None:
    found = manifest.count_rows(connection.alias)
    for table in sorted(stated.rows.keys() | found.keys()):
        if stated.rows.get(table) != found.get(table):
            raise Unusable(
                f"{table} holds {found.get(table)} rows, the backup says {stated.rows.get(table)}."
            )


def _check_journal(stated: Manifest) -> None:
    report = verifying.verify()
    if report.broken or report.checked != stated.events:
        raise Unusable(
            f"The journal does not verify: {report.checked} of {stated.events} events, {len(report.broken)} faults."
        )
