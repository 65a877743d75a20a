"""import_answers FILE --unit 80: checks what districts answered in an outside form, and keeps what is clean."""

from argparse import ArgumentParser
from typing import Any, ClassVar

from registration.management.commands import import_roster
from registration.services.imports.kinds import Judged


class Command(import_roster.Command):
    kind_code: ClassVar[str] = "answers"
    is_checked_anywhere: ClassVar[bool] = False
    help = "Keeps a province's answers of a form outside this system beside its sales; rows with an error are left out."

    def add_statements(self, parser: ArgumentParser) -> None:
        """None: each row says its own month."""

    def said_of(self, options: dict[str, Any]) -> dict[str, Any]:
        return {}

    def more_of(self, judged: list[Judged]) -> dict[str, Any]:
        """Every answer that the file gives, with its row; one that a later answer replaces is dropped."""
        return {
            "values": [
                {
                    "row": each.records[0].row,
                    "district": each.fields["district"],
                    "month": each.fields["month"][:7],
                    "products": each.fields["products"],
                    "baht": each.fields["sales_baht"],
                    "state": str(each.state),
                }
                for each in judged
                if each.fields["district"] and each.fields["month"]
            ]
        }
