"""The ground of tests/test_numbered_states.py: what has a number, what outputs say, and what both are held against."""

import hashlib
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any, ClassVar
from zipfile import ZipFile

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from hypothesis.stateful import RuleBasedStateMachine, invariant
from openpyxl import load_workbook

from otop_registry import thai
from registration import figures
from registration.models import Announcement, Edition, Proof, Unit
from registration.services import editions, proofs
from registration.services.editions import announced
from registration.services.editions.published import GROUPS
from registration.stand import FOR_EVER
from registration.workflow import Refused
from reporting.kinds import Format, Kind
from reporting.models import Document, Letter
from reporting.models.letters import LetterState
from reporting.services.documents import lists
from reporting.services.letters.drafting import named
from reporting.services.letters.enclosures import enclosed
from reporting.services.papers import announcement
from reporting.services.papers.announcement import NUMBERS
from reporting.services.papers.fingerprints import fingerprint
from tests.reporting import reading
from tests.world.cast import Cast
from tests.world.document_scene import read
from tests.world.factories import DAY, ROUND_ID, make_producer

FACTS = re.compile(r'<dl class="facts">.*?</dl>', re.DOTALL)
NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
COLUMNS = [column.name for group in GROUPS for column in group.columns]


# --- what an output says ---


def said_publicly(proof: Proof) -> str:
    """What /verify tells of a paper besides its standing."""
    page = Client().get(proofs.path_of(proof)).content.decode()
    [facts] = FACTS.findall(page)
    return str(facts)


def rows_of(document: Document) -> list[tuple[Any, ...]]:
    """The rows of every worksheet."""
    return [
        row for sheet in load_workbook(BytesIO(read(document))) for row in sheet.iter_rows(values_only=True)
    ]


def printed_in(document: Document) -> str:
    """Every number that pdftotext reads in a PDF, without its commas, one blank between two and around all."""
    words = NUMBER.findall(thai.to_arabic(reading.text(read(document))))
    return f" {' '.join(word.replace(',', '') for word in words)} "


def totals_of(document: Document) -> list[list[int]]:
    """The counts of each row of totals in a workbook."""
    return [
        [cell for cell in row if isinstance(cell, int)] for row in rows_of(document) if row[1:2] == ("รวม",)
    ]


def amounts_of(document: Document) -> set[Decimal]:
    """Every number of a workbook."""
    cells = [cell for row in rows_of(document) for cell in row]
    return {Decimal(str(cell)) for cell in cells if isinstance(cell, int | float)}


def counts_of(unit: Unit, edition: Edition) -> list[int]:
    total = figures.registration_report(unit.code, ROUND_ID, edition).total
    return [getattr(total, name) for name in COLUMNS]


def listed_in(roster: Document) -> set[int]:
    """The running numbers of a roster's producers."""
    return {row[0] for row in rows_of(roster) if isinstance(row[0], int)}


def check_same(pdf: Document, book: Document) -> None:
    """PDF and workbook of one state say the same: one fingerprint, one state, the same numbers."""
    assert (pdf.fingerprint, pdf.stand) == (book.fingerprint, book.stand), book.title
    printed = printed_in(pdf)
    if pdf.kind == Kind.ROSTER:
        assert f"ผู้ผลิต ผู้ประกอบการ {len(listed_in(book))} ราย" in reading.text(read(pdf))
    for total in totals_of(book):
        assert f" {' '.join(map(str, total))} " in printed, book.title


def check_packet(packet: Document) -> None:
    """A packet holds its parts byte for byte, all of one state; its workbooks and papers agree."""
    parts = lists.parts_of(packet)
    with ZipFile(BytesIO(read(packet))) as archive:
        stored = [hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()[1:]]
    assert stored == [part.sha256 for part in parts]
    told = [part for part in parts if part.kind in {Kind.QUARTERLY, Kind.ROSTER}]
    assert {part.edition for part in told} == {packet.edition}
    assert all(packet.stand.endswith(part.stand.removeprefix("รายชื่อที่ลงทะเบียนแล้ว ")) for part in told)
    pairs: dict[tuple[str, str], dict[str, Document]] = {}
    for part in parts:
        pairs.setdefault((part.kind, part.unit_id), {})[part.format] = part
    for pair in pairs.values():
        if {Format.PDF, Format.XLSX} <= pair.keys():
            check_same(pair[Format.PDF], pair[Format.XLSX])
    report, roster = (pairs[kind, packet.unit_id][Format.XLSX] for kind in (Kind.QUARTERLY, Kind.ROSTER))
    [total] = totals_of(report)
    assert len(listed_in(roster)) == total[COLUMNS.index("producers_left")]


