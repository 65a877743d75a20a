"""A letter as the drawing takes it: the same content on the screen and on paper."""

from datetime import date
from urllib.parse import urljoin

from reporting.document import draw_letter
from reporting.models import Letter
from reporting.models.letters import Occasion
from reporting.paper import Enclosure, LetterPaper
from reporting.services.letters.reading import task_path
from reporting.services.letters.values import coordinator_line, coordinators, values
from reporting.services.letters.wording import fill

CAPTIONS = {
    Occasion.PLAN: "สแกนเพื่อบันทึกข้อมูลการลงทะเบียน",
    Occasion.MONTHLY: "สแกนเพื่อรายงานประจำเดือน",
    Occasion.SEND_BACK: "สแกนเพื่อแก้ไขข้อมูลที่ส่งกลับ",
    Occasion.ANNOUNCEMENT: "สแกนเพื่ออ่านประกาศ",
}


def letter_paper(letter: Letter, site: str, on: date) -> LetterPaper:
    """The letter's content; of a draft with its fields as they would be put in on `on`. `site` begins its link."""
    known = {} if letter.is_issued else values(letter, on)
    paragraphs = tuple(fill(text, known) for text in letter.paragraphs)
    return LetterPaper(
        subject=fill(letter.subject, known),
        addressee=letter.addressee,
        paragraphs=paragraphs,
        office=tuple(letter.office),
        day=letter.letter_day,
        number=letter.number,
        urgency=letter.urgency,
        references=tuple(letter.references),
        attachments=tuple(_enclosure(each, known) for each in letter.attachments),
        closing=letter.closing,
        signer=letter.signer,
        position=letter.position,
        acting=tuple(letter.acting),
        sender=tuple(letter.sender),
        coordinators=_coordinators(letter, paragraphs, on),
        link=urljoin(site, task_path(letter)),
        link_caption=CAPTIONS[Occasion(letter.occasion)],
        is_draft=not letter.is_issued,
    )


def _coordinators(letter: Letter, paragraphs: tuple[str, ...], on: date) -> tuple[str, ...]:
    """The lines at the foot; none when the text itself names them, as the letter of 2567 does."""
    lines = [coordinator_line(each) for each in coordinators(letter, on)]
    text = " ".join(paragraphs)
    return tuple(f"ผู้ประสานงาน {line}" for line in lines if line not in text)


def letter_pdf(letter: Letter, site: str, on: date) -> bytes:
    """The letter's sheets; a draft carries ร่าง on each."""
    return draw_letter(letter_paper(letter, site, on), None)


def _enclosure(said: dict[str, object], known: dict[str, str]) -> Enclosure:
    return Enclosure(fill(str(said["words"]), known), f"จำนวน {said['count']} {said['measure']}")
