"""The packet of a round: every document of a unit's round, each on its own, and one ZIP of them all.

One job makes the parts that are missing and then the ZIP; a part that cannot be made yet is named with its reason, and
the rest comes out. The same parts give the same ZIP, byte for byte.
"""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, Final

from django.db import connection, transaction

from registration import access, content
from registration.models import Proof, Round, Unit
from registration.services.jobs.lanes import ReportProgress
from registration.services.journal import Act
from registration.stand import Stand
from registration.workflow import Refused
from reporting.kinds import KINDS, ON_PAPER, Kind, Need, Packed, Way
from reporting.models import Document, Letter
from reporting.models.letters import LetterState
from reporting.services.documents import making
from reporting.services.documents.asking import Wish, give_up_file, row_of
from reporting.services.documents.contents import Content, Order
from reporting.services.documents.names import download_name
from reporting.services.matters import Matter
from reporting.services.papers import builders
from reporting.services.papers.builders import PaperState
from reporting.services.papers.stands import stand_of

PARTS_DONE: Final = 90  # percent
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of every entry: a ZIP knows no earlier one
LIST_NAME: Final = "00 รายการเอกสาร.txt"


def parts_of(unit: Unit, round: Round) -> list[Wish]:
    """Every part of a unit's packet in the order of its ZIP: the letters, then kind by kind as their rows say."""
    packed = [(kind, KINDS[kind].packed) for kind in Kind]
    return [
        *_letters(unit, round),
        *(wish for kind, each in packed if each for wish in _of_kind(kind, each, unit, round)),
    ]


def _letters(unit: Unit, round: Round) -> list[Wish]:
    """The unit's own letters of the round that have their number, the oldest first."""
    rows = Letter.objects.filter(unit=unit, round=round, state=LetterState.ISSUED).order_by("pk")
    rows = rows.exclude(corrections__state=LetterState.ISSUED)  # the correction names what it corrects
    matters = [Matter(Kind.LETTER, unit, round, letter=row) for row in rows]
    return [wish for matter in matters for wish in _wishes(matter, ON_PAPER)]


def _of_kind(kind: Kind, packed: Packed, unit: Unit, round: Round) -> list[Wish]:
    traits = KINDS[kind]
    if unit.level not in traits.levels & packed.levels:
        return []
    about = {"fiscal_year_be": round.fiscal_year_be} if traits.need == Need.FISCAL_YEAR else {"round": round}
    own = _wishes(Matter(kind, unit, **about), packed.ways)
    below = [_wishes(Matter(kind, each, **about), packed.below) for each in _below(unit, round)]
    return [*own, *(wish for wishes in below for wish in wishes)]


def _below(unit: Unit, round: Round) -> list[Unit]:
    """A province's districts, the nation's provinces: for paper only, the unit's own workbook holds the numbers."""
    return list(Unit.objects.directly_below(unit.code).valid(round.quarter.last_day))


def _wishes(matter: Matter, ways: tuple[Way, ...]) -> list[Wish]:
    return [Wish(matter, way.format, way.variant) for way in ways]


def gather(packet: Document, order: Order) -> Content:
    """Makes what is missing of the parts, each in the packet's one state.

    Raises: Refused when that state is gone, or when not one part can be made.
    """
    builders.check_unmoved(packet, order.on)
    rows, left_out = _rows(packet, order)
    packet.parts.set(rows)
    gathered = _gathered(packet, rows, order, left_out)
    parts = _finished(gathered, order)
    if not parts:
        raise Refused(f"ยังไม่มีเอกสารใดของชุดนี้ที่ทำได้: {left_out[0]}" if left_out else "ไม่มีเอกสารในชุดนี้")

    def draw(proof: Proof, target: IO[bytes], report_progress: ReportProgress) -> None:
        report_progress(PARTS_DONE, "กำลังรวมเป็นไฟล์เดียว")
        write_zip(parts, left_out, proof, target)

    return Content(
        fingerprint=content.fingerprint([*([part.title, part.sha256] for part in parts), *left_out]),
        stand=_stand(packet, len(parts)),
        draw=draw,
        is_personal=True,
        parts=tuple(parts),
        left_out=tuple(left_out),
    )


