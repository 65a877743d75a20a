"""Every write to registered producers and their products: amend, confirm, withdraw, restore.

Each write is judged by the window of the district's round, locks the district's submission, writes one Revision
(the whole content) and one Event. Source: docs/rules.md 3, 4 and 7.3.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from otop_registry import clock, thai
from registration import access, content, lifespan, numbers
from registration.access import Action
from registration.content import Content
from registration.models import (
    Certificate,
    Producer,
    Product,
    Registration,
    Revision,
    Unit,
    User,
)
from registration.models.producers import RegistrationKind
from registration.services import numbers as vault
from registration.services.checks import running
from registration.services.journal import Act, append_event
from registration.services.registry import duplicates, findable, returns, rules, telephones
from registration.services.registry.entry import Entry, open_entry
from registration.services.registry.registering import name_keys
from registration.workflow import Refused

Fields = dict[str, Any]


class Conflict(Exception):
    """Somebody saved the record in between; `current` is what stands now, `base` what the writer began from."""

    def __init__(self, current: Producer, base: Content) -> None:
        super().__init__("มีผู้อื่นบันทึกระเบียนนี้ระหว่างที่ท่านแก้ไข กรุณาเทียบข้อมูลแล้วเลือก")
        self.current, self.base = current, base


def amend(
    producer: Producer, *, by: User, on: date, version: int, fields: Fields, products: Sequence[Fields] = ()
) -> Producer:
    """Changes a producer and its products; products carry "id" when they exist, and are added when they do not.

    Raises: Refused; Invalid; Duplicate; Conflict when `version` is no longer the newest (nothing is written).
    """
    return amend_from(producer, by=by, on=on, version=version, fields=fields, products=products)[0]


@transaction.atomic
def amend_from(
    producer: Producer, *, by: User, on: date, version: int, fields: Fields, products: Sequence[Fields] = ()
) -> tuple[Producer, "Stood"]:
    """The same, with how the record stood before, so that it can be put back. Raises: as amend."""
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    entry = open_entry(producer.district, on, producer=producer)
    known = standing(producer)
    before = content.of_producer(known)
    acts = Registration.objects.filter(producer=producer, round=entry.round)
    acted = acts.values_list("kind", flat=True).first() or ""
    _check_valid(producer, fields, products)
    duplicates.check(fields, producer.district_id, except_pk=producer.pk)
    vault.keep(numbers.plain_in(fields))
    swap(producer, version, on, **numbers.with_tokens(fields), **name_keys(fields["name"]))
    for product in products:
        _save_product(producer, product, entry, on)
    amended = recorded(producer, "amend", entry, Act(by, on, post), before=before)
    return amended, Stood(before, acted, known.confirmed_round_id)


@transaction.atomic
def confirm_unchanged(district: Unit, producers: Iterable[int], *, by: User, on: date) -> int:
    """Confirms that producers of the district are as registered; those already handled in the round are left.

    Returns how many were confirmed. One event for the whole act. Raises: Refused.
    """
    post = access.check(by, Action.PRODUCER_EDIT, district, on)
    entry = open_entry(district, on)
    waiting = Producer.objects.active().filter(district=district, pk__in=list(producers))
    rows = list(waiting.exclude(registrations__round__gte=entry.round).order_by("pk"))
    confirmed = Registration.objects.bulk_create(
        _registration(producer, entry, RegistrationKind.CONFIRM, by, on) for producer in rows
    )
    Producer.objects.filter(pk__in=[row.pk for row in rows]).update(confirmed_round=entry.round)
    running.run_records(confirmed, on)
    if rows:
        numbers = {"registration_numbers": [row.registration_number for row in rows]}
        act = Act(by, on, post)
        append_event(
            district.code,
            "confirm",
            act,
            subject=f"round:{entry.round.pk}",
            round=entry.round,
            changes=({}, numbers),
        )
    return len(rows)


@transaction.atomic
def withdraw(producer: Producer, *, by: User, on: date, version: int, reason: str) -> Producer:
    """Withdraws a producer (ยกเลิก) with all its products, as of the open round. Raises: Refused; Conflict."""
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    _need_reason(reason)
    entry = open_entry(producer.district, on, producer=producer)
    before = content.of_producer(standing(producer))
    swap(producer, version, on, withdrawn_round=entry.round)
    producer.products.active().update(withdrawn_round=entry.round)
    return recorded(producer, "withdraw_producer", entry, Act(by, on, post, reason), before=before)


@transaction.atomic
def restore(producer: Producer, *, by: User, on: date, version: int) -> Producer:
    """Brings a withdrawn producer back, with the products withdrawn together with it. Raises: Refused; Conflict.

    In the round of the withdrawal this takes it back; in a later one a new stay of the same identity begins, so that
    nothing is counted as new twice (decision 0012).
    """
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    entry = open_entry(producer.district, on, producer=producer)
    if not producer.is_withdrawn:
        raise Refused("ผู้ผลิตรายนี้ไม่ได้ยกเลิก")
    if producer.merged_into_id:
        raise Refused("ผู้ผลิตรายนี้รวมกับรายเดียวกันแล้ว จึงคืนสถานะไม่ได้")
    before = content.of_producer(Producer.objects.get(pk=producer.pk))
    come_back(producer, version, entry, on)
    return recorded(producer, "restore_producer", entry, Act(by, on, post), before=before)


@transaction.atomic
def withdraw_product(product: Product, *, by: User, on: date, version: int, reason: str) -> Producer:
    """Withdraws one product as of the open round; `version` is its producer's. Raises: Refused; Conflict."""
    producer = product.producer
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    _need_reason(reason)
    entry = open_entry(producer.district, on, producer=producer)
    before = content.of_producer(standing(producer))
    swap(producer, version, on)
    if not Product.objects.active().filter(pk=product.pk).update(withdrawn_round=entry.round):
        raise Refused("ผลิตภัณฑ์นี้ยกเลิกไปแล้ว")
    return recorded(producer, "withdraw_product", entry, Act(by, on, post, reason), before=before)


