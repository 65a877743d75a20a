"""What a document is about: of which unit, about which round, month, year, day or letter; its key and its words.

Source: docs/rules.md 6 (every document as PDF and, where it is a table, as Excel); docs/rules.md 7.5.
"""

from dataclasses import dataclass
from datetime import date

from otop_registry import thai
from registration.models import Round, Unit
from registration.places import Level, province_of
from registration.services import subjects
from registration.workflow import Refused
from reporting.kinds import KINDS, Kind, Need, Traits, Way
from reporting.models import Document, Letter


@dataclass(frozen=True)
class Matter:
    """A document of a unit, of one round, month, fiscal year, (a roster) day, or of one letter."""

    kind: str
    unit: Unit
    round: Round | None = None
    month: date | None = None  # first day; of sales for the monthly report, of the meeting for the summary
    fiscal_year_be: int | None = None
    day: date | None = None
    letter: Letter | None = None

    @property
    def traits(self) -> Traits:
        return KINDS[self.kind]

    @property
    def subject(self) -> str:
        if self.letter:
            return subjects.of_letter(self.letter.pk)
        if self.round:
            return subjects.of_round(self.round.pk)
        if self.month:
            return subjects.of_month(self.month)
        if self.day:
            return subjects.of_day(self.day)
        if self.fiscal_year_be is None:
            raise ValueError("A document is about something")
        return subjects.of_year(self.fiscal_year_be)

    @property
    def proof_subject(self) -> str:
        """A letter that corrects another takes its place: both are about what the first one was about."""
        return subjects.of_letter(self.letter.root_id) if self.letter else self.subject

    @property
    def address(self) -> str:
        """2561/2, 2567-07, 2561: as a page's address says it."""
        if self.round:
            return str(self.round.quarter)
        return subjects.value_of(self.subject)

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
        return f"เดือน{thai.month_name(self.month)}" if self.month else f"ปีงบประมาณ {self.fiscal_year_be}"

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def title(self) -> str:
        return f"{self.label} {self.period} {self.unit}"

    @property
    def is_packet(self) -> bool:
        return self.kind == Kind.PACKET

    @property
    def is_signed(self) -> bool:
        """Whether the paper has a place to sign; a day's roster has none."""
        return self.traits.is_signed and self.day is None

    @property
    def signing_code(self) -> str:
        """Whose head signs it last: a district's registration is certified by its province."""
        is_above = self.unit.level == Level.DISTRICT and self.traits.is_certified_above
        return province_of(self.unit.code) if is_above else self.unit.code

    @property
    def has_editions(self) -> bool:
        """Whether a later edition of the round makes the paper one of the past; a day's roster has none."""
        return self.traits.has_editions and self.round is not None

    @property
    def is_personal(self) -> bool:
        """Of a letter: when a roster lies behind it, which is the reader's own; for all it is a blank form."""
        letter = self.letter
        behind = [each["kind"] for each in letter.attachments] if letter and letter.addressed_to_id else []
        return any(KINDS[kind].is_personal for kind in (self.kind, *filter(None, behind)))

    def has(self, need: Need) -> bool:
        """Whether what the kind is about is given, or the day that may stand in its place."""
        return getattr(self, need.attribute) is not None or (self.traits.takes_day and self.day is not None)


def of(document: Document) -> Matter:
    """What a stored document is about."""
    day = document.as_of if document.matter.partition(":day:")[1] else None
    parts = (document.round, document.month, document.fiscal_year_be)
    return Matter(document.kind, document.unit, *parts, day, document.letter)


def check(matter: Matter, way: Way | None = None) -> None:
    """Raises: Refused for a document that does not exist of that unit, about that, or in that form."""
    traits = KINDS.get(matter.kind)
    if traits is None:
        raise Refused("ไม่มีเอกสารชนิดนี้")
    if matter.unit.level not in traits.levels:
        raise Refused(f"ไม่มี{matter.label}ของ{matter.unit}")
    if not matter.has(traits.need):
        raise Refused(f"กรุณาระบุ{traits.need.words}ของ{matter.label}")
    if way and way not in traits.ways:
        raise Refused(f"{matter.title} ไม่มีในรูปแบบ {way.label}")
