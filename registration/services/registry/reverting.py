"""A record back to its last certified state, with its products, in one act: what the open round did to it is undone.

The newest certified round says what stands again, as the edition in force has it once the round is closed. Certified
rounds, revisions and the journal stay as they are. Source: decision 0090.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError

from registration import access, content
from registration.access import Action
from registration.content import Content
from registration.models import (
    Edition,
    Producer,
    Product,
    Registration,
    Revision,
    RosterRow,
    Round,
    Submission,
    Transfer,
    User,
)
from registration.services.journal import Act
from registration.services.registry import duplicates, putting_back
from registration.services.registry.deciding import words_said
from registration.services.registry.duplicates import Duplicate
from registration.services.registry.effects import Effect, effect
from registration.services.registry.entry import Entry, expected_entry, open_entry
from registration.services.registry.looked import is_looked_at
from registration.services.registry.record import readable
from registration.services.registry.writing import recorded
from registration.workflow import Refused, Status

NEVER_SIGNED: Final = (
    "รายนี้ลงทะเบียนในรอบ {0} และยังไม่เคยได้รับรอง จึงไม่มีข้อมูลเดิมให้คืน ถ้าไม่ใช่ผู้ผลิตจริง ให้ยกเลิกการลงทะเบียน"
)
NOT_SIGNED: Final = "รอบ {0} ซึ่งบันทึกรายนี้ไว้ก่อน จังหวัดยังไม่ได้รับรอง จึงคืนข้อมูลของรอบ {1} ไม่ได้"
NOTHING: Final = "รอบ {0} ยังไม่ได้ทำอะไรกับรายนี้ จึงไม่มีอะไรให้คืน"
MOVED: Final = "รายนี้ย้ายอำเภอในรอบนี้ จึงคืนข้อมูลอย่างเดียวไม่ได้ ถ้าย้ายผิด ให้ขอย้อนการย้าย"
MERGED: Final = "รายนี้รวมกับอีกเลขทะเบียนในรอบนี้ ต้องให้เลิกรวมก่อน"
SOLD: Final = "บันทึกยอดจำหน่ายของผลิตภัณฑ์ที่เพิ่มในรอบนี้แล้ว จึงคืนไม่ได้ ให้แก้ไขหรือยกเลิกผลิตภัณฑ์นั้นแทน"


@dataclass(frozen=True)
class Way:
    """The way back of one record: the round that is undone, and what stood before it."""

    round: Round
    stood: Content
    is_seen: bool  # the province looked at the record in the round: its row stays, with what was found


@dataclass(frozen=True)
class Loss:
    """What would be lost, said before it is done."""

    way: Way
    changes: list[content.Change]  # from what stands now to what stood
    gone: tuple[Product, ...]  # new in the round
    effect: Effect


def plan(producer: Producer, on: date) -> Loss:
    """What would follow if the record were put back today. Raises: Refused when it may not be."""
    way = _way(producer, expected_entry(producer.district, on, producer=producer))
    now = content.of_producer(producer)
    gone = producer.products.exclude(pk__in=putting_back.product_ids(way.stood))
    names = {str(pk): name for pk, name in producer.products.values_list("pk", "name")}
    changes = readable(content.difference(now, way.stood), names)
    counted = effect(producer.district, way.round.pk, [now], [way.stood])
    return Loss(way, changes, tuple(gone), counted)


@transaction.atomic
def revert(producer: Producer, *, reason: str, version: int, by: User, on: date) -> Producer:
    """Puts the record back, on the version that the person saw. Raises: Refused; Conflict; PermissionDenied."""
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    act = Act(by, on, post, words_said(reason))
    entry = open_entry(producer.district, on, producer=producer)
    row = Producer.objects.select_for_update(no_key=True, of=("self",)).get(pk=producer.pk)
    way, before = _way(row, entry), content.of_producer(row)
    try:
        if way.stood["withdrawn_round"] is None:
            duplicates.check(way.stood, row.district_id, except_pk=row.pk)
        putting_back.rewrite(row, version, way.stood, on)
    except Duplicate as duplicate:
        raise Refused(str(duplicate)) from duplicate
    except ProtectedError as sold:
        raise Refused(SOLD) from sold
    found = recorded(row, "revert_producer", entry, act, before=before)
    if not way.is_seen:
        putting_back.untouch(found, entry.round, _confirmed_before(found, entry.round))
    return Producer.objects.get(pk=row.pk)


def _confirmed_before(producer: Producer, round: Round) -> int:
    """The round that had confirmed the record last."""
    rows = Registration.objects.filter(producer=producer, round__lt=round).order_by("-round_id")
    return rows.values_list("round_id", flat=True).first() or producer.first_round_id


def _way(producer: Producer, entry: Entry) -> Way:
    """Raises: Refused where there is nothing to go back to, or nothing that one district alone may undo."""
    round = entry.round
    if producer.merged_into_id or producer.merged.filter(withdrawn_round=round).exists():
        raise Refused(MERGED)
    if Transfer.objects.accepted().filter(producer=producer, round__gte=round).exists():
        raise Refused(MOVED)
    own = Registration.objects.filter(producer=producer, round=round)
    stood = certified(producer, round)
    if not own.exists() and not content.difference(content.of_producer(producer), stood):
        raise Refused(NOTHING.format(round))
    is_seen = entry.submission.status != Status.ENTRY or is_looked_at(own)
    return Way(round, stood, own.exists() and is_seen)


def certified(producer: Producer, round: Round) -> Content:
    """What the record said when a round before this one was last certified. Raises: Refused for what never was."""
    past = _signed(producer, round)
    edition = Edition.objects.filter(round__lt=round).order_by("-round_id", "-number").first()
    if edition and (past is None or past.round_id <= edition.round_id):
        frozen = RosterRow.objects.kept(edition).filter(producer=producer).first()
        if frozen:
            return frozen.content
    if past is None:
        raise Refused(NEVER_SIGNED.format(round))
    return past.content


def _signed(producer: Producer, round: Round) -> Revision | None:
    """The newest revision of an earlier round; what missed its round and went on to this one is none of them."""
    own = Submission.objects.filter(district=OuterRef("district"), round=OuterRef("round"))
    rows = Revision.objects.filter(producer=producer, round__lt=round).order_by("-number")
    kept = rows.filter(~Exists(own.filter(carried_to__isnull=False)))
    found = kept.annotate(is_signed=Exists(own.filter(status=Status.CERTIFIED))).first()
    if found and not found.is_signed:
        raise Refused(NOT_SIGNED.format(found.round, round))
    return found
