"""purge_personal_data: removes personal data whose time is over; --dry-run tells what is due. Decision 0108."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from otop_registry import clock
from registration.services.personal import retention


class Command(BaseCommand):
    help = "Removes personal data whose time is over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        on = clock.today()
        if options["dry_run"]:
            found = {line.rule.key: line.due for line in retention.preview(on)}
        else:
            found = retention.purge("ครบกำหนดเก็บ", by=None, on=on)
        for key, count in found.items():
            self.stdout.write(f"{key}: {count} {'due' if options['dry_run'] else 'removed'}")
