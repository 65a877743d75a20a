"""What people put right, for tests/test_journey_machine.py: acts undone, records merged, closed rounds corrected.

Each is held against the letter's table of tests/world/oracle.py, and against what may never move: the counts of earlier
rounds, the lists of past days, the editions before, and the sums of what each correction said beforehand.
"""

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from registration import content, lifespan, places
from registration.figures import Counts
from registration.models import (
    Correction,
    Edition,
    PairDecision,
    Producer,
    Registration,
    RosterRow,
    Transfer,
)
from registration.models.producers import ProductType
from registration.services import corrections, editions, registry
from registration.services.corrections import forward
from registration.services.corrections.effect import Effect
from registration.services.registry import reverting, undoing_moves
from registration.services.registry.pairs import pair_of
from tests.world import oracle
from tests.world.closed import wish
from tests.world.ground import Ground, check_roster, check_sums, counted

ANYBODY = st.sampled_from([*[None] * 26, *oracle.OFFICES, "stranger"])  # None: whose turn it is
PICK = st.integers(min_value=0, max_value=11)
TYPE = st.sampled_from(ProductType)


class PuttingRight(Ground):
    """The rules that take back."""

    # --- in the round ---

    @rule(who=ANYBODY, pick=PICK)
    def revert(self, who: str | None, pick: int) -> None:
        """A record stands as its last certified round left it: the round has neither gained nor lost by it."""
        producer = self.picked(Producer, pick)
        if producer is None:
            return
        name, by = self.person(who, "district", producer.district_id)
        said: dict[str, Any] = {"by": by, "on": self.on, "version": producer.version, "reason": "แก้ผิดราย"}
        if not self.attempt(lambda: reverting.revert(producer, **said)):
            return
        self.check_entered(name, producer.district_id, "revert_producer")
        round_id, stood = (
            self.new_events()[0].round_id,
            content.of_producer(Producer.objects.get(pk=producer.pk)),
        )
        for each in (stood, *stood["products"]):
            assert not content.moves_of(each, round_id) & {lifespan.NEW, lifespan.GONE, lifespan.CAME}
        last = editions.edition_before(round_id)
        frozen = RosterRow.objects.of(last).filter(producer=producer).first() if last else None
        if frozen and last and last.round_id == round_id - 1:
            assert content.difference(frozen.content, stood) == []

    @rule(who=ANYBODY, pick=PICK, is_given=st.booleans(), is_wanted=st.booleans())
    def undo_a_move(self, who: str | None, pick: int, is_given: bool, is_wanted: bool) -> None:
        """Both offices make a move as though it had never been."""
        moves = Transfer.objects.accepted().order_by("-pk")
        if not moves.exists():
            return
        move = moves[pick % moves.count()]
        codes = (move.source_id, move.target_id) if is_given else (move.target_id, move.source_id)
        name, by = self.person(who, "district", codes[0])
        said: dict[str, Any] = {"reason": "ย้ายผิดราย", "on": self.on}
        row = self.attempt(lambda: undoing_moves.ask(move, by=by, **said))
        if not isinstance(row, Transfer) or not is_wanted:
            return
        self.check_entered(name, row.asked_from_id, "ask_undo_transfer")
        name, by = self.person(None, "district", row.asked_of.pk)
        earlier, version = self.told(move.round_id)[1:], Producer.objects.get(pk=move.producer_id).version
        if self.attempt(lambda: undoing_moves.accept(row, version=version, by=by, on=self.on)):
            self.check_moved_back(name, move)
            assert self.told(move.round_id)[1:] == earlier

    def check_moved_back(self, name: str, move: Transfer) -> None:
        """I1, I4, I6 of a move undone: two windows, two entries, one event in each chain; the record as it left."""
        told = {(event.unit_id, event.verb, event.round_id) for event in self.new_events()}
        codes = {"transfer_back_in": move.source_id, "transfer_back_out": move.target_id}
        assert told == {(code, verb, move.round_id) for verb, code in codes.items()}
        assert self.statuses() == self.before
        for code in codes.values():
            self.check_nothing_above(code, move.round_id)
            assert self.calendar.is_open(move.round_id, "register", code, self.on)
        producer = Producer.objects.get(pk=move.producer_id)
        assert producer.district_id == move.source_id
        assert content.of_producer(producer) == move.content
        assert Registration.objects.filter(producer=producer, round=move.round_id, kind="come").count() == 0

    # --- two records of one producer ---

    @rule(who=ANYBODY, picks=st.tuples(PICK, PICK))
    def merge(self, who: str | None, picks: tuple[int, int]) -> None:
        stays, ends = (self.picked(Producer, pick) for pick in picks)
        if stays is None or ends is None or stays == ends:
            return
        code = places.common([stays.district_id, ends.district_id])
        _, by = self.person(who, "province" if code else "department", code)
        said: dict[str, Any] = {
            "versions": (stays.version, ends.version),
            "reason": "บัตรใบเดียวกัน",
            "by": by,
            "on": self.on,
        }
        past = counted_before(self.round_id())
        if self.attempt(lambda: registry.merge(pair_of(stays.pk, ends.pk), stays.pk, **said)):
            assert {"merge_from", "merge_into"} <= {event.verb for event in self.new_events()}
            assert self.statuses() == self.before
            written = min(event.round_id for event in self.new_events() if event.round_id)
            assert written < self.round_id() or counted_before(self.round_id()) == past

    @rule(who=ANYBODY, pick=PICK)
    def unmerge(self, who: str | None, pick: int) -> None:
        row = self.picked(PairDecision, pick)
        if row is None:
            return
        pair = pair_of(row.low_id, row.high_id)
        code = places.common([row.low.district_id, row.high.district_id])
        _, by = self.person(who, "province" if code else "department", code)
        if self.attempt(lambda: registry.unmerge(pair, reason="คนละคน", by=by, on=self.on)):
            assert {event.verb for event in self.new_events()} == {"unmerge"}
            assert self.statuses() == self.before

    # --- after the closing ---

    @rule(pick=PICK, is_end=st.booleans(), kind=TYPE)
    def correct(self, pick: int, is_end: bool, kind: str) -> None:
        """A record of a closed round was wrong: asked, agreed, approved; the next edition holds what was said."""
        rows = RosterRow.objects.filter(edition__number=1, is_listed=True).order_by("pk")
        if not rows.exists():
            return
        row = rows[pick % rows.count()]
        edition = editions.latest(row.edition.round_id)
        found = corrections.frozen(row.producer_id, edition) if edition else None
        if edition is None or found is None:
            return
        round_id, before = edition.round_id, found.content
        types = {each["id"]: {"product_type": kind} for each in before["products"]}
        right = forward.Right({"lane": "ซอยที่ถูก"}, types)
        changes = (
            forward.all_ended(before, round_id) if is_end else forward.changes_of(before, right, round_id)
        )
        _, by = self.person(None, "district", found.district_code)
        said: dict[str, Any] = {"by": by, "on": self.on}
        asked = self.attempt(lambda: corrections.ask(edition, row.producer_id, wish(changes), **said))
        if isinstance(asked, Correction):
            self.approved(asked)

    def approved(self, asked: Correction) -> None:
        on, code = self.on, asked.district_id
        _, province = self.person(None, "province", code)
        _, department = self.person(None, "department", "")
        agreed = corrections.advance(asked, "agree_correction", by=province, on=on)
        effect = corrections.effect_of(agreed)
        old = {
            each.edition.round_id: counted(each.edition.round_id, each.edition, 6) for each in effect.rounds
        }
        said: dict[str, Any] = {"by": department, "on": on, "seen": effect.fingerprint}
        if self.attempt(lambda: corrections.advance(agreed, "approve_correction", **said)):
            assert self.statuses() == self.before
            check_deltas(effect, old)
            check_carried()


