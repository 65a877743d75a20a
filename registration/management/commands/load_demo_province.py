"""load_demo_province: one province of about 3,000 invented producers for the trial. Safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registration.demo import province
from registration.workflow import Refused


class Command(BaseCommand):
    help = (
        "Adds a province of about 3,000 invented producers to the demo; run again, it adds what is missing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is refused outside demo mode; set OTOP_DEMO=1 to try the system.")
        try:
            count = province.load(self._tell)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"producers of province {province.PROVINCE}: {count:,}; sign in as {province.OFFICER}"
        )

    def _tell(self, percent: int, words: str) -> None:
        self.stderr.write(f"{percent:3} %  {words}")
