"""rotate_field_key: seals personal numbers, drafts and uploads that stand in clear or under an older key.

While the site runs, in small steps; broken off, the next run goes on. docs/operations.md says when.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from otop_registry import keys
from registration.services.personal import sealing


class Command(BaseCommand):
    help = "Seals what stands in clear or under an older key, while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what is due")
        parser.add_argument(
            "--sweep", action="store_true", help="SQLite: also clear what freed pages still hold"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = sealing.due() if options["dry_run"] else sealing.seal_all(self._report)
        for name, count in found.items():
            self.stdout.write(f"{name}: {count} {'due' if options['dry_run'] else 'sealed'}")
        if options["sweep"] and connection.vendor == "sqlite":
            connection.cursor().execute("VACUUM")
        self.stdout.write(f"key version {keys.current_version()}")

    def _report(self, name: str, count: int) -> None:
        if count:
            self.stderr.write(f"{name}: {count}")
