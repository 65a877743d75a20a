"""Making a document in a worker: build, draw, store. Safe to run twice and to be killed anywhere.

The row is taken by compare and swap before its file is written under the row's own name, in one transaction: of two
workers one stores, and what a killed one left behind is written over by the next.
"""

import errno
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Final
from urllib.parse import urljoin

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from pypdf import PdfReader

from otop_registry import clock, thai
from registration import access
from registration.models import Proof
from registration.services import proofs
from registration.services.jobs.lanes import Retry, Tell
from registration.workflow import Refused
from reporting import document as pdf
from reporting import workbook
from reporting.models import Document
from reporting.models.documents import Format, Variant
from reporting.paper import Imprint, Paper
from reporting.services.documents import matters
from reporting.services.papers.fingerprints import fingerprint

BUILT: Final = 10  # percent; drawing takes most of the time
DRAWN: Final = 95
CHUNK: Final = 1 << 20  # bytes
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
DISK_FULL = "เนื้อที่เก็บเอกสารเต็ม ผู้ดูแลระบบต้องเพิ่มเนื้อที่ก่อน แล้วระบบจะทำเอกสารนี้ต่อ"


def make(document: Document, tell: Tell, *, site: str, on: date) -> Document:
    """The document with its file; made already, it is returned as it is.

    The right of who asked is looked at again on the day of making. Raises: Refused; Retry for a full disk.
    """
    if document.is_made or document.same_as:
        return document.same_as or document
    check_right(document, on)
    tell(0, "กำลังรวบรวมข้อมูล")
    paper = matters.build(document)
    print_of = fingerprint(paper)
    if same := same_before(document, print_of):
        return note_same(document, same, on)
    tell(BUILT, "กำลังจัดหน้าเอกสาร")
    content = Content(print_of, paper.title, paper.stand.words, is_personal=paper.is_personal)

    def draw(proof: Proof, target: IO[bytes]) -> None:
        _draw(document, paper, imprint(document, proof, site), target, tell)

    return store(document, content, draw, on)


def check_right(document: Document, on: date) -> None:
    """Raises: Refused when who asked has lost the right meanwhile. A command asks for nobody."""
    if document.asked_by is None:
        return
    try:
        access.check(document.asked_by, matters.READING[document.kind], document.unit, on)
    except PermissionDenied as denied:
        raise Refused("ผู้ขอไม่มีสิทธิ์ในเอกสารนี้แล้ว จึงไม่จัดทำเอกสาร") from denied


def same_before(document: Document, print_of: str) -> Document | None:
    """The newest issue, when it says the very same. One query."""
    made = Document.objects.made().of_matter(document).filter(superseded_by=None)
    last = made.order_by("-made_at", "-pk").first()
    return last if last and last.fingerprint == print_of and last.edition == document.edition else None


def note_same(document: Document, same: Document, on: date) -> Document:
    """Nothing changed: the document is the issue before; nothing is drawn."""
    Document.objects.filter(pk=document.pk, file="").update(same_as=same, made_at=clock.instant(on))
    return same


@dataclass(frozen=True)
class Content:
    """What a document says, in the words that its proof and its row keep."""

    fingerprint: str
    title: str
    stand: str
    is_personal: bool = False


def imprint(document: Document, proof: Proof, site: str) -> Imprint:
    """How anybody checks a copy of the document."""
    return Imprint(
        number=proof.number,
        link=urljoin(site, proofs.path_of(proof)),
        fingerprint=proof.fingerprint,
        drawn_at=thai.moment(proof.issued_at),
        drawn_for=document.asked_as,
    )


def _draw(document: Document, paper: Paper, imprint: Imprint, target: IO[bytes], tell: Tell) -> None:
    def on_the_way(percent: int, words: str) -> None:
        tell(BUILT + percent * (DRAWN - BUILT) // 100, words)

    if document.format == Format.XLSX:
        is_flat = document.variant == Variant.FLAT
        workbook.draw(paper, imprint, target, flat=is_flat, tell=on_the_way)
    else:
        target.write(pdf.draw(paper, imprint, tell=on_the_way))


Draw = Callable[[Proof, IO[bytes]], None]


def store(document: Document, content: Content, draw: Draw, on: date) -> Document:
    """Draws into a file of nobody's, then keeps it whole under the document's name; of two makers one keeps.

    Raises: Retry for a full disk.
    """
    proof = proofs.draft(
        _subject(document),
        fingerprint=content.fingerprint,
        issued_at=clock.instant(on),
        title=document.title,
        stand=content.stand,
        edition=document.edition,
    )
    try:
        with TemporaryFile() as drawn:
            draw(proof, drawn)
            _keep(document, content, proof, drawn)
    except OSError as error:
        if error.errno in FULL:
            raise Retry(DISK_FULL) from error
        raise
    return Document.objects.get(pk=document.pk)


@transaction.atomic
def _keep(document: Document, content: Content, proof: Proof, drawn: IO[bytes]) -> None:
    proofs.issue(proof)
    name = file_name(document)
    taken = Document.objects.filter(pk=document.pk, file="", same_as=None).update(
        file=name,
        fingerprint=content.fingerprint,
        sha256=_sha256(drawn),
        size=drawn.tell(),
        page_count=_page_count(document, drawn),
        stand=content.stand,
        proof=proof,
        is_personal=document.is_personal or content.is_personal,
        made_at=proof.issued_at,
    )
    if not taken:  # another worker was first; its file stays
        transaction.set_rollback(True)
        return
    older = Document.objects.made().of_matter(document).filter(superseded_by=None)
    older.exclude(pk=document.pk).update(superseded_by=document)
    drawn.seek(0)
    default_storage.save(name, File(drawn, name=name))


def _subject(document: Document) -> proofs.Subject:
    return proofs.Subject(document.kind, document.unit, matters.of(document).subject, document.round)


def file_name(document: Document) -> str:
    """2561-2/8001-quarterly-25612-e1-17.pdf: no personal data, no spaces, years B.E., the same at each attempt."""
    subject = matters.of(document).subject
    period = subject.partition(":")[2]
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