def _stand(packet: Document, count: int) -> Stand:
    """The one state of all parts, after how many files there are."""
    reading = builders.reading_in(packet)
    words = stand_of(packet.round, reading.on, reading.edition).words
    return Stand(packet.as_of, packet.edition, told=f"{count} ไฟล์ {words}")


def _rows(packet: Document, order: Order) -> tuple[list[Document], list[str]]:
    """The parts as documents of their own; what does not exist of the unit is named with its reason."""
    reading, rows, left_out = builders.reading_in(packet), [], []
    for wish in parts_of(packet.unit, packet.round):
        try:
            rows.append(_row(packet, wish, reading, order.on))
        except Refused as refused:
            left_out.append(f"{wish.matter.title} ({wish.format.label}): {refused}")
    return rows, left_out


def _row(packet: Document, wish: Wish, reading: PaperState, on: date) -> Document:
    """One part, asked for by who asked for the packet, in its state. Raises: Refused."""
    matter, by = wish.matter, packet.asked_by
    post = access.check(by, matter.traits.action, matter.unit, on) if by else None
    with transaction.atomic():
        row = row_of(wish, Act(by, packet.as_of, post), builders.part_of(reading, matter))
        if row.is_made and not row.has_file:
            row = give_up_file(row)
    if not row.is_made and not row.is_fixed:  # asked for alone before, and not made yet
        row.as_of = reading.on
        row.save(update_fields=["as_of"])
    return row


def _gathered(
    packet: Document, rows: list[Document], order: Order, left_out: list[str]
) -> list[tuple[Document, Content | None]]:
    """What each part says, all read at one instant; what cannot be built is added to `left_out` with its reason."""
    gathered: list[tuple[Document, Content | None]] = []
    silent = replace(order, report_progress=lambda percent, words: None)
    with one_instant():
        for row in rows:
            try:
                gathered.append((row, None if row.is_made else making.gatherer_of(row)(row, silent)))
            except Refused as refused:
                left_out.append(f"{row.title} ({row.get_format_display()}): {refused}")
    builders.check_unmoved(packet, order.on)
    return gathered


@contextmanager
def one_instant() -> Iterator[None]:
    """Every query inside sees the tables as they stood at the first one, whatever others write meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _finished(gathered: list[tuple[Document, Content | None]], order: Order) -> list[Document]:
    made = []
    for place, (row, found) in enumerate(gathered):
        told = _part_of(order.report_progress, place, len(gathered), row.title)
        told(0, "")
        made.append(making.finish(row, found, replace(order, report_progress=told)) if found else row)
    return made


def _part_of(report_progress: ReportProgress, place: int, of: int, title: str) -> ReportProgress:
    """Percent of one part become percent of the packet."""
    return lambda percent, words: report_progress(
        (place * 100 + percent) * PARTS_DONE // (of * 100), f"{place + 1}/{of} {title}"
    )


# --- the ZIP ---


@dataclass(frozen=True)
class Entry:
    """A file of the ZIP and the name it has there."""

    name: str
    document: Document


def entries(parts: list[Document]) -> list[Entry]:
    """The files in order, numbered, with names that Windows takes: 01 แผนการดำเนินงาน….pdf"""
    return [Entry(f"{place:02} {download_name(part)}", part) for place, part in enumerate(parts, start=1)]


def write_zip(parts: list[Document], left_out: list[str], proof: Proof, target: IO[bytes]) -> None:
    """The parts uncompressed, because they are compressed themselves, after a list of them."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(LIST_NAME, FIRST_DAY), _list(parts, left_out, proof))
        for entry in entries(parts):
            info = zipfile.ZipInfo(entry.name, FIRST_DAY)
            with entry.document.file.open("rb") as source, archive.open(info, "w") as copy:
                shutil.copyfileobj(source, copy, making.CHUNK)


def _list(parts: list[Document], left_out: list[str], proof: Proof) -> str:
    """What the ZIP holds and what not, for Notepad: UTF-8 with BOM, lines of Windows."""
    lines = [proof.title, f"เลขที่ {proof.number}", ""]
    for entry in entries(parts):
        number = entry.document.proof.number
        lines += [
            entry.name,
            f"    เลขที่ {number} {entry.document.stand}",
            f"    SHA-256 {entry.document.sha256}",
        ]
    if left_out:
        lines += ["", "ยังไม่มีในชุดนี้", *(f"- {each}" for each in left_out)]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"
