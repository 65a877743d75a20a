"""What the page of an upload shows: counts by state, and one page of rows. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, QuerySet

from registration.models import Upload, UploadRow
from registration.models.uploads import READY, RowState, UploadState
from registration.services.imports.finding_groups import sort_of

ORDER: Final = (
    RowState.FAULTY, RowState.ELSEWHERE, RowState.NEW, RowState.CHANGES, RowState.UNCHANGED, RowState.SILENT,
    RowState.APPLIED, RowState.DROPPED, RowState.UNDONE,
)  # fmt: skip


@dataclass(frozen=True)
class StateLine:
    """How many things and lines of the file stand in a state."""

    state: RowState
    things: int
    lines: int


def state_lines(upload: Upload) -> list[StateLine]:
    """The states that the rows of the upload are in, what needs somebody first."""
    things, lines = upload.counts.get("things", {}), upload.counts.get("lines", {})
    return [StateLine(state, things[state], lines.get(state, 0)) for state in ORDER if things.get(state)]


def ready_count(upload: Upload) -> int:
    things: Mapping[str, int] = upload.counts.get("things", {})
    return sum(things.get(state, 0) for state in READY)


def rows(upload: Upload, *, state: str = "", code: str = "") -> QuerySet[UploadRow]:
    """The rows in the order of the file, of one state and with one kind of finding when asked."""
    found = upload.rows.order_by("number", "pk")
    if state:
        found = found.filter(state=state)
    if code:
        found = found.filter(pk__in=_with(found, code))
    return found


def _with(found: QuerySet[UploadRow], code: str) -> list[int]:
    pairs: Iterable[tuple[int, list[dict[str, Any]]]] = found.values_list("pk", "findings")
    return [pk for pk, findings in pairs if any(code in {each["code"], sort_of(each)} for each in findings)]


def handed_to(units: Iterable[str]) -> QuerySet[Upload]:
    """The tables that wait in units and that nobody of them brought: a province handed them over."""
    waiting = Upload.objects.filter(unit__in=list(units), state=UploadState.CHECKING)
    return waiting.exclude(made_by__posts__unit=F("unit"))


def next_faulty(row: UploadRow) -> UploadRow | None:
    """The next row that waits to be mended, from the top again after the last."""
    waiting = row.upload.rows.filter(state=RowState.FAULTY).exclude(pk=row.pk).order_by("number", "pk")
    return waiting.filter(number__gte=row.number).first() or waiting.first()


def fresh(row: UploadRow) -> UploadRow:
    """The row as it is stored now."""
    return UploadRow.objects.select_related("upload").get(pk=row.pk)
