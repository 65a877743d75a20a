"""What the tests of documents share: wishes for the units of the cast, asked for and made at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from registration.models import Unit, User
from reporting.kinds import Format, Kind, Variant
from reporting.models import Document
from reporting.services import documents
from reporting.services.documents import Matter, Wish
from tests.world.factories import DAY, round_of

SITE = "https://otop.example/"


def quarterly(unit: Unit, format: Format = Format.XLSX, variant: Variant = Variant.FORM) -> Wish:
    return Wish(Matter(Kind.QUARTERLY, unit, round_of()), format, variant)


def roster(unit: Unit, format: Format = Format.XLSX, variant: Variant = Variant.FORM) -> Wish:
    return Wish(Matter(Kind.ROSTER, unit, round_of()), format, variant)


def ask(wish: Wish, by: User, on: date = DAY) -> Document:
    """Asked as the page does; the job waits, because nothing commits in a test."""
    return documents.ask(wish, by=by, on=on, site=SITE)


def make(
    document: Document,
    on: date = DAY,
    report_progress: Callable[..., Any] = lambda percent, words: None,
) -> Document:
    """Made as the worker does."""
    return documents.make_asked(document.pk, report_progress, site=SITE, on=on)


def ask_and_make(wish: Wish, by: User, on: date = DAY) -> Document:
    return make(ask(wish, by, on), on)


def read(document: Document) -> bytes:
    with document.file.open("rb") as file:
        return file.read()
