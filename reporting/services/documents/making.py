"""Making a document in a worker: gather, compare, draw, store. Safe to run twice and to be killed anywhere.

The row is taken by compare and swap before its file is written under the row's own name, in one transaction: of two
workers one stores, and what a killed one left behind is written over by the next.
"""

import errno
import hashlib
from collections.abc import Mapping
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Final

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from pypdf import PdfReader

from otop_registry import clock, thai
from registration import access
from registration.models import Edition, Proof, Round
from registration.services import proofs, subjects
from registration.services.jobs.lanes import Retry
from registration.workflow import Refused
from reporting.kinds import KINDS, Format, Kind
from reporting.models import Document
from reporting.services import matters
from reporting.services.documents import letters, sheets
from reporting.services.documents.contents import Content, Gather, Order
from reporting.services.papers import builders

CHUNK: Final = 1 << 20  # bytes
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
DISK_FULL = "เนื้อที่เก็บเอกสารเต็ม ผู้ดูแลระบบต้องเพิ่มเนื้อที่ก่อน แล้วระบบจะทำเอกสารนี้ต่อ"
GATHERERS: Final[Mapping[str, Gather]] = {
    Kind.LETTER: letters.gather
}  # all others are drawn from their paper


def make(document: Document, order: Order, gather: Gather | None = None) -> Document:
    """The document with its file; made already, it is returned as it is.

    The right of who asked is looked at again on the day of making, and what is read that day says so.
    Raises: Refused; Retry for a full disk.
    """
    if document.is_made or document.same_as:
        return document.same_as or document
    _check_right(document, order.on)
    if builders.is_of_its_making(document) and document.as_of != order.on:
        document.as_of = order.on
        document.save(update_fields=["as_of"])
    gather = gather or gatherer_of(document)
    return finish(document, gather(document, order), order)


def gatherer_of(document: Document) -> Gather:
    return GATHERERS.get(document.kind, sheets.gather)


def finish(document: Document, content: Content, order: Order) -> Document:
    """Draws and stores what was gathered; what says the same as the issue before is that issue. Raises: Retry."""
    if same := _same_before(document, content):
        Document.objects.filter(pk=document.pk, file="").update(same_as=same, made_at=clock.instant(order.on))
        return same
    return store(document, content, order)


def _check_right(document: Document, on: date) -> None:
    """Raises: Refused when who asked has lost the right meanwhile. A command asks for nobody."""
    if document.asked_by is None:
        return
    try:
        access.check(document.asked_by, KINDS[document.kind].action, document.unit, on)
    except PermissionDenied as denied:
        raise Refused("ผู้ขอไม่มีสิทธิ์ในเอกสารนี้แล้ว จึงไม่จัดทำเอกสาร") from denied


def _same_before(document: Document, content: Content) -> Document | None:
    """The newest issue, when it says the very same and its file is there."""
    made = Document.objects.made().of_matter(document).filter(superseded_by=None)
    last = made.order_by("-made_at", "-pk").first()
    if last is None or (last.fingerprint, last.edition) != (content.fingerprint, document.edition):
        return None
    return last if last.has_file else None


def store(document: Document, content: Content, order: Order) -> Document:
    """Draws into a file of nobody's, then keeps it whole under the document's name; of two makers one keeps.

    Raises: Retry for a full disk.
    """
    matter = matters.of(document)
    proof = proofs.draft(
        proofs.Subject(
            document.kind,
            document.unit,
            matter.proof_subject,
            _round_told(document, content),
            matter.has_editions,
        ),
        fingerprint=content.fingerprint,
        issued_at=clock.instant(order.on),
        title=document.title,
        stand=content.stand,
    )
    try:
        with TemporaryFile() as drawn:
            content.draw(proof, drawn, order.report_progress)
            _keep(document, content, proof, drawn)
    except OSError as error:
        if error.errno in FULL:
            raise Retry(DISK_FULL) from error
        raise
    return Document.objects.get(pk=document.pk)


def _round_told(document: Document, content: Content) -> Round | None:
    """The round that it is about, or that of the edition that a summary of final grades is told from."""
    if document.round or not content.stand.edition_fingerprint:
        return document.round
    edition = (
        Edition.objects.filter(fingerprint=content.stand.edition_fingerprint).select_related("round").first()
    )
    return edition.round if edition else None


@transaction.atomic
def _keep(document: Document, content: Content, proof: Proof, drawn: IO[bytes]) -> None:
    name, page_count = file_name(document), _page_count(document, drawn)
    for each in (proof, *content.inner):
        proofs.issue(each)
    taken = Document.objects.filter(pk=document.pk, file="", same_as=None).update(
        file=name,
        fingerprint=content.fingerprint,
        sha256=_sha256(drawn),
        size=drawn.tell(),
        page_count=page_count,
        stand=content.stand.words,
        proof=proof,
        is_personal=document.is_personal or content.is_personal,
        left_out=list(content.left_out),
        made_at=proof.issued_at,
    )
    if not taken:  # another worker was first; its file stays
        transaction.set_rollback(True)
        return
    document.parts.set(content.parts)
    older = Document.objects.made().of_matter(document).filter(superseded_by=None)
    older.exclude(pk=document.pk).update(superseded_by=document)
    drawn.seek(0)
    default_storage.save(name, File(drawn, name=name))


def file_name(document: Document) -> str:
    """2561-2/8001-quarterly-25612-e1-17.pdf: no personal data, no spaces, years B.E., the same at each attempt."""
    period = subjects.value_of(matters.of(document).subject)
    day = document.as_of
    stand = f"e{document.edition}" if document.edition else f"{thai.year_be(day)}{day:%m%d}"
    words = (document.unit_id or "00", document.kind, document.variant, period, stand, str(document.pk))
    return f"{period[:4]}/{'-'.join(filter(None, words))}.{document.format}"


def _sha256(drawn: IO[bytes]) -> str:
    """Of the whole file, which is left at its end."""
    drawn.seek(0)
    digest = hashlib.sha256()
    while chunk := drawn.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _page_count(document: Document, drawn: IO[bytes]) -> int | None:
    if document.format != Format.PDF:
        return None
    return len(PdfReader(drawn).pages)
