"""A producer moves to another district with its products: one office asks, the other accepts (decision 0077).

Both write into the same round while it is open for entry in both; the one who asks and the one who accepts are two
people, and neither may certify the round of either district. Number, first round and history stay; the old district
counts it as moved out, the new one as moved in, and neither as new or withdrawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from otop_registry import clock
from registration import access, content
from registration.access import Action
from registration.content import Content
from registration.models import (
    Producer,
    Product,
    Registration,
    Round,
    Transfer,
    TransferStatus,
    Unit,
    User,
)
from registration.models.notices import Kind
from registration.services.journal import Act, append_event, lock_unit
from registration.services.notices import transfers as notices
from registration.services.registry import duplicates, rules
from registration.services.registry.deciding import words_said
from registration.services.registry.effects import Effect, effect
from registration.services.registry.entry import Entry, expected_entry, one_round, open_entry
from registration.services.registry.looked import is_looked_at
from registration.services.registry.writing import products_before_withdrawal, recorded, swap
from registration.workflow import ClosingStatus, Refused, Status

PLACE_FIELDS: Final = (
    "house_number", "village_number", "village", "lane", "road", "subdistrict_id", "postcode",
)  # fmt: skip
UNSETTLED: Final = (ClosingStatus.OPEN, ClosingStatus.SOFT_CLOSED)
ANSWERED: Final = "คำขอนี้มีผู้ตอบหรือถอนไปแล้ว กรุณาเปิดหน้านี้ใหม่"
OVER: Final = "คำขอนี้หมดเวลาแล้ว เพราะเป็นของรอบ {0} ถ้ายังต้องการย้าย ให้ขอใหม่"
WITHDRAWN: Final = "รายนี้ยกเลิกหรือรวมกับรายอื่นในรอบนี้ ต้องให้อำเภอเดิมคืนสถานะก่อน จึงจะย้ายได้"
NOT_FOUND: Final = "ไม่พบเลขนี้ในทะเบียนของพื้นที่อื่น กรุณาตรวจเลข หรือลงทะเบียนเป็นรายใหม่"
TWO_FOUND: Final = "บุคคลนี้มีมากกว่าหนึ่งทะเบียน กรุณาใช้เลขทะเบียนแทนเลขประจำตัวประชาชน"
Place = Mapping[str, Any]  # PLACE_FIELDS, the subdistrict as instance under "subdistrict"


@dataclass(frozen=True)
class Move:
    """What a move would do, said before anybody accepts it."""

    producer: Producer
    source: Unit
    target: Unit
    round: Round
    products: tuple[Product, ...]
    effects: tuple[Effect, Effect]  # of the old district, of the new one

    @property
    def is_back(self) -> bool:
        """Whether it had withdrawn and begins a new stay, as a restored one does (decision 0012)."""
        return self.producer.is_withdrawn

    def effect_for(self, code: str) -> Effect | None:
        """On a district's own report; None of a unit that is neither."""
        return next((each for each in self.effects if each.district.pk == code), None)


# --- asking ---


@transaction.atomic
def ask_to_give(producer: Producer, target: Unit, *, reason: str, by: User, on: date) -> Transfer:
    """The office that holds the record asks another district to take it. Raises: Refused; PermissionDenied."""
    post = access.check(by, Action.TRANSFER_ASK, producer.district, on)
    act = Act(by, on, post, words_said(reason))
    return _ask(Transfer(producer=producer, target=target, asked_from=producer.district), act)


@transaction.atomic
def ask_to_take(target: Unit, number: str, place: Place, *, reason: str, by: User, on: date) -> Transfer:
    """A district asks for a record that lies elsewhere, by registration or citizen's number, and says the new place.

    The answer tells nothing of the record (decision 0016). Raises: Refused; Invalid; PermissionDenied.
    """
    post = access.check(by, Action.TRANSFER_ASK, target, on)
    act = Act(by, on, post, words_said(reason))
    producer = elsewhere(number, target)
    return _ask(
        Transfer(producer=producer, target=target, asked_from=target, place=_plain_place(place, target)), act
    )


def elsewhere(number: str, target: Unit) -> Producer:
    """The producer of another district with a number, one that stands before one that withdrew.

    Raises: Refused for none, or for two of one person.
    """
    rows = Producer.objects.filter(merged_into=None).exclude(district=target).select_related("district")
    named = rows.filter(Q(registration_number=number) | Q(citizen_id=number))
    found = list(named.active()[:2]) or list(named[:2])
    if len(found) != 1:
        raise Refused(TWO_FOUND if found else NOT_FOUND)
    return found[0]


def _plain_place(place: Place, target: Unit) -> Content:
    """The new place as the request keeps it. Raises: Invalid when it does not lie in the district."""
    if found := rules.faults({"subdistrict": place["subdistrict"]}, target.pk):
        raise rules.Invalid(found)
    said = {**place, "subdistrict_id": place["subdistrict"].pk}
    return {name: content.plain(said[name]) for name in PLACE_FIELDS}


