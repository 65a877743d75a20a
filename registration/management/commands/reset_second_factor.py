"""reset_second_factor: clears the second factor of a person, where no two officers are left who could."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otop_registry import clock
from registration.models import User
from registration.services.journal import Act
from registration.services.people import resets


class Command(BaseCommand):
    help = "Clears a person's second factor and ends their sessions; says so in the journal and by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="why, and how the person was recognised")

    def handle(self, *, username: str, reason: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody is called {username}.")
        resets.clear(person, Act(None, clock.today(), reason=reason))
        self.stdout.write(f"{username} signs in by password alone and adds a second factor anew.")
