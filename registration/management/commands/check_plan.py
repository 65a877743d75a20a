"""check_plan FISCAL_YEAR: the plan of a year with its counts and findings."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import clock, thai
from registration.models import Plan
from registration.services.calendar.overview import WindowRow, YearPlan, year_plan


class Command(BaseCommand):
    help = "Checks the plan of a fiscal year (B.E.): stated against counted days, gaps, overlaps, days off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fiscal_year", help="fiscal year in B.E., Arabic or Thai digits, such as 2561")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, fiscal_year: str, format: str, **options: Any) -> str:
        year = thai.to_arabic(fiscal_year.strip())
        plan = Plan.objects.filter(pk=int(year)).first() if year.isascii() and year.isdigit() else None
        if plan is None:
            raise CommandError(f"ไม่มีแผนปีงบประมาณ {fiscal_year} ในระบบ")
        year_view = year_plan(plan, "", clock.today())
        return as_json(year_view) if format == "json" else as_text(year_view)


def as_json(year: YearPlan) -> str:
    """The shape that docs/rules.md 9 fixes."""
    answer = {
        "rounds": [
            {"round": str(group.round.quarter), "windows": [_window(row) for row in group.rows]}
            for group in year.rounds
        ],
        "findings": [
            {"code": f.code, "round": str(f.round), "step": f.step.value, "message": f.message}
            for f in year.findings
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _window(row: WindowRow) -> dict[str, Any]:
    return {
        "step": row.window.step,
        "opens": row.window.first_day.isoformat(),
        "closes": row.window.last_day.isoformat(),
        "stated_days": row.window.stated_days,
        "counted_days": row.counted_days,
    }


def as_text(year: YearPlan) -> str:
    """The rows as in the letter, each followed by its findings."""
    lines = [str(year.plan)]
    for row in (row for group in year.rounds for row in group.rows):
        window = row.window
        stated = "–" if window.stated_days is None else window.stated_days
        days = thai.long_period(window.first_day, window.last_day)
        lines.append(
            f"{window.round} {window.get_step_display()}: {days} (แผน {stated} นับได้ {row.counted_days} วัน)"
        )
        lines += [f"  {'!' if finding.is_warning else '-'} {finding.message}" for finding in row.findings]
    return "\n".join(lines)
