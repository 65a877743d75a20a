"""The journal: one Event per write of a service, hash-chained per unit, and the check of the chains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length

from otop_registry import clock
from registration import content
from registration.models import Event, Post, Round, Unit, User
from registration.services.inserting import insert, unsaved

Told = tuple[str, tuple[dict[str, Any], dict[str, Any]]]  # subject, what was before and after
HASHED = (
    "unit_id",
    "seq",
    "day",
    "by_id",
    "acting_as",
    "verb",
    "round_id",
    "subject",
    "before",
    "after",
    "reason",
)


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
    changes: tuple[dict[str, Any], dict[str, Any]] = ({}, {}),
) -> Event:
    """Writes the next event of a unit's chain. `changes` is (before, after) as plain data without secrets.

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
    for subject, (before, after) in told:
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


def hash_of(event: Event) -> str:
    """SHA-256 over the previous hash and what the event says. The instant counts to the microsecond, in UTC."""
    said = {name: content.plain(getattr(event, name)) for name in HASHED}
    return content.fingerprint([said, f"{event.at.timestamp():.6f}"], previous=event.previous_hash)


def verify_chains(unit_code: str = "", *, using: str = "default") -> tuple[int, list[BrokenLink]]:
    """Recomputes every chain at and below `unit_code`: (events checked, faults). Streams; memory stays flat.

    `using` is the alias of the database that is read: a copy may be looked at.
    """
    checked, faults = 0, list[BrokenLink]()
    previous: Event | None = None
    for event in _in_chain_order(unit_code, using):
        checked += 1
        before = previous if previous is not None and previous.unit_id == event.unit_id else None
        faults += [BrokenLink(event.unit_id, event.seq, why) for why in _faults(event, before)]
        previous = event
    return checked, faults


def _in_chain_order(unit_code: str, using: str) -> Iterator[Event]:
    rows: QuerySet[Event] = Event.objects.using(using).filter(unit__code__startswith=unit_code)
    return rows.order_by("unit_id", "seq").iterator(chunk_size=2000)


def _faults(event: Event, before: Event | None) -> Iterator[str]:
    if event.seq != (before.seq + 1 if before else 1):
        yield "ลำดับขาดตอน"
    if event.previous_hash != (before.hash if before else ""):
        yield "ไม่ต่อจากรายการก่อนหน้า"
    if event.hash != hash_of(event):
        yield "เนื้อหาไม่ตรงกับลายนิ้วมือ"


def head(unit_code: str) -> tuple[int, str]:
    """The newest (seq, hash) of a unit's chain, to be printed on paper; (0, "") for an empty chain."""
    last = Event.objects.filter(unit_id=unit_code).order_by("-seq").values_list("seq", "hash").first()
    return last or (0, "")
