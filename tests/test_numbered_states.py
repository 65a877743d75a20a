"""Whatever was given a number says the same for ever, whatever people do afterwards; decision 0045.

Random acts on a round: enter, submit, certify, send back, withdraw, announce, close, confirm a month, issue a letter,
ask for papers and have them drawn later. After each act everything with a number is read again.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from openpyxl import load_workbook
from pytest_django import Settings

from registration import figures, workflow
from registration.access import Thing
from registration.models import (
    Announcement,
    Certification,
    Closing,
    Edition,
    Producer,
    Proof,
    Sale,
    Submission,
    Unit,
    User,
)
from registration.services import editions, journey, proofs, sales
from registration.services.editions import announced
from registration.services.editions.published import GROUPS
from registration.services.sales.writing import Cell
from registration.stand import FOR_EVER
from registration.workflow import Refused
from reporting.kinds import Format, Kind
from reporting.models import Document, Letter
from reporting.models.letters import LetterState, Occasion
from reporting.services import letters, monthly
from reporting.services.documents import Matter, Wish
from reporting.services.letters.enclosures import enclosed
from reporting.services.papers import announcement
from reporting.services.papers.fingerprints import fingerprint
from tests.world.cast import Cast, build_cast, build_plan
from tests.world.document_scene import ask, ask_and_make, make, quarterly, read, roster
from tests.world.factories import (
    CLOSE_DAY,
    DAY,
    ROUND_ID,
    VERIFY_DAY,
    amend,
    certification_of,
    closing_of,
    make_ask,
    make_contact,
    make_producer,
    officer_for,
    prepare,
    round_of,
    submission_of,
)

FEBRUARY = date(2018, 2, 1)
DAYS = (DAY, VERIFY_DAY, CLOSE_DAY, date(2018, 4, 3))
VERBS = {
    Submission: ("submit", "certify", "certify", "withdraw", "send_back", "resubmit"),
    Certification: ("certify_province", "announce_province", "announce_province", "withdraw_announced"),
    Closing: ("soft_close", "hard_close", "announce_round"),
}
AHEAD = (
    *("submit", "certify", "certify_province", "announce_province"),
    *("soft_close", "hard_close", "announce_round"),
)
FACTS = re.compile(r'<dl class="facts">.*?</dl>', re.DOTALL)
PICK = st.integers(min_value=0, max_value=11)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def said_publicly(proof: Proof) -> str:
    """What /verify tells of a paper besides its standing."""
    page = Client().get(proofs.path_of(proof)).content.decode()
    [facts] = FACTS.findall(page)
    return str(facts)


def rows_of(document: Document) -> list[tuple[Any, ...]]:
    return [
        row for sheet in load_workbook(BytesIO(read(document))) for row in sheet.iter_rows(values_only=True)
    ]


def counts_of(unit: Unit, edition: Edition) -> list[int]:
    total = figures.registration_report(unit.code, ROUND_ID, edition).total
    return [getattr(total, column.name) for group in GROUPS for column in group.columns]


class Numbered(RuleBasedStateMachine):
    """What people do to one round, and what was numbered meanwhile."""

    cast: ClassVar[Cast]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.on, self.numbers = DAY, count(1)
        self.said: dict[str, object] = {}
        for unit, by in ((self.cast.a, self.cast.district), (self.cast.b, self.cast.neighbour)):
            make_producer(unit, by=by)

    def teardown(self) -> None:
        for proof in Proof.objects.all():
            assert said_publicly(proof) == self.said[f"verify {proof.number}"]
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def attempt(self, act: Callable[[], object]) -> object:
        try:
            with transaction.atomic():
                return act()
        except (PermissionDenied, Refused):
            return None

    @rule()
    def wait(self) -> None:
        self.on = DAYS[min(DAYS.index(self.on) + 1, len(DAYS) - 1)]

    @rule(is_new=st.booleans(), pick=PICK)
    def enter(self, is_new: bool, pick: int) -> None:
        by, phones = self.cast.district, [f"081234{pick:04}"]
        found = Producer.objects.filter(district=self.cast.a).order_by("pk")
        if is_new:
            self.attempt(lambda: make_producer(self.cast.a, by=by, on=self.on))
        else:
            self.attempt(lambda: amend(found[pick % len(found)], by=by, on=self.on, phones=phones))

    @rule(pick=PICK, is_b=st.booleans(), number=st.integers(min_value=1, max_value=3))
    def move(self, pick: int, is_b: bool, number: int) -> None:
        """One of the verbs that lead on or back from where the things of the round stand."""
        district = self.cast.b if is_b else self.cast.a
        things = (submission_of(district), certification_of(self.cast.home), closing_of())
        fitting = [
            (thing, verb)
            for thing in things
            for verb in VERBS[type(thing)]
            if workflow.transition(verb).source == thing.status
        ]
        if fitting:
            thing, verb = fitting[pick % len(fitting)]
            self.attempt(lambda: self.press(thing, verb, number))

    @rule(is_announced=st.booleans(), number=st.integers(min_value=1, max_value=3))
    def go_on(self, is_announced: bool, number: int) -> None:
        """As far as the day lets the round go: submitted, certified and announced, closed and announced."""
        for verb in AHEAD:
            places = (submission_of(self.cast.a), certification_of(self.cast.home), closing_of())
            [thing] = [each for each in places if verb in VERBS[type(each)]]
            is_next = workflow.transition(verb).source == thing.status
            if is_next and (is_announced or not verb.startswith("announce")):
                self.attempt(lambda thing=thing, verb=verb: self.press(thing, verb, number))

    def press(self, thing: Thing, verb: str, number: int) -> None:
        by = officer_for(thing, verb)
        if verb in {"send_back", "resubmit"}:
            prepare(thing, verb, by=by, on=self.on)
        said = make_ask(self.on)
        said.details["announcement_number"] = f"{number}/2561"
        journey.advance(thing, verb, by=by, on=self.on, ask=said)

    @rule(pick=PICK, is_drawn=st.booleans())
    def ask(self, pick: int, is_drawn: bool) -> None:
        cast, round = self.cast, round_of()
        wishes: tuple[tuple[Wish, User], ...] = (
            (quarterly(cast.a), cast.district),
            (quarterly(cast.home), cast.province),
            (quarterly(cast.nation), cast.department),
            (roster(cast.a), cast.district),
            (Wish(Matter(Kind.ANNOUNCEMENT, cast.home, round), Format.XLSX), cast.province),
            (Wish(Matter(Kind.ANNOUNCEMENT, cast.nation, round), Format.XLSX), cast.department),
        )
        wish, by = wishes[pick % len(wishes)]
        document = self.attempt(lambda: ask(wish, by, self.on))
        if is_drawn and isinstance(document, Document):
            self.attempt(lambda: make(document, self.on))

    @rule()
    def draw(self) -> None:
        """What was asked for is drawn, long after maybe."""
        for row in Document.objects.filter(file="", same_as=None):
            self.attempt(lambda row=row: make(row, self.on))

    @rule(satang=st.integers(min_value=1, max_value=99_999_999))
    def confirm_month(self, satang: int) -> None:
        self.attempt(lambda: self.report_february(Decimal(satang) / 100))

    def report_february(self, baht: Decimal) -> None:
        """The receipt and the workbook drawn of it agree to the satang."""
        unit, by, on, zero = self.cast.a, self.cast.district, self.on, Decimal(0)
        products = sales.products_of(unit, FEBRUARY)
        seen_before = dict(Sale.objects.filter(month=FEBRUARY).values_list("product_id", "version"))
        cells = {
            each.pk: Cell((baht, zero, zero, zero), seen=seen_before.get(each.pk, 0)) for each in products
        }
        sales.record_month(unit, FEBRUARY, cells, by=by, on=on)
        seen = monthly.draft(unit, FEBRUARY, on).seal
        row = monthly.confirm(unit, FEBRUARY, note="ครบ", seen=seen, by=by, on=on)
        total = Decimal(row.figures["sales_month"] or 0)  # none once what missed the round was carried over
        assert total == baht * len(cells)
        book = ask_and_make(Wish(Matter(Kind.MONTHLY, unit, month=FEBRUARY), Format.XLSX), by, on)
        printed = {
            Decimal(str(cell)) for row in rows_of(book) for cell in row if isinstance(cell, int | float)
        }
        assert total in printed

    @rule()
    def issue_letter(self) -> None:
        def act() -> None:
            by = self.cast.province
            row = letters.draft(letters.About(Occasion.PLAN, round_of()), self.cast.home, by=by, on=self.on)
            row = letters.amend(row, {"due_day": self.on}, seen=row.version, by=by, on=self.on)
            number = f"นศ 0019/{next(self.numbers)}"
            letters.issue(row, number=number, day=self.on, seen=row.version, by=by, on=self.on)

        self.attempt(act)

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
        for proof in Proof.objects.filter(basis__in=FOR_EVER):
            key = (proof.kind, proof.unit_id, proof.subject, proof.stand)
            assert found.setdefault(key, proof.fingerprint) == proof.fingerprint, key

    @invariant()
    def the_outputs_of_a_state_agree(self) -> None:
        edition = editions.latest(ROUND_ID)
        for document in Document.objects.made().filter(kind=Kind.QUARTERLY, edition__isnull=False):
            assert edition
            [printed] = [row for row in rows_of(document) if row[1:2] == ("รวม",)]
            assert [cell for cell in printed if isinstance(cell, int)] == counts_of(document.unit, edition)
        province, nation = (Announcement.objects.in_force(code, ROUND_ID) for code in ("80", ""))
        if province and nation:
            [row] = [each for each in announced.Content.of(nation.content).rows if each.code == "80"]
            assert row.counts == announced.Content.of(province.content).total


@pytest.mark.django_db
def test_what_was_given_a_number_says_the_same_whatever_people_do(db: None) -> None:
    Numbered.cast = build_cast()
    build_plan()
    make_contact(Numbered.cast.home)
    # no shrinking: each example draws files, and the sequence of a failure is short enough to read
    few = settings(max_examples=6, stateful_step_count=15, phases=[Phase.explicit, Phase.generate])
    run_state_machine_as_test(Numbered, settings=few)
