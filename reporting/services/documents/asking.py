"""Asking for a document: a row and a job in one transaction, never a drawing inside the request.

A closed edition's document exists once for ever. What is not closed is built anew at each asking, and drawn only when
it says something else than before; that finds the worker out.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import transaction

from otop_registry import clock
from registration import access, content
from registration.models import Post, User
from registration.models.jobs import Lane
from registration.services import jobs
from registration.services.journal import Act, append_event
from registration.services.people import signers
from registration.workflow import Refused
from reporting.kinds import Format, Variant, Way
from reporting.models import Document
from reporting.services import matters
from reporting.services.matters import Matter
from reporting.services.papers.builders import ASKED, PaperState, naming_day, reading_of

TASK: Final = "reporting.tasks.make_document"
SIGNS: Final = 12  # of the words of who signs, in a document's key


@dataclass(frozen=True)
class Wish:
    """A document in one form; `signer`: who was chosen to sign it."""

    matter: Matter
    format: Format
    variant: Variant = Variant.FORM
    signer: Post | None = None

    @property
    def way(self) -> Way:
        return Way(self.format, self.variant)

    @property
    def signed_by(self) -> dict[str, Any]:
        """The words that stand below the paper from now on."""
        post = self.signer
        return signers.signed_by(post).as_data() | {"post": post.pk} if post else {}

    @property
    def chain(self) -> str:
        """What the issues of one document have in common: its matter, and the words of who signs it."""
        by = self.signed_by
        return f"{self.matter.key}:by{content.fingerprint([by])[:SIGNS]}" if by else self.matter.key

    @property
    def key(self) -> str:
        return ":".join(filter(None, (self.chain, self.format, self.variant)))

    def check(self, on: date) -> None:
        """Raises: Refused for a form that the document does not come in, or for who does not sign it on the day."""
        matters.check(self.matter, self.way)
        if self.signer and not self.matter.is_signed:
            raise Refused(f"{self.matter.label}ไม่มีที่ลงนามให้เลือก")
        signers.check(self.signer, self.matter.signing_code, on)


@transaction.atomic
def ask(wish: Wish, *, by: User, on: date, site: str) -> Document:
    """The document, made or on its way. Asking twice gives the same one; a failed one is tried again.

    `site` is the address asked from, which the QR code leads to. Raises: PermissionDenied; Refused as Wish.check.
    """
    post = access.check(by, wish.matter.traits.action, wish.matter.unit, on)
    document = row_of(wish, Act(by, on, post))
    if document.is_made and not document.has_file:
        document = give_up_file(document)
    if document.is_over and not document.is_made:
        _set_to_work(document, Act(by, on, post), site)
    if document.is_personal:
        _journal_personal(document, Act(by, on, post))
    return document


def give_up_file(document: Document) -> Document:
    """The lost file is made anew under a number of its own; the old number still says what it stood for."""
    lost = {
        "file": "",
        "sha256": "",
        "proof": None,
        "size": 0,
        "page_count": None,
        "made_at": None,
        "job": None,
    }
    Document.objects.filter(pk=document.pk, file=document.file.name).update(**lost)
    return Document.objects.get(pk=document.pk)


def row_of(wish: Wish, act: Act, fixed: PaperState | None = None) -> Document:
    """The row to make, in the state of the asking: of an announcement, a letter or an edition the one there is.

    `fixed`: the state of the packet that the document is a part of. Not set to work yet.
    Raises: Refused as Wish.check.
    """
    wish.check(act.on)
    matter = wish.matter
    reading = fixed or reading_of(matter, act.on)
    fields = {
        "kind": matter.kind,
        "unit": matter.unit,
        "round": matter.round,
        "month": matter.month,
        "fiscal_year_be": matter.fiscal_year_be,
        "letter": matter.letter,
        "edition": reading.edition.number if reading.edition else None,
        "announcement": reading.announcement,
        "as_of": matter.day or reading.on,
        "format": wish.format,
        "variant": wish.variant,
        "matter": wish.chain,
        "title": replace(matter, unit=matter.unit.as_on(naming_day(matter, reading))).title,
        "signed_by": wish.signed_by,
        "is_personal": matter.is_personal,
        "asked_by": act.by,
        "asked_as": office_of(act.post),
        "asked_at": clock.instant(act.on),
    }
    return Document.objects.get_or_create(key=f"{wish.key}:{_issue(wish, reading)}", defaults=fields)[0]


def _issue(wish: Wish, reading: PaperState) -> str:
    """What was given a number is one document for ever; all else is the next issue of what is still open."""
    matter = wish.matter
    if reading.announcement and matter.traits.is_announced:
        return f"a{reading.announcement.pk}"
    if matter.letter and matter.letter.is_issued:
        return "issued"
    if reading.edition and matter.traits.is_final:
        return f"e{reading.edition.number}"
    issues = Document.objects.filter(
        matter=wish.chain, format=wish.format, variant=wish.variant, key__contains=":n"
    )
    states = [f"e{reading.edition.number}"] if reading.edition else []
    states += [f"a{reading.announcement.pk}"] if reading.announcement else []
    return "-".join([f"n{issues.exclude(made_at=None).count()}", *states])


def office_of(post: Post | None) -> str:
    """Who asks, as the paper says it: the office, never the person."""
    return str(post.unit) if post else ""


def _set_to_work(document: Document, act: Act, site: str) -> None:
    """Gives the document a job, and the journal a line when it names persons."""
    order = jobs.Order(TASK, Lane.DOCUMENTS, document.title, document.unit_id, key=f"document:{document.pk}")
    document.job = jobs.ask(order, {"document_id": document.pk, "site": site}, by=act.by)
    document.asked_by, document.asked_as = act.by, office_of(act.post)
    document.asked_at = clock.instant(act.on)
    if not document.is_fixed:  # asked for again, it is of the day of the new asking
        document.as_of = matters.of(document).day or act.on
    document.save(update_fields=["job", "asked_by", "asked_as", "as_of", "asked_at"])


def _journal_personal(document: Document, act: Act) -> None:
    """The journal says who had persons' names put on paper, of what."""
    append_event(
        document.unit_id,
        ASKED,
        act,
        subject=f"document:{document.pk}",
        round=document.round,
        changes=({}, {"title": document.title, "format": document.format}),
    )
