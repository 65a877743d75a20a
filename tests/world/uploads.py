"""A table as an officer brings it, judged and kept without the pages: for tests of what a kind of table means."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from openpyxl import Workbook

from registration.models import Unit, Upload, UploadRow, User
from registration.models.uploads import READY
from registration.services.imports.kinds import Judged, Scene, TableKind
from registration.services.uploads import records, sheets
from registration.services.uploads.records import Table


def table_of(kind: TableKind, *rows: Iterable[object]) -> Table:
    """Rows of a workbook, read as a kind reads them."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    file = BytesIO()
    book.save(file)
    return records.read(sheets.sheets_of(file.getvalue()), kind.heads)


class Brought:
    """A table of a kind for a unit and subject, brought by an officer on a day."""

    def __init__(self, kind: TableKind, unit: Unit, subject: str, by: User, on: date) -> None:
        self.kind = kind
        self.upload = Upload.objects.create(
            kind=kind.code, unit=unit, subject=subject, name="ตาราง.xlsx", sha256="0" * 64, made_by=by,
            made_at="2018-02-01T00:00+07:00",
        )  # fmt: skip
        self.scene = Scene(unit, subject, by, on, self.upload)
        self.rows: list[UploadRow] = []

    def judge(self, *rows: Iterable[object]) -> list[Judged]:
        found = self.kind.judge(self.scene, table_of(self.kind, *rows))
        self.rows = [
            UploadRow.objects.create(
                upload=self.upload, number=each.records[0].row, fields=dict(each.fields), state=each.state,
                record=each.record, fingerprint=str(number),
            )
            for number, each in enumerate(found)
        ]  # fmt: skip
        return found

    def apply(self) -> list[str]:
        """The states after applying what is ready."""
        self.kind.apply(self.scene, [row for row in self.rows if row.state in READY])
        return self._saved()

    def undo(self) -> list[str]:
        self.kind.undo(self.scene, [row for row in self.rows if row.state == "applied"])
        return self._saved()

    def _saved(self) -> list[str]:
        for row in self.rows:
            row.save()
        return [str(row.state) for row in self.rows]
