"""import_targets FILE --unit 80 --quarter 2567/4: checks a province's targets, and sets what is clean."""

from argparse import ArgumentParser
from typing import Any, ClassVar

from grading.management.commands.grade_districts import read_quarter
from registration.management.commands import import_roster
from registration.services import subjects
from registration.services.imports.kinds import Judged


class Command(import_roster.Command):
    kind_code: ClassVar[str] = "targets"
    is_checked_anywhere: ClassVar[bool] = False
    help = "Sets a province's targets from .xlsx or .csv; rows with an error are told and left out."

    def add_statements(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quarter", required=True, help="such as 2567/4")

    def subject_of(self, options: dict[str, Any]) -> str:
        return subjects.of_quarter(read_quarter(options["quarter"]))

    def said_of(self, options: dict[str, Any]) -> dict[str, Any]:
        return {}

    def more_of(self, judged: list[Judged]) -> dict[str, Any]:
        """Every target that the file sets, with its row."""
        return {
            "values": [
                {
                    "row": each.records[0].row,
                    "district": each.fields["district"],
                    "products": each.fields["products"],
                    "baht": each.fields["sales_baht"],
                    "state": str(each.state),
                }
                for each in judged
                if each.fields["district"]
            ]
        }
