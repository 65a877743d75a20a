"""build_document KIND --unit 8001 --round 2561/2 --as xlsx --output PATH: a document without page, job or broker."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from otop_registry import clock, thai
from registration.models import Unit
from registration.workflow import Refused
from reporting.forms.documents import ASKED_BY_NAME, WAYS, MatterForm
from reporting.kinds import KINDS, Format, Kind, Variant, Way
from reporting.models import Document
from reporting.services import documents
from reporting.services.documents import Wish

PERIODS = ("round", "month", "year")


class Command(BaseCommand):
    help = "Builds a document as the pages do and copies its file; what is stored already is copied as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[*(kind for kind, _ in ASKED_BY_NAME), Kind.LETTER.value])
        parser.add_argument(
            "--unit", default="", help="code of a province or district; the department without it"
        )
        parser.add_argument("--round", default="", help="such as 2561/2 or ๒/๒๕๖๑")
        parser.add_argument("--month", default="", help="such as 2567/07 or ๒๕๖๗/๐๗")
        parser.add_argument("--year", default="", help="a fiscal year such as 2561")
        parser.add_argument(
            "--as", default="pdf", choices=[each for each in WAYS if "-" not in each], dest="format"
        )
        parser.add_argument("--flat", action="store_true", help="every value in each row, for calculating on")
        parser.add_argument("--output", required=True, help="the file to write")
        parser.add_argument("--site", default="", help="address of the site for the QR code")

    def handle(self, *, output: str, site: str, **asked: Any) -> str:
        document = build(wish_of(asked), site or default_site())
        try:
            with document.file.open("rb") as source, Path(output).open("wb") as target:
                shutil.copyfileobj(source, target)
        except OSError as error:
            raise CommandError(f"--output {output}: {error.strerror}") from error
        number = document.proof.number if document.proof else ""
        return f"{document.title} {document.stand} {number} sha256 {document.sha256}"


def wish_of(asked: dict[str, Any]) -> Wish:
    """What the words of the command mean. Raises: CommandError in one plain line."""
    given = [asked[name] for name in PERIODS if asked[name]]
    if len(given) != 1:
        raise CommandError("give one of --round, --month and --year")
    kind, variant = asked["kind"], Variant.FLAT if asked["flat"] else Variant.FORM
    given_way = Way(Format(asked["format"]), variant)
    way = KINDS[kind].ways[0] if len(KINDS[kind].ways) == 1 else given_way
    if kind == Kind.LETTER:  # the newest letter about that round or month
        kind = Kind.MONTHLY if asked["month"] else Kind.QUARTERLY
    words = {"kind": kind, "unit": thai.to_arabic(asked["unit"]), "period": given[0], "way": way.value}
    form = MatterForm(words, units=Unit.objects.all())
    if form.is_valid():
        return form.wish if asked["kind"] != Kind.LETTER else letter_of(form)
    field, messages = next(iter(form.errors.items()))
    if field == "unit":
        raise CommandError(f"ไม่มีหน่วยงานรหัส {asked['unit']}")
    raise CommandError(f"{field}: {messages[0]}")


def letter_of(form: MatterForm) -> Wish:
    try:
        return Wish(documents.newest_letter(form.cleaned_data["matter"]), form.wish.format)
    except Refused as refused:
        raise CommandError(str(refused)) from refused


def build(wish: Wish, site: str) -> Document:
    try:
        return documents.build_now(wish, on=clock.today(), site=site)
    except Refused as refused:
        raise CommandError(str(refused)) from refused


def default_site() -> str:
    """The first name the site answers to."""
    name = next(iter(settings.ALLOWED_HOSTS), "localhost")
    return urlsplit(f"{'http' if settings.DEMO or settings.DEBUG else 'https'}://{name}/").geturl()
