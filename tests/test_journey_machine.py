"""Random people on random days do random things to the rounds of 2561; the invariants hold after each.

I1 nothing of a round is written outside its windows, except under an extension, a send-back, or by carrying over
what missed it; I2 a province is the sum of its districts is its roster, in each edition; I3 a closed edition
keeps its fingerprint; I4 one transition is one event, the chains verify, only the table moves a status; I6 nobody
sees or changes a foreign row. tests/world/oracle.py says what the letter allows; tests/world/putting_right.py what is
taken back, merged and corrected, through which the lists of past days stay as they were.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    rule,
    run_state_machine_as_test,
)

from registration import access, places, workflow
from registration.access import Thing
from registration.models import (
    Certification,
    Closing,
    Edition,
    Event,
    Producer,
    Product,
    Registration,
    Revision,
    Submission,
    Transfer,
    Unit,
    User,
    Window,
)
from registration.models.producers import ProducerKind, ProductType
from registration.services import calendar, journey, registry
from registration.services.journey import province
from registration.services.registry import transferring
from registration.timetable import Step
from registration.workflow import CertificateStatus, ClosingStatus, ReturnCode, Status, Transition
from tests.world import oracle
from tests.world.cast import build_cast, build_plan
from tests.world.factories import (
    SUBDISTRICT_NAMES,
    certification_of,
    closing_of,
    make_ask,
    make_citizen_id,
    make_fields,
    make_producer,
    make_product_fields,
    open_records,
    walk,
)
from tests.world.ground import Ground, check_sums, place_of
from tests.world.putting_right import ANYBODY, PICK, PuttingRight

CITIZENS = [make_citizen_id(number) for number in range(1, 13)]
THINGS: dict[str, type[Thing]] = {row.verb: model for model, table in access.TABLES.items() for row in table}
PLACES = st.sampled_from([*SUBDISTRICT_NAMES])
DISTRICTS = st.sampled_from(["8001", "8002", "4301"])
UNITS = st.sampled_from(["8001", "8002", "4301", "80", "43", ""])
ROUNDS = st.sampled_from([0, 0, 0, 0, -1, 1])  # from the round of the day
KINDS = st.sampled_from(ProducerKind)
ANSWERS = st.sampled_from(["accept", "accept", "accept", "accept", "refuse", "recall", "later"])
TYPES = st.lists(st.sampled_from(ProductType), max_size=2)


class Journeys(PuttingRight):
    """What people do."""

    @initialize(is_first=st.booleans(), day=st.integers(min_value=0, max_value=60))
    def begin(self, is_first: bool, day: int) -> None:
        """Either the first round is new, or it is closed with one district left out and the second runs."""
        first = oracle.WINDOWS[25611, "register"][0]
        for code, officer in (("8001", "district"), ("8002", "neighbour"), ("4301", "other_district")):
            make_producer(Unit.objects.get(pk=code), by=getattr(self.cast, officer), on=first)
        self.on = first + timedelta(days=day)
        if not is_first:
            walk(certification_of(self.cast.home, 25611), CertificateStatus.CERTIFIED)
            walk(closing_of(25611), ClosingStatus.CLOSED)
            self.on = oracle.WINDOWS[25612, "register"][0] + timedelta(days=day)

    @rule(edge=st.integers(min_value=0, max_value=2), late=st.integers(min_value=-3, max_value=3))
    def wait(self, edge: int, late: int) -> None:
        """To the days around where a window opens or shuts, never back."""
        ahead = [day for day in oracle.EDGES if day > self.on] or [self.on]
        self.remember_lists()
        self.on = max(self.on, ahead[min(edge, len(ahead) - 1)] + timedelta(days=late))

    # --- the registry ---

    @rule(who=ANYBODY, place=PLACES, citizen=st.sampled_from(CITIZENS), kind=KINDS, types=TYPES)
    def register(self, who: str | None, place: str, citizen: str, kind: str, types: list[str]) -> None:
        code = places.district_of(place)
        name, by = self.person(who, "district", code)
        fields = make_fields(place, citizen_id=citizen, kind=kind)
        products = [make_product_fields(product_type=each) for each in types]
        district = Unit.objects.get(pk=code)
        if self.attempt(
            lambda: registry.register(district, by=by, on=self.on, fields=fields, products=products)
        ):
            self.check_entered(name, code, "register")

    @rule(who=ANYBODY, pick=PICK, kind=KINDS, types=TYPES, age=st.sampled_from([0, 0, 0, 1]))
    def amend(self, who: str | None, pick: int, kind: str, types: list[str], age: int) -> None:
        producer = self.picked(Producer, pick)
        if producer is None:
            return
        places = [place for place in SUBDISTRICT_NAMES if place.startswith(producer.district_id)]
        place = places[pick % len(places)]
        name, by = self.person(who, "district", producer.district_id)
        fields = make_fields(place, citizen_id=producer.citizen_id, kind=kind)
        products = [make_product_fields(product_type=each) for each in types]
        said = {"version": producer.version - age, "fields": fields, "products": products}
        if self.attempt(lambda: registry.amend(producer, by=by, on=self.on, **said)):
            assert age == 0, "an old version was written"
            self.check_entered(name, producer.district_id, "amend")

    @rule(who=ANYBODY, pick=PICK, is_back=st.booleans())
    def withdraw_or_restore(self, who: str | None, pick: int, is_back: bool) -> None:
        producer = self.picked(Producer, pick)
        if producer is None:
            return
        name, by = self.person(who, "district", producer.district_id)
        said: dict[str, Any] = {"by": by, "on": self.on, "version": producer.version}
        act, said = (registry.restore, said) if is_back else (registry.withdraw, said | {"reason": "เลิก"})
        if self.attempt(lambda: act(producer, **said)):
            verb = "restore_producer" if is_back else "withdraw_producer"
            self.check_entered(name, producer.district_id, verb)

    @rule(who=ANYBODY, pick=PICK)
    def withdraw_product(self, who: str | None, pick: int) -> None:
        made = self.picked(Product, pick)
        if made is None:
            return
        code, version = made.producer.district_id, made.producer.version
        name, by = self.person(who, "district", code)
        said = {"by": by, "on": self.on, "version": version, "reason": "เลิกผลิต"}
        if self.attempt(lambda: registry.withdraw_product(made, **said)):
            self.check_entered(name, code, "withdraw_product")

    @rule(who=ANYBODY, code=DISTRICTS)
    def confirm(self, who: str | None, code: str) -> None:
        name, by = self.person(who, "district", code)
        everybody = list(Producer.objects.values_list("pk", flat=True))
        district = Unit.objects.get(pk=code)
        if self.attempt(lambda: registry.confirm_unchanged(district, everybody, by=by, on=self.on)):
            self.check_entered(name, code, "confirm")

    # --- moves ---

    @rule(who=ANYBODY, pick=PICK, place=PLACES, is_given=st.booleans(), answer=ANSWERS)
    def ask_to_move(self, who: str | None, pick: int, place: str, is_given: bool, answer: str) -> None:
        """Either office asks; nobody has moved until the other one has answered."""
        producer, target = self.picked(Producer, pick), Unit.objects.get(pk=places.district_of(place))
        if producer is None:
            return
        code = producer.district_id if is_given else target.pk
        name, by = self.person(who, "district", code)
        said = {"reason": "ย้ายบ้าน", "by": by, "on": self.on}
        act = (
            (lambda: transferring.ask_to_give(producer, target, **said))
            if is_given
            else (
                lambda: transferring.ask_to_take(
                    target, producer.registration_number, place_of(place), **said
                )
            )
        )
        row = self.attempt(act)
        if isinstance(row, Transfer):
            self.check_entered(name, code, "ask_transfer")
            self.answered(row, None, place, answer)

    @rule(who=ANYBODY, pick=PICK, place=PLACES, answer=ANSWERS)
    def answer_move(self, who: str | None, pick: int, place: str, answer: str) -> None:
        row = self.picked(Transfer, pick)
        if row is not None:
            self.answered(row, who, place, answer)

    def answered(self, row: Transfer, who: str | None, place: str, answer: str) -> None:
        """What the table of both windows allows is done; a move changes no grade and nothing of earlier rounds."""
        name, by = self.person(who, "district", row.asked_from_id if answer == "recall" else row.asked_of.pk)
        said: dict[str, Any] = {"by": by, "on": self.on}
        version, new_place = row.producer.version, None if row.place else place_of(place)
        acts = {
            "accept": lambda: transferring.accept(row, version=version, place=new_place, **said),
            "refuse": lambda: transferring.refuse(row, reason="ไม่อยู่ที่นี่", **said),
            "recall": lambda: transferring.recall(row, **said),
        }
        before = self.told(row.round_id)
        if answer in acts and self.attempt(acts[answer]):
            if answer == "accept":
                self.check_moved_over(name, Transfer.objects.get(pk=row.pk))
            assert self.told(row.round_id) == before

    # --- the journey ---

    @rule(who=ANYBODY, pick=PICK, is_passed=st.booleans())
    def review(self, who: str | None, pick: int, is_passed: bool) -> None:
        row = self.picked(Registration, pick)
        if row is None:
            return
        name, by = self.person(who, "province", row.district_id)
        faults = [province.FieldToCorrect("name", ReturnCode.WRONG)]
        act = (
            (lambda: province.mark_passed([row], by=by, on=self.on))
            if is_passed
            else (lambda: province.return_record(row, faults, by=by, on=self.on))
        )
        if self.attempt(act):
            assert oracle.holds(name, "province", row.district_id, self.on)
            assert self.calendar.is_open(row.round_id, "verify", row.district_id, self.on)
            assert len(self.new_events()) == 1
            assert self.statuses() == self.before

    @rule(who=ANYBODY, verb=st.sampled_from(sorted(THINGS)), code=UNITS, offset=ROUNDS)
    def advance(self, who: str | None, verb: str, code: str, offset: int) -> None:
        length = {Submission: 4, Certification: 2, Closing: 0}[THINGS[verb]]
        thing = journey.thing_of(code[:length], Closing.objects.get(pk=self.round_id(offset)).round)
        if thing is None or len(access.unit_code(thing)) != length:
            return
        name, by = self.person(who, workflow.transition(verb).by, access.unit_code(thing))
        self.advanced(name, by, thing, verb)

    @rule(picks=st.lists(PICK, min_size=1, max_size=4), offset=ROUNDS)
    def press_buttons(self, picks: list[int], offset: int) -> None:
        """What the screen offers without a refusal is done; only the stamp of a certificate may still refuse."""
        for pick in picks:
            self.press(self.round_id(offset), pick)

    @rule(pick=PICK)
    def go_through_the_round(self, pick: int) -> None:
        """Every button from submitting to the announcement; then the next round opens."""
        round_id = self.round_id()
        while self.on <= oracle.WINDOWS[round_id, "close"][1]:
            self.look_through(round_id)
            if not self.press(round_id, pick):
                self.wait(0, 0)
        openings = [days[0] for (_, step), days in oracle.WINDOWS.items() if step == "register"]
        self.on = min((day for day in openings if day >= self.on), default=self.on)

    def look_through(self, round_id: int) -> None:
        """Whatever waits for a province is opened, as far as the day allows."""
        for row in Submission.objects.filter(round_id=round_id, status=Status.SUBMITTED):
            _, by = self.person(None, "province", row.district_id)
            self.attempt(lambda row=row, by=by: open_records(row, by=by, on=self.on))

    def press(self, round_id: int, pick: int) -> bool:
        """Whether there was a button to press, and it did what it offered."""
        button = next(self.buttons(round_id, pick), None)
        if button is None:
            return False
        thing, verb, name, by = button
        done = self.advanced(name, by, thing, verb)
        assert done or verb == "certify_province"
        return done

    def buttons(self, round_id: int, pick: int) -> Iterator[tuple[Thing, str, str, User]]:
        """The buttons of a round that its officers may press today, from the picked one on; none that takes back."""
        turns = [
            (thing, row)
            for model, table in access.TABLES.items()
            for thing, row in product(model.objects.filter(round_id=round_id), table)
            if row.source == thing.status and not row.needs_reason and self.is_in_time(thing, row)
        ]
        for thing, row in turns[pick % (len(turns) or 1) :]:
            name, by = self.person(None, row.by, access.unit_code(thing))
            if self.is_offered(thing, row, by):
                yield thing, row.verb, name, by

    def is_offered(self, thing: Thing, row: Transition, by: User) -> bool:
        return any(each.transition == row and not each.refused for each in journey.offers(thing, by, self.on))

    def advanced(self, name: str, by: User, thing: Thing, verb: str) -> bool:
        """Whether the verb went through; if so it is held against the table, and a closing against I2."""
        ask = make_ask(self.on)
        if not self.attempt(lambda: journey.advance(thing, verb, by=by, on=self.on, ask=ask)):
            return False
        self.check_moved(name, thing, verb)
        if verb == "hard_close":
            self.check_edition(thing)
        return True

    @rule(
        who=ANYBODY, code=UNITS, step=st.sampled_from(Step), offset=ROUNDS,
        days=st.integers(min_value=0, max_value=30),
    )  # fmt: skip
    def extend(self, who: str | None, code: str, step: Step, offset: int, days: int) -> None:
        round_id, last = self.round_id(offset), self.on + timedelta(days=days)
        name, by = self.person(who, "department", "")
        window = Window.objects.national().get(round_id=round_id, step=step)
        said = {"by": by, "on": self.on, "authority": calendar.Authority("มท 1", "น้ำท่วม")}
        unit, dates = Unit.objects.get(pk=code), calendar.Dates(self.on, last)
        if self.attempt(lambda: calendar.grant_extension(window, unit, dates, **said)):
            assert oracle.holds(name, "department", code, self.on)
            self.calendar.granted.append((round_id, step.value, code, self.on, last))

    # --- reading ---

    @rule(name=st.sampled_from([*oracle.OFFICES, "stranger"]), offset=ROUNDS)
    def read(self, name: str, offset: int) -> None:
        """I6: a person sees exactly the rows of their scope. I2: live and frozen reports add up."""
        for model in (Producer, Registration, Revision, Submission, Event):
            rows = [access.unit_code(row) for row in model._default_manager.all()]
            seen = access.visible(model, getattr(self.cast, name), self.on)
            assert Counter(map(access.unit_code, seen)) == Counter(
                code for code in rows if oracle.sees(name, code, self.on)
            )
        check_sums(self.round_id(offset), None)
        for edition in Edition.objects.all():
            check_sums(edition.round_id, edition)
        self.check_lists()


@pytest.mark.django_db
def test_the_invariants_hold_whatever_people_do(db: None) -> None:
    Ground.cast = build_cast()
    build_plan()
    # half the profile's examples: each is a year's work
    few = settings(max_examples=settings().max_examples // 2, stateful_step_count=30)
    run_state_machine_as_test(Journeys, settings=few)
