"""import_sales FILE --unit 8001 --month 2567-07: checks a district's monthly sales, and records what is clean."""

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


class Command(import_roster.Command):
    kind_code: ClassVar[str] = "sales"
    tells_values: ClassVar[bool] = True
    is_checked_anywhere: ClassVar[bool] = False
    help = (
        "Records a district's sales of a month from .xlsx or .csv; rows with an error are told and left out."
    )

    def add_statements(self, parser: ArgumentParser) -> None:
        rules = [rule.value for rule in Split if rule]
        parser.add_argument("--month", required=True, help="such as 2567-07, in B.E. or C.E.")
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
        return subjects.of_month(read_month(options["month"]))

    def said_of(self, options: dict[str, Any]) -> dict[str, Any]:
        return {SPLIT: options["split"], ZEROS: options["zeros"], SURE: options["month_sure"]}

    def values_of(self, judged: Judged) -> list[dict[str, Any]]:
        """Every answer that a row gives; a confirmed nought is 0.00."""
        return [
            {
                "row": judged.records[0].row,
                "product": answer["product"],
                "baht": answer["baht"] or ["0.00"] * 4,
                "state": str(judged.state),
            }
            for answer in judged.fields["answers"]
        ]


def read_month(text: str) -> date:
    """The first day of a month, in B.E. or C.E. and in any digits. Raises: CommandError."""
    try:
        return thai.parse_date_text(f"{text.strip()}-01")
    except ValueError as error:
        raise CommandError(f"--month: อ่าน “{text}” ไม่ได้ กรุณาพิมพ์ เช่น 2567-07") from error
