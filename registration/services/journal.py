"""The journal: one Event per write of a service, hash-chained per unit, and the walk that checks the chains."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models.functions import Length

from otop_registry import clock, keys
from otop_registry.keys import Purpose
from registration import content
from registration.content import Content
from registration.models import Event, Post, Round, Unit, User
from registration.services.inserting import insert, unsaved

Plain = dict[str, Any]
# what was before and after; and, where an act writes records, what they say now: {subject: content}
Changes = tuple[Plain, Plain] | tuple[Plain, Plain, Mapping[str, Content]]
Told = tuple[str, Changes]  # of which subject


UNCHANGED: Changes = ({}, {})


class Link(NamedTuple):
    """An event as the walk over the chains reads it: without the weight of a row."""

    id: int
    unit_id: str
    seq: int
    at: datetime
    day: date
    by_id: int | None
    acting_as: str
    verb: str
    round_id: int | None
    subject: str
    before: Plain
    after: Plain
    reason: str
    fingerprints: dict[str, str]
    previous_hash: str
    hash: str


Watcher = Callable[[Link], object]  # sees each event of a walk, chain by chain


@dataclass(frozen=True)
class Act:
    """Who acts, under which post, on which day: what every event says first. `post` is None for the system."""

    by: User | None
    on: date
    post: Post | None = None
    reason: str = ""

    @cached_property
    def at(self) -> datetime:
        """The one instant of the act: whatever it stamps and its event bear the same."""
        return clock.instant(self.on)

    @property
    def officer(self) -> User:
        """Who acts, where no job does and somebody stands behind each act. Raises: ValueError for the system."""
        if self.by is None:
            raise ValueError("This is done by an officer")
        return self.by


@dataclass(frozen=True)
class BrokenLink:
    """A place where a chain does not verify."""

    unit_code: str
    seq: int
    why: str


def lock_unit(code: str) -> Unit:
    """The unit, held until the transaction ends: two officers of it act one after the other, and chains never fork.

    The order of locks, so that nobody waits in a circle: the rows of a round from below (submissions, certifications,
    the closing), then the row that the act is about (a record, a letter, a plan), then units, from below too. What is
    written under the lock of its unit alone (sales, bases, targets, people) needs no lock of its own.
    """
    return Unit.objects.select_for_update(no_key=True).get(pk=code)


def lock_below(code: str) -> None:
    """Every unit at and below `code`, held as by lock_unit: districts first, each level in order of code."""
    rows = Unit.objects.select_for_update(no_key=True).below(code)
    list(rows.order_by(Length("code").desc(), "code").values_list("pk", flat=True))


def append_event(
    unit_code: str,
    verb: str,
    act: Act,
    *,
    subject: str,
    round: Round | None = None,
    changes: Changes = UNCHANGED,
) -> Event:
    """Writes the next event of a unit's chain. `changes` is (before, after) as plain data without secrets.

    Contents of records go in as a third part and only their keyed fingerprints are kept, so that nobody can guess a
    number from them.

    Call inside the transaction of the write it tells of: the unit's row is locked, so that chains never fork.
    """
    return append_events(unit_code, verb, act, [(subject, changes)], round=round)[0]


def append_events(
    unit_code: str,
    verb: str,
    act: Act,
    told: Sequence[Told],
    *,
    round: Round | None = None,
) -> list[Event]:
    """Writes the next events of a unit's chain, one for each of `told`, as append_event; the unit is locked once."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event belongs to the transaction of its write")
    lock_unit(unit_code)
    seq, previous = head(unit_code)
    at, acting_as = act.at, _acting_as(act.post)
    events = []
    for subject, (before, after, *contents) in told:
        seq += 1
        event = unsaved(
            Event,
            unit_id=unit_code,
            seq=seq,
            at=at,
            day=act.on,
            by_id=act.by.pk if act.by else None,
            acting_as=acting_as,
            verb=verb,
            round_id=round.pk if round else None,
            subject=subject,
            before=before,
            after=after,
            reason=act.reason,
            fingerprints={name: fingerprint_of(said) for each in contents for name, said in each.items()},
            previous_hash=previous,
        )
        event.hash = previous = hash_of(event)
        events.append(event)
    insert(events)
    return events


def _acting_as(post: Post | None) -> str:
    if post is None:
        return ""
    acting = f" {post.get_acting_for_display()}{post.acting_for_position}" if post.acting_for else ""
    order = f" (คำสั่งที่ {post.order_number})" if post.order_number else ""
    return f"{post.get_role_display()} {post.unit}{acting}{order}"


def fingerprint_of(said: Content) -> str:
    """What a record says as an event keeps it: HMAC-SHA256 under a key outside the database."""
    return keys.digest(Purpose.RECORD, content.canonical(said).decode())


def is_fingerprint_of(kept: str, said: Content) -> bool:
    """Whether a record says what an event kept of it, under whichever of our keys."""
    return kept in keys.digests(Purpose.RECORD, content.canonical(said).decode())


def hash_of(event: Event | Link) -> str:
    """SHA-256 over the previous hash and what the event says. The instant counts to the microsecond, in UTC.

    Fingerprints count where there are any: events from before them keep their hash.
    """
    said = {
        "unit_id": event.unit_id,
        "seq": event.seq,
        "day": event.day.isoformat(),
        "by_id": event.by_id,
        "acting_as": event.acting_as,
        "verb": event.verb,
        "round_id": event.round_id,
        "subject": event.subject,
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
    }
    if event.fingerprints:
        said["fingerprints"] = event.fingerprints
    return content.fingerprint([said, f"{event.at.timestamp():.6f}"], previous=event.previous_hash)


def verify_chains(
    unit_code: str = "", *, using: str = "default", watchers: Iterable[Watcher] = ()
) -> tuple[int, list[BrokenLink]]:
    """Recomputes every chain at and below `unit_code`: (events checked, faults). Streams; memory stays flat.

    `using` is the alias of the database that is read: a copy may be looked at. Who else wants to see each event is a
    watcher: the journal is read once.
    """
    checked, faults = 0, list[BrokenLink]()
    previous: Link | None = None
    for link in _in_chain_order(unit_code, using):
        checked += 1
        before = previous if previous is not None and previous.unit_id == link.unit_id else None
        faults += [BrokenLink(link.unit_id, link.seq, why) for why in _faults(link, before)]
        for see in watchers:
            see(link)
        previous = link
    return checked, faults


def _in_chain_order(unit_code: str, using: str) -> Iterator[Link]:
    rows = Event.objects.using(using).order_by("unit_id", "seq")
    if unit_code:
        rows = rows.filter(unit__code__startswith=unit_code)
    return map(Link._make, rows.values_list(*Link._fields).iterator(chunk_size=2000))


def _faults(event: Link, before: Link | None) -> Iterator[str]:
    if event.seq != (before.seq + 1 if before else 1):
        yield "ลำดับขาดตอน"
    if event.previous_hash != (before.hash if before else ""):
        yield "ไม่ต่อจากรายการก่อนหน้า"
    if event.hash != hash_of(event):
        yield "เนื้อหาไม่ตรงกับลายนิ้วมือ"


def head(unit_code: str) -> tuple[int, str]:
    """The newest (seq, hash) of a unit's chain; (0, "") for an empty chain. Anchors keep it outside the database."""
    last = Event.objects.filter(unit_id=unit_code).order_by("-seq").values_list("seq", "hash").first()
    return last or (0, "")
