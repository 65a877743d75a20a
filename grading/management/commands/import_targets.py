"""import_targets FILE --unit 80 --quarter 2567/4: checks a province's targets, and sets what is clean."""

from argparse import ArgumentParser
from typing import Any, ClassVar

from grading.management.commands.grade_districts import read_quarter
from registration.management.commands import import_roster
from registration.services import subjects
from registration.services.imports.kinds import Judged


class Command(import_roster.Command):
    kind_code: ClassVar[str] = "targets"
    tells_values: ClassVar[bool] = True
    is_checked_anywhere: ClassVar[bool] = False
    help = "Sets a province's targets from .xlsx or .csv; rows with an error are told and left out."

    def add_statements(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quarter", required=True, help="such as 2567/4")

    def subject_of(self, options: dict[str, Any]) -> str:
        return subjects.of_quarter(read_quarter(options["quarter"]))

    def said_of(self, options: dict[str, Any]) -> dict[str, Any]:
        return {}

    def values_of(self, judged: Judged) -> list[dict[str, Any]]:
        """The target that a row sets."""
        if not judged.fields["district"]:
            return []
        return [
            {
                "row": judged.records[0].row,
                "district": judged.fields["district"],
                "products": judged.fields["products"],
                "baht": judged.fields["sales_baht"],
                "state": str(judged.state),
            }
        ]
