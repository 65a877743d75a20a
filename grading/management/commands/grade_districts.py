"""grade_districts --quarter 2567/4: the grades of districts as of a day, computed now and not stored."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grading.management.commands.explain_grade import percent
from grading.models import Grade, GradeRun
from grading.services import assessing
from otop_registry import clock, thai
from registration.models import Unit
from registration.timetable import Quarter
from registration.workflow import Refused


class Command(BaseCommand):
    help = "Grades districts (ระดับหน่วยงาน) of a quarter as of a day; the answer is not stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quarter", required=True, help="such as 2567/4 or ๔/๒๕๖๗")
        parser.add_argument(
            "--as-of", default="", help="such as 2567-09-15 or '๑๕ ก.ย. ๒๕๖๗'; today without it"
        )
        parser.add_argument(
            "--unit", default="", help="code of a province or district; the nation without it"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, quarter: str, as_of: str, unit: str, format: str, **options: Any) -> str:
        which, day, place = read_quarter(quarter), read_day(as_of), read_unit(unit)
        try:
            run, grades = assessing.assess(place, which, day)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        return as_json(run, which, grades) if format == "json" else as_text(run, which, grades)


def read_quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text.strip())
    except ValueError as error:
        raise CommandError(f"--quarter: {error}") from error


def read_day(text: str) -> date:
    """The day asked for in B.E. or ISO; today when nothing was said."""
    try:
        return thai.parse_date_text(text) if text.strip() else clock.today()
    except ValueError as error:
        raise CommandError(f"--as-of: {error}") from error


def read_unit(text: str) -> Unit:
    """The unit of a code in Arabic or Thai digits; the department for none."""
    found = Unit.objects.filter(pk=thai.to_arabic(text.strip())).first()
    if found is None:
        raise CommandError(
            f"ไม่มีหน่วยงานรหัส {text}" if text.strip() else "ยังไม่ได้โหลดหน่วยงาน: manage.py load_reference"
        )
    return found


def as_json(run: GradeRun, quarter: Quarter, grades: Sequence[Grade]) -> str:
    """The shape that docs/rules.md 9 fixes."""
    answer = {
        "quarter": str(quarter),
        "kind": str(run.kind),
        "as_of": run.as_of.isoformat(),
        "policy": run.policy_id,
        "districts": [_district(each) for each in grades],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _district(grade: Grade) -> dict[str, Any]:
    return {
        "code": grade.district_id,
        "grade": grade.letter or None,
        "increase": grade.increase,
        "gross_new": grade.gross_new,
        "sales_baht": _baht(grade.sales_baht),
        "base_baht": _baht(grade.base_baht),
        "growth_percent": percent(grade.growth_percent),
        "reason": str(grade.reason) or None,
    }


def _baht(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def as_text(run: GradeRun, quarter: Quarter, grades: Sequence[Grade]) -> str:
    """One line for each district."""
    names = dict(Unit.objects.districts().values_list("code", "name"))
    lines = [
        f"ระดับหน่วยงาน ไตรมาส {quarter.label} {run.get_kind_display()} ข้อมูล ณ {thai.long_date(run.as_of)}"
    ]
    lines += [f"{each.district_id} {names[each.district_id]}: {each.outcome.sentence}" for each in grades]
    return "\n".join(lines)
