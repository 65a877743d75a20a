"""What is drawn behind a letter: a paper for each attachment out of the system, in the order of the list.

A form that the readers are asked to fill goes out blank, or to one reader with the reader's own data; nobody gets the
data of others. An attachment that the officer encloses by hand has no kind; one that cannot be built yet is named with
its reason. Issuing freezes them. Source: letter นศ 0019/01467 (แบบรายงาน, แบบฟอร์มทะเบียนรายชื่อ); decisions 0034, 0045.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from otop_registry import thai
from registration.models import Round, Unit
from registration.workflow import Refused
from reporting.document import draw, draw_letter, join
from reporting.kinds import Kind
from reporting.models import Letter
from reporting.models.letters import Occasion
from reporting.paper import Imprint, Paper
from reporting.services import matters
from reporting.services.letters.paper import letter_paper
from reporting.services.letters.values import quarter_of
from reporting.services.matters import Matter
from reporting.services.papers import builders, freezing, targets
from reporting.services.papers.blank import blank

# what a letter hands out to be filled; an announcement is sent with the report itself
FORMS: Final = {
    Occasion.PLAN: frozenset({Kind.QUARTERLY, Kind.ROSTER, Kind.MONTHLY}),
    Occasion.MONTHLY: frozenset({Kind.QUARTERLY, Kind.ROSTER, Kind.MONTHLY}),
    Occasion.SEND_BACK: frozenset({Kind.ROSTER, Kind.MONTHLY}),
    Occasion.ANNOUNCEMENT: frozenset({Kind.ROSTER, Kind.MONTHLY}),
}


@dataclass(frozen=True)
class Enclosed:
    """A paper behind a letter: which line of the list it is, its title in the outline."""

    place: int
    label: str  # สิ่งที่ส่งมาด้วย ๑, at its top
    title: str
    paper: Paper


BY_HAND: Final = "แนบเอง ไม่อยู่ในไฟล์นี้ กรุณาแนบก่อนส่งหนังสือ"


@dataclass
class Enclosures:
    """The papers behind a letter, and what is missing, a sentence each."""

    rows: list[Enclosed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def papers(self) -> list[Paper]:
        return [each.paper for each in self.rows]

    def as_data(self) -> list[dict[str, Any]]:
        """For the issued letter's row."""
        papers = [
            {
                "place": each.place,
                "label": each.label,
                "title": each.title,
                "paper": freezing.as_data(each.paper),
            }
            for each in self.rows
        ]
        return [*papers, *({"missing": sentence} for sentence in self.missing)]


def enclosed(letter: Letter, on: date) -> Enclosures:
    """Those frozen with an issued letter; of a draft the papers as they would be enclosed on the day."""
    if letter.is_issued:
        return _of_data(letter.enclosed)
    found, shares = Enclosures(), dict[str, Iterator[Paper]]()
    lines = letter_paper(letter, "", on).attachments
    for place, (said, line) in enumerate(zip(letter.attachments, lines, strict=True), start=1):
        kind = said["kind"]
        if not kind:
            found.missing.append(f"{line.words}: {BY_HAND}")
            continue
        try:
            if kind not in shares:
                shares[kind] = _shares(letter, Kind(kind), on)
            title = f"สิ่งที่ส่งมาด้วย {place} {line.words}"
            found.rows.append(Enclosed(place, label_of(place, len(lines)), title, next(shares[kind])))
        except Refused as refused:
            found.missing.append(f"{line.words}: {refused}")
    return found


def _shares(letter: Letter, kind: Kind, on: date) -> Iterator[Paper]:
    """The papers of the lines that enclose one kind: the criteria apart from the targets, else each line the whole.

    Source: letter นค 0019.3/ก 9929, สิ่งที่ส่งมาด้วย ๑ and ๒. Raises: Refused for a paper that cannot be built.
    """
    count = sum(each["kind"] == kind for each in letter.attachments)
    paper = _paper(letter, kind, on)
    parts = targets.halves(paper) if kind == Kind.TARGETS and count == 2 else (paper,) * count
    return iter(parts)


def label_of(place: int, of: int) -> str:
    """สิ่งที่ส่งมาด้วย ๒, numbered as in the letter: a single one has no number."""
    return f"สิ่งที่ส่งมาด้วย {thai.to_thai_digits(str(place))}" if of > 1 else "สิ่งที่ส่งมาด้วย"


def _of_data(data: list[dict[str, Any]]) -> Enclosures:
    papers = [row for row in data if "paper" in row]
    return Enclosures(
        [
            Enclosed(row["place"], row["label"], row["title"], freezing.paper_of(row["paper"]))
            for row in papers
        ],
        [row["missing"] for row in data if "missing" in row],
    )


def _paper(letter: Letter, kind: Kind, on: date) -> Paper:
    """The letter's own paper; a form blank, or for a single reader the reader's own."""
    is_form = kind in FORMS[Occasion(letter.occasion)]
    unit = _reader(letter, on) if is_form else letter.unit
    quarter = quarter_of(letter)
    matter = Matter(
        kind,
        unit,
        round=letter.round or Round.objects.filter(pk=Round.id_of(quarter)).first(),
        month=letter.month,
        fiscal_year_be=quarter.fiscal_year_be,
    )
    matters.check(matter)
    paper = builders.build(matter, builders.reading_of(matter, on))
    return blank(paper) if is_form and not letter.addressed_to else paper


def _reader(letter: Letter, on: date) -> Unit:
    """Who is written to; for all of them any one, whose form is emptied. Raises: Refused where nobody is below."""
    below = Unit.objects.directly_below(letter.unit_id).valid(on).order_by("code")
    reader = letter.addressed_to or below.first()
    if reader is None:
        raise Refused(f"{letter.unit}ไม่มีหน่วยงานในสังกัด")
    return reader


def whole_pdf(letter: Letter, site: str, found: Enclosures, marks: tuple[Imprint, ...], on: date) -> bytes:
    """The letter with its attachments as one PDF with an outline; `marks`: the letter's number, then each one's own.

    For a worker: a roster may take minutes.
    """
    first, *others = marks
    parts = [draw_letter(letter_paper(letter, site, on), first)]
    parts += [
        draw(each.paper, replace(mark, enclosure=each.label))
        for each, mark in zip(found.rows, others, strict=True)
    ]
    return join(parts, [f"หนังสือ {letter.number or 'ร่าง'}", *(each.title for each in found.rows)])
