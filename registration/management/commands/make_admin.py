"""make_admin: the department's first person of a new installation; refused as soon as there is one."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from otop_registry import clock
from registration.models import User
from registration.services import people
from registration.workflow import Refused


class Command(BaseCommand):
    help = "Appoints the department's first person and mails a link, which works once, to set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("email")

    def handle(self, *, username: str, email: str, **options: Any) -> None:
        try:
            User._meta.get_field("username").run_validators(username)
            validate_email(email)
            person = people.make_first_admin(username, email, on=clock.today(), site=settings.SITE_URL)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        where = (
            f"a worker mails {email} a link"
            if settings.EMAIL_HOST
            else f"the link goes to {settings.EMAIL_FILE_PATH}"
        )
        self.stdout.write(
            f"{person.username} is the department's first person; {where} that works once, for an hour."
        )
