"""What a correction would move, worked out before anybody agrees: counts, roster rows, later rounds, papers, by name.

Asked of one producer's contents and of the figure rows of its subdistricts: the time of a page, whatever the country
holds. Reads only. Source: decision 0079.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property

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
)
from registration.models.producers import RegistrationKind
from registration.services.corrections import forward
from registration.services.editions import following, moved
from registration.services.editions.following import Delta, FigureLine, Replaced, RosterLine
from registration.services.editions.moved import Moved


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
    def leaves_roster(self) -> bool:
        return self.before.is_listed and not self.after.is_listed

    @cached_property
    def changes(self) -> list[Change]:
        """What the record says otherwise."""
        return content.with_place_names(content.difference(self.before.content, self.after.content))

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
        return content.with_place_names(content.difference(*self.today))

    @property
    def fingerprint(self) -> str:
        """Names what is said here: whoever approves has seen exactly this."""
        rounds = [
            [each.edition.fingerprint, asdict(each.after), [asdict(place) for place in each.places]]
            for each in self.rounds
        ]
        return content.fingerprint([rounds, list(self.today)])


def frozen(producer_id: int, edition: Edition) -> Frozen | None:
    """The producer in an edition; None when the edition does not count it.

    Who stood before and left in the round is on no roster and yet in the figures, as its newest revision says.
    """
    row = RosterRow.objects.kept(edition).filter(producer=producer_id).first()
    if row:
        return Frozen(producer_id, row.district_id, row.content, row.is_listed)
    rows = Revision.objects.filter(producer=producer_id, round__lte=edition.round_id)
    left = rows.order_by("-number").first()
    if left is None or edition.leaves_out(left.district_id):
        return None
    is_counted = figures.count_of(left.content, edition.round_id) != Counts()
    return Frozen(producer_id, left.district_id, left.content, is_listed=False) if is_counted else None


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
    before = frozen(correction.producer_id, edition)
    if before is None:
        return None
    said = forward.applied(before.content, correction.changes, correction.round_id)
    if said == before.content:
        return None
    after = replace(before, content=said, is_listed=LEFT in content.moves_of(said, edition.round_id))
    return RoundEffect(edition, before, after, tuple(_places(edition, before, after)))


def _places(edition: Edition, before: Frozen, after: Frozen) -> Iterator[Delta]:
    """The whole figure rows of the subdistricts in which the record counts otherwise."""
    is_updated = _is_updated(edition, before)
    changed: dict[str, Counts] = {}
    gone, come = (_counted(each, edition.round_id, is_updated=is_updated) for each in (before, after))
    for each, counts in ((before, Counts() - gone), (after, come)):
        place = each.content["subdistrict_id"]
        changed[place] = changed.get(place, Counts()) + counts
    stood = following.counts_in(edition, changed)
    for place, change in sorted(changed.items()):
        if change != Counts():
            old = stood.get(place, Counts())
            yield Delta(before.district_code, place, old, old + change)


def _counted(each: Frozen, round_id: int, *, is_updated: bool) -> Counts:
    counts = figures.count_of(each.content, round_id)
    return replace(counts, producers_updated=1) if is_updated and counts.producers_left else counts


def _is_updated(edition: Edition, each: Frozen) -> bool:
    """Whether the edition counts the record as updated in its round."""
    if edition.leaves_out(each.district_code):
        return False
    acts = Registration.objects.filter(producer=each.producer_id, round=edition.round_id)
    return acts.filter(district=each.district_code, kind=RegistrationKind.UPDATE).exists()
