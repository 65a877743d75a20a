"""check_invariants: asks the database whether what must always hold does; exit code 1 when something does not."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import thai
from reporting.services import invariants
from reporting.services.invariants import Violation


class Command(BaseCommand):
    help = "Asks the invariants I1 to I7 (docs/rules.md 8) of the database; exit code 1 when one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "names",
            nargs="*",
            metavar="NAME",
            help=f"{', '.join(invariants.INVARIANTS)}; all of them without",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, names: list[str], format: str, **options: Any) -> None:
        if unknown := sorted(set(names) - set(invariants.INVARIANTS)):
            raise CommandError(f"ไม่มีข้อ {', '.join(unknown)} มีแต่ {', '.join(invariants.INVARIANTS)}")
        asked = names or list(invariants.INVARIANTS)
        found = list(invariants.violations(asked))
        self.stdout.write(as_json(asked, found) if format == "json" else as_text(asked, found))
        if found:
            raise CommandError(f"พบข้อที่ไม่เป็นจริง {thai.count(len(found))} แห่ง")


def as_json(asked: list[str], found: list[Violation]) -> str:
    """The shape that docs/rules.md 9 fixes."""
    bad = [{"invariant": each.invariant, "where": each.where, "why": each.why} for each in found]
    return json.dumps({"asked": asked, "violations": bad}, ensure_ascii=False, indent=2)


def as_text(asked: list[str], found: list[Violation]) -> str:
    lines = [f"{each.invariant} {each.where}: {each.why}" for each in found]
    return "\n".join([*lines, f"ตรวจ {', '.join(asked)} พบผิดปกติ {thai.count(len(found))} แห่ง"])
