"""A letter as a document: its sheets and, behind them, the papers that it encloses; a draft is marked ร่าง on each.

Each paper behind has a number and QR code of its own.
"""

from dataclasses import replace
from datetime import date
from typing import IO

from registration import content
from registration.models import Proof
from registration.services import proofs, subjects
from registration.services.editions import announced
from registration.services.jobs.lanes import ReportProgress
from registration.stand import Basis, Stand
from registration.workflow import Refused
from reporting.document import unprintable_signs
from reporting.kinds import Kind
from reporting.models import Document, Letter
from reporting.paper import LetterPaper, Paper
from reporting.services.documents.contents import BUILT, Content, Order, imprint
from reporting.services.letters.enclosures import Enclosed, Enclosures, enclosed, whole_pdf
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
    on = document.as_of  # of what is issued that of its day, of a draft that of its making
    found, inner = enclosed(letter, on), list[Proof]()
    print_of = content.fingerprint([letter.pk, letter.version, *map(fingerprint, found.papers)])
    stand = _stand(letter, on, found)

    def draw(proof: Proof, target: IO[bytes], report_progress: ReportProgress) -> None:
        report_progress(BUILT, "กำลังจัดหน้าหนังสือและสิ่งที่ส่งมาด้วย")
        inner[:] = [_proof(letter, each, proof, _stand_of(letter, each, stand)) for each in found.rows]
        marks = [imprint(document, each, order.site) for each in inner]
        sheet = imprint(document, proof, order.site)
        target.write(whole_pdf(letter, order.site, found, (sheet, *marks), on))

    shown: tuple[Paper | LetterPaper, ...] = (letter_paper(letter, order.site, on), *found.papers)
    unprintable = {said: None for each in shown for said in unprintable_signs(each)}
    return Content(
        print_of,
        stand,
        draw,
        is_personal=document.is_personal,
        left_out=(*found.missing, *unprintable),
        inner=inner,
    )


def _stand(letter: Letter, on: date, found: Enclosures) -> Stand:
    """Its number, and the edition that its papers tell, so that a correction after it can be told of both."""
    if not letter.is_issued:
        return Stand(on, basis=Basis.DRAFT, interim_words="ร่าง ข้อมูล")
    told = next(filter(None, (_edition_told(letter, each.paper) for each in found.rows)), None)
    return Stand(letter.issued_day, told, basis=Basis.ISSUED, number=letter.number)


def _stand_of(letter: Letter, each: Enclosed, stand: Stand) -> Stand:
    """Of a paper behind the letter: the letter's, with its own edition."""
    return replace(stand, edition_number=_edition_told(letter, each.paper) if letter.is_issued else None)


def _edition_told(letter: Letter, paper: Paper) -> int | None:
    """Nothing of a form to be filled, or of a day."""
    if paper.is_blank or letter.round_id is None:
        return None
    if paper.stand.act == Basis.ANNOUNCED:
        return announced.edition_told(paper.unit_code, letter.round_id, paper.stand.number)
    return paper.stand.edition_number


def _proof(letter: Letter, each: Enclosed, of: Proof, stand: Stand) -> Proof:
    """The number of an attachment: what a later letter that corrects this one says in its place supersedes it."""
    key = f"{subjects.of_letter(letter.root_id)}/{each.place}"
    return proofs.draft(
        proofs.Subject(each.paper.kind, letter.unit, key, letter.round),
        fingerprint=fingerprint(each.paper),
        issued_at=of.issued_at,
        title=f"{each.title} ของ{of.title}",
        stand=stand,
    )
