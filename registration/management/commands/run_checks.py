"""run_checks ROUND: the checks over the records of a round; --dry-run shows what a version would find."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import clock
from registration.checks import table
from registration.models import Round
from registration.services.checks import stock
from registration.timetable import Quarter


class Command(BaseCommand):
    help = "Runs the checks over a round and keeps what they find; --dry-run shows it and keeps nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", help="such as 2561/2 or ๒/๒๕๖๑")
        parser.add_argument("--unit", default="", help="code of a province or district; without it all")
        parser.add_argument("--of-version", type=int, default=table.VERSION, help="of the checks; the newest")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, round: str, unit: str, of_version: int, dry_run: bool, **options: Any) -> str:
        round_id = _round(round)
        if not table.of_version(of_version) or of_version > table.NEWEST:
            raise CommandError(f"ข้อตรวจมีฉบับที่ 1 ถึง {table.NEWEST}")
        if not dry_run and of_version != table.VERSION:
            raise CommandError("บันทึกได้เฉพาะฉบับที่ใช้อยู่ ฉบับอื่นให้ดูด้วย --dry-run")
        on = clock.today()
        found = stock.look(round_id, on, unit=unit, version=of_version)
        if not dry_run:
            stock.keep(round_id, on, unit=unit)
        return as_json(found) if options["format"] == "json" else as_text(found)


def _round(text: str) -> int:
    try:
        round_id = Round.id_of(Quarter.parse(text))
    except ValueError as error:
        raise CommandError(str(error)) from error
    if not Round.objects.filter(pk=round_id).exists():
        raise CommandError(f"ไม่มีรอบ {text} ในระบบ")
    return round_id


def as_json(found: stock.Stock) -> str:
    """The shape that docs/rules.md 9 fixes."""
    checks = [
        {"code": each.check.code, "level": each.check.level, "since": each.check.since}
        | {name: value for name, value in asdict(each).items() if name != "check"}
        for each in found.tallies
    ]
    said = {"version": found.version, "records": found.records, "flagged": found.flagged, "checks": checks}
    return json.dumps(said, ensure_ascii=False, indent=2)


def as_text(found: stock.Stock) -> str:
    """A line for each check that finds something now or did when it was kept."""
    lines = [f"ฉบับ {found.version}: {found.records:,} ระเบียน ควรตรวจ {found.flagged:,}"]
    lines += [
        f"{each.check.code:24} {each.found:7,} ข้อ {each.records:7,} ระเบียน เก็บไว้ {each.stored:7,}"
        for each in found.tallies
        if each.found or each.stored
    ]
    return "\n".join(lines)
