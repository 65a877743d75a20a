"""The ground of tests/test_journey_machine.py: the database of one example and what every act is held against."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
)

from registration import access, figures, places, workflow
from registration.access import Thing
from registration.models import (
    Certification,
    Closing,
    Edition,
    Event,
    Producer,
    Registration,
    Revision,
    RosterRow,
    Subdistrict,
    Submission,
    Transfer,
    Unit,
    User,
)
from registration.models.producers import ProducerKind, ProductType
from registration.services import editions, journal
from registration.services.registry import Conflict, Duplicate, as_of
from registration.workflow import Refused, Transition
from tests.world import oracle
from tests.world.cast import Cast
from tests.world.factories import (
    LONG_AGO,
)

REFUSALS = (PermissionDenied, Refused, Duplicate, Conflict)
CODES = ("8001", "8002", "4301")
Listed = tuple[str, date, int | None]  # district, day, and a round for the list of its end
Found = TypeVar("Found", bound=models.Model)


class Ground(RuleBasedStateMachine):
    """The database of one example, its day, and what every act is held against."""

    cast: ClassVar[Cast]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.on = LONG_AGO
        self.calendar = oracle.Calendar()
        self.sealed: dict[int, str] = {}
        self.listed: dict[Listed, list[int]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def person(self, name: str | None, role: str, code: str) -> tuple[str, User]:
        name = name or oracle.turn(role, code)
        return name, getattr(self.cast, name)

    def round_id(self, offset: int = 0) -> int:
        return min(max(oracle.round_on(self.on) + offset, min(oracle.LETTER)), max(oracle.LETTER))

    def picked(self, model: type[Found], pick: int) -> Found | None:
        """A row of the table by a number that stays meaningful while the table grows; None of an empty one."""
        rows = model._default_manager.order_by("pk")
        return rows[pick % rows.count()] if rows.exists() else None

    def attempt(self, act: Callable[[], object]) -> object:
        """What the act returns, None when it was refused; a refusal leaves no trace at all."""
        self.before, self.events = self.statuses(), set(Event.objects.values_list("pk", flat=True))
        self.marks = self.marks_now()
        revisions = Revision.objects.count()
        try:
            with transaction.atomic():
                return act()
        except REFUSALS:
            assert (self.before, self.marks) == (self.statuses(), self.marks_now())
            assert (len(self.events), revisions) == (Event.objects.count(), Revision.objects.count())
            return None

    def statuses(self) -> dict[str, str]:
        return {
            f"{model._meta.model_name}:{pk}": status
            for model in access.TABLES
            for pk, status in model.objects.values_list("pk", "status")
        }

    def marks_now(self) -> dict[tuple[int, int], str]:
        rows = Registration.objects.values_list("producer_id", "round_id", "kind", "review")
        return {(producer, round_id): f"{kind} {review}" for producer, round_id, kind, review in rows}

    def new_events(self) -> list[Event]:
        return list(Event.objects.exclude(pk__in=self.events).order_by("pk"))

    # --- what every kind of act must have been ---

    def check_entered(self, name: str, code: str, verb: str) -> None:
        """I1, I4, I6 of a write to the registry: who, when, into which round, and its one event."""
        [event] = self.new_events()
        assert (event.verb, event.unit_id, event.day) == (verb, code, self.on)
        assert oracle.holds(name, "district", code, self.on)
        assert self.statuses() == self.before
        round_id = event.round_id
        self.check_nothing_above(code, round_id)
        status = self.before[f"submission:{Submission.objects.get(district_id=code, round_id=round_id).pk}"]
        if status == "entry":
            assert self.calendar.is_open(round_id, "register", code, self.on)
            return
        assert status == "sent_back"
        assert any(self.calendar.is_open(round_id, step, code, self.on) for step in ("register", "verify"))
        producer = int(event.subject.removeprefix("producer:"))
        assert self.marks[producer, round_id].endswith(("returned", "answered"))

    def check_moved_over(self, name: str, moved: Transfer) -> None:
        """I1, I4, I6 of a move: two windows, two entries, two people, one event in each chain and no status moved."""
        told = {(event.unit_id, event.verb, event.round_id) for event in self.new_events()}
        round_id, codes = moved.round_id, {"transfer_out": moved.source_id, "transfer_in": moved.target_id}
        assert told == {(code, verb, round_id) for verb, code in codes.items()}
        asked_of = moved.source_id if moved.asked_from_id == moved.target_id else moved.target_id
        assert oracle.holds(name, "district", asked_of, self.on)
        assert self.statuses() == self.before
        for code in codes.values():
            self.check_nothing_above(code, round_id)
            own = Submission.objects.get(district_id=code, round_id=round_id)
            assert self.before[f"submission:{own.pk}"] == "entry"
            assert self.calendar.is_open(round_id, "register", code, self.on)

    def is_in_time(self, thing: Thing, row: Transition) -> bool:
        """Whether one of the verb's steps is open by the letter; a verb without a step has any day."""
        code = access.unit_code(thing)
        steps = [self.calendar.is_open(thing.round_id, step, code, self.on) for step in row.during]
        return any(steps) or not row.during

    def check_nothing_above(self, code: str, round_id: int) -> None:
        """The province had not certified and the department had not begun to close."""
        assert self.before[f"closing:{round_id}"] == "open"
        if places.is_district(code):
            above = Certification.objects.get(province_id=places.province_of(code), round_id=round_id)
            assert self.before[f"certification:{above.pk}"] == "pending"

    def check_moved(self, name: str, thing: Thing, verb: str) -> None:
        """I1, I4, I6 of a transition: its row of the table, its day, one status and one event."""
        row, code = workflow.transition(verb), access.unit_code(thing)
        key = f"{thing._meta.model_name}:{thing.pk}"
        assert oracle.holds(name, row.by, code, self.on)
        assert self.is_in_time(thing, row)
        assert self.before[key] == row.source
        assert self.statuses() == self.before | {key: row.target}
        if code:
            self.check_nothing_above(code, thing.round_id)
        told = Counter(event.verb for event in self.new_events())
        assert told.pop(verb) == 1
        assert set(told) <= ({"carry_over"} if verb == "hard_close" else set())

    # --- what was told once ---

    def told(self, round_id: int) -> list[object]:
        """What no move changes: every district's increase, and all that earlier rounds count anywhere."""
        increases = {code: each.product_increase for code, each in counted(round_id, None, 4).items()}
        found: list[object] = [{code: each for code, each in increases.items() if each}]
        for earlier in (each for each in oracle.LETTER if each < round_id):
            places = counted(earlier, None, 6).items()
            found.append(
                {(place, name): each for place, row in places for name, each in asdict(row).items() if each}
            )
        return found

    def lists(self, on: date) -> dict[Listed, list[int]]:
        """Who is registered in each district at the end of a day: who may join training."""
        rosters = {
            (code, on, round_id): as_of.roster(Unit.objects.get(pk=code), on, round_id)
            for code in CODES
            for round_id in (None, oracle.round_on(on))
        }
        return {key: sorted(each.producer_id for each in found.entries()) for key, found in rosters.items()}

    def remember_lists(self) -> None:
        """The lists of the day that ends, held against the tables: nobody stands twice."""
        found = self.lists(self.on)
        standing = Producer.objects.filter(withdrawn_round=None)
        for (code, _, round_id), producers in found.items():
            if round_id is None:
                assert set(producers) == set(standing.filter(district=code).values_list("pk", flat=True))
        self.listed |= found

    def check_lists(self) -> None:
        """The lists of every day that has ended still say what they said."""
        for on in {day for _, day, _ in self.listed if day < self.on}:
            for key, producers in self.lists(on).items():
                assert self.listed[key] == producers

    # --- after each step ---

    @invariant()
    def chains_verify(self) -> None:
        assert journal.verify_chains()[1] == []

    @invariant()
    def editions_stay_as_they_were_sealed(self) -> None:
        for edition in Edition.objects.all():
            assert editions.fingerprint_of(edition) == edition.fingerprint
            assert self.sealed.setdefault(edition.pk, edition.fingerprint) == edition.fingerprint

    def check_edition(self, closing: Closing) -> None:
        """I2 of a fresh edition; what was carried over went to a round that is not closed."""
        edition = Edition.objects.get(round_id=closing.round_id, number=1)
        check_sums(edition.round_id, edition)
        check_roster(edition)
        for event in self.new_events():
            if event.verb == "carry_over":
                # next year's first round has no closing yet while its plan is not published
                assert self.before.get(f"closing:{event.round_id}", "open") in {"open", "soft_closed"}
        before = editions.edition_before(edition.round_id)
        if before and before.round_id == edition.round_id - 1:
            brought, left = (figures.registration_report("", e.round_id, e).total for e in (edition, before))
            assert brought.producers_brought == left.producers_left
            assert brought.products_brought == left.products_left


