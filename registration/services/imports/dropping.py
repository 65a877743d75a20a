"""Rows and whole uploads that somebody leaves out: told as such, and taken up again with one press."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from registration import access
from registration.models import Upload, UploadRow, User
from registration.models.uploads import RowState, UploadState
from registration.services.imports import applying, checking, kinds
from registration.services.imports.kinds import Scene
from registration.workflow import Refused

LEFT = (RowState.APPLIED, RowState.UNDONE, RowState.DROPPED)


def drop_rows(upload: Upload, rows: Sequence[int], *, by: User, on: date) -> int:
    """Leaves rows out, those already written excepted; returns how many. Raises: Refused while a job is at work."""
    _check(upload, by, on)
    with transaction.atomic():
        found = upload.rows.filter(pk__in=rows).exclude(state__in=LEFT)
        count = found.update(state=RowState.DROPPED)
        checking.count(upload)
    return count


def take_up(row: UploadRow, *, by: User, on: date) -> None:
    """Judges a row that was left out anew. Raises: Refused while a job is at work."""
    upload = row.upload
    _check(upload, by, on)
    scene = Scene(upload.unit, upload.subject, by, on, upload, upload.said)
    with transaction.atomic():
        fresh = UploadRow.objects.select_for_update(of=("self",)).select_related("upload").get(pk=row.pk)
        if fresh.state == RowState.DROPPED:
            kinds.of_upload(upload).judge_again(scene, [fresh])
            fresh.save()
            checking.count(upload)


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
