"""simulate_day DATE: what is open for whom on a day, and what opens next."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import thai
from registration import timetable
from registration.models import Unit
from registration.models.calendar import windows_for
from registration.timetable import Simulation


class Command(BaseCommand):
    help = "Tells which step of which round is open on a day, for whom, until when, and what opens next."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("date", help="such as 2018-03-16, 16/03/2561 or '๑๖ มีนาคม ๒๕๖๑'")
        parser.add_argument("--unit", default="", help="code of a province or district with dates of its own")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, date: str, unit: str, format: str, **options: Any) -> str:
        try:
            day = thai.parse_date_text(date)
        except ValueError as error:
            raise CommandError(str(error)) from error
        code = thai.to_arabic(unit.strip())
        if code and not Unit.objects.filter(pk=code).exists():
            raise CommandError(f"ไม่มีหน่วยงานรหัส {unit}")
        seen = timetable.simulate(windows_for(code), day)
        return as_json(seen) if format == "json" else as_text(seen)


def as_json(seen: Simulation) -> str:
    """The shape that docs/rules.md 9 fixes."""
    answer = {
        "date": seen.date.isoformat(),
        "open": [
            {
                "round": str(window.round),
                "step": window.step.value,
                "role": timetable.RESPONSIBLE[window.step],
                "until": window.last_day.isoformat(),
            }
            for window in seen.open
        ],
        "next": seen.next
        and {
            "round": str(seen.next.round),
            "step": seen.next.step.value,
            "opens": seen.next.first_day.isoformat(),
        },
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def as_text(seen: Simulation) -> str:
    """The same in sentences."""
    lines = [thai.weekday_date(seen.date)]
    for window in seen.open:
        until = thai.weekday_date(window.last_day)
        lines.append(f"เปิด: {window.step.label} รอบ {window.round.label} ถึง{until}")
    if not seen.open:
        lines.append("ไม่มีขั้นใดเปิด")
    if seen.next:
        opens = thai.weekday_date(seen.next.first_day)
        lines.append(f"ถัดไป: {seen.next.step.label} รอบ {seen.next.round.label} เปิด{opens}")
    return "\n".join(lines)