@dataclass(frozen=True)
class Stood:
    """How a record stood before a file changed it: its content, and what the round had done to it ("" for nothing).

    `putting_back` makes it stand so again.
    """

    content: Content
    acted: str
    confirmed_round: int


# --- parts of a write ---


def standing(producer: Producer) -> Producer:
    """The producer as it stands now. Raises: Refused when it was withdrawn."""
    fresh = Producer.objects.get(pk=producer.pk)
    if fresh.is_withdrawn:
        raise Refused("ผู้ผลิตรายนี้ยกเลิกไปแล้ว ถ้ายกเลิกในรอบนี้ ให้คืนสถานะก่อนแก้ไข")
    return fresh


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผล")


def _check_valid(producer: Producer, fields: Fields, products: Sequence[Fields]) -> None:
    """Judges the producer as it would stand after the write. Raises: Invalid."""
    standing = {name: getattr(producer, name) for name in rules.JUDGED}
    after = _products_after(producer, products)
    found = rules.faults(standing | fields, producer.district_id)
    if after:  # one whose last product was withdrawn is held up at the submission
        found += rules.faults_of_products(after)
    if found:
        raise rules.Invalid(found)


def _products_after(producer: Producer, given: Sequence[Fields]) -> list[Fields]:
    rows = producer.products.active().order_by("pk")
    standing = {row.pk: {"name": row.name, "same_name_reason": row.same_name_reason} for row in rows}
    known = [fields for fields in given if fields.get("id") in standing]
    standing |= {fields["id"]: standing[fields["id"]] | fields for fields in known}
    return [*standing.values(), *(fields for fields in given if fields.get("id") not in standing)]


def products_before_withdrawal(producer: Producer) -> list[int]:
    """The products that stood until the producer was withdrawn; one withdrawn on its own stays withdrawn."""
    rows = Revision.objects.filter(lifespan.standing("content__"), producer=producer).order_by("-number")
    last = rows.values_list("content", flat=True).first() or {"products": []}
    return [each["id"] for each in last["products"] if lifespan.is_standing(each["withdrawn_round"])]


def come_back(producer: Producer, version: int, entry: Entry, on: date, **fields: Any) -> None:
    """Ends a withdrawal: its own round takes it back, a later one begins a new stay. Raises: Duplicate; Conflict."""
    known = content.of_producer(Producer.objects.get(pk=producer.pk))
    duplicates.check(known, producer.district_id, except_pk=producer.pk)
    same = producer.withdrawn_round_id == entry.round.pk
    stay = {} if same else {"registered_round": entry.round, "came_round": None}
    swap(producer, version, on, withdrawn_round=None, **stay, **fields)
    producer.products.filter(pk__in=products_before_withdrawal(producer)).update(withdrawn_round=None, **stay)


