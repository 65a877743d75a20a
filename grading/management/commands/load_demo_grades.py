"""Loads the demo of the 2567 letter: Nong Khai in 4/2567. Run after load_demo; safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from grading.demo import grades


class Command(BaseCommand):
    help = "Loads Nong Khai in 4/2567 with base and sales; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is refused outside demo mode; set OTOP_DEMO=1 to try the system.")
        self.stdout.write(f"demo base figures: {grades.load_demo()}")
