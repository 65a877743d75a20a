"""restore: puts a copy made by back_up into an empty installation; overwrites nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import clock
from registration.services import backups


class Command(BaseCommand):
    help = "Puts a backup into an empty database and an empty folder of documents, migrates, verifies."
    requires_system_checks = []  # they look at a database that is not there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="made by back_up")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            done = backups.restore(folder, clock.now())
        except backups.Unusable as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"Restored the backup of {done.manifest.made_at}: {sum(done.manifest.rows.values()):,} rows, "
            f"{done.manifest.documents:,} documents; the journal verifies.\n"
            f"Ended {done.sessions:,} sessions; held back {done.notices:,} notices (/notices/failed/) "
            f"and {done.jobs:,} jobs (/jobs/), to be sent or tried again by hand."
        )
