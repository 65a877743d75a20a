"""Finding producers: the list of a scope with its filters, by name, number or product, and what a round awaits.

Reads only. Every function takes rows already inside the reader's scope (access.visible).
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce

from otop_registry import thai
from registration import lifespan
from registration.models import Producer, Product, Registration, Round
from registration.models.calendar import windows_for
from registration.models.producers import RegistrationKind, ReviewMark
from registration.services.registry import findable
from registration.timetable import Quarter, Step

_NUMBER = re.compile("[0-9-]*[0-9][0-9-]*")


class RoundState(TextChoices):
    """What a round has done to a producer so far, as the list filters it."""

    WAITING = "waiting", "ยังไม่ดำเนินการ"
    NEW = "new", "รายใหม่"
    UPDATE = "update", "ปรับปรุงข้อมูล"
    CONFIRM = "confirm", "ยืนยันข้อมูลเดิม"
    COME = "come", "ย้ายเข้า"
    WITHDRAW = "withdraw", "ยกเลิก"
    RETURNED = "returned", "จังหวัดให้แก้ไข"
    GONE = "gone", "ยกเลิกในรอบก่อน"


@dataclass(frozen=True)
class Search:
    """What the list is asked for; an empty part asks for everything."""

    text: str = ""
    kind: str = ""
    state: str = ""
    unit_code: str = ""
    subdistrict_code: str = ""
    pks: tuple[int, ...] = ()


def round_on(unit_code: str, on: date) -> Round | None:
    """The round a list speaks of: the oldest that may be written or verified today, else the last that was.

    Before the first round it is the first to come; None without a published plan.
    """
    windows = [w for w in windows_for(unit_code) if w.step in {Step.REGISTER, Step.VERIFY}]
    open_now = sorted(w.round for w in windows if w.covers(on))
    begun = sorted(w.round for w in windows if w.first_day <= on)
    ahead = sorted(w.round for w in windows)
    chosen = open_now[:1] or begun[-1:] or ahead[:1]
    return Round.objects.filter(pk=Round.id_of(chosen[0])).first() if chosen else None


def find(rows: QuerySet[Producer], search: Search, round_id: int) -> QuerySet[Producer]:
    """The producers asked for, each with `round_kind`, `review` and `product_count`, in dictionary order."""
    acts = Registration.objects.filter(producer=OuterRef("pk"), round_id=round_id)
    products = Product.objects.active().filter(producer=OuterRef("pk")).order_by()
    counted = products.values("producer").annotate(n=Count("pk")).values("n")
    rows = rows.annotate(
        round_kind=Subquery(acts.values("kind")[:1]), review=Subquery(acts.values("review")[:1])
    )
    rows = rows.filter(_state(search.state, round_id), _place(search))
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.pks:
        rows = rows.filter(pk__in=search.pks)
    rows = matching(rows, search.text)
    rows = rows.annotate(product_count=Coalesce(Subquery(counted), 0))
    return rows.select_related("subdistrict", "district").order_by("district_id", "sort_key", "pk")


def state_of(row: Producer) -> RoundState:
    """Where a producer found by `find` stands in the round."""
    return _named_state(row, row.round_kind, row.review)


def state_in(row: Producer, registration: Registration | None) -> RoundState:
    """Where a producer stands in the round of its registration, if the round handled it."""
    if registration is None:
        return _named_state(row, None, None)
    return _named_state(row, registration.kind, registration.review)


def _named_state(row: Producer, kind: str | None, review: str | None) -> RoundState:
    if review == ReviewMark.RETURNED:
        return RoundState.RETURNED
    if kind:
        return RoundState(kind)
    return RoundState.GONE if row.is_withdrawn else RoundState.WAITING


def _state(state: str, round_id: int) -> Q:
    if state == RoundState.GONE:
        return lifespan.gone_before(round_id)
    if state == RoundState.WAITING:
        return lifespan.moves_q(round_id)[lifespan.LEFT] & Q(round_kind=None)
    if state == RoundState.RETURNED:
        return Q(review=ReviewMark.RETURNED)
    if state in RegistrationKind.values:
        return Q(round_kind=state)
    return ~lifespan.gone_before(round_id)


def _place(search: Search) -> Q:
    place = Q()
    if search.unit_code:
        place &= Q(district__code__startswith=search.unit_code)
    if search.subdistrict_code:
        place &= Q(subdistrict_id=search.subdistrict_code)
    return place


def matching(rows: QuerySet[Producer], text: str) -> QuerySet[Producer]:
    """By every word of names and products; digits alone also by registration number, former number and telephone."""
    words = Q()
    for word in thai.search_key(text).split():
        words &= Q(search_key__contains=word)
    number = thai.to_arabic(thai.repair(text)).replace(" ", "")
    if not _NUMBER.fullmatch(number):
        return rows.filter(words)
    digits = findable.in_letters(number)
    is_running = "-" not in number and len(digits) <= findable.RUNNING_DIGITS
    wanted = findable.running_in_letters(number) if is_running else digits
    return rows.filter(words | Q(search_key__contains=wanted))


def with_number(rows: QuerySet[Producer], number: str) -> list[int]:
    """The producers that a citizen's or juristic number belongs to, standing ones first."""
    own = rows.filter(Q(citizen_id=number) | Q(juristic_id=number))
    return list(own.order_by("withdrawn_round", "pk").values_list("pk", flat=True))


def awaiting(rows: QuerySet[Producer], round: Round, *, unconfirmed_rounds: int = 0) -> QuerySet[Producer]:
    """Standing producers that the round has not handled; only those not confirmed for that many rounds or more."""
    rows = rows.unhandled(round.pk)
    if unconfirmed_rounds:
        rows = rows.filter(
            confirmed_round__lte=Round.id_of(_rounds_before(round.quarter, unconfirmed_rounds))
        )
    rows = rows.select_related("subdistrict", "confirmed_round")
    return rows.order_by("district_id", "sort_key", "pk")


def _rounds_before(quarter: Quarter, count: int) -> Quarter:
    for _ in range(count):
        quarter = quarter.previous
    return quarter
