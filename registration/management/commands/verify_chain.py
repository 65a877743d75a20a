"""verify_chain: recomputes the journal's chains; the exit code is 1 when one of them does not verify."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import thai
from registration.models import Unit
from registration.services import journal
from registration.services.journal import BrokenLink


class Command(BaseCommand):
    help = "Recomputes every chain of the journal at and below a unit; exit code 1 when one does not verify."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--unit", default="", help="code of a province or district; everything without it"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, unit: str, format: str, **options: Any) -> None:
        code = thai.to_arabic(unit.strip())
        if code and not Unit.objects.filter(pk=code).exists():
            raise CommandError(f"ไม่มีหน่วยงานรหัส {unit}")
        checked, faults = journal.verify_chains(code)
        self.stdout.write(as_json(checked, faults) if format == "json" else as_text(checked, faults))
        if faults:
            raise CommandError(f"พบรายการที่ตรวจไม่ผ่าน {thai.count(len(faults))} แห่ง")


def as_json(checked: int, faults: list[BrokenLink]) -> str:
    """The shape that docs/rules.md 9 fixes."""
    bad = [{"district": fault.unit_code, "seq": fault.seq, "why": fault.why} for fault in faults]
    return json.dumps({"checked": checked, "bad": bad}, ensure_ascii=False, indent=2)


def as_text(checked: int, faults: list[BrokenLink]) -> str:
    lines = [f"{fault.unit_code or 'กรม'} #{fault.seq}: {fault.why}" for fault in faults]
    return "\n".join([*lines, f"ตรวจ {thai.count(checked)} รายการ พบผิดปกติ {thai.count(len(faults))} แห่ง"])
