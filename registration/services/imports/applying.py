"""What is clean is written in a job, some rows at a time; a worker that dies leaves whole rows, and the next goes on.

Rows and registry change in one transaction, so that a row is written once however often the job is started.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db import connection, transaction

from otop_registry import clock
from registration import access
from registration.models import Job, Upload, UploadRow, User
from registration.models.jobs import Lane
from registration.models.uploads import READY, RowState, UploadState
from registration.places import Level
from registration.services import jobs
from registration.services.imports import checking, kinds
from registration.services.imports.kinds import Scene
from registration.services.registry.entry import expected_entry
from registration.services.uploads.pieces import in_pieces, uncollected
from registration.workflow import Refused

CHUNK: Final = 1000  # rows in one transaction: half a second in which nobody else writes to SQLite
WRITTEN: Final = ("state", "key", "record", "before", "applied_version", "findings")
BUSY: Final = "กำลังทำงานกับไฟล์นี้อยู่ กรุณารอให้เสร็จก่อน"


def ask(upload: Upload, *, by: User, on: date) -> Job:
    """The job that applies what is ready. A second asking finds the same one. Raises: Refused."""
    return _ask(upload, "apply", by, on)


def ask_undo(upload: Upload, *, by: User, on: date) -> Job:
    """The job that takes back everything the upload wrote. Raises: Refused."""
    return _ask(upload, "undo", by, on)


_ORDERS: Final = {
    "apply": (UploadState.APPLYING, "registration.tasks.apply_upload", "บันทึกจากไฟล์"),
    "undo": (UploadState.UNDOING, "registration.tasks.undo_upload", "เลิกทำการนำเข้า"),
}


def _ask(upload: Upload, act: str, by: User, on: date) -> Job:
    access.check(by, kinds.of_upload(upload).action, upload.unit, on)
    if refused := refusal(upload, on):
        raise refused
    state, task, title = _ORDERS[act]
    order = jobs.Order(
        task, Lane.IMPORTS, f"{title} {upload.name}", upload.unit_id, key=f"upload:{upload.pk}"
    )
    with transaction.atomic():
        fresh = Upload.objects.select_for_update(of=("self",)).select_related("job").get(pk=upload.pk)
        if is_busy(fresh) or not _has_work(fresh, act):
            raise Refused(BUSY if is_busy(fresh) else "ไม่มีแถวที่ทำได้แล้ว")
        fresh.state = upload.state = state
        fresh.save(update_fields=["state"])
        job = jobs.ask(order, {"upload_id": upload.pk, "by_id": by.pk, "on": on.isoformat()}, by=by)
        Upload.objects.filter(pk=upload.pk).update(job=job)
    return job


def _has_work(upload: Upload, act: str) -> bool:
    states = READY if act == "apply" else (RowState.APPLIED,)
    return upload.rows.filter(state__in=states).exists()


def is_busy(upload: Upload) -> bool:
    """Whether a job that is not over has the upload."""
    return bool(upload.is_at_work and upload.job and not upload.job.is_over)


def refusal(upload: Upload, on: date) -> Refused | None:
    """Why nothing may be written for the unit today, if so; a province's upload is judged district by district."""
    kind = kinds.of_upload(upload)
    if kind.refusal:
        return kind.refusal(upload.unit, upload.subject, on)
    if upload.unit.level != Level.DISTRICT:
        return None
    try:
        expected_entry(upload.unit, on)
    except Refused as refused:
        return refused
    return None


def apply_job(job: Job, report_progress: jobs.ReportProgress) -> None:
    """Applies what is ready, by who asked on the day it was asked. Raises: Refused; what is written stays written."""
    upload, scene = _scene(job)
    whole = upload.rows.filter(state__in=(*READY, RowState.APPLIED)).count()  # with what a dead worker wrote
    while left := apply_some(scene):
        done = max(whole - left, 0)
        report_progress(round(100 * done / max(whole, 1)), f"บันทึกแล้ว {done:,} จาก {whole:,} ราย")
    _finish(upload, scene.on)


def apply_now(upload: Upload, *, by: User, on: date) -> None:
    """Applies what is ready without a job, for a command that waits for the end. Raises: Refused."""
    access.check(by, kinds.of_upload(upload).action, upload.unit, on)
    scene = Scene(upload.unit, upload.subject, by, on, upload, upload.said)
    while apply_some(scene):
        pass
    _finish(upload, on)


def apply_some(scene: Scene) -> int:
    """Applies the next rows in one transaction; returns how many are still ready. Raises: Refused."""
    upload = scene.upload
    if upload is None:
        raise RuntimeError("A row is applied for an upload")
    with transaction.atomic(), uncollected():
        Upload.objects.select_for_update(of=("self",)).get(
            pk=upload.pk
        )  # one worker at a time, also a late one
        waiting = upload.rows.filter(state__in=READY).order_by("number", "pk")
        kind = kinds.of_upload(upload)
        rows = list(waiting.defer("cells")[: None if kind.is_whole else CHUNK])
        if rows:
            kind.apply(scene, rows)
            _check_moved(rows)
            _store(rows)
    return upload.rows.filter(state__in=READY).count()


def _store(rows: list[UploadRow]) -> None:
    """Writes what became of rows: one prepared statement takes a twentieth of the time of a case for each row."""
    columns = [column for column in UploadRow._meta.concrete_fields if column.name in WRITTEN]
    quoted = connection.ops.quote_name
    assigned = ", ".join(f"{quoted(column.attname)} = %s" for column in columns)
    values = [
        [*(column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quoted(UploadRow._meta.db_table)} SET {assigned} WHERE id = %s", values)  # noqa: S608


def _check_moved(rows: list[UploadRow]) -> None:
    if any(row.state in READY for row in rows):
        raise RuntimeError("Applying left a row as it was: the job would never end")


def undo_job(job: Job, report_progress: jobs.ReportProgress) -> None:
    """Takes everything back in one transaction: all of it, or nothing and why. Raises: Refused."""
    upload, scene = _scene(job)
    report_progress(10, "กำลังเลิกทำทุกแถว")
    with transaction.atomic():
        Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        for rows in _applied(upload):
            kinds.of_upload(upload).undo(scene, rows)
            _store(rows)
        _finish(upload, scene.on)


def _applied(upload: Upload) -> Iterator[list[UploadRow]]:
    """What was written, some rows at a time; what was new first, for it may bear a number that a record gets back."""
    applied = upload.rows.filter(state=RowState.APPLIED).order_by("number", "pk").defer("cells")
    if kinds.of_upload(upload).is_whole:
        yield list(applied)
        return
    for is_new in (True, False):
        keys = applied.filter(before__isnull=is_new).values_list("pk", flat=True)
        for piece in in_pieces(list(keys), CHUNK):
            yield list(applied.filter(pk__in=piece))


def _scene(job: Job) -> tuple[Upload, Scene]:
    said = job.arguments
    upload = Upload.objects.select_related("unit").get(pk=said["upload_id"])
    by, on = User.objects.get(pk=said["by_id"]), date.fromisoformat(said["on"])
    return upload, Scene(upload.unit, upload.subject, by, on, upload, upload.said)


def _finish(upload: Upload, on: date) -> None:
    """The upload's state by its rows, and its counts."""
    is_undone = (
        upload.state == UploadState.UNDOING and not upload.rows.filter(state=RowState.APPLIED).exists()
    )
    upload.state = UploadState.UNDONE if is_undone else UploadState.APPLIED
    upload.applied_at = upload.applied_at or clock.instant(on)
    checking.count(upload)