def _ask(row: Transfer, act: Act) -> Transfer:
    producer = Producer.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.producer_id)
    row.source, row.reason = producer.district, act.reason
    row.round = expected_round(producer, row.target, act.on)
    check_may_move(producer, row.round)
    return put_down(row, "ask_transfer", act)


def put_down(row: Transfer, verb: str, act: Act) -> Transfer:
    """A request is written and told to the other office. Raises: Refused while another one of the record waits."""
    waiting = Transfer.objects.filter(producer=row.producer_id, status=TransferStatus.ASKED)
    if waiting.filter(round=row.round).exists():
        raise Refused("มีคำขอย้ายรายนี้ที่รอตอบอยู่แล้ว")
    waiting.update(status=TransferStatus.LAPSED)
    row.asked_by, row.asked_at = act.officer, clock.instant(act.on)
    row.save(force_insert=True)
    tell(row, row.asked_from_id, verb, act)
    notices.owe(row, Kind.TRANSFER_ASKED, row.asked_of.pk, act.on)
    return row


def expected_round(producer: Producer, target: Unit, on: date) -> Round:
    """The round into which both districts would write the move today. Raises: Refused, as a move would be."""
    if target.pk == producer.district_id:
        raise Refused("รายนี้ลงทะเบียนอยู่ในอำเภอที่เลือกแล้ว")
    entries = [expected_entry(each, on, producer=producer) for each in (producer.district, target)]
    return round_of(entries)


def round_of(entries: list[Entry]) -> Round:
    """The one round of both. A district that was sent back mends what was returned and moves nobody."""
    for entry in entries:
        if entry.submission.status != Status.ENTRY:
            raise Refused(f"ย้ายไม่ได้ เพราะรอบ {entry.round} ของ{entry.submission.district} ถูกส่งกลับแก้ไข")
    return one_round(entries)


def check_may_move(producer: Producer, round: Round) -> None:
    """Refuses a second move before the first one is closed, and a record that the province has looked at already.

    Who withdrew in an earlier round comes back under the old number; who did in this one is first taken back there.
    """
    if producer.merged_into_id or producer.withdrawn_round_id == round.pk:
        raise Refused(WITHDRAWN)
    moved = Transfer.objects.accepted().filter(producer=producer)
    if moved.filter(Q(round__gte=round) | Q(round__closing__status__in=UNSETTLED)).exists():
        raise Refused("รายนี้ย้ายไปแล้วครั้งหนึ่ง จะย้ายอีกได้เมื่อกรมฯ ปิดระบบของรอบนั้นแล้ว")
    if is_looked_at(Registration.objects.filter(producer=producer, round=round)):
        raise Refused(f"จังหวัดตรวจระเบียนนี้ในรอบ {round} ไปแล้ว จึงย้ายได้ในรอบถัดไป")


# --- what it would do ---


def plan(transfer: Transfer, on: date) -> Move:
    """What would follow if the request were accepted today. Raises: Refused when it may not be."""
    if not transfer.is_waiting:
        raise Refused(ANSWERED)
    producer = Producer.objects.select_related("district").get(pk=transfer.producer_id)
    round = expected_round(producer, transfer.target, on)
    check_in_time(transfer, round)
    check_may_move(producer, round)
    return move(producer, transfer.target, round)


def move(producer: Producer, target: Unit, round: Round) -> Move:
    """What a producer's move to a district would do to the reports of both."""
    before = content.of_producer(producer)
    gone, place = before | {"went_round": round.pk}, {"subdistrict_id": before["subdistrict_id"]}
    going = _going(producer)
    come = (
        content.returned(before, place, round.pk, going)
        if producer.is_withdrawn
        else content.arrived(before, place, round.pk)
    )
    effects = effect(producer.district, round.pk, [before], [gone]), effect(target, round.pk, [], [come])
    products = tuple(producer.products.filter(pk__in=going).order_by("pk"))
    return Move(producer, producer.district, target, round, products, effects)


def _going(producer: Producer) -> list[int]:
    """The products that go along: those that stand, or stood until their producer withdrew."""
    if producer.is_withdrawn:
        return products_before_withdrawal(producer)
    return list(producer.products.active().values_list("pk", flat=True))


def check_in_time(transfer: Transfer, round: Round) -> None:
    if transfer.round_id != round.pk:
        raise Refused(OVER.format(transfer.round))


# --- answering ---


