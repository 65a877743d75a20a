"""import_roster FILE --unit 80: checks a list of producers and products, and registers what is clean."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from otop_registry import clock, thai
from registration import access
from registration.models import Unit, Upload, User
from registration.models.uploads import OPEN, READY, RowState
from registration.places import Level
from registration.services.imports import applying, checking, kinds
from registration.services.imports.checking import Brought
from registration.services.imports.kinds import Judged, Scene, TableKind
from registration.services.imports.roster import TICKS
from registration.services.uploads import records
from registration.services.uploads.findings import Finding, Severity
from registration.services.uploads.gate import COMMAND
from registration.services.uploads.records import Table
from registration.workflow import Refused

STANDING = frozenset({*READY, RowState.UNCHANGED, RowState.SILENT, RowState.DROPPED})
WORDS = {"error": "ต้องแก้ไข", "warning": "ควรดู", "remark": "ทราบ"}


class Command(BaseCommand):
    """What every import of records is as a command; another kind says its code, subject and statements."""

    kind_code: ClassVar[str] = "roster"
    tells_values: ClassVar[bool] = False
    is_checked_anywhere: ClassVar[bool] = True  # also for a whole province, which cannot apply it
    help = "Registers a list of producers and products from .xlsx or .csv; rows with an error are told and left out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--unit", required=True, help="code of the district or province, such as 8001 or 80"
        )
        parser.add_argument(
            "--sheet", default="", help="the sheet to read; without it, the one that fits best"
        )
        parser.add_argument(
            "--map", type=Path, help='JSON file {"B": "name", …}: what columns mean; "" for unused'
        )
        parser.add_argument("--by", default="", help="the district officer in whose name it is registered")
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        self.add_statements(parser)

    def add_statements(self, parser: ArgumentParser) -> None:
        """The options of this kind alone: its subject, and what is stated for every row."""
        parser.add_argument(
            "--state",
            action="append",
            default=[],
            choices=TICKS,
            help="what the officer states for every producer of a file without such a column",
        )

    def subject_of(self, options: dict[str, Any]) -> str:
        """What the table is about."""
        return ""

    def said_of(self, options: dict[str, Any]) -> dict[str, Any]:
        """{key of a statement: what is stated}"""
        return dict.fromkeys(options["state"], True)

    def values_of(self, judged: Judged) -> list[dict[str, Any]]:
        """What the JSON of a check tells of one thing under "values", in the kinds that have it."""
        return []

    def handle(self, *, file: Path, format: str, dry_run: bool, **options: Any) -> None:
        kind, unit = kinds.of(self.kind_code), read_unit(options["unit"])
        subject = self.subject_of(options)
        if not self.is_checked_anywhere:
            check_level(kind, unit)
        _map_nothing()
        brought = Brought(kind, unit, file.name, _bytes(file), is_trusted=True, subject=subject)
        by = None if dry_run else _officer(brought, options["by"])
        try:
            table = records.read(brought.sheets, kind.heads, sheet=options["sheet"])
            if options["map"]:
                mapping = _mapping(options["map"], table, kind)
                table = records.read(brought.sheets, kind.heads, sheet=options["sheet"], mapping=mapping)
            if by is None:
                self._tell(self._of_judged(brought, table, options), format)
                return
            upload = self._checked(brought, table, by, options)
            self._tell(_of_rows(table, upload), format)
            self._apply(upload, by)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _tell(self, report: "Report", format: str) -> None:
        self.stdout.write(report.as_json() if format == "json" else report.as_text())

    def _of_judged(self, brought: Brought, table: Table, options: dict[str, Any]) -> "Report":
        """What a check tells that writes nothing."""
        scene = Scene(brought.unit, brought.subject, None, clock.today(), said=self.said_of(options))
        judged = checking.judge(brought.kind, scene, table)
        report = Report(table, tells_values=self.tells_values)
        for each in judged:
            report.add(each.state, [record.row for record in each.records], each.findings)
            report.values += self.values_of(each)
        return report

    def _checked(self, brought: Brought, table: Table, by: User, options: dict[str, Any]) -> Upload:
        """The upload, judged in the officer's name by the columns as they were read."""
        on = clock.today()
        upload = checking.receive(brought, by=by, on=on)
        if upload.sheet != table.sheet:
            checking.look_at(upload, table.sheet, brought)
        columns = {str(each.column): each.key for each in table.columns}
        checking.check(upload, columns, self.said_of(options), by=by, on=on, brought=brought)
        return upload

    def _apply(self, upload: Upload, by: User) -> None:
        """Registers what is clean, and says on stderr where something is left."""
        applying.apply_now(upload, by=by, on=clock.today())
        left = upload.rows.filter(state__in=OPEN).count()
        if left:
            raise CommandError(f"เหลือ {thai.count(left)} รายที่ต้องแก้ไข ดูได้ในหน้านำเข้าข้อมูล")


