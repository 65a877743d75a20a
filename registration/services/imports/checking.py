"""An upload read and judged: file → sheets → table with its columns → rows with findings, stored beside the file.

Every row of the sheet is a record, or told as what it is instead; every record stands in one row of the upload.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import PurePath
from typing import Any, Final, cast

from django.db import transaction

from otop_registry import clock
from registration import access, content, numbers, printable
from registration.models import Unit, Upload, UploadRow, User
from registration.models.uploads import READY, RowState, UploadState
from registration.services.imports import again, keeping, kinds, memory
from registration.services.imports.kinds import Judged, Scene, TableKind
from registration.services.inserting import insert
from registration.services.uploads import child, records, sources, values
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.gate import COMMAND, WEB
from registration.services.uploads.pieces import in_pieces, uncollected, with_end
from registration.services.uploads.records import Record, Table
from registration.services.uploads.sheets import Sheet
from registration.workflow import Refused

FOLDER: Final = "uploads"
MOST_AN_HOUR: Final = 20  # files of one person
BATCH: Final = 500
PIECE: Final = WEB.rows  # stored in one transaction: all of what comes by a page
UNCOUNTED: Final = frozenset(
    {"outcome", "running"}
)  # columns in which the same row may differ from file to file
APPLIED_BEFORE: Final = "applied_before"


@dataclass(frozen=True)
class Brought:
    """What a person brings: a file or a pasted table, of which kind, for which unit and subject."""

    kind: TableKind
    unit: Unit
    name: str
    data: bytes
    is_pasted: bool = False
    is_trusted: bool = False  # from the machine itself, not from a browser: read without a process of its own
    subject: str = ""

    @cached_property
    @uncollected()
    def sheets(self) -> list[Sheet]:
        """The sheets, read once. Raises: Refused with what to do instead."""
        if self.is_pasted:
            return sources.sheets_of_paste(self.data.decode())
        if self.is_trusted:
            return sources.sheets_of_upload(self.data, self.name, COMMAND)
        return child.read_in_child(self.data, self.name)


def receive(brought: Brought, *, by: User, on: date) -> Upload:
    """Keeps a file with its columns as they are guessed, or as the office used them before. Raises: Refused."""
    access.check(by, brought.kind.action, brought.unit, on)
    moment = clock.instant(on)
    _check_rate(by, brought.unit, moment)
    return _stored(brought, by, {}, moment)


def next_sheet(upload: Upload, sheet: str, *, by: User, on: date) -> Upload:
    """Another sheet of the file as an upload of its own; checked at once where its head is that of the first.

    Raises: Refused for a sheet that is not there, and when the file is no longer kept.
    """
    access.check(by, kinds.of_upload(upload).action, upload.unit, on)
    moment = clock.instant(on)
    _check_rate(by, upload.unit, moment)
    following = _stored(kept(upload), by, {}, moment, sheet=sheet)
    if memory.of(following, following.shape):
        check(following, following.mapping, following.said, by=by, on=on)
    return following


def sheets_left(upload: Upload) -> list[str]:
    """The sheets of the file that no upload of the unit has brought yet."""
    same = {"unit": upload.unit_id, "kind": upload.kind, "subject": upload.subject, "sha256": upload.sha256}
    brought = Upload.objects.filter(**same).exclude(state=UploadState.DROPPED).values_list("sheet", flat=True)
    return [each for each in upload.choices if each not in set(brought)]


def hand(brought: Brought, mapping: Mapping[str, str], *, by: User, on: date) -> Upload:
    """Keeps a file for a unit that somebody of a level above hands it to: it waits there, nothing of it stated."""
    return _stored(brought, by, mapping, clock.instant(on))


def _stored(
    brought: Brought, by: User, mapping: Mapping[str, str], moment: datetime, sheet: str = ""
) -> Upload:
    """The upload, by the columns that the unit used before, else by those of `mapping`, else as they are guessed."""
    table = records.read(brought.sheets, brought.kind.heads, sheet=sheet)
    upload = Upload(
        kind=brought.kind.code,
        unit=brought.unit,
        subject=brought.subject,
        name=(PurePath(brought.name).name or sources.PASTED)[:200],
        sha256=hashlib.sha256(brought.data).hexdigest(),
        made_by=by,
        made_at=moment,
    )
    mapping, said = _known(upload, table, mapping)
    _set_table(
        upload,
        records.read(brought.sheets, brought.kind.heads, sheet=sheet, mapping=columns_of(mapping))
        if mapping
        else table,
    )
    upload.mapping, upload.said = mapping, said
    with transaction.atomic():
        upload.save(force_insert=True)
        ending = ".txt" if brought.is_pasted else PurePath(upload.name).suffix.lower()[:8]
        keeping.store(upload, brought.data, f"{FOLDER}/{upload.pk}-{upload.sha256[:16]}{ending}")
        upload.save(update_fields=["file"])
    return upload


def _known(upload: Upload, table: Table, mapping: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    """(columns, statements) as the office chose them for such a file, or for the one that was given back."""
    if remembered := memory.of(upload, table.shape):
        return remembered.mapping, remembered.said
    columns = [asdict(each) for each in table.columns]
    if origin := again.origin_of(upload, columns):
        return again.mapping_of(origin, columns), origin.said
    return dict(mapping), {}


def _check_rate(by: User, unit: Unit, moment: datetime) -> None:
    """Raises: Refused for more files of a unit in an hour than anybody brings by hand."""
    hour = (moment - timedelta(hours=1), moment)
    if Upload.objects.filter(made_by=by, unit=unit, made_at__range=hour).count() >= MOST_AN_HOUR:
        raise Refused(f"นำเข้าได้ไม่เกิน {MOST_AN_HOUR} ไฟล์ต่อชั่วโมง กรุณารอสักครู่แล้วลองใหม่")


def kept(upload: Upload) -> Brought:
    """The file as it was brought. Raises: Refused when it is no longer kept."""
    if not upload.file:
        raise Refused("ไฟล์นี้พ้นกำหนดเก็บแล้ว กรุณานำเข้าใหม่")
    data = keeping.read(upload)
    is_pasted = keeping.name_of(upload).endswith(".txt") and not upload.name.lower().endswith(".txt")
    return Brought(kinds.of_upload(upload), upload.unit, upload.name, data, is_pasted, subject=upload.subject)


def columns_of(mapping: Mapping[str, str]) -> dict[int, str]:
    """{column: key} of what JSON keeps."""
    return {int(column): key for column, key in mapping.items()}


def _set_table(upload: Upload, table: Table) -> None:
    upload.sheet, upload.choices, upload.shape = table.sheet, list(table.choices), table.shape
    upload.columns = [asdict(each) for each in table.columns]
    upload.findings = [asdict(each) for each in table.findings]
    upload.counts = {"rows": len(table.records)}


def look_at(upload: Upload, sheet: str, brought: Brought | None = None) -> None:
    """Reads another sheet of the file, its columns guessed anew. Raises: Refused."""
    brought = brought or kept(upload)
    _set_table(upload, records.read(brought.sheets, brought.kind.heads, sheet=sheet))
    upload.mapping = {}
    upload.save()


@uncollected()
def check(
    upload: Upload,
    mapping: Mapping[str, str],
    said: Mapping[str, Any],
    *,
    by: User,
    on: date,
    brought: Brought | None = None,
) -> None:
    """Judges every row by these columns and statements, in place of what was judged before. Raises: Refused.

    `brought` is the file where whoever asks has it; only a trusted one may be long, and is then stored in pieces.
    """
    access.check(by, kinds.of_upload(upload).action, upload.unit, on)
    _refuse_applied(upload)
    brought = brought or kept(upload)
    table = records.read(brought.sheets, brought.kind.heads, sheet=upload.sheet, mapping=columns_of(mapping))
    scene = Scene(upload.unit, upload.subject, by, on, upload, said)
    upload.mapping, upload.said = dict(mapping), dict(said)
    judged = judge(brought.kind, scene, table)
    _set_table(upload, table)
    mended = {(row.sheet, *row.lines): row.fields for row in upload.rows.filter(is_mended=True)}
    is_begun = False
    for piece, is_last in with_end(judged, PIECE):
        with transaction.atomic():
            if not is_begun:
                _refuse_applied(Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk))
                upload.rows.all().delete()
            _keep(scene, piece, mended)
            _settle(upload, table, on, is_whole=is_last)
        is_begun = True
        piece.clear()


def _refuse_applied(upload: Upload) -> None:
    if upload.state not in {UploadState.CHECKING, UploadState.CHECKED}:
        raise Refused("บันทึกจากไฟล์นี้แล้ว จึงเลือกคอลัมน์ใหม่ไม่ได้ กรุณานำเข้าไฟล์อีกครั้ง")


def _keep(scene: Scene, piece: Sequence[Judged], mended: Mapping[tuple[Any, ...], dict[str, Any]]) -> None:
    """Stores a piece; a row that somebody mended before keeps what was typed, whatever its columns are now."""
    upload = cast(Upload, scene.upload)
    rows = [_row(upload, each) for each in piece]
    again = [row for row in rows if (row.sheet, *row.lines) in mended]
    for row in again:
        row.fields, row.is_mended = mended[row.sheet, *row.lines], True
        row.findings = [each for each in row.findings if each["severity"] != Severity.ERROR]
    if again:
        kinds.of_upload(upload).judge_again(scene, again)
    _recognise(upload, rows)
    insert(rows)


def _settle(upload: Upload, table: Table, on: date, *, is_whole: bool) -> None:
    """An upload is checked when its last piece is stored: one that stopped between two is read anew."""
    upload.state = UploadState.CHECKED if is_whole else UploadState.CHECKING
    if is_whole:
        memory.remember(upload, on)
        count(upload, table)
        if again.replace(upload) and (origin := again.origin_of(upload, upload.columns)):
            count(origin)
    else:
        upload.save()


def judge(kind: TableKind, scene: Scene, table: Table) -> Iterator[Judged]:
    """Each thing that the table says, judged; every finding about a cell stands with the row it is about."""
    judged = kind.judge(scene, table)
    own: dict[int, list[Finding]] = {}
    rest: list[Finding] = []
    told = [*table.findings, *_unprintable(table)]
    rows = {record.row for record in table.records} if any(each.row for each in told) else set()
    for each in told:
        (own.setdefault(each.row, []) if each.row in rows else rest).append(each)
    table.findings = rest
    return (_with_findings(each, own) for each in judged)


def _unprintable(table: Table) -> Iterator[Finding]:
    """Signs that the papers cannot print, told beside the cell as a form tells them beside its box (decision 0053)."""
    for record in table.records:
        texts = map(values.text_of, record.cells.values())
        if printable.is_known("".join(texts)):
            continue
        for cell in record.cells.values():
            if said := printable.remark(values.text_of(cell)):
                yield at(cell, Severity.WARNING, "unprintable", said, record.sheet)


def _with_findings(judged: Judged, own: Mapping[int, Sequence[Finding]]) -> Judged:
    """What reading the table found in a row; a cell that is told twice is told once."""
    known = {(each.row, each.column, each.severity) for each in judged.findings}
    found = [each for record in judged.records for each in own.get(record.row, ())]
    new = [each for each in found if (each.row, each.column, each.severity) not in known]
    if not new:
        return judged
    is_held = any(each.is_error for each in new) and judged.state in READY
    state = RowState.FAULTY if is_held else judged.state
    return replace(judged, findings=(*new, *judged.findings), state=state)


def _row(upload: Upload, judged: Judged) -> UploadRow:
    first = judged.records[0]
    return UploadRow(
        upload=upload,
        sheet=first.sheet,
        number=first.row,
        lines=[record.row for record in judged.records],
        title=judged.title[:200],
        cells=lines_of(judged.records),
        fields=dict(judged.fields),
        findings=[asdict(each) for each in judged.findings],
        state=judged.state,
        key=judged.key[:200],
        fingerprint=fingerprint(judged.records),
        record=judged.record,
    )


def lines_of(rows: Iterable[Record]) -> list[dict[str, Any]]:
    """The lines as they were read, for the screen beside the record."""
    return [
        {"row": each.row, "cells": {key: values.text_of(cell) for key, cell in each.cells.items()}}
        for each in rows
    ]


def fingerprint(rows: Iterable[Record]) -> str:
    """The same for lines that say the same, in whatever row they stand."""
    said = [
        sorted(
            (key, values.text_of(cell))
            for key, cell in each.cells.items()
            if key not in UNCOUNTED and not cell.is_formula
        )
        for each in rows
    ]
    return numbers.blinded(content.fingerprint([said]))


def _recognise(upload: Upload, rows: Sequence[UploadRow]) -> None:
    """Rows that an earlier file of the unit has applied as they stand, also after mending: nothing is left to do.

    Of the same subject: what was sold in January says nothing of February.
    """
    applied = UploadRow.objects.filter(
        upload__unit=upload.unit_id, upload__kind=upload.kind, upload__subject=upload.subject
    )
    applied = applied.filter(state=RowState.APPLIED)
    known: dict[str, int | None] = {}
    for piece in in_pieces(rows if applied.exists() else (), BATCH):
        asked = applied.filter(fingerprint__in=[row.fingerprint for row in piece])
        known |= dict(asked.values_list("fingerprint", "record"))
    for row in rows:
        if row.fingerprint in known and row.state != RowState.UNCHANGED:
            row.state, row.record, row.key = RowState.UNCHANGED, known[row.fingerprint], APPLIED_BEFORE
            told = Finding(
                row.number, "", Severity.REMARK.value, APPLIED_BEFORE, "แถวนี้บันทึกแล้วจากไฟล์ก่อน", row.sheet
            )
            row.findings = [asdict(told)]


def count(upload: Upload, table: Table | None = None) -> None:
    """Counts lines and things by state, and stores the upload. A line that says several things counts once."""
    lines: dict[str, set[int]] = {}
    things: Counter[str] = Counter()
    for state, own in upload.rows.values_list("state", "lines").iterator():
        lines.setdefault(state, set()).update(own)
        things[state] += 1
    others = upload.counts.get("others", {})
    if table is not None:
        others = {str(kind): len(rows) for kind, rows in table.others.items()}
    upload.counts = {
        "rows": len(set().union(*lines.values())),
        "lines": {state: len(numbers) for state, numbers in lines.items()},
        "things": things,
        "others": others,
    }
    upload.save()
