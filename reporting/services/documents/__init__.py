"""Documents: asked for, made once, kept. A page or command imports from here."""

from datetime import date

from registration.services.jobs.lanes import Tell
from registration.services.journal import Act
from reporting.models import Document
from reporting.models.documents import PACKET
from reporting.paper import Kind
from reporting.services.documents import letters, making, matters, packets
from reporting.services.documents.asking import Wish, ask, row_of
from reporting.services.documents.letters import newest as newest_letter
from reporting.services.documents.matters import Matter, download_name

__all__ = ["Matter", "Wish", "ask", "build_now", "download_name", "make_asked", "newest_letter"]


def make_asked(document_id: int, tell: Tell, *, site: str, on: date) -> Document:
    """Makes a document or packet by its key; nothing happens when it is made. Raises: Refused, Retry."""
    row = Document.objects.select_related("unit", "round", "asked_by", "letter__unit", "letter__round").get(
        pk=document_id
    )
    return _make(row, tell, site=site, on=on)


def build_now(wish: Wish, *, on: date, site: str) -> Document:
    """The document without a job, for the operator's command. Raises: Refused."""
    matters.check_way(wish.matter, wish.format, wish.variant)
    return _make(row_of(wish, Act(None, on)), lambda percent, words: None, site=site, on=on)


MAKERS = {PACKET: packets.make, Kind.LETTER: letters.make}


def _make(row: Document, tell: Tell, *, site: str, on: date) -> Document:
    make = MAKERS.get(row.kind, making.make)
    return make(row, tell, site=site, on=on)
