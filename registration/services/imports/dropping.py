"""Rows and whole uploads that somebody leaves out: told as such, and taken up again with one press.

What was taken back may be taken up too: an upload undone by mistake is written again without bringing the file anew.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import transaction

from registration import access
from registration.models import Upload, UploadRow, User
from registration.models.uploads import RowState, UploadState
from registration.services.imports import applying, checking, kinds, undoing
from registration.services.imports.kinds import Scene
from registration.services.uploads.pieces import in_pieces
from registration.workflow import Refused

LEFT = (RowState.APPLIED, RowState.UNDONE, RowState.DROPPED)
OUT: Final = (RowState.DROPPED, RowState.UNDONE)  # what is taken up again
OF_WRITING: Final = frozenset({"handed", undoing.NOT_UNDONE})  # told when a row was written or taken back
BATCH: Final = 500
JUDGED: Final = ("state", "title", "key", "record", "fields", "findings", "before", "applied_version")


def drop_rows(upload: Upload, rows: Sequence[int], *, by: User, on: date) -> int:
    """Leaves rows out, those already written excepted; returns how many. Raises: Refused while a job is at work."""
    _check(upload, by, on)
    with transaction.atomic():
        found = upload.rows.filter(pk__in=rows).exclude(state__in=LEFT)
        count = found.update(state=RowState.DROPPED)
        checking.count(upload)
    return count


def take_up(upload: Upload, rows: Sequence[int], *, by: User, on: date) -> int:
    """Judges rows anew that were left out or taken back; returns how many. Raises: Refused while a job is at work."""
    _check(upload, by, on)
    scene = Scene(upload.unit, upload.subject, by, on, upload, upload.said)
    count = 0
    with transaction.atomic():
        Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        for piece in in_pieces(rows, BATCH):
            found = list(upload.rows.filter(pk__in=piece, state__in=OUT))
            for row in found:
                row.findings = [each for each in row.findings if each["code"] not in OF_WRITING]
                row.before = row.applied_version = None
            kinds.of_upload(upload).judge_again(scene, found)
            UploadRow.objects.bulk_update(found, JUDGED, batch_size=BATCH)
            count += len(found)
        if not upload.rows.filter(state=RowState.APPLIED).exists():
            upload.state = UploadState.CHECKED
        checking.count(upload)
    return count


def drop(upload: Upload, *, by: User, on: date) -> None:
    """Throws away an upload of which nothing is written. Raises: Refused."""
    _check(upload, by, on)
    if upload.rows.filter(state=RowState.APPLIED).exists():
        raise Refused("มีแถวที่บันทึกแล้ว กรุณาเลิกทำก่อน")
    with transaction.atomic():
        upload.rows.all().delete()
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.DROPPED)


def _check(upload: Upload, by: User, on: date) -> None:
    access.check(by, kinds.of_upload(upload).action, upload.unit, on)
    if applying.is_busy(upload):
        raise Refused(applying.BUSY)
