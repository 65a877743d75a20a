"""A file that was given back with its findings and is brought again: what was said of it holds, and it takes its place.

The head of the outcomes names the upload. Rows of the first file that stand in the second are left out there, so that
none of them waits in two places; a row that somebody deleted stays where it was.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from otop_registry import thai
from registration.models import Upload, UploadRow
from registration.models.uploads import OPEN, READY, RowState, UploadState
from registration.services.uploads import heads, several
from registration.services.uploads.findings import Finding, Severity

REPLACED: Final = "replaced"
_NUMBER: Final = re.compile(r"ไฟล์ที่\s*([0-9]+)")
_WAITING: Final = (*READY, *OPEN)
_ANYBODYS: Final = frozenset(
    {"running", "outcome", "district", "province", "kind", "product_type", "is_thai"}
)


def origin_of(upload: Upload, columns: Iterable[Mapping[str, Any]]) -> Upload | None:
    """The upload whose file was given back, of the same unit, kind and subject; None for any other file."""
    head = next((each["head"] for each in columns if each["key"] == heads.OUTCOME.key), "")
    found = _NUMBER.search(thai.to_arabic(head))
    if found is None:
        return None
    same = {"unit": upload.unit_id, "kind": upload.kind, "subject": upload.subject}
    return Upload.objects.filter(pk=int(found[1]), **same).exclude(pk=upload.pk).first()


def mapping_of(origin: Upload, columns: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """{column: key} as the officer chose it for the first file, by the heads; columns that were added as guessed."""
    chosen = {each["head"]: several.base_of(each["key"]) for each in origin.columns if each["head"]}
    return {str(each["column"]): chosen.get(each["head"], several.base_of(each["key"])) for each in columns}


def replace(upload: Upload) -> int:
    """Leaves out the waiting rows of the first file that stand in this one; returns how many."""
    origin = origin_of(upload, upload.columns)
    if origin is None or origin.state not in {UploadState.CHECKED, UploadState.APPLIED}:
        return 0
    titles: set[str] = set()
    at: dict[tuple[int, ...], set[str]] = {}
    for row in upload.rows.only("title", "lines", "cells").iterator():
        titles.add(row.title)
        at[tuple(row.lines)] = _texts(row)
    waiting = origin.rows.filter(state__in=_WAITING)
    rows = [row for row in waiting if row.title in titles or _is_same(row, at.get(tuple(row.lines), set()))]
    for row in rows:
        told = Finding(
            row.number, "", Severity.REMARK.value, REPLACED, f"อยู่ในไฟล์ที่นำเข้าใหม่ {upload.name}", row.sheet
        )
        row.state, row.findings = RowState.DROPPED, [*row.findings, asdict(told)]
    UploadRow.objects.bulk_update(rows, ["state", "findings"], batch_size=500)
    return len(rows)


def _texts(row: UploadRow) -> set[str]:
    return {text for line in row.cells for key, text in line["cells"].items() if key not in _ANYBODYS}


def _is_same(row: UploadRow, texts: set[str]) -> bool:
    """Whether the row in the same lines says at least half of the same: something of it was corrected."""
    own = _texts(row)
    return bool(own) and 2 * len(own & texts) >= len(own)
