"""What a file wrote, taken back row by row: one whose record says something else by now stays, and says why, once."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Final

from registration.models import UploadRow
from registration.models.uploads import RowState
from registration.services.uploads.findings import Finding, Severity

NOT_UNDONE: Final = "not_undone"


def as_written(
    rows: Iterable[UploadRow], is_as_written: Callable[[UploadRow], bool], why_not: str
) -> list[UploadRow]:
    """The rows whose record still says what they wrote, marked as taken back; the others are told why they are not."""
    undone = []
    for row in rows:
        settle(row, "" if is_as_written(row) else why_not)
        if row.state == RowState.UNDONE:
            undone.append(row)
    return undone


def settle(row: UploadRow, why_not: str = "") -> None:
    """Marks a row as taken back, or tells why it was not."""
    row.findings = [each for each in row.findings if each["code"] != NOT_UNDONE]
    if why_not:
        told = Finding(row.number, "", Severity.WARNING.value, NOT_UNDONE, why_not, row.sheet)
        row.findings.append(asdict(told))
    else:
        row.state = RowState.UNDONE
