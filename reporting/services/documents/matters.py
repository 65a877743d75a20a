"""What is asked for, before anybody draws it: its key, its words, who may read it, in which formats it comes.

Source: mission.md 6 (every document as PDF and, where it is a table, as Excel); design.md 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from otop_registry import thai
from registration.access import Action
from registration.models import Edition, Round, Unit
from registration.workflow import Refused
from reporting.models import Document, Letter
from reporting.models.documents import PACKET, Format, Variant
from reporting.paper import Kind, Paper
from reporting.services.papers import builders
from reporting.services.papers.builders import KINDS, Need, Wanted
from reporting.services.rounds import month_name

# who may read a document may ask for it; a packet holds rosters, a letter is the office's own
READING: Final[Mapping[str, Action]] = {
    **{kind: recipe.action for kind, recipe in KINDS.items()},
    Kind.LETTER: Action.PACKET_ASK,
    PACKET: Action.PACKET_ASK,
}
PERSONAL: Final = frozenset({Kind.ROSTER, PACKET})
FINAL: Final = frozenset({Kind.QUARTERLY, Kind.ROSTER})  # an announcement gets its number after the closing
OF_ROUND: Final = (
    PACKET,
    *(kind for kind, recipe in KINDS.items() if recipe.need in {Need.ROUND, Need.QUARTER}),
)
OF_MONTH: Final = tuple(kind for kind, recipe in KINDS.items() if recipe.need == Need.MONTH)
FIT_FOR_NAMES: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
LONGEST_NAME: Final = 110  # letters; Windows stops a path at 260


@dataclass(frozen=True)
class Matter:
    """A document of a unit, of one round, month, fiscal year or (a roster) day."""

    kind: str
    unit: Unit
    round: Round | None = None
    month: date | None = None
    fiscal_year_be: int | None = None
    day: date | None = None
    letter: Letter | None = None

    @property
    def subject(self) -> str:
        """round:25612, month:2567-07, year:2561, day:2561-03-16; years B.E."""
        if self.letter:
            return f"letter:{self.letter.pk}"
        if self.round:
            return f"round:{self.round.pk}"
        if self.month:
            return f"month:{thai.year_be(self.month)}-{self.month.month:02}"
        if self.day:
            return f"day:{thai.year_be(self.day)}-{self.day:%m-%d}"
        return f"year:{self.fiscal_year_be}"

    @property
    def address(self) -> str:
        """2561/2, 2567-07, 2561: as a page's address says it."""
        if self.round:
            return str(self.round.quarter)
        return self.subject.partition(":")[2]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.unit.code}:{self.subject}"

    @property
    def period(self) -> str:
        """รอบ 2/2561, เดือนกรกฎาคม 2567, ปีงบประมาณ 2561, ณ วันที่ 16 มีนาคม 2561"""
        if self.round:
            return f"รอบ {self.round}"
        if self.day:
            return f"ณ วันที่ {thai.long_date(self.day)}"
        return f"เดือน{month_name(self.month)}" if self.month else f"ปีงบประมาณ {self.fiscal_year_be}"

    @property
    def label(self) -> str:
        return str(dict(Document._meta.get_field("kind").flatchoices)[self.kind])

    @property
    def title(self) -> str:
        return f"{self.label} {self.period} {self.unit}"

    @property
    def action(self) -> Action:
        return READING[self.kind]

    @property
    def is_personal(self) -> bool:
        """Of a letter: when a roster lies behind it."""
        behind = {each["kind"] for each in self.letter.attachments} if self.letter else set()
        return bool(PERSONAL & (behind | {self.kind}))


def of(document: Document) -> Matter:
    """What a stored document is about."""
    day = document.as_of if document.matter.partition(":day:")[1] else None
    parts = (document.round, document.month, document.fiscal_year_be)
    return Matter(document.kind, document.unit, *parts, day, document.letter)


def wanted(matter: Matter, on: date, edition: Edition | None = None) -> Wanted:
    """The same in the words of the papers."""
    parts = {"round": matter.round, "month": matter.month, "fiscal_year_be": matter.fiscal_year_be}
    return Wanted(Kind(matter.kind), matter.unit, on, edition=edition, as_of=matter.day, **parts)


def edition_of(matter: Matter, on: date) -> Edition | None:
    """The edition in force that the document will be drawn from; None while its round is open. One query."""
    return None if matter.kind in {PACKET, Kind.LETTER} else builders.settled(wanted(matter, on)).edition


def ways(kind: str) -> tuple[tuple[Format, Variant], ...]:
    """The formats that a kind comes in, the one for paper first."""
    if kind == PACKET:
        return ((Format.ZIP, Variant.FORM),)
    if kind == Kind.LETTER:
        return ((Format.PDF, Variant.FORM),)
    recipe = builders.recipe_of(kind)
    plain = tuple((Format(format), Variant.FORM) for format in recipe.formats)
    return (*plain, (Format.XLSX, Variant.FLAT)) if recipe.has_flat else plain


def check_way(matter: Matter, format: Format, variant: Variant) -> None:
    """Raises: Refused for a document that does not exist in that form, or not of that unit."""
    if (format, variant) not in ways(matter.kind):
        raise Refused(f"{matter.title} ไม่มีในรูปแบบ {format.label} {variant.label}")
    if matter.kind not in {PACKET, Kind.LETTER}:
        builders.check(wanted(matter, date.min))


def build(document: Document) -> Paper:
    """The document's content, of its edition when it has one."""
    edition = Edition.objects.get(round=document.round, number=document.edition) if document.edition else None
    return builders.build(wanted(of(document), document.as_of, edition))


def download_name(document: Document) -> str:
    """The title and the state of the data as a file's name that Windows takes."""
    flat = " (ข้อมูลเรียงแถว)" if document.variant == Variant.FLAT else ""
    stand = f"ฉบับที่ {document.edition}" if document.edition else f"ณ {thai.short_date(document.as_of)}"
    words = f"{document.title}{flat} {stand}".translate(FIT_FOR_NAMES)[:LONGEST_NAME]
    return f"{words.strip()}.{document.format}"
