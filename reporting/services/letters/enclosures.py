"""What is drawn behind a letter: its attachments out of the system, each paper once, in the order of the list.

An attachment that the officer encloses by hand has no kind; one that cannot be built yet is named with its reason.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from otop_registry import thai
from registration.models import Round
from registration.workflow import Refused
from reporting.document import draw, draw_letter, join
from reporting.kinds import Kind
from reporting.models import Letter
from reporting.paper import Imprint, Paper
from reporting.services.letters.paper import letter_paper
from reporting.services.letters.values import quarter_of
from reporting.services.matters import Matter
from reporting.services.papers import builders

BY_HAND: Final = "แนบเอง ไม่อยู่ในไฟล์นี้ กรุณาแนบก่อนส่งหนังสือ"


@dataclass
class Enclosed:
    """The papers behind a letter with their titles in the outline, and what is missing, a sentence each."""

    papers: list[Paper] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # สิ่งที่ส่งมาด้วย ๑, at the top of each
    missing: list[str] = field(default_factory=list)


def enclosed(letter: Letter, on: date) -> Enclosed:
    """The papers of the letter's own unit, of its round or month, as of the day; a closed round's by its edition."""
    found = Enclosed()
    lines = letter_paper(letter, "", on).attachments
    for place, (said, line) in enumerate(zip(letter.attachments, lines, strict=True), start=1):
        if not said["kind"]:
            found.missing.append(f"{line.words}: {BY_HAND}")
        if not said["kind"] or said["kind"] in {paper.kind for paper in found.papers}:
            continue
        try:
            found.papers.append(_paper(letter, Kind(said["kind"]), on))
            found.titles.append(f"สิ่งที่ส่งมาด้วย {place} {line.words}")
            found.labels.append(label_of(place, len(lines)))
        except Refused as refused:
            found.missing.append(f"{line.words}: {refused}")
    return found


def label_of(place: int, of: int) -> str:
    """สิ่งที่ส่งมาด้วย ๒, numbered as in the letter: a single one has no number."""
    return f"สิ่งที่ส่งมาด้วย {thai.to_thai_digits(str(place))}" if of > 1 else "สิ่งที่ส่งมาด้วย"


def _paper(letter: Letter, kind: Kind, on: date) -> Paper:
    quarter = quarter_of(letter)
    matter = Matter(
        kind,
        letter.unit,
        round=letter.round or Round.objects.filter(pk=Round.id_of(quarter)).first(),
        month=letter.month,
        fiscal_year_be=quarter.fiscal_year_be,
    )
    return builders.build(matter, on=on, edition=builders.edition_of(matter))


def whole_pdf(letter: Letter, found: Enclosed, site: str, on: date, imprint: Imprint) -> bytes:
    """The letter with its attachments as one PDF with an outline, one number on every sheet.

    For a worker: a roster may take minutes.
    """
    parts = [draw_letter(letter_paper(letter, site, on), imprint)]
    pairs = zip(found.papers, found.labels, strict=True)
    parts += [draw(paper, replace(imprint, enclosure=label)) for paper, label in pairs]
    return join(parts, [f"หนังสือ {letter.number or 'ร่าง'}", *found.titles])
