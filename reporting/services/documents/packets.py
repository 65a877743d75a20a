"""The packet of a round: every document of a unit's round, each on its own, and one ZIP of them all.

One job makes the parts that are missing and then the ZIP; a part that cannot be made yet is named with its reason, and
the rest comes out. The same parts give the same ZIP, byte for byte.
"""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO, Final

from django.db import transaction

from registration import access, content
from registration.models import Proof, Round, Unit
from registration.places import is_district
from registration.services.jobs.lanes import Tell
from registration.services.journal import Act
from registration.workflow import Refused
from reporting.models import Document, Letter
from reporting.models.documents import Format, Variant
from reporting.models.letters import LetterState
from reporting.paper import Kind
from reporting.services.documents import letters, making
from reporting.services.documents.asking import Wish, row_of
from reporting.services.documents.matters import Matter, download_name

PARTS_DONE: Final = 90  # percent
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of every entry: a ZIP knows no earlier one
LIST_NAME: Final = "00 รายการเอกสาร.txt"

Parts = Callable[[Unit, Round], list[Wish]]


def _letters(unit: Unit, round: Round) -> list[Wish]:
    """The unit's own letters of the round that have their number, the oldest first."""
    rows = Letter.objects.filter(unit=unit, round=round, state=LetterState.ISSUED).order_by("pk")
    return [Wish(Matter(Kind.LETTER, unit, round, letter=row), Format.PDF) for row in rows]


def _plan(unit: Unit, round: Round) -> list[Wish]:
    return _both(Matter(Kind.PLAN, unit, fiscal_year_be=round.fiscal_year_be))


def _report(unit: Unit, round: Round) -> list[Wish]:
    return _both(Matter(Kind.QUARTERLY, unit, round))


def _reports_below(unit: Unit, round: Round) -> list[Wish]:
    """A province's districts, the nation's provinces: for paper only, the unit's own workbook holds the numbers."""
    below = Unit.objects.directly_below(unit.code).valid(round.quarter.last_day)
    return [Wish(Matter(Kind.QUARTERLY, each, round), Format.PDF) for each in below]


def _rosters(unit: Unit, round: Round) -> list[Wish]:
    """The nation's is left to its provinces: two hundred thousand persons are no attachment."""
    if not unit.code:
        return []
    matter = Matter(Kind.ROSTER, unit, round)
    return [*_both(matter), Wish(matter, Format.XLSX, Variant.FLAT)]


def _announcement(unit: Unit, round: Round) -> list[Wish]:
    return [] if is_district(unit.code) else [Wish(Matter(Kind.ANNOUNCEMENT, unit, round), Format.PDF)]


def _both(matter: Matter) -> list[Wish]:
    return [Wish(matter, Format.PDF), Wish(matter, Format.XLSX)]


# What a packet holds, in the order of its ZIP; a further document of the round is a further line.
PARTS: list[Parts] = [_letters, _plan, _report, _reports_below, _rosters, _announcement]


def parts_of(unit: Unit, round: Round) -> list[Wish]:
    """Every part of a unit's packet."""
    return [wish for parts in PARTS for wish in parts(unit, round)]


def make(packet: Document, tell: Tell, *, site: str, on: date) -> Document:
    """Makes what is missing, then the ZIP. Raises: Refused when not one part can be made."""
    if packet.is_made or packet.same_as:
        return packet.same_as or packet
    making.check_right(packet, on)
    parts, left_out = _make_parts(packet, tell, site, on)
    if not parts:
        raise Refused(f"ยังไม่มีเอกสารใดของชุดนี้ที่ทำได้: {left_out[0]}" if left_out else "ไม่มีเอกสารในชุดนี้")
    Document.objects.filter(pk=packet.pk).update(left_out=left_out)
    packet.parts.set(parts)
    print_of = content.fingerprint([[part.title, part.sha256] for part in parts] + left_out)
    if same := making.same_before(packet, print_of):
        return making.note_same(packet, same, on)
    words = making.Content(print_of, packet.title, f"{len(parts)} ไฟล์ {parts[0].stand}", is_personal=True)
    tell(PARTS_DONE, "กำลังรวมเป็นไฟล์เดียว")
    return making.store(packet, words, lambda proof, target: write_zip(parts, left_out, proof, target), on)


def _make_parts(packet: Document, tell: Tell, site: str, on: date) -> tuple[list[Document], list[str]]:
    made, left_out = [], []
    wishes = parts_of(packet.unit, packet.round)
    for place, wish in enumerate(wishes):
        told = _part_of(tell, place, len(wishes), wish.matter.title)
        told(0, "")
        try:
            made.append(_make_part(packet, wish, told, site, on))
        except Refused as refused:
            left_out.append(f"{wish.matter.title} ({wish.format.label}): {refused}")
    return made, left_out


def _make_part(packet: Document, wish: Wish, told: Tell, site: str, on: date) -> Document:
    """The part as a document of its own, asked for by who asked for the packet."""
    post = (
        access.check(packet.asked_by, wish.matter.action, wish.matter.unit, on) if packet.asked_by else None
    )
    with transaction.atomic():
        row = row_of(wish, Act(packet.asked_by, packet.as_of, post))
    make = letters.make if row.kind == Kind.LETTER else making.make
    return make(row, told, site=site, on=on)


def _part_of(tell: Tell, place: int, of: int, title: str) -> Tell:
    """Percent of one part become percent of the packet."""
    return lambda percent, words: tell(
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
