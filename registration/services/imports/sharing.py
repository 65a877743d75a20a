"""A province's table of several districts: checked district by district, and each part handed to its district.

A province enters nothing itself (docs/decisions/0060): what is handed over waits in the district as an upload whose
columns nobody has confirmed yet, and is written by an officer of the district, in its windows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import Any, Final, cast

from django.urls import reverse

from otop_registry import clock
from registration.access import Action
from registration.models import Producer, Unit, Upload, UploadRow, User
from registration.models.notices import Kind
from registration.models.uploads import RowState, UploadState
from registration.places import Level, district_of
from registration.services.imports import checking, parting, undoing
from registration.services.imports.checking import Brought
from registration.services.imports.districts import Districts
from registration.services.imports.kinds import Judged, Scene, TableKind
from registration.services.notices.ledger import Owed, owe, withdraw
from registration.services.uploads import places_named, records, values
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.records import FORMULA, Record, Table

NUMBERS: Final = ("registration_number", "number")
TITLES: Final = ("name", "producer", "product_name", "product")
HELD: Final = frozenset({FORMULA})  # findings that keep a row here: its value would not arrive
UNKNOWN: Final = "ไม่รู้ว่าแถวนี้เป็นของอำเภอใด กรุณาใส่ชื่ออำเภอหรือเลขทะเบียน"


def shared(kind: TableKind) -> TableKind:
    """The kind as a province brings it: read as districts read it, and applied by handing it over."""
    return replace(
        kind,
        title=f"{kind.title} หลายอำเภอในไฟล์เดียว (ส่งต่อให้แต่ละอำเภอ)",
        level=Level.PROVINCE,
        action=Action.IMPORT_SHARE,
        judge=partial(judge, kind),
        judge_again=judge_again,
        apply=partial(apply, kind),
        undo=undo,
        is_whole=True,
        act="ส่งให้อำเภอ",
        mend="",
        record_url="",
        compare=None,
        statements=(),
        refusal=None,
        fills=None,
        settings=None,
    )


# --- whose a row is ---------------------------------------------------------------------------------


@dataclass
class _Finder:
    """The district of each row: by its own column, else by a registered producer's number, else as the row above."""

    districts: Districts
    by_number: Mapping[str, str]
    above: str = ""

    @classmethod
    def of(cls, scene: Scene, rows: Iterable[Record]) -> "_Finder":
        said = {_number(record) for record in rows} - {""}
        known = Producer.objects.filter(registration_number__in=said) if said else Producer.objects.none()
        by_number = dict(known.values_list("registration_number", "district_id"))
        return cls(Districts.of(scene.unit, scene.on), by_number)

    def read(self, record: Record) -> tuple[str, list[Finding]]:
        """(code, what is told); "" with an error where nobody knows, or where it is another province's."""
        code, told = self._own(record)
        if not code and not told and self.above:
            code = self.above
            text = f"แถวนี้ไม่ได้บอกอำเภอ จึงนับเป็นของ{self.districts.units[code]} ตามแถวด้านบน"
            told = [at(_first(record), Severity.WARNING, "continued", text, record.sheet)]
        if not code and not told:
            told = [at(_first(record), Severity.ERROR, "district", UNKNOWN, record.sheet)]
        elif code and code not in self.districts.units:
            text = f"แถวนี้ไม่ใช่ของ{self.districts.province}"
            code, told = "", [at(_first(record), Severity.ERROR, "elsewhere", text, record.sheet)]
        self.above = code
        return code, told

    def _own(self, record: Record) -> tuple[str, list[Finding]]:
        cell = record.cells.get("district")
        if cell is None or cell.is_formula or not values.text(cell).value:
            return self.by_number.get(_number(record), ""), []
        read = places_named.district(cell, self.districts.known, self.districts.province.pk)
        if read.fault:
            return "", [at(cell, Severity.ERROR, "district", read.fault, record.sheet)]
        return district_of(read.value), []


def _number(record: Record) -> str:
    cell = next((record.cells[key] for key in NUMBERS if key in record.cells), None)
    return values.text(cell).value


def _first(record: Record) -> Any:  # noqa: ANN401 (a cell or None)
    return next(iter(record.cells.values()), None)


# --- judging ----------------------------------------------------------------------------------------


def judge(kind: TableKind, scene: Scene, table: Table) -> list[Judged]:
    """Each thing of the table by its district, with what the district will have to mend. Reads only."""
    finder = _Finder.of(scene, table.records)
    parts: dict[str, list[Record]] = {}
    told: dict[int, list[Finding]] = {}
    for record in table.records:
        code, told[record.row] = finder.read(record)
        parts.setdefault(code, []).append(record)
    found = [_unplaced(record, told[record.row]) for record in parts.pop("", ())]
    for code, own in parts.items():
        found += _of_district(kind, replace(scene, unit=finder.districts.units[code]), own, table, told)
    return sorted(found, key=lambda each: each.records[0].row)


