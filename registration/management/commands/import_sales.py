"""import_sales FILE --unit 8001 --month 2567-07 (or --year 2567): checks monthly sales, and records what is clean."""

from argparse import ArgumentParser
from datetime import date
from typing import Any, ClassVar

from django.core.management.base import CommandError

from otop_registry import thai
from registration.management.commands import import_roster
from registration.services import subjects
from registration.services.imports.kinds import Judged
from registration.services.imports.sales_judging import SPLIT, SURE, ZEROS
from registration.services.sales.splitting import Split
from registration.timetable import Quarter


class Command(import_roster.Command):
    kind_code: ClassVar[str] = "sales"
    tells_values: ClassVar[bool] = True
    is_checked_anywhere: ClassVar[bool] = False
    help = (
        "Records a district's sales from .xlsx or .csv, of one month or of each month in the table; "
        "rows with an error are told and left out."
    )

    def add_statements(self, parser: ArgumentParser) -> None:
        rules = [rule.value for rule in Split if rule]
        of = parser.add_mutually_exclusive_group(required=True)
        of.add_argument("--month", help="such as 2567-07, in B.E. or C.E.")
        of.add_argument("--year", help="every month of a fiscal year that the table has, such as 2567")
        parser.add_argument(
            "--split",
            default="",
            choices=rules,
            help="how a sum without its channels is spread; asked without it",
        )
        parser.add_argument("--zeros", action="store_true", help="a nought means that nothing was sold")
        parser.add_argument(
            "--month-sure", action="store_true", help="it is of that month, whatever its title says"
        )

    def subject_of(self, options: dict[str, Any]) -> str:
        if year := options["year"]:
            return subjects.of_year(read_year(year))
        return subjects.of_month(read_month(options["month"]))

    def said_of(self, options: dict[str, Any]) -> dict[str, Any]:
        return {SPLIT: options["split"], ZEROS: options["zeros"], SURE: options["month_sure"]}

    def values_of(self, judged: Judged) -> list[dict[str, Any]]:
        """Every answer that a row gives; a confirmed nought is 0.00."""
        return [
            {
                "row": judged.records[0].row,
                "product": answer["product"],
                **({"month": judged.fields["month"][:7]} if judged.fields.get("month") else {}),
                "baht": answer["baht"] or ["0.00"] * 4,
                "state": str(judged.state),
            }
            for answer in judged.fields["answers"]
        ]


def read_year(text: str) -> int:
    """A fiscal year B.E. in any digits. Raises: CommandError."""
    try:
        return Quarter.parse(f"{text.strip()}/1").fiscal_year_be
    except ValueError as error:
        raise CommandError(f"--year: อ่าน “{text}” ไม่ได้ กรุณาพิมพ์ เช่น 2567") from error


def read_month(text: str) -> date:
    """The first day of a month, in B.E. or C.E. and in any digits. Raises: CommandError."""
    try:
        return thai.parse_date_text(f"{text.strip()}-01")
    except ValueError as error:
        raise CommandError(f"--month: อ่าน “{text}” ไม่ได้ กรุณาพิมพ์ เช่น 2567-07") from error