def _map_nothing() -> None:
    """Lets SQLite read its file without mapping it: mapped pages would count as memory of a long import."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 0")


def _officer(brought: Brought, username: str) -> User:
    """The officer in whose name is written. Raises: CommandError."""
    check_level(brought.kind, brought.unit)
    by = User.objects.filter(username=username).first() if username else None
    if by is None or not access.can(by, brought.kind.action, brought.unit, on=clock.today()):
        raise CommandError("--by: กรุณาระบุชื่อผู้ใช้ของเจ้าหน้าที่ของหน่วยงานนี้")
    return by


def check_level(kind: TableKind, unit: Unit) -> None:
    """Raises: CommandError for a unit that has no such table."""
    if unit.level != kind.level:
        is_district = kind.level == Level.DISTRICT
        wanted = "ทีละอำเภอ กรุณาระบุรหัสอำเภอ 4 หลัก" if is_district else "ทีละจังหวัด กรุณาระบุรหัสจังหวัด 2 หลัก"
        raise CommandError(f"--unit: บันทึกได้{wanted}")


def read_unit(code: str) -> Unit:
    """A province or district by its code. Raises: CommandError for none."""
    unit = Unit.objects.exclude(pk="").filter(pk=thai.to_arabic(code)).first()
    if unit is None:
        raise CommandError(f"--unit: ไม่มีหน่วยงานรหัส {code}")
    return unit


def _bytes(file: Path) -> bytes:
    """The file, one byte more than allowed at most."""
    try:
        with file.open("rb") as opened:
            return opened.read(COMMAND.file + 1)
    except OSError as error:
        raise CommandError(f"เปิดไฟล์ {file} ไม่ได้: {error.strerror}") from error


def _mapping(file: Path, table: Table, kind: TableKind) -> dict[int, str]:
    """{column: key} of a file that names columns by letter. Raises: CommandError."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"--map: อ่านไฟล์ {file} ไม่ได้") from error
    columns = {each.letter: each.column for each in table.columns}
    known = {column.key for column in kind.heads.columns} | {each.key for each in table.columns} | {""}
    if not isinstance(said, dict) or not set(said.values()) <= known or not said.keys() <= columns.keys():
        raise CommandError(f"--map: ต้องเป็น JSON {{คอลัมน์: ชื่อช่อง}} ชื่อช่องที่ใช้ได้: {' '.join(sorted(known))}")
    return {columns[letter]: key for letter, key in said.items()}


@dataclass
class Report:
    """What a check tells: of every row of the file, without the rows themselves, of which there may be many."""

    table: Table
    things: int = 0
    refused: set[int] = field(
        default_factory=set
    )  # rows that would not be applied: all of a producer's, or none
    warned: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)
    tells_values: bool = False

    def add(self, state: str, rows: Iterable[int], findings: Iterable[Finding]) -> None:
        self.things += 1
        self.refused.update(() if state in STANDING else rows)
        told = list(findings)
        self.warned.update(each.row for each in told if each.severity == Severity.WARNING)
        self.findings += told

    @property
    def _all(self) -> list[Finding]:
        return [*self.table.findings, *self.findings]

    def as_json(self) -> str:
        """The shape that docs/rules.md 9 fixes for imports; a remark is told as a warning, its row is clean."""
        rows = len(self.table.records)
        answer = {
            "rows": rows,
            "clean": rows - len(self.refused | self.warned),
            "warned": len(self.warned - self.refused),
            "refused": len(self.refused),
            "sheet": self.table.sheet,
            "columns": [
                {"column": each.letter, "head": each.head, "key": each.key} for each in self.table.columns
            ],
            "findings": [_finding(each) for each in self._all],
            **({"values": self.values} if self.tells_values else {}),
        }
        return json.dumps(answer, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        lines = [f"{each.place} {WORDS[each.severity]}: {each.message}" for each in self._all]
        rows = len(self.table.records)
        read = f"อ่าน {thai.count(rows)} แถว {thai.count(self.things)} ราย"
        clean, refused = thai.count(rows - len(self.refused)), thai.count(len(self.refused))
        return "\n".join([*lines, f"{read} นำเข้าได้ {clean} แถว ต้องแก้ {refused} แถว"])


def _of_rows(table: Table, upload: Upload) -> Report:
    """What a check told that was stored."""
    table.findings = [Finding(**each) for each in upload.findings]
    report = Report(table)
    for state, rows, findings in upload.rows.values_list("state", "lines", "findings").iterator():
        report.add(state, rows, [Finding(**each) for each in findings])
    return report


def _finding(each: Finding) -> dict[str, Any]:
    return {
        "sheet": each.sheet,
        "row": each.row,
        "column": each.column,
        "severity": "error" if each.is_error else "warning",
        "code": each.code,
        "message": each.message,
    }