def counted_before(round_id: int) -> list[dict[str, Counts]]:
    """What earlier rounds count in each district; a product goes over to where its new record lies (decision 0019)."""
    return [counted(earlier, None, 4) for earlier in oracle.LETTER if earlier < round_id]


def check_deltas(effect: Effect, old: dict[int, dict[str, Counts]]) -> None:
    """Each round's next edition is the one before it and the delta that was read; the sums and the roster hold."""
    for each in effect.rounds:
        newest = editions.latest(each.edition.round_id)
        assert newest
        assert newest.number == each.edition.number + 1
        assert editions.is_genuine(newest)
        now = counted(newest.round_id, newest, 6)
        told = {row.subdistrict_code: row.after - row.before for row in each.places}
        moved = {
            place: now.get(place, Counts()) - old[newest.round_id].get(place, Counts())
            for place in now.keys() | old[newest.round_id].keys()
        }
        assert {place: each for place, each in moved.items() if not each.is_nothing} == {
            place: each for place, each in told.items() if not each.is_nothing
        }
        check_sums(newest.round_id, newest)
        check_roster(newest)


def check_carried() -> None:
    """ยกมา of each closed round is คงเหลือ of the one before it, in the editions in force."""
    closed = sorted(set(Edition.objects.values_list("round_id", flat=True)))
    for earlier, later in pairwise(closed):
        first, second = editions.latest(earlier), editions.latest(later)
        if first and second and later == earlier + 1:
            left, brought = (sum_of(each) for each in (first, second))
            assert (left.producers_left, left.products_left) == (
                brought.producers_brought,
                brought.products_brought,
            )


def sum_of(edition: Edition) -> Counts:
    return sum(counted(edition.round_id, edition, 2).values(), Counts())
