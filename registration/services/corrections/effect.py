"""What a correction would move, worked out before anybody agrees: counts, roster rows, later rounds, papers, by name.

Asked of one producer's contents and of the figure rows of its subdistricts: the time of a page, whatever the country
holds. Reads only. Source: decision 0079.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from django.db.models import QuerySet

from registration import content, figures, places
from registration.content import Change, Content
from registration.figures import Counts
from registration.lifespan import LEFT
from registration.models import (
    Correction,
    Edition,
    Producer,
    Proof,
    Registration,
    Revision,
    RosterRow,
    Transfer,
)
from registration.models.producers import RegistrationKind
from registration.services.corrections import forward
from registration.services.editions import following, freezing, moved
from registration.services.editions.following import Delta, FigureLine, Replaced, RosterLine
from registration.services.editions.moved import Moved
from registration.workflow import CorrectionStatus


@dataclass(frozen=True)
class Frozen:
    """One producer as an edition holds it: where it stood, what it said, and whether the roster lists it."""

    producer_id: int
    district_code: str
    content: Content
    is_listed: bool


@dataclass(frozen=True)
class RoundEffect:
    """What moves in one closed round: its edition in force, the record before and after, and the figure rows."""

    edition: Edition
    before: Frozen
    after: Frozen
    places: tuple[Delta, ...]

    @property
    def replaced(self) -> Replaced:
        """The rows that the next edition stores."""
        lines = tuple(
            FigureLine(each.district_code, each.subdistrict_code, each.after) for each in self.places
        )
        return Replaced(lines, (RosterLine(**asdict(self.after)),))

    @property
    def next_number(self) -> int:
        return self.edition.number + 1

    @property
    def leaves_roster(self) -> bool:
        return self.before.is_listed and not self.after.is_listed

    @property
    def joins_roster(self) -> bool:
        return self.after.is_listed and not self.before.is_listed

    @cached_property
    def changes(self) -> list[Change]:
        """What the record says otherwise."""
        return content.difference_by_name(self.before.content, self.after.content)

    @cached_property
    def counts(self) -> list[Moved]:
        """Every count that moves, from the subdistrict up to the nation."""
        return moved.counts_moved(self.edition, self.places)

    @cached_property
    def proofs(self) -> list[Proof]:
        """The papers of the round that a next edition makes ones of the past, of the unit and those above it."""
        code = self.before.district_code
        rows = Proof.objects.filter(
            round=self.edition.round_id,
            edition=self.edition.number,
            unit__in=[code, places.province_of(code), ""],
        )
        return list(rows.select_related("unit").order_by("unit_id", "pk"))


@dataclass(frozen=True)
class Effect:
    """What a correction moves: each closed round, and the record of today."""

    rounds: tuple[RoundEffect, ...]
    today: tuple[Content, Content]  # the record now, and as it will be

    @property
    def is_nothing(self) -> bool:
        return not self.rounds

    @cached_property
    def changes_today(self) -> list[Change]:
        return content.difference_by_name(*self.today)

    @property
    def fingerprint(self) -> str:
        """Names what is said here: whoever approves has seen exactly this."""
        rounds = [
            [each.edition.fingerprint, asdict(each.after), [asdict(place) for place in each.places]]
            for each in self.rounds
        ]
        return content.fingerprint([rounds, list(self.today)])


def frozen(producer_id: int, edition: Edition) -> Frozen | None:
    """The producer in an edition; None when the edition does not count it."""
    found = _stood(producer_id, edition)
    return found if found and (found.is_listed or _counts(found, edition.round_id)) else None


def _stood(producer_id: int, edition: Edition) -> Frozen | None:
    """The producer as the edition would tell it, counted or not.

    Who is on no roster stands as its newest revision says; in a district that is left out as the edition before had it.
    """
    row = RosterRow.objects.kept(edition).filter(producer=producer_id).first()
    if row:
        return Frozen(producer_id, row.district_id, row.content, row.is_listed)
    rows = Revision.objects.filter(producer=producer_id, round__lte=edition.round_id)
    left = rows.order_by("-number").first()
    if left is None:
        return None
    if edition.leaves_out(left.district_id):
        earlier = freezing.edition_before(edition.round_id)
        return _stood(producer_id, earlier) if earlier else None
    return Frozen(producer_id, left.district_id, left.content, is_listed=False)


def _counts(each: Frozen, round_id: int) -> bool:
    return figures.count_of(each.content, round_id) != Counts()


def effect_of(correction: Correction) -> Effect:
    """What the correction would move as things stand."""
    producer = Producer.objects.get(pk=correction.producer_id)
    now = content.of_producer(producer)
    rounds = (_of_round(correction, edition) for edition in in_force_from(correction.round_id))
    after = forward.applied(now, correction.changes, correction.round_id)
    return Effect(tuple(each for each in rounds if each), (now, after))


def in_force_from(round_id: int) -> list[Edition]:
    """The edition in force of the round and of each later closed one."""
    rows = Edition.objects.filter(round__gte=round_id).select_related("round").order_by("round_id", "number")
    return list({row.round_id: row for row in rows}.values())


def _of_round(correction: Correction, edition: Edition) -> RoundEffect | None:
    before = _stood(correction.producer_id, edition)
    if before is None:
        return None
    said = forward.applied(before.content, correction.changes, correction.round_id)
    after = replace(before, content=said, is_listed=LEFT in content.moves_of(said, edition.round_id))
    is_told = before.is_listed or any(_counts(each, edition.round_id) for each in (before, after))
    here = [(before, after)] if is_told and said != before.content else []
    deltas = tuple(_places(edition, [*here, *_departed(correction, edition)]))
    return RoundEffect(edition, before, after, deltas) if here or deltas else None


def _departed(correction: Correction, edition: Edition) -> Iterator[tuple[Frozen, Frozen]]:
    """Who moved away in the round, as it left (decision 0077): its old place counts it, its stay there went on.

    What earlier corrections made of it is in the editions alone, so they are applied again in their order.
    """
    moved = Transfer.objects.accepted().filter(producer=correction.producer_id, round=edition.round_id)
    for row in moved:
        before = Frozen(row.producer_id, row.source_id, row.departed(), is_listed=False)
        for each in _approved_before(correction, edition):
            before = _without_stays(before, each)
        yield before, _without_stays(before, correction)


def _approved_before(correction: Correction, edition: Edition) -> QuerySet[Correction]:
    """The corrections of the record that made the editions so far; not the one that is being approved."""
    rows = Correction.objects.filter(producer=correction.producer_id, status=CorrectionStatus.APPROVED)
    return rows.filter(round__lte=edition.round_id).exclude(pk=correction.pk).order_by("decided_at", "pk")


def _without_stays(each: Frozen, correction: Correction) -> Frozen:
    changes = forward.without_stays(correction.changes)
    return replace(each, content=forward.applied(each.content, changes, correction.round_id))


def _places(edition: Edition, pairs: list[tuple[Frozen, Frozen]]) -> Iterator[Delta]:
    """The whole figure rows of the subdistricts in which the record counts otherwise, of each of its districts."""
    changed: dict[str, Counts] = {}
    districts = {each.content["subdistrict_id"]: each.district_code for pair in pairs for each in pair}
    for before, after in pairs:
        is_updated = _is_updated(edition, before)
        gone, come = (_counted(each, edition.round_id, is_updated=is_updated) for each in (before, after))
        for each, counts in ((before, Counts() - gone), (after, come)):
            place = each.content["subdistrict_id"]
            changed[place] = changed.get(place, Counts()) + counts
    stood = following.counts_in(edition, changed)
    for place, change in sorted(changed.items()):
        if change != Counts():
            old = stood.get(place, Counts())
            yield Delta(districts[place], place, old, old + change)


def _counted(each: Frozen, round_id: int, *, is_updated: bool) -> Counts:
    counts = figures.count_of(each.content, round_id)
    return replace(counts, producers_updated=1) if is_updated and counts.producers_left else counts


def _is_updated(edition: Edition, each: Frozen) -> bool:
    """Whether the edition counts the record as updated in its round."""
    if edition.leaves_out(each.district_code):
        return False
    acts = Registration.objects.filter(producer=each.producer_id, round=edition.round_id)
    return acts.filter(district=each.district_code, kind=RegistrationKind.UPDATE).exists()
