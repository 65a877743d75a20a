"""Whatever was given a number says the same for ever, whatever people do afterwards; decision 0045.

Random acts on a round: enter, submit, certify, send back, withdraw, announce, close, confirm a month, issue and
correct a letter, ask for papers and packets and have them drawn later. After each act everything with a number is
read again (tests/world/numbered.py). In one example of four papers are drawn too, and read by pdftotext.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test
from pytest_django import Settings

from registration import workflow
from registration.access import Thing
from registration.models import Certification, Closing, Producer, Sale, Submission, User
from registration.services import journey, sales
from registration.services.sales.writing import MonthAnswer
from reporting.kinds import Format, Kind
from reporting.models import Document, Letter
from reporting.models.letters import LetterState, Occasion
from reporting.services import letters, monthly
from reporting.services.documents import Matter, Wish
from tests.world.cast import build_cast, build_plan
from tests.world.document_scene import ask, ask_and_make, make, quarterly, roster
from tests.world.factories import (
    CLOSE_DAY,
    DAY,
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
from tests.world.numbered import Numbered, amounts_of, check_same, printed_in

FEBRUARY = date(2018, 2, 1)
DAYS = (DAY, date(2018, 2, 8), VERIFY_DAY, CLOSE_DAY, date(2018, 4, 3))
VERBS = {
    Submission: ("submit", "certify", "certify", "withdraw", "send_back", "resubmit"),
    Certification: ("certify_province", "announce_province", "announce_province", "withdraw_announced"),
    Closing: ("soft_close", "hard_close", "announce_round"),
}
AHEAD = (
    *("submit", "certify", "certify_province", "announce_province"),
    *("soft_close", "hard_close", "announce_round"),
)
PICK = st.integers(min_value=0, max_value=11)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


class Acts(Numbered):
    """What people do to one round."""

    @initialize(
        days=st.integers(min_value=0, max_value=3),
        is_announced=st.booleans(),
        drawn=st.sampled_from(["", "", "papers", "packet"]),
    )
    def begin(self, days: int, is_announced: bool, drawn: str) -> None:
        """The round has come so far, with a letter and every table; drawing takes seconds, so it is for few."""
        for day in (DAY, VERIFY_DAY, CLOSE_DAY)[:days]:
            self.on = day
            self.go_on(is_announced=is_announced, number=1)
        self.issue_letter()
        for wish, by in self.wishes():
            self.ask_for(wish, by, is_drawn=True)
        self.papers_left = 2 if drawn == "papers" else 0
        if drawn == "packet":
            self.pack(is_province=days > 1, is_drawn=is_announced)

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
        if verb in {"submit", "certify", "send_back", "resubmit"}:
            prepare(thing, verb, by=by, on=self.on)
        said = make_ask(self.on)
        said.details["announcement_number"] = f"{number}/2561"
        journey.advance(thing, verb, by=by, on=self.on, ask=said)

    def wishes(self) -> tuple[tuple[Wish, User], ...]:
        cast, round = self.cast, round_of()
        return (
            (quarterly(cast.a), cast.district),
            (quarterly(cast.home), cast.province),
            (quarterly(cast.nation), cast.department),
            (roster(cast.a), cast.district),
            (Wish(Matter(Kind.ANNOUNCEMENT, cast.home, round), Format.XLSX), cast.province),
            (Wish(Matter(Kind.ANNOUNCEMENT, cast.nation, round), Format.XLSX), cast.department),
        )

    @rule(pick=PICK, is_drawn=st.booleans())
    def ask(self, pick: int, is_drawn: bool) -> None:
        wishes = self.wishes()
        wish, by = wishes[pick % len(wishes)]
        self.ask_for(wish, by, is_drawn=is_drawn)

    def ask_for(self, wish: Wish, by: User, *, is_drawn: bool) -> None:
        document = self.attempt(lambda: ask(wish, by, self.on))
        if is_drawn and isinstance(document, Document):
            self.attempt(lambda: make(document, self.on))

    @precondition(lambda self: self.papers_left)
    @rule(pick=PICK)
    def print_out(self, pick: int) -> None:
        """Paper and workbook of one matter, asked for and made at once."""
        self.papers_left -= 1
        wishes = self.wishes()
        wish, by = wishes[pick % len(wishes)]
        both = [
            self.attempt(lambda form=form: ask_and_make(Wish(wish.matter, form), by, self.on))
            for form in (Format.PDF, Format.XLSX)
        ]
        if all(isinstance(each, Document) for each in both):
            check_same(*both)

    def pack(self, *, is_province: bool, is_drawn: bool) -> None:
        """Every paper of the round in one ZIP, made now or after whatever comes between."""
        cast = self.cast
        unit, by = (cast.home, cast.province) if is_province else (cast.a, cast.district)
        self.ask_for(Wish(Matter(Kind.PACKET, unit, round_of()), Format.ZIP), by, is_drawn=is_drawn)

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
            each.pk: MonthAnswer((baht, zero, zero, zero), seen=seen_before.get(each.pk, 0))
            for each in products
        }
        sales.record_month(unit, FEBRUARY, cells, by=by, on=on)
        seen = monthly.draft(unit, FEBRUARY, on).seal
        row = monthly.confirm(unit, FEBRUARY, note="ครบ", seen=seen, by=by, on=on)
        total = Decimal(row.figures["sales_month"] or 0)  # none once what missed the round was carried over
        assert total == baht * len(cells)
        wish = Matter(Kind.MONTHLY, unit, month=FEBRUARY)
        book = ask_and_make(Wish(wish, Format.XLSX), by, on)
        assert total in amounts_of(book)
        if self.papers_left:
            self.papers_left -= 1
            pdf = ask_and_make(Wish(wish, Format.PDF), by, on)
            check_same(pdf, book)
            assert f" {total:.2f} " in printed_in(pdf) or not total

    @rule()
    def issue_letter(self) -> None:
        def act() -> None:
            about = letters.About(Occasion.PLAN, round_of())
            self.number(letters.draft(about, self.cast.home, by=self.cast.province, on=self.on))

        self.attempt(act)

    @rule(pick=PICK)
    def correct_letter(self, pick: int) -> None:
        """An issued letter is corrected by another one under a number of its own."""
        issued = Letter.objects.filter(state=LetterState.ISSUED, corrections=None).order_by("pk")
        if issued:
            by, former = self.cast.province, issued[pick % len(issued)]
            self.attempt(lambda: self.number(letters.correct(former, by=by, on=self.on)))

    def number(self, row: Letter) -> None:
        by = self.cast.province
        row = letters.amend(row, {"due_day": self.on}, seen=row.version, by=by, on=self.on)
        number = f"นศ 0019/{next(self.numbers)}"
        letters.issue(row, number=number, day=self.on, seen=row.version, by=by, on=self.on)


@pytest.mark.django_db
def test_what_was_given_a_number_says_the_same_whatever_people_do(db: None) -> None:
    Numbered.cast = build_cast()
    build_plan()
    make_contact(Numbered.cast.home)
    # no shrinking: each example draws files, and the sequence of a failure is short enough to read
    examples = settings().max_examples // 4
    few = settings(max_examples=examples, stateful_step_count=15, phases=[Phase.explicit, Phase.generate])
    run_state_machine_as_test(Acts, settings=few)
