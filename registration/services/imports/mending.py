"""A row of an upload mended on the page: what was typed stands in place of what was read, and is judged as that was."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from registration import access, content
from registration.models import UploadRow, User
from registration.models.uploads import RowState
from registration.services.imports import applying, checking, kinds
from registration.services.imports.kinds import Scene
from registration.services.uploads.findings import Severity
from registration.workflow import Refused

KEPT: Final = (RowState.APPLIED, RowState.UNDONE)  # what became of these rows is history


def put(row: UploadRow, fields: Mapping[str, Any], scene: Scene, *, title: str = "") -> None:
    """Puts fields in place of what was read, and judges the row anew. Raises: Refused."""
    kind = kinds.of_upload(row.upload)
    if scene.by is None:
        raise RuntimeError("A row is mended by somebody")
    access.check(scene.by, kind.action, row.upload.unit, scene.on)
    with transaction.atomic():
        fresh = UploadRow.objects.select_for_update(of=("self",)).select_related("upload").get(pk=row.pk)
        refuse_history(fresh)
        fresh.fields, fresh.is_mended = dict(fields), True
        fresh.title = (title or fresh.title)[:200]
        fresh.findings = [each for each in fresh.findings if each["severity"] != Severity.ERROR]
        kind.judge_again(scene, [fresh])
        fresh.save()
        checking.count(fresh.upload)


def refuse_history(row: UploadRow) -> None:
    """Raises: Refused for a row that was written, and while a job has its upload."""
    if row.state in KEPT:
        raise Refused("แถวนี้บันทึกไปแล้ว กรุณาแก้ไขที่ระเบียน")
    if applying.is_busy(row.upload):
        raise Refused(applying.BUSY)


def typed_lines(row: UploadRow) -> list[tuple[int, list[str]]]:
    """What stands in the file, line by line; personal numbers are not shown."""
    return [
        (line["row"], [text for key, text in line["cells"].items() if key not in content.SECRET_FIELDS])
        for line in row.cells
    ]


def refused_cells(row: UploadRow, viewer: User) -> dict[int, dict[str, str]]:
    """{line: the cells that an error names, as typed}; personal numbers for who brought the file alone (0056)."""
    keys = {each["letter"]: each["key"] for each in row.upload.columns}
    wrong = {
        (each["row"], keys.get(each["column"])) for each in row.findings if each["severity"] == Severity.ERROR
    }
    is_owner = row.upload.made_by_id == viewer.pk
    return {
        line["row"]: {
            key: text
            for key, text in line["cells"].items()
            if (line["row"], key) in wrong and (is_owner or key not in content.SECRET_FIELDS)
        }
        for line in row.cells
    }
