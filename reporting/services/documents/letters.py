"""A letter as a document: its sheets and, behind them, the papers that it encloses; a draft is marked ร่าง on each.

The papers behind carry the letter's own number and QR code: they are checked as one document.
"""

from dataclasses import replace
from datetime import date
from typing import IO

from registration import content
from registration.models import Proof
from registration.services.jobs.lanes import Tell
from registration.workflow import Refused
from reporting.models import Document, Letter
from reporting.paper import Kind
from reporting.services.documents import making
from reporting.services.documents.matters import Matter
from reporting.services.letters.enclosures import enclosed, whole_pdf
from reporting.services.papers.fingerprints import fingerprint


def newest(matter: Matter) -> Matter:
    """The newest letter of the unit about the round or month of `matter`, as a matter. Raises: Refused for none."""
    rows = Letter.objects.filter(unit=matter.unit, round=matter.round, month=matter.month)
    letter = rows.select_related("unit", "round").order_by("-pk").first()
    if letter is None:
        raise Refused(f"{matter.unit}ยังไม่มีหนังสือของรอบหรือเดือนนี้")
    return replace(matter, kind=Kind.LETTER, letter=letter)


def make(document: Document, tell: Tell, *, site: str, on: date) -> Document:
    """The letter's file; made already, it is returned as it is. Raises: Refused; Retry for a full disk."""
    if document.is_made or document.same_as:
        return document.same_as or document
    making.check_right(document, on)
    letter = document.letter
    if letter is None:
        raise Refused("ไม่มีเอกสารชนิดนี้")
    tell(0, "กำลังรวบรวมสิ่งที่ส่งมาด้วย")
    found = enclosed(letter, on)
    print_of = content.fingerprint([letter.pk, letter.version, *map(fingerprint, found.papers)])
    if same := making.same_before(document, print_of):
        return making.note_same(document, same, on)
    Document.objects.filter(pk=document.pk).update(left_out=found.missing)
    stand = f"ที่ {letter.number}" if letter.is_issued else "ร่าง"
    words = making.Content(print_of, document.title, stand, is_personal=document.is_personal)

    def draw(proof: Proof, target: IO[bytes]) -> None:
        target.write(whole_pdf(letter, site, on, making.imprint(document, proof, site)))

    tell(making.BUILT, "กำลังจัดหน้าหนังสือและสิ่งที่ส่งมาด้วย")
    return making.store(document, words, draw, on)
