"""verify_chain: whether journal and rows are what was told; the exit code is 1 when one of them is not."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import thai
from registration.models import Unit
from registration.services import verifying
from registration.services.journal import BrokenLink


class Command(BaseCommand):
    help = "Recomputes the journal and compares it with anchors, records, sales and editions; exit code 1 for faults."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--unit", default="", help="code of a province or district; everything without it"
        )
        parser.add_argument(
            "--anchors",
            type=Path,
            action="append",
            default=[],
            help="another folder with anchors; repeatable",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, unit: str, format: str, anchors: list[Path], **options: Any) -> None:
        code = thai.to_arabic(unit.strip())
        if code and not Unit.objects.filter(pk=code).exists():
            raise CommandError(f"ไม่มีหน่วยงานรหัส {unit}")
        if lost := [folder for folder in anchors if not folder.is_dir()]:
            raise CommandError(f"ไม่มีโฟลเดอร์ {lost[0]}")
        report = verifying.verify(code, folders=anchors)
        faults = report.faults
        self.stdout.write(as_json(report.checked, faults) if format == "json" else as_text(report))
        if faults:
            raise CommandError(f"พบรายการที่ตรวจไม่ผ่าน {thai.count(len(faults))} แห่ง")


def as_json(checked: int, faults: list[BrokenLink]) -> str:
    """The shape that docs/rules.md 9 fixes."""
    bad = [{"district": fault.unit_code, "seq": fault.seq, "why": fault.why} for fault in faults]
    return json.dumps({"checked": checked, "bad": bad}, ensure_ascii=False, indent=2)


def as_text(report: verifying.Report) -> str:
    lines = [f"{fault.unit_code or 'กรม'} #{fault.seq}: {fault.why}" for fault in report.faults]
    compared = f"ตรวจ {thai.count(report.checked)} รายการ เทียบหลักยึด {thai.count(report.anchors)} ครั้ง"
    return "\n".join([*lines, f"{compared} พบผิดปกติ {thai.count(len(report.faults))} แห่ง"])