class Numbered(RuleBasedStateMachine):
    """The database of one example, its day, and what was numbered meanwhile."""

    cast: ClassVar[Cast]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.on, self.numbers = DAY, count(1)
        self.said: dict[str, object] = {}
        self.checked: set[int] = set()
        for unit, by in ((self.cast.a, self.cast.district), (self.cast.b, self.cast.neighbour)):
            make_producer(unit, by=by)

    def teardown(self) -> None:
        for proof in Proof.objects.all():
            says = said_publicly(proof)
            assert self.said.get(f"verify {proof.number}", says) == says
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def attempt(self, act: Callable[[], object]) -> object:
        """What the act returns, None when it was refused."""
        try:
            with transaction.atomic():
                return act()
        except (PermissionDenied, Refused):
            return None

    # --- after each act ---

    def numbered(self) -> Iterator[tuple[str, object]]:
        """Everything that has a number, and what it says now."""
        for row in Announcement.objects.all():
            paper = announcement.paper(row.unit, row.round, on=self.on, announced=row)
            kept = Announcement.objects.filter(pk=row.pk).values().get()
            yield f"announcement {row.pk}", (kept, fingerprint(paper), paper.stand.words)
        for document in Document.objects.made():
            assert hashlib.sha256(read(document)).hexdigest() == document.sha256
            yield f"document {document.pk}", (document.sha256, document.stand, str(document.proof))
        for letter in Letter.objects.filter(state=LetterState.ISSUED):
            papers = [fingerprint(each) for each in enclosed(letter, self.on).papers]
            yield f"letter {letter.number}", (letter.subject, letter.paragraphs, letter.letter_day, papers)
        for proof in Proof.objects.all():
            yield f"proof {proof.number}", Proof.objects.filter(pk=proof.pk).values().get()

    @invariant()
    def what_has_a_number_says_the_same(self) -> None:
        for name, says in self.numbered():
            assert self.said.setdefault(name, says) == says, name
        for proof in Proof.objects.all():
            if f"verify {proof.number}" not in self.said:
                self.said[f"verify {proof.number}"] = said_publicly(proof)

    @invariant()
    def one_state_is_one_content(self) -> None:
        """Of an edition or under a number the same words stand for the same figures, other figures for other words."""
        found: dict[tuple[str, ...], str] = {}
        for proof in Proof.objects.filter(basis__in=FOR_EVER).exclude(kind=Kind.PACKET):  # holds many states
            key = (proof.kind, proof.unit_id, proof.subject, proof.stand)
            assert found.setdefault(key, proof.fingerprint) == proof.fingerprint, key

    @invariant()
    def a_new_text_names_what_it_corrects(self) -> None:
        for letter in Letter.objects.filter(state=LetterState.ISSUED).exclude(corrects=None):
            assert named(letter.corrects) in letter.references
            assert letter.number != letter.corrects.number

    @invariant()
    def the_outputs_of_a_state_agree(self) -> None:
        """What was made since the last look is held against the edition, the announcement, its packet."""
        for document in Document.objects.made().exclude(pk__in=self.checked):
            self.checked.add(document.pk)
            self.check_figures(document)
        province, nation = (Announcement.objects.in_force(code, ROUND_ID) for code in ("80", ""))
        if province and nation:
            [row] = [each for each in announced.Content.of(nation.content).rows if each.code == "80"]
            assert row.counts == announced.Content.of(province.content).total

    def check_figures(self, document: Document) -> None:
        if document.kind == Kind.PACKET:
            check_packet(document)
            return
        wanted = None
        if document.kind == Kind.QUARTERLY and document.edition:
            edition = editions.latest(ROUND_ID)
            assert edition
            wanted = counts_of(document.unit, edition)
        elif document.kind == Kind.ANNOUNCEMENT and document.announcement:
            content = announced.Content.of(document.announcement.content)
            if content.rows:  # otherwise the table is left out
                wanted = [getattr(content.total, name) for name in NUMBERS]
        if wanted is None:
            return
        if document.format == Format.XLSX:
            assert wanted in totals_of(document)
        else:
            assert f" {' '.join(map(str, wanted))} " in printed_in(document)