def place_of(code: str) -> dict[str, Any]:
    """Where one that moves will produce: a subdistrict that may lie in the wrong district."""
    fields = dict.fromkeys(("village_number", "village", "lane", "road"), "")
    return fields | {
        "house_number": "9",
        "postcode": "80000",
        "subdistrict": Subdistrict.objects.get(pk=code),
    }


def check_sums(round_id: int, edition: Edition | None) -> None:
    """Every level is the sum of the level below; ยกมา + ใหม่ + ย้ายเข้า − ยกเลิก − ย้ายออก = คงเหลือ in each place.

    What moves out of one district moves into another: over the country both are the same.
    """
    subdistricts, districts, provinces = (counted(round_id, edition, width) for width in (6, 4, 2))
    for above, below in ((districts, subdistricts), (provinces, districts)):
        for code, counts in above.items():
            assert counts == figures.total(each for place, each in below.items() if place.startswith(code))
    for counts in subdistricts.values():
        gained = counts.producers_brought + counts.producers_new + counts.producers_came
        assert counts.producers_left == gained - counts.producers_withdrawn - counts.producers_went
        gained = counts.products_brought + counts.products_added + counts.products_came
        assert counts.products_left == gained - counts.products_reduced - counts.products_went
        assert counts.producers_updated <= counts.producers_left

    nation = figures.total(provinces.values())
    assert nation.producers_came == nation.producers_went
    assert nation.products_came == nation.products_went


def counted(round_id: int, edition: Edition | None, width: int) -> dict[str, figures.Counts]:
    """{place code of `width` digits: counts} of the whole country, live or frozen."""
    return figures.from_edition(edition, "", width) if edition else figures.live("", round_id, width)


def check_roster(edition: Edition) -> None:
    """The frozen figures count the frozen roster, by district, kind and type."""
    for code in CODES:
        rows = [row.content for row in RosterRow.objects.of(edition).filter(district_id=code)]
        total = figures.registration_report(code, edition.round_id, edition).total
        kinds = Counter(row["kind"] for row in rows)
        types = Counter(
            product["product_type"]
            for row in rows
            for product in row["products"]
            if stands_after(product, edition.round_id)
        )
        assert total.producers_left == len(rows)
        assert {kind: getattr(total, kind) for kind in ProducerKind if getattr(total, kind)} == kinds
        assert {each: getattr(total, each) for each in ProductType if getattr(total, each)} == types


def stands_after(product: dict[str, Any], round_id: int) -> bool:
    """Whether the product of a frozen record counts at the end of the round."""
    ends = product["withdrawn_round"] or round_id + 1
    return product["registered_round"] <= round_id < ends
