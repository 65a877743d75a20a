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
from registration.services import editions
from registration.workflow import Refused
from reporting.models import Document
from reporting.models.documents import PACKET, Format, Variant
from reporting.paper import Kind, Paper
from reporting.services.papers import builders
from reporting.services.rounds import month_name

# who may read a document may ask for it; a roster names persons, so that no executive reads one (decision 0015)
READING: Final[Mapping[str, Action]] = {
    Kind.PLAN: Action.PLAN_VIEW,
    Kind.QUARTERLY: Action.ROUND_VIEW,
    Kind.ROSTER: Action.ROSTER_VIEW,
    Kind.ANNOUNCEMENT: Action.ROUND_VIEW,
    Kind.TARGETS: Action.GRADE_VIEW,
    Kind.MONTHLY: Action.MONTHLY_VIEW,
    Kind.SUMMARY: Action.SUMMARY_VIEW,
    Kind.LETTER: Action.PACKET_ASK,
    PACKET: Action.PACKET_ASK,
}
PERSONAL: Final = frozenset({Kind.ROSTER, PACKET})
OF_ROUND: Final = (Kind.QUARTERLY, Kind.ROSTER, Kind.ANNOUNCEMENT, Kind.TARGETS, PACKET)
OF_MONTH: Final = (Kind.MONTHLY, Kind.SUMMARY)
EDITIONED: Final = frozenset({Kind.QUARTERLY, Kind.ROSTER, Kind.ANNOUNCEMENT})
FINAL: Final = EDITIONED - {Kind.ANNOUNCEMENT}  # which gets its number after the closing
NO_TABLE: Final = frozenset({Kind.LETTER, Kind.ANNOUNCEMENT})
WITHOUT_DISTRICT: Final = frozenset({Kind.ANNOUNCEMENT, Kind.TARGETS, Kind.SUMMARY})

FIT_FOR_NAMES: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
LONGEST_NAME: Final = 110  # letters; Windows stops a path at 260


@dataclass(frozen=True)
class Matter:
    """A document of a unit, of one round, month or fiscal year."""

    kind: str
    unit: Unit
    round: Round | None = None
    month: date | None = None
    fiscal_year_be: int | None = None

    @property
    def subject(self) -> str:
        """round:25612, month:2567-07 (B.E.), year:2561"""
        if self.round:
            return f"round:{self.round.pk}"
        if self.month:
            return f"month:{thai.year_be(self.month)}-{self.month.month:02}"
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
        """รอบ 2/2561, เดือนกรกฎาคม 2567, ปีงบประมาณ 2561"""
        if self.round:
            return f"รอบ {self.round}"
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
        return self.kind in PERSONAL


def of(document: Document) -> Matter:
    """What a stored document is about."""
    return Matter(document.kind, document.unit, document.round, document.month, document.fiscal_year_be)


def edition_of(matter: Matter) -> Edition | None:
    """The edition in force that the document will be drawn from; None while its round is open. One query."""
    return editions.latest(matter.round.pk) if matter.round and matter.kind in EDITIONED else None


def ways(kind: str) -> tuple[tuple[Format, Variant], ...]:
    """The formats that a kind comes in, the one for paper first."""
    if kind == PACKET:
        return ((Format.ZIP, Variant.FORM),)
    if kind in NO_TABLE:
        return ((Format.PDF, Variant.FORM),)
    flat = ((Format.XLSX, Variant.FLAT),) if kind == Kind.ROSTER else ()
    return ((Format.PDF, Variant.FORM), (Format.XLSX, Variant.FORM), *flat)


def check_way(matter: Matter, format: Format, variant: Variant) -> None:
    """Raises: Refused for a document that does not exist in that form, or not of that unit."""
    if (format, variant) not in ways(matter.kind):
        raise Refused(f"{matter.title} ไม่มีในรูปแบบ {format.label} {variant.label}")
    if matter.kind in WITHOUT_DISTRICT and len(matter.unit.code) == len("8001"):
        raise Refused(f"{matter.title} ออกเป็นของจังหวัดหรือกรมฯ เท่านั้น")
    if matter.kind == Kind.MONTHLY and len(matter.unit.code) != len("8001"):
        raise Refused(f"{matter.title} ออกเป็นรายอำเภอ")


def download_name(document: Document) -> str:
    """The title and the state of the data as a file's name that Windows takes."""
    flat = " (ข้อมูลเรียงแถว)" if document.variant == Variant.FLAT else ""
    stand = f"ฉบับที่ {document.edition}" if document.edition else f"ณ {thai.short_date(document.as_of)}"
    words = f"{document.title}{flat} {stand}".translate(FIT_FOR_NAMES)[:LONGEST_NAME]
    return f"{words.strip()}.{document.format}"


def build(document: Document) -> Paper:
    """The document's content, of its edition when it has one."""
    matter = of(document)
    edition = Edition.objects.get(round=document.round, number=document.edition) if document.edition else None
    return builders.build(matter, document.as_of, edition)
