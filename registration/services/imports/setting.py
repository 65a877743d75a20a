"""One value for every row that one kind of finding holds up: a subdistrict, a type, a kind, a confirmed zero."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Final

from django.db import transaction

from registration import access
from registration.models import Upload, UploadRow, User
from registration.models.uploads import RowState
from registration.services.imports import applying, checking, finding_groups, kinds, overview
from registration.services.imports.kinds import Scene, Setting
from registration.services.uploads.findings import Finding, Severity
from registration.services.uploads.pieces import in_pieces
from registration.workflow import Refused

SET: Final = "set"
BATCH: Final = 500
WRITTEN: Final = ("state", "title", "key", "record", "fields", "findings")


def settings_of(upload: Upload, on: date) -> Mapping[str, Setting]:
    """{kind of finding: what may be set for all of its rows}"""
    kind = kinds.of_upload(upload)
    return kind.settings(upload, on) if kind.settings else {}


def set_for_all(upload: Upload, code: str, value: str, *, by: User, on: date) -> int:
    """Sets a value in every faulty row of a kind of finding; returns how many are judged anew. Raises: Refused."""
    kind = kinds.of_upload(upload)
    access.check(by, kind.action, upload.unit, on)
    setting = settings_of(upload, on).get(code)
    if setting is None or value not in setting.choices:
        raise Refused("กรุณาเลือกค่าจากรายการ")
    if applying.is_busy(upload):
        raise Refused(applying.BUSY)
    scene = Scene(upload.unit, upload.subject, by, on, upload, upload.said)
    rows = list(overview.rows(upload, state=RowState.FAULTY, code=code).values_list("pk", flat=True))
    with transaction.atomic():
        Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        for piece in in_pieces(rows, BATCH):
            found = list(upload.rows.filter(pk__in=piece, state=RowState.FAULTY))
            for row in found:
                row.fields = setting.put(row.fields, value)
                row.findings = [
                    *(each for each in row.findings if not _is(each, code)),
                    _told(row, setting, value),
                ]
            kind.judge_again(scene, found)
            UploadRow.objects.bulk_update(found, WRITTEN, batch_size=BATCH)
        checking.count(upload)
    return len(rows)


def _is(finding: Mapping[str, object], code: str) -> bool:
    return finding["severity"] == Severity.ERROR and finding_groups.sort_of(finding) == code


def _told(row: UploadRow, setting: Setting, value: str) -> dict[str, object]:
    text = f"{setting.label}: {setting.choices[value]} ตามที่ท่านเลือกให้หลายแถวพร้อมกัน"
    return asdict(Finding(row.number, "", Severity.REMARK.value, SET, text, row.sheet))
