"""Documents: asked for, made once, kept. A page or command imports from here."""

from datetime import date

from registration.services.jobs.lanes import ReportProgress
from registration.services.journal import Act
from reporting.models import Document
from reporting.services.documents import making, packets
from reporting.services.documents.asking import Wish, ask, row_of
from reporting.services.documents.contents import Order
from reporting.services.documents.letters import newest as newest_letter
from reporting.services.documents.names import download_name
from reporting.services.matters import Matter

__all__ = ["Matter", "Wish", "ask", "build_now", "download_name", "make_asked", "newest_letter"]


def make_asked(document_id: int, report_progress: ReportProgress, *, site: str, on: date) -> Document:
    """Makes a document or packet by its key; nothing happens when it is made. Raises: Refused, Retry."""
    row = Document.objects.select_related("unit", "round", "asked_by", "letter__unit", "letter__round").get(
        pk=document_id
    )
    return _make(row, Order(report_progress, site, on))


def build_now(wish: Wish, *, on: date, site: str) -> Document:
    """The document without a job, for the operator's command. Raises: Refused."""
    return _make(row_of(wish, Act(None, on)), Order(lambda percent, words: None, site, on))


def _make(row: Document, order: Order) -> Document:
    """A packet makes its parts first; every other document is made by itself."""
    return making.make(row, order, packets.gather if row.is_packet else None)