@transaction.atomic
def accept(transfer: Transfer, *, version: int, by: User, on: date, place: Place | None = None) -> Producer:
    """Moves the producer, on the version of the record that the person saw; `place` where the request names none.

    Raises: Refused; Invalid; Conflict; PermissionDenied.
    """
    post = access.check(by, Action.TRANSFER_ANSWER, transfer.asked_of, on)
    entries = [open_entry(each, on, producer=transfer.producer) for each in in_order(transfer)]
    row = locked(transfer)
    check_in_time(row, round_of(entries))
    check_may_move(row.producer, row.round)
    if by == row.asked_by:
        raise Refused("ผู้ที่ขอย้ายรับคำขอของตนเองไม่ได้ ต้องให้เจ้าหน้าที่อีกคนรับ")
    new_place = row.place if place is None else _plain_place(place, row.target)
    if not new_place:
        raise Refused("กรุณาระบุที่ตั้งใหม่ของผู้ผลิตในอำเภอที่รับ")
    row.place, row.answered_by, row.answered_at = new_place, by, clock.instant(on)
    [entry] = [each for each in entries if each.submission.district_id == row.target_id]
    found = carry(row, entry, version, Act(by, on, post, row.reason))
    notices.owe(row, Kind.TRANSFER_ANSWERED, row.asked_from_id, on)
    return found


def carry(row: Transfer, entry: Entry, version: int, act: Act) -> Producer:
    """The producer's row, its products, the record of the round, both journals; what left is kept with the move."""
    producer, round = row.producer, row.round
    row.content, row.version = content.of_producer(producer), version
    row.stood = _stood(producer, round)
    going = _going(producer)
    stay: dict[str, Round | None] = {"came_round": round}
    if producer.is_withdrawn:
        duplicates.check(row.content, row.target_id, except_pk=producer.pk)
        stay = {"came_round": None, "registered_round": round, "withdrawn_round": None}
    swap(producer, version, act.on, district=row.target, **stay, **row.place)
    producer.products.exclude(pk__in=going).update(stayed_behind=True)
    again = {"registered_day": act.on} if producer.is_withdrawn else {}
    producer.products.filter(pk__in=going).update(**stay, **again)
    Registration.objects.filter(producer=producer, round=round).delete()
    row.status, row.day = TransferStatus.ACCEPTED, act.on
    row.save()
    for unit in in_order(row):
        lock_unit(unit.pk)
    tell(row, row.source_id, "transfer_out", act)
    return recorded(producer, "transfer_in", entry, act, before=row.content)


def _stood(producer: Producer, round: Round) -> Content:
    """What the content of a record does not say: needed by whoever undoes the move."""
    acts = Registration.objects.filter(producer=producer, round=round)
    days = producer.products.values_list("pk", "registered_day")
    return {
        "acted": acts.values_list("kind", flat=True).first() or "",
        "confirmed": producer.confirmed_round_id,
        "days": {str(pk): day.isoformat() for pk, day in days if day} if producer.is_withdrawn else {},
    }


@transaction.atomic
def refuse(transfer: Transfer, *, reason: str, by: User, on: date) -> Transfer:
    """The other office does not want it, and says why. Raises: Refused; PermissionDenied."""
    post = access.check(by, Action.TRANSFER_ANSWER, transfer.asked_of, on)
    row = locked(transfer)
    row.answer = words_said(reason)
    row.status, row.answered_by, row.answered_at = TransferStatus.REFUSED, by, clock.instant(on)
    row.save()
    tell(row, row.asked_of.pk, "refuse_transfer", Act(by, on, post, row.answer))
    notices.owe(row, Kind.TRANSFER_ANSWERED, row.asked_from_id, on)
    return row


@transaction.atomic
def recall(transfer: Transfer, *, by: User, on: date) -> Transfer:
    """The office that asked takes its request back while nobody has answered. Raises: Refused; PermissionDenied."""
    post = access.check(by, Action.TRANSFER_ASK, transfer.asked_from, on)
    row = locked(transfer)
    row.status, row.answered_by, row.answered_at = TransferStatus.RECALLED, by, clock.instant(on)
    row.save()
    tell(row, row.asked_from_id, "recall_transfer", Act(by, on, post))
    return row


def locked(transfer: Transfer) -> Transfer:
    """The request held until the transaction ends. Raises: Refused when somebody answered or took it back."""
    rows = Transfer.objects.select_for_update(of=("self",)).select_related(
        "producer", "source", "target", "round"
    )
    row = rows.get(pk=transfer.pk)
    if not row.is_waiting:
        raise Refused(ANSWERED)
    return row


def in_order(row: Transfer) -> list[Unit]:
    """The order in which rounds and units are locked: by district."""
    return sorted((row.source, row.target), key=lambda unit: unit.pk)


def tell(row: Transfer, code: str, verb: str, act: Act) -> None:
    """One event in a district's chain; the other district by its code alone."""
    told = {"transfer": row.pk, "from": row.source_id, "to": row.target_id}
    append_event(code, verb, act, subject=f"producer:{row.producer_id}", round=row.round, changes=({}, told))
