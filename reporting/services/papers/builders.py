"""The one door to every paper's content: which module builds which kind.

The page, the command and the tests all come through `build`; letters and packets are no papers and are made elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from otop_registry import thai
from registration.models import Announcement, Edition, Event
from registration.models.units import named_as_on
from registration.timetable import next_month
from registration.workflow import Refused
from reporting.kinds import Kind
from reporting.models import Document
from reporting.paper import Paper
from reporting.services import matters
from reporting.services.matters import Matter
from reporting.services.papers import announcement, monthly, plan, quarterly, roster, summary, targets
from reporting.services.papers.stands import edition_in_force


@dataclass(frozen=True)
class PaperState:
    """From which state a paper is read: an announcement, a closed edition, else what is registered on the day."""

    on: date
    edition: Edition | None = None
    announcement: Announcement | None = None


ASKED: Final = "ask_document"  # the journal's verb; asking changes nothing
PAPERS: Final[Mapping[str, Callable[[Matter, PaperState], Paper]]] = {
    Kind.PLAN: lambda m, r: plan.paper(m.unit, m.fiscal_year_be, on=r.on),
    Kind.QUARTERLY: lambda m, r: quarterly.paper(m.unit, m.round, on=r.on, edition=r.edition),
    Kind.ROSTER: lambda m, r: roster.paper(m.unit, m.round, on=m.day or r.on, edition=r.edition),
    Kind.ANNOUNCEMENT: lambda m, r: announcement.paper(m.unit, m.round, on=r.on, announced=r.announcement),
    Kind.TARGETS: lambda m, r: targets.paper(m.unit, m.round.quarter, on=r.on),
    Kind.MONTHLY: lambda m, r: monthly.paper(m.unit, m.month, on=r.on),
    Kind.SUMMARY: lambda m, r: summary.paper(m.unit, m.month, on=r.on),
}


def build(matter: Matter, reading: PaperState) -> Paper:
    """The paper, with exactly the state that is asked for.

    Whoever asks has checked that the unit has it (matters.check). Raises: Refused for an edition of what has none.
    """
    if matter.kind not in PAPERS:
        raise Refused("ไม่มีเอกสารชนิดนี้")
    if reading.edition and not matter.has_editions:
        raise Refused(f"{matter.label}ไม่มีเป็นฉบับ")
    with named_as_on(naming_day(matter, reading)):
        return PAPERS[matter.kind](replace(matter, unit=matter.unit.as_then()), reading)


def naming_day(matter: Matter, reading: PaperState) -> date:
    """By whose day's names a paper calls the units: the day it stands at, never later than its asking (decision 0082).

    A month is that of the districts that stand at its end (decision 0043).
    """
    if reading.announcement:
        return timezone.localdate(reading.announcement.announced_at)
    if reading.edition:
        return reading.edition.day
    if matter.day:
        return matter.day
    return min(reading.on, next_month(matter.month) - timedelta(days=1)) if matter.month else reading.on


def reading_of(matter: Matter, on: date) -> PaperState:
    """The state in force: what is announced, the edition of a closed round, else the day.

    A packet fixes both for all its parts.
    """
    is_announced = matter.traits.is_announced or matter.is_packet
    return PaperState(
        on,
        edition=edition_in_force(matter.round) if matter.has_editions or matter.is_packet else None,
        announcement=Announcement.objects.in_force(matter.unit.code, matter.round.pk)
        if is_announced and matter.round
        else None,
    )


def reading_in(document: Document) -> PaperState:
    """The state that a stored document was asked for in."""
    edition = None
    if document.edition:
        edition = Edition.objects.get(round=document.round, number=document.edition)
    return PaperState(document.as_of, edition, document.announcement)


def part_of(reading: PaperState, matter: Matter) -> PaperState:
    """The state of a packet as it is that of one of its parts."""
    edition = reading.edition if matter.has_editions else None
    return PaperState(reading.on, edition, reading.announcement if matter.traits.is_announced else None)


def _tells_round(matter: Matter) -> bool:
    """Whether the counts of an open round are told: those of the day of the asking, or none."""
    return matter.has_editions or matter.is_packet


def is_of_its_making(document: Document) -> bool:
    """Whether the paper tells what is found when it is made, however long ago it was asked for.

    Nothing else is left of a month that goes on, of targets or of a draft; a day's roster can be told at any time.
    """
    matter = matters.of(document)
    return not (document.is_fixed or _tells_round(matter) or matter.day)


def check_unmoved(document: Document, on: date) -> None:
    """Raises: Refused when the state that an open round's document was asked for in is gone on the day of its making.

    The round was closed meanwhile, or went on on a later day: its counts are those of today, only a roster can be told
    as of a day that is over.
    """
    matter = matters.of(document)
    if document.is_fixed or not _tells_round(matter) or document.round is None:
        return
    if edition_in_force(document.round):
        raise Refused(
            f"รอบ {document.round} ปิดระบบหลังจากที่ขอเอกสารนี้ ตัวเลขขณะที่ขอจึงไม่มีแล้ว กรุณาขอเอกสารอีกครั้ง จะได้ตามฉบับที่ปิดระบบ"
        )
    if document.as_of < on and not matter.traits.takes_day and _went_on(document):
        raise Refused(
            f"ข้อมูลเปลี่ยนไปหลังวันที่ขอเอกสารนี้ ({thai.long_date(document.as_of)}) ตัวเลขของวันนั้นจึงไม่มีแล้ว กรุณาขอเอกสารอีกครั้ง"
        )


def _went_on(document: Document) -> bool:
    """Whether anything of the unit's rounds was done after the day of the asking; a packet holds the plan too."""
    whose = Q(unit__code__startswith=document.unit_id)
    whose |= Q(unit="") if document.is_packet else Q()
    later = Event.objects.filter(whose, day__gt=document.as_of, round_id__gte=document.round_id)
    return later.exclude(verb=ASKED).exists()
