"""import_base_sales FILE --unit 43: checks a table of base figures, and enters it when nothing is wrong."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grading.management.commands.grade_districts import read_quarter, read_unit
from grading.services import base_workbook, bases
from grading.services.base_workbook import Reading
from otop_registry import clock, thai
from registration.places import Level
from registration.services.uploads.gate import MAX_BYTES
from registration.timetable import Quarter
from registration.workflow import Refused


class Command(BaseCommand):
    help = "Enters a province's base sales from .xlsx or .csv; with an error in any cell, nothing is entered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="code of the province, such as 43")
        parser.add_argument("--quarter", default="", help="such as 2567/4; the running quarter without it")
        parser.add_argument(
            "--document", default="", help="the document the figures come from; the file's name"
        )
        parser.add_argument(
            "--sheet", default="", help="the sheet to read; without it, the one that fits best"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, file: Path, dry_run: bool, format: str, **options: Any) -> None:
        province, on = read_unit(options["unit"]), clock.today()
        if province.level != Level.PROVINCE:
            raise CommandError(f"--unit: กรุณาระบุรหัสจังหวัด 2 หลัก ไม่ใช่ {options['unit']}")
        quarter = read_quarter(options["quarter"]) if options["quarter"] else Quarter.of(on)
        document = options["document"].strip() or f"ไฟล์ {file.name}"
        try:
            data, sheet = _bytes(file), options["sheet"]
            reading = base_workbook.read(data, province, quarter, on, sheet=sheet, name=file.name)
            applied = 0
            if reading.can_apply and not dry_run:
                applied = bases.import_base(
                    province, quarter, reading.lines, document=document, by=None, on=on
                )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            as_json(reading, with_values=dry_run) if format == "json" else as_text(reading, applied)
        )
        if not reading.can_apply:
            raise CommandError("ไม่ได้บันทึก เพราะมีช่องที่ต้องแก้" if reading.errors else "ไม่พบฐานในไฟล์")


def _bytes(file: Path) -> bytes:
    """The file, one byte more than allowed at most."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"เปิดไฟล์ {file} ไม่ได้: {error.strerror}") from error


def as_json(reading: Reading, *, with_values: bool) -> str:
    """The shape that docs/rules.md 9 fixes for imports, with the sheet and the columns that were read.

    A remark is told as a warning; a row with remarks alone is clean. `values` of a check only.
    """
    refused, warned = reading.rows_with("error"), reading.rows_with("warning")
    answer = {
        "rows": reading.rows,
        "clean": reading.rows - len(refused | warned),
        "warned": len(warned - refused),
        "refused": len(refused),
        "sheet": reading.sheet,
        "columns": [asdict(source) for source in reading.sources],
        "findings": [
            {
                "sheet": each.sheet,
                "row": each.row,
                "column": each.column,
                "severity": "error" if each.is_error else "warning",
                "code": each.code,
                "message": each.message,
            }
            for each in reading.findings
        ],
    }
    if with_values:
        answer["values"] = [
            {"district": line.district_code, "month": line.month.isoformat(), "baht": str(line.amount_baht)}
            for line in reading.lines
        ]
    return json.dumps(answer, ensure_ascii=False, indent=2)


def as_text(reading: Reading, applied: int) -> str:
    words = {"error": "ต้องแก้", "warning": "ควรดู", "remark": "ทราบ"}
    lines = [f"{each.place} {words[each.severity]}: {each.message}" for each in reading.findings]
    return "\n".join(
        [*lines, f"อ่าน {thai.count(reading.rows)} แถว บันทึกใหม่หรือเปลี่ยน {thai.count(applied)} รายการ"]
    )
