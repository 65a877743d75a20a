"""Which state of the data a paper shows, and who stands below it. Reads only.

Source: docs/rules.md 6, "carry the edition (or interim as of …)", "reporter and certifier"; decisions 0009, 0010.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone

from registration.models import (
    Announcement,
    Certification,
    Closing,
    Edition,
    Post,
    Round,
    Submission,
    Unit,
    User,
)
from registration.places import Level, province_of
from registration.services import editions
from registration.services.people import signers
from registration.services.people.signers import SignedBy
from reporting.paper import Paper, Signature, Stand

REPORTER: Final = Signature("ผู้รายงาน")
CERTIFIER: Final = Signature("ผู้รับรอง")


def edition_in_force(round: Round) -> Edition | None:
    """The newest edition of a closed round, None while the round is open."""
    return editions.latest(round.pk)


def stand_of(
    round: Round, on: date, edition: Edition | None, *, interim_words: str = Stand.interim_words
) -> Stand:
    """The given edition as of the day it was frozen; without one, what is registered on the day `on`.

    Raises: ValueError for an edition of another round.
    """
    if edition is None:
        return Stand(on, interim_words=interim_words)
    if edition.round_id != round.pk:
        raise ValueError(f"{edition} is no edition of round {round}")
    return Stand(edition.day, edition.number, edition.fingerprint)


# --- who signs ---


def signatures(unit: Unit, round: Round, edition: Edition | None) -> tuple[Signature, Signature]:
    """Reporter and certifier of a unit's round with their posts of that day; dotted where nobody has acted yet.

    A district submits and its province certifies; a province certifies what its officer reports; the department
    closes. Who certifies is the head or who acts for the head, never who pressed the button. A unit that the edition
    leaves out has neither.
    """
    if edition and edition.leaves_out(unit.code):
        return REPORTER, CERTIFIER
    ask = {Level.DISTRICT: _of_district, Level.PROVINCE: _of_province, Level.DEPARTMENT: _of_nation}
    return ask[Level(unit.level)](unit, round)


def _of_district(unit: Unit, round: Round) -> tuple[Signature, Signature]:
    rows = Submission.objects.filter(district=unit, round=round)
    found = rows.select_related("submitted_by").first()
    if found is None:
        return REPORTER, CERTIFIER
    return (
        signed(REPORTER, found.submitted_by, unit.code, found.latest_submitted_at),
        certifier(province_of(unit.code), found.certified_at),
    )


def _of_province(unit: Unit, round: Round) -> tuple[Signature, Signature]:
    found = Certification.objects.filter(province=unit, round=round).first()
    return REPORTER, certifier(
        unit.code, found.certified_at, _announced_by(unit, round)
    ) if found else CERTIFIER


def _of_nation(unit: Unit, round: Round) -> tuple[Signature, Signature]:
    found = Closing.objects.filter(round=round).first()
    return REPORTER, certifier(unit.code, found.closed_at, _announced_by(unit, round)) if found else CERTIFIER


def _announced_by(unit: Unit, round: Round) -> SignedBy | None:
    announced = Announcement.objects.in_force(unit.code, round.pk)
    return SignedBy.of(announced.signed_by) if announced else None


def certifier(unit_code: str, at: datetime | None, chosen: SignedBy | None = None) -> Signature:
    """A province's or the department's place once it has certified: who was chosen, or has the office that day."""
    if at is None:
        return CERTIFIER
    post = None if chosen else signers.usual(unit_code, timezone.localdate(at))
    by = signers.signed_by(post, timezone.localdate(at)) if post else chosen
    return named(CERTIFIER, by) if by else CERTIFIER


def announcer(unit: Unit, chosen: SignedBy | None) -> Signature:
    """Below an announcement: who was chosen for it, else room for the head's name; nobody certifies there."""
    return named(Signature(""), chosen) if chosen else Signature("", position=signers.head_of(unit))


def named(place: Signature, by: SignedBy) -> Signature:
    """A place to sign with a name and office, a line for each office acted for."""
    return replace(place, name=by.name, position=by.position, acting="\n".join(by.acting))


def chosen_for(paper: Paper, by: SignedBy | None) -> Paper:
    """The paper with who was chosen to sign it, in its last place: ผู้รับรอง, or ผู้รายงาน where nobody certifies."""
    if by is None or not paper.signatures:
        return paper
    *others, last = paper.signatures
    return replace(paper, signatures=(*others, named(last, by)))


def signed(place: Signature, person: User | None, unit_code: str, at: datetime | None) -> Signature:
    """A place to sign with the name and the post that the person had in the unit at that instant."""
    if person is None or at is None:
        return place
    day = timezone.localdate(at)
    post, name = post_held(person, unit_code, day), signers.name_on(person, day)
    if post is None:
        return replace(place, name=name)
    acting = f"{post.get_acting_for_display()}{post.acting_for_position}" if post.acting_for else ""
    return replace(place, name=name, position=post.position, acting=acting)


def post_held(person: User, unit_code: str, on: date) -> Post | None:
    """The post a person held in a unit on a day, one with a position before one without."""
    held = Post.objects.on(on).filter(Q(user=person), unit_id=unit_code)
    return held.order_by("-position", "pk").first()