def swap(producer: Producer, version: int, on: date, **fields: Any) -> None:
    """Writes `fields` if `version` is still the newest, else raises Conflict: nothing is lost silently."""
    rows = Producer.objects.filter(pk=producer.pk, version=version)
    try:
        with transaction.atomic():
            saved = rows.update(version=version + 1, updated_at=clock.instant(on), **fields)
    except IntegrityError:  # another officer registered the same number at the same moment
        duplicates.check(fields, producer.district_id, except_pk=producer.pk)
        raise
    if not saved:
        current = Producer.objects.get(pk=producer.pk)
        base = Revision.objects.filter(producer=producer, number=version).values_list("content", flat=True)
        raise Conflict(current, base.first() or {})


def _save_product(producer: Producer, fields: Fields, entry: Entry, on: date) -> None:
    values = {name: fields[name] for name in content.PRODUCT_FIELDS if name in fields}
    values["name_key"] = thai.name_key(fields["name"])
    if fields.get("id"):
        if not producer.products.active().filter(pk=fields["id"]).update(**values):
            raise Refused("ไม่พบผลิตภัณฑ์นี้ในระเบียน หรือยกเลิกไปแล้ว กรุณาเปิดหน้านี้ใหม่")
        product = producer.products.get(pk=fields["id"])
    else:
        product = Product.objects.create(
            producer=producer,
            first_round=entry.round,
            registered_round=entry.round,
            registered_day=on,
            **values,
        )
    product.certificates.all().delete()
    Certificate.objects.bulk_create(
        Certificate(product=product, **certificate) for certificate in fields.get("certificates", ())
    )


def _registration(
    producer: Producer, entry: Entry, kind: RegistrationKind, by: User, on: date
) -> Registration:
    return Registration(
        producer=producer,
        round=entry.round,
        district_id=producer.district_id,
        kind=kind,
        acted_by=by,
        acted_at=clock.instant(on),
    )


def _mark(producer: Producer, entry: Entry, act: Act, before: Content | None, after: Content) -> Registration:
    """Notes on the producer's row of the round what the round has done to it so far, and what is answered."""
    Producer.objects.filter(pk=producer.pk).update(confirmed_round=entry.round)
    row = Registration.objects.filter(producer=producer, round=entry.round).first()
    kind = _kind_of(producer, entry, row, before, after)
    by = act.officer  # no job writes records
    row = row or _registration(producer, entry, kind, by, act.on)
    row.kind, row.acted_by, row.acted_at = kind, by, clock.instant(act.on)
    row.reason = act.reason if kind == RegistrationKind.WITHDRAW else ""
    row.review = returns.review_after(row, after, act.on)
    row.save()
    return row


def _kind_of(
    producer: Producer, entry: Entry, row: Registration | None, before: Content | None, after: Content
) -> RegistrationKind:
    """What the round did to a producer: an update is what differs from before the round, the rest is confirmed."""
    if producer.is_withdrawn:
        return RegistrationKind.WITHDRAW
    if producer.came_round_id == entry.round.pk:
        return RegistrationKind.COME
    if producer.registered_round_id == entry.round.pk:
        return RegistrationKind.NEW
    past = Revision.objects.filter(producer=producer, round__lt=entry.round).counted()
    stood = past.order_by("-number").values_list("content", flat=True).first()
    if content.difference(stood or before, after):
        return RegistrationKind.UPDATE
    return RegistrationKind(row.kind) if row and not stood else RegistrationKind.CONFIRM


def recorded(producer: Producer, verb: str, entry: Entry, act: Act, *, before: Content | None) -> Producer:
    """Writes the row of the round, the revision and the event of a write, checks it; returns it as it stands."""
    fresh = Producer.objects.select_related("district").get(pk=producer.pk)
    after = content.of_producer(fresh)
    fresh.search_key = findable.key_of_content(after)
    Producer.objects.filter(pk=fresh.pk).update(search_key=fresh.search_key)
    telephones.rewrite(fresh, before["phones"] if before else ())
    row = _mark(fresh, entry, act, before, after)
    Revision.objects.create(
        producer=fresh,
        number=fresh.version,
        round=entry.round,
        district_id=fresh.district_id,
        day=act.on,
        at=clock.instant(act.on),
        by=act.officer,
        content=after,
    )
    subject = f"producer:{fresh.pk}"
    changes = (*content.told(before, after), {subject: after})
    append_event(fresh.district_id, verb, act, subject=subject, round=entry.round, changes=changes)
    running.run_record(row, act.on)
    return fresh
