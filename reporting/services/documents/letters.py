"""A letter as a document: its sheets and, behind them, the papers that it encloses; a draft is marked ร่าง on each.

The papers behind carry the letter's own number and QR code: they are checked as one document.
"""

from dataclasses import replace
from typing import IO

from registration import content
from registration.models import Proof
from registration.workflow import Refused
from reporting.document import said_of
from reporting.kinds import Kind
from reporting.models import Document, Letter
from reporting.services.documents.contents import BUILT, Content, Order, imprint
from reporting.services.letters.enclosures import enclosed, whole_pdf
from reporting.services.letters.paper import letter_paper
from reporting.services.matters import Matter
from reporting.services.papers.fingerprints import fingerprint


def newest(matter: Matter) -> Matter:
    """The newest letter of the unit about the round or month of `matter`, as a matter. Raises: Refused for none."""
    rows = Letter.objects.filter(unit=matter.unit, round=matter.round, month=matter.month)
    letter = rows.select_related("unit", "round").order_by("-pk").first()
    if letter is None:
        raise Refused(f"{matter.unit}ยังไม่มีหนังสือของรอบหรือเดือนนี้")
    return replace(matter, kind=Kind.LETTER, letter=letter)


def gather(document: Document, order: Order) -> Content:
    """The letter and the papers behind it. Raises: Refused for a document without a letter."""
    letter = document.letter
    if letter is None:
        raise Refused("ไม่มีเอกสารชนิดนี้")
    order.report_progress(0, "กำลังรวบรวมสิ่งที่ส่งมาด้วย")
    found = enclosed(letter, order.on)
    print_of = content.fingerprint([letter.pk, letter.version, *map(fingerprint, found.papers)])

    def draw(proof: Proof, target: IO[bytes]) -> None:
        order.report_progress(BUILT, "กำลังจัดหน้าหนังสือและสิ่งที่ส่งมาด้วย")
        target.write(whole_pdf(letter, found, order.site, order.on, imprint(document, proof, order.site)))

    stand = f"ที่ {letter.number}" if letter.is_issued else "ร่าง"
    shown = (letter_paper(letter, order.site, order.on), *found.papers)
    unprintable = {said: None for each in shown for said in said_of(each)}
    left_out = (*found.missing, *unprintable)
    return Content(print_of, stand, draw, is_personal=document.is_personal, left_out=left_out)
