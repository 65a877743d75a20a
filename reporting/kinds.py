"""What a kind of document is: one row says all that differs between kinds, one row all that differs between formats.

Whoever asks for, lists, checks, makes, packs or sends a document reads it here; a drawer of papers knows no kind.
Source: docs/rules.md 6, table of the forms that come out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import TextChoices

from registration.access import Action
from registration.places import Level


class Kind(TextChoices):
    """The documents that come out (docs/rules.md 6)."""

    PLAN = "plan", "แผนการดำเนินงานการลงทะเบียน"
    QUARTERLY = "quarterly", "แบบรายงานการลงทะเบียนรายไตรมาส"
    ROSTER = "roster", "ทะเบียนรายชื่อผู้ผลิต ผู้ประกอบการ"
    ANNOUNCEMENT = "announcement", "ประกาศรับรองผลการลงทะเบียน"
    TARGETS = "targets", "เกณฑ์การจัดระดับและเป้าหมาย"
    MONTHLY = "monthly", "แบบรายงานผลรายเดือน"
    SUMMARY = "summary", "สรุปสำหรับผู้บริหาร"
    LETTER = "letter", "หนังสือราชการ"
    PACKET = "packet", "ชุดเอกสาร"  # every document of a round in one ZIP, drawn from no paper


# --- formats ---


class Format(TextChoices):
    """What comes out."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    ZIP = "zip", "ZIP"

    @property
    def media_type(self) -> str:
        return FORMATS[self].media_type

    @property
    def icon(self) -> str:
        return FORMATS[self].icon


@dataclass(frozen=True)
class FormatTraits:
    """How a file of the format is sent, and the icon of its button."""

    media_type: str
    icon: str


FORMATS: Final[Mapping[str, FormatTraits]] = {
    Format.PDF: FormatTraits("application/pdf", "file-earmark-pdf"),
    Format.XLSX: FormatTraits(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "file-earmark-spreadsheet"
    ),
    Format.ZIP: FormatTraits("application/zip", "box-seam"),
}


class Variant(TextChoices):
    """How a table is drawn: as the form on paper, or every value in each row for those who calculate on."""

    FORM = "", "ตามแบบ"
    FLAT = "flat", "ข้อมูลเรียงแถว"


@dataclass(frozen=True)
class Way:
    """A form that a document comes in, as a button and in an address: pdf, xlsx, xlsx-flat."""

    format: Format
    variant: Variant = Variant.FORM

    @property
    def value(self) -> str:
        return "-".join(filter(None, (self.format, self.variant)))

    @property
    def label(self) -> str:
        return f"{self.format.label} ({self.variant.label})" if self.variant else str(self.format.label)

    @property
    def icon(self) -> str:
        return self.format.icon


ON_PAPER: Final = (Way(Format.PDF),)
BOTH: Final = (Way(Format.PDF), Way(Format.XLSX))
WITH_FLAT: Final = (*BOTH, Way(Format.XLSX, Variant.FLAT))


# --- kinds ---


class Need(StrEnum):
    """What a kind is about, as the attribute of a matter that must be given; a quarter is named by its round."""

    ROUND = "round"
    QUARTER = "quarter"
    MONTH = "month"
    FISCAL_YEAR = "fiscal_year_be"
    LETTER = "letter"

    @property
    def attribute(self) -> str:
        return Need.ROUND if self == Need.QUARTER else self.value

    @property
    def words(self) -> str:
        return NEED_WORDS[self]


NEED_WORDS: Final[Mapping[str, str]] = {
    Need.ROUND: "รอบ",
    Need.QUARTER: "ไตรมาส",
    Need.MONTH: "เดือน",
    Need.FISCAL_YEAR: "ปีงบประมาณ",
    Need.LETTER: "หนังสือ",
}
ABOVE_DISTRICTS: Final = frozenset({Level.DEPARTMENT, Level.PROVINCE})
BELOW_DEPARTMENT: Final = frozenset({Level.PROVINCE, Level.DISTRICT})


@dataclass(frozen=True)
class Packed:
    """How a kind goes into the packet of a round: of the unit itself, of the units one level below, for whom."""

    ways: tuple[Way, ...]
    below: tuple[Way, ...] = ()
    levels: frozenset[Level] = frozenset(Level)


@dataclass(frozen=True)
class Traits:
    """A kind of document: for whom it exists, what it needs, who may read and so ask for it, how it comes."""

    action: Action
    need: Need
    levels: frozenset[Level] = frozenset(Level)
    ways: tuple[Way, ...] = BOTH  # the one for paper first
    takes_day: bool = False  # a day may stand in the place of what it needs
    is_personal: bool = False  # names persons
    has_editions: bool = False  # of a closed round it shows an edition, which a later edition supersedes
    is_announced: bool = False  # says what was announced under its number
    is_final: bool = False  # that of an edition is made once for ever
    is_signed: bool = False  # who asks may choose who signs it
    is_certified_above: bool = False  # a district's is signed last by its province
    packed: Packed | None = None


KINDS: Final[Mapping[str, Traits]] = {
    Kind.PLAN: Traits(Action.PLAN_VIEW, Need.FISCAL_YEAR, packed=Packed(BOTH)),
    Kind.QUARTERLY: Traits(
        Action.ROUND_VIEW,
        Need.ROUND,
        has_editions=True,
        is_final=True,
        is_signed=True,
        is_certified_above=True,
        packed=Packed(BOTH, below=ON_PAPER),
    ),
    Kind.ROSTER: Traits(
        Action.ROSTER_VIEW,
        Need.ROUND,
        ways=WITH_FLAT,
        takes_day=True,
        is_personal=True,
        has_editions=True,
        is_final=True,
        is_signed=True,
        is_certified_above=True,
        # the nation's is left to its provinces: two hundred thousand persons are no attachment
        packed=Packed(BOTH, levels=BELOW_DEPARTMENT),
    ),
    Kind.ANNOUNCEMENT: Traits(
        Action.ROUND_VIEW, Need.ROUND, levels=ABOVE_DISTRICTS, is_announced=True, packed=Packed(ON_PAPER)
    ),
    Kind.TARGETS: Traits(Action.GRADE_VIEW, Need.QUARTER, levels=BELOW_DEPARTMENT),
    Kind.MONTHLY: Traits(Action.MONTHLY_VIEW, Need.MONTH, is_signed=True),
    Kind.SUMMARY: Traits(Action.SUMMARY_VIEW, Need.MONTH),
    # the office's own; whether it names persons depends on what it encloses
    Kind.LETTER: Traits(Action.PACKET_ASK, Need.LETTER, ways=ON_PAPER),
    Kind.PACKET: Traits(Action.PACKET_ASK, Need.ROUND, ways=(Way(Format.ZIP),), is_personal=True),
}


def kinds_of(*needs: Need) -> list[Kind]:
    """The kinds that are about a round, a month or a year, in their order."""
    return [kind for kind in Kind if KINDS[kind].need in needs]


def kind_choices() -> list[tuple[str, str]]:
    """For the column of a document: a further kind is no migration."""
    return list(Kind.choices)


def format_choices() -> list[tuple[str, str]]:
    """For the column of a document: a further format is no migration."""
    return list(Format.choices)
