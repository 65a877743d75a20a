"""import_answers FILE --unit 80: checks what districts answered in an outside form, and keeps what is clean."""

from argparse import ArgumentParser
from typing import Any, ClassVar

from registration.management.commands import import_roster
from registration.services.imports.kinds import Judged


class Command(import_roster.Command):
    kind_code: ClassVar[str] = "answers"
    tells_values: ClassVar[bool] = True
    is_checked_anywhere: ClassVar[bool] = False
    help = "Keeps a province's answers of a form outside this system beside its sales; rows with an error are left out."

    def add_statements(self, parser: ArgumentParser) -> None:
        """None: each row says its own month."""

    def said_of(self, options: dict[str, Any]) -> dict[str, Any]:
        return {}

    def values_of(self, judged: Judged) -> list[dict[str, Any]]:
        """The answer that a row gives; one that a later answer replaces is dropped."""
        fields = judged.fields
        if not (fields["district"] and fields["month"]):
            return []
        return [
            {
                "row": judged.records[0].row,
                "district": fields["district"],
                "month": fields["month"][:7],
                "products": fields["products"],
                "baht": fields["sales_baht"],
                "state": str(judged.state),
            }
        ]
