"""A mistaken move undone in its own round, as though it had never been: asked by either office, accepted by the other.

The record goes back as it left, whatever the other district wrote since; every count is what it would have been.
Lists of the days between stay as they were. Source: decision 0091.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import ProtectedError

from otop_registry import clock
from registration import access, content
from registration.access import Action
from registration.content import Change, Content
from registration.lifespan import is_standing
from registration.models import (
    Producer,
    Product,
    Registration,
    Round,
    Sale,
    Subdistrict,
    Transfer,
    TransferStatus,
    User,
)
from registration.models.notices import Kind
from registration.services.journal import Act, lock_unit
from registration.services.notices import transfers as notices
from registration.services.registry import duplicates, putting_back, transferring
from registration.services.registry.deciding import words_said
from registration.services.registry.duplicates import Duplicate
from registration.services.registry.effects import Effect, effect
from registration.services.registry.entry import Entry, open_entry
from registration.services.registry.looked import is_looked_at
from registration.services.registry.record import readable
from registration.services.registry.writing import recorded
from registration.workflow import Refused

NO_MOVE: Final = "การย้ายนี้ย้อนไม่ได้แล้ว กรุณาเปิดหน้านี้ใหม่"
MERGED: Final = "รายนี้รวมกับอีกเลขทะเบียนหลังการย้าย ต้องให้เลิกรวมก่อน"
LOOKED_AT: Final = "จังหวัดตรวจระเบียนนี้ในรอบ {0} ไปแล้ว จึงย้อนการย้ายไม่ได้ ให้ย้ายกลับในรอบถัดไป"
PLACE_ENDED: Final = "ตำบลเดิมของรายนี้เปลี่ยนหน่วยงานตามราชกิจจานุเบกษาแล้ว จึงย้อนการย้ายไม่ได้"
SOLD: Final = "อำเภอใหม่บันทึกยอดจำหน่ายของรายนี้แล้ว จึงย้อนการย้ายไม่ได้ ให้ย้ายกลับในรอบถัดไป"


@dataclass(frozen=True)
class WayBack:
    """What undoing a move would do, said before anybody accepts it."""

    move: Transfer
    lost: tuple[Change, ...]  # from what stands now to what goes back: of the office that holds it
    effects: tuple[Effect, Effect]  # of the district that holds it, of the one that gets it back

    @property
    def round(self) -> Round:
        return self.move.round


def may_be_asked(move: Transfer, on: date) -> Refused | None:
    """Why the undoing cannot be asked for today, for the page that offers it; None where it can."""
    try:
        _expected(move, _now(move), on)
    except Refused as refused:
        return refused
    return None


@transaction.atomic
def ask(move: Transfer, *, reason: str, by: User, on: date) -> Transfer:
    """Either office asks the other one to undo a move. Raises: Refused; PermissionDenied."""
    own = next(
        (unit for unit in (move.source, move.target) if access.can(by, Action.TRANSFER_ASK, unit, on=on)),
        move.source,
    )
    act = Act(by, on, access.check(by, Action.TRANSFER_ASK, own, on), words_said(reason))
    producer = Producer.objects.select_for_update(no_key=True, of=("self",)).get(pk=move.producer_id)
    round = _expected(move, producer, on)
    row = Transfer(
        producer=producer,
        undoes=move,
        source=move.target,
        target=move.source,
        asked_from=own,
        round=round,
        reason=act.reason,
        place={name: move.content[name] for name in transferring.PLACE_FIELDS},
    )
    return transferring.put_down(row, "ask_undo_transfer", act)


def _now(move: Transfer) -> Producer:
    return Producer.objects.select_related("district").get(pk=move.producer_id)


def _expected(move: Transfer, producer: Producer, on: date) -> Round:
    """The round into which both districts would write today. Raises: Refused, as accepting would."""
    _check_stands(move)
    round = transferring.expected_round(producer, move.source, on)
    _check(move, round)
    return round


def _check_stands(move: Transfer) -> None:
    if move.undoes_id or not Transfer.objects.accepted().filter(pk=move.pk).exists():
        raise Refused(NO_MOVE)


def _check(move: Transfer, round: Round) -> None:
    """Raises: Refused for a move that is of another round, or that others have built upon."""
    transferring.check_in_time(move, round)
    producer = _now(move)
    if producer.merged_into_id or producer.merged.filter(withdrawn_round=round).exists():
        raise Refused(MERGED)
    if is_looked_at(Registration.objects.filter(producer=producer, round=round)):
        raise Refused(LOOKED_AT.format(round))
    left = Subdistrict.objects.filter(pk=move.content["subdistrict_id"]).exclude(valid_to=None)
    if move.change_id or left.exists():
        raise Refused(PLACE_ENDED)
    since = move.day.replace(day=1) if move.day else None
    if Sale.objects.filter(product__producer=producer, district=move.target, month__gte=since).exists():
        raise Refused(SOLD)


def plan(row: Transfer, on: date) -> WayBack:
    """What would follow if the request were accepted today. Raises: Refused when it may not be."""
    move = _move_of(row)
    if not row.is_waiting:
        raise Refused(transferring.ANSWERED)
    producer = _now(move)
    _expected(move, producer, on)
    now, stood, code = content.of_producer(producer), move.content, move.round_id
    names = {str(pk): name for pk, name in producer.products.values_list("pk", "name")}
    lost = tuple(readable(content.difference(now, stood), names))
    effects = effect(move.target, code, [now], []), effect(move.source, code, [move.departed()], [stood])
    return WayBack(move, lost, effects)


def _move_of(row: Transfer) -> Transfer:
    """The move that a request would undo. Raises: Refused for a request of another kind."""
    if row.undoes_id is None:
        raise Refused(NO_MOVE)
    return Transfer.objects.select_related("source", "target", "round").get(pk=row.undoes_id)


@transaction.atomic
def accept(row: Transfer, *, version: int, by: User, on: date) -> Producer:
    """Undoes the move, on the version of the record that the person saw.

    Raises: Refused; Conflict; PermissionDenied.
    """
    post = access.check(by, Action.TRANSFER_ANSWER, row.asked_of, on)
    units = transferring.in_order(row)
    entries = [open_entry(each, on, producer=row.producer) for each in units]
    asked = transferring.locked(row)
    move = _move_of(asked)
    _check_stands(move)
    _check(move, transferring.round_of(entries))
    if by == asked.asked_by:
        raise Refused("ผู้ที่ขอย้อนการย้ายรับคำขอของตนเองไม่ได้ ต้องให้เจ้าหน้าที่อีกคนรับ")
    asked.answered_by, asked.answered_at = by, clock.instant(on)
    [entry] = [each for each in entries if each.submission.district_id == move.source_id]
    try:
        return _undo(asked, move, entry, version, Act(by, on, post, asked.reason))
    except Duplicate as duplicate:
        raise Refused(str(duplicate)) from duplicate
    except ProtectedError as sold:
        raise Refused(SOLD) from sold


def _undo(row: Transfer, move: Transfer, entry: Entry, version: int, act: Act) -> Producer:
    """The record as it left, in the district that it left; neither request nor move counts from now on."""
    producer, stood = row.producer, move.content
    row.content, row.version = content.of_producer(producer), version
    if is_standing(stood["withdrawn_round"]):
        duplicates.check(stood, move.source_id, except_pk=producer.pk)
    putting_back.rewrite(producer, version, stood, act.on, district=move.source)
    for pk, day in move.stood.get("days", {}).items():
        Product.objects.filter(pk=pk).update(registered_day=date.fromisoformat(day))
    Registration.objects.filter(producer=producer, round=entry.round).delete()
    row.status, row.day = TransferStatus.UNDONE, act.on
    row.save()
    Transfer.objects.filter(pk=move.pk).update(status=TransferStatus.UNDONE)
    for unit in transferring.in_order(row):
        lock_unit(unit.pk)
    transferring.tell(row, row.source_id, "transfer_back_out", act)
    found = recorded(producer, "transfer_back_in", entry, act, before=row.content)
    _react(found, entry.round, move.stood)
    notices.owe(row, Kind.TRANSFER_ANSWERED, row.asked_from_id, act.on)
    return Producer.objects.get(pk=producer.pk)


def _react(producer: Producer, round: Round, stood: Content) -> None:
    """The round has done to the record what it had done before the move; an older move does not say what."""
    if "acted" in stood:
        acted = stood["acted"]
        putting_back.reacted(producer, round, acted, round.pk if acted else stood["confirmed"])
