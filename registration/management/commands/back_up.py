"""back_up: a checked copy of database and documents in a new folder, while the site runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import clock
from registration.services import backups


class Command(BaseCommand):
    help = (
        "Copies database and documents into a new or empty folder and checks the copy; exit code 1 otherwise."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="new or empty; what restore takes")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            made = backups.back_up(folder, clock.now())
        except backups.Unusable as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"{folder}: {sum(made.rows.values()):,} rows, {made.events:,} events of the journal verified, "
            f"{made.documents:,} documents ({made.documents_bytes:,} bytes). Keep the secret key elsewhere."
        )