def _unplaced(record: Record, told: Sequence[Finding]) -> Judged:
    is_away = any(each.code == "elsewhere" for each in told)
    state = RowState.ELSEWHERE if is_away else RowState.FAULTY
    title = next((values.text_of(record.cells[key]) for key in TITLES if key in record.cells), "")
    return Judged((record,), title, {"district": "", "was": state}, tuple(told), state)


def _of_district(
    kind: TableKind, scene: Scene, own: list[Record], table: Table, told: Mapping[int, Sequence[Finding]]
) -> Iterator[Judged]:
    """What the district will see: errors are the district's to mend, but for values that would not arrive."""
    rows = {record.row for record in own}
    part = replace(
        table, records=own, totals=[], findings=[each for each in table.findings if each.row in rows]
    )
    table.findings[:] = [each for each in table.findings if each.row not in rows]
    judged = list(kind.judge(replace(scene, by=None, upload=None, said={}), part))
    table.findings += part.findings
    for each in judged:
        findings = [
            *(found for record in each.records for found in told[record.row]),
            *map(_for_district, each.findings),
        ]
        state = RowState.FAULTY if any(found.is_error for found in findings) else RowState.NEW
        title = f"{scene.unit}: {each.title}"
        yield Judged(
            each.records,
            title,
            {"district": scene.unit.pk, "was": state},
            tuple(findings),
            state,
            scene.unit.pk,
        )


def _for_district(each: Finding) -> Finding:
    return each if each.code in HELD or not each.is_error else replace(each, severity=Severity.WARNING.value)


def judge_again(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """As they were judged: nothing of the registry decides whose a row is."""
    for row in rows:
        row.state = RowState(row.fields["was"])


# --- handing over -----------------------------------------------------------------------------------


def apply(kind: TableKind, scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Hands each district its rows, as an upload that waits there. Raises: Refused when the file is no longer kept."""
    upload, by = cast(Upload, scene.upload), cast(User, scene.by)
    brought = checking.kept(upload)
    mapping = checking.columns_of(upload.mapping)
    table = records.read(brought.sheets, kind.heads, sheet=upload.sheet, mapping=mapping)
    sheet = next(each for each in brought.sheets if each.name == table.sheet)
    parts: dict[str, list[UploadRow]] = {}
    for row in rows:
        parts.setdefault(row.fields["district"], []).append(row)
    units = Unit.objects.in_bulk(parts)
    owed: list[Owed] = []
    for code, own in parts.items():
        lines = sorted(line for row in own for line in row.lines)
        data = parting.part_of(sheet, table, lines, kind.heads)
        name = f"{PurePath(upload.name).stem} {units[code]}.xlsx"
        part = Brought(kind, units[code], name, data, is_trusted=True, subject=upload.subject)
        handed = checking.hand(part, upload.mapping, by=by, on=scene.on)
        path, details = reverse("registration:upload", args=[handed.pk]), {"act_day": scene.on.isoformat()}
        owed.append(
            Owed(Kind.HANDED, code, _subject(handed.pk), "handed", path, details | {"title": kind.title})
        )
        for row in own:
            row.state, row.record = RowState.APPLIED, handed.pk
            text = f"ส่งให้{units[code]}แล้ว รอเจ้าหน้าที่อำเภอตรวจและบันทึก"
            row.findings = [*row.findings, _plain(row, Severity.REMARK, "handed", text)]
    owe(owed, clock.instant(scene.on))


def _subject(upload: int) -> str:
    return f"upload:{upload}"


def _plain(row: UploadRow, severity: Severity, code: str, text: str) -> dict[str, Any]:
    return asdict(Finding(row.number, "", severity.value, code, text, row.sheet))


def undo(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Takes back what no district has written from yet; the rest stays, and says so."""
    handed = {cast(int, row.record) for row in rows}
    waiting = Upload.objects.select_for_update(of=("self",)).filter(
        pk__in=handed, state__in=(UploadState.CHECKING, UploadState.CHECKED, UploadState.DROPPED)
    )
    back = {each.pk for each in waiting}
    UploadRow.objects.filter(upload__in=back).delete()
    Upload.objects.filter(pk__in=back).update(state=UploadState.DROPPED)
    withdraw(Kind.HANDED, map(_subject, back))
    for row in rows:
        undoing.settle(row, "" if row.record in back else "อำเภอบันทึกจากส่วนนี้แล้ว จึงไม่เรียกคืน")
