"""Loads the letters of the demo's Nakhon Si Thammarat. Run after load_demo; safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reporting.demo import letters


class Command(BaseCommand):
    help = "Loads letters of the demo: issued, corrected and a draft; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is refused outside demo mode; set OTOP_DEMO=1 to try the system.")
        self.stdout.write(f"demo letters: {letters.load_letters()}")
