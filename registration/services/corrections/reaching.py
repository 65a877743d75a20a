"""How a correction reaches the record of today: in the first round that is not closed, never behind a signature.

The record takes what is right as any write would: a revision, a version, its keys; but no act of the round, because
the district did nothing in it. Source: decision 0079.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone

from otop_registry import clock, thai
from registration import access, content
from registration.content import Content
from registration.models import (
    Closing,
    Correction,
    Edition,
    Producer,
    Product,
    Registration,
    Revision,
    Round,
    Submission,
    Transfer,
)
from registration.services.corrections import forward
from registration.services.corrections.effect import Effect
from registration.services.journal import Act
from registration.services.registry import duplicates, findable, telephones
from registration.services.registry.registering import name_keys
from registration.services.registry.writing import swap
from registration.timetable import Quarter
from registration.workflow import ClosingStatus, Refused, Status

WITH_DISTRICT = (Status.ENTRY, Status.SENT_BACK)


def open_round() -> Quarter:
    """The first round that no edition has closed. Raises: Refused before any is."""
    newest = Edition.objects.order_by("-round_id").select_related("round").first()
    if newest is None:
        raise Refused("ยังไม่มีรอบที่ปิดระบบ จึงไม่มีข้อมูลที่ต้องแก้ไขหลังปิดระบบ")
    return newest.round.quarter.next


def _row_of(quarter: Quarter) -> Round:
    """The round's row; made when no plan holds it yet."""
    defaults = {"fiscal_year_be": quarter.fiscal_year_be, "number": quarter.number}
    return Round.objects.get_or_create(id=Round.id_of(quarter), defaults=defaults)[0]


def check(correction: Correction, effect: Effect, on: date) -> None:
    """Raises: Refused while the record of today may not take what is right, saying who can help."""
    check_ever(correction)
    before, after = effect.today
    if before == after:
        return
    producer = Producer.objects.get(pk=correction.producer_id)
    _check_with_district(producer, on)
    if after["withdrawn_round"] is None:
        try:
            duplicates.check(after, producer.district_id, except_pk=producer.pk)
        except duplicates.Duplicate as found:
            helper = partial(access.who_helps, producer.district_id, on)
            raise Refused(str(found), helper=helper) from found


def check_ever(correction: Correction) -> None:
    """Raises: Refused for a stay that no longer is the one of the round: no waiting mends it, so nobody asks for it."""
    if not forward.touches_stays(correction.changes):
        return
    if _moved_since(correction):
        raise Refused("ผู้ผลิตรายนี้ย้ายไปขึ้นทะเบียนที่อำเภออื่นหลังรอบนั้นแล้ว จึงให้สิ้นสุดหรือคืนสถานะย้อนหลังไม่ได้")
    producer = Producer.objects.get(pk=correction.producer_id)
    if not forward.is_taken_back(content.of_producer(producer), correction.changes):
        raise Refused("มีการกลับมาลงทะเบียนใหม่หลังรอบนั้นแล้ว จึงถอนการยกเลิกย้อนหลังไม่ได้")
    if producer.merged_into_id:
        raise Refused("ผู้ผลิตรายนี้รวมกับรายเดียวกันแล้ว จึงให้สิ้นสุดหรือคืนสถานะย้อนหลังไม่ได้")


def _moved_since(correction: Correction) -> bool:
    """Whether the record stands elsewhere since: what it brought there and took away here stays (decision 0077)."""
    moved = Transfer.objects.accepted().filter(producer=correction.producer_id)
    return moved.filter(round__gt=correction.round_id).exists()


def _check_with_district(producer: Producer, on: date) -> None:
    """What was submitted or signed changes only after it came back, or when its round is closed."""
    later = Round.id_of(open_round())
    held = Closing.objects.filter(round__gte=later, status=ClosingStatus.SOFT_CLOSED).first()
    if held and held.soft_closed_at:
        raise Refused(
            f"กรมฯ พักระบบรอบ {held.round} เพื่อตรวจก่อนปิด อนุมัติได้เมื่อปิดรอบนั้นแล้ว",
            since=timezone.localdate(held.soft_closed_at),
        )
    rows = Submission.objects.filter(district=producer.district_id, round__gte=later)
    signed = rows.exclude(status__in=WITH_DISTRICT).select_related("round").order_by("round_id").first()
    if signed:
        moment = signed.certified_at or signed.latest_submitted_at
        raise Refused(
            f"ข้อมูลรอบ {signed.round} ของ{producer.district} {signed.get_status_display()} "
            "อนุมัติได้เมื่อปิดรอบนั้นแล้ว หรือเมื่อข้อมูลกลับไปอยู่ที่อำเภอ",
            since=timezone.localdate(moment) if moment else None,
            helper=partial(access.who_helps, producer.district_id, on),
        )


def write(correction: Correction, effect: Effect, act: Act) -> Round | None:
    """Makes the record of today say what is right; the round that takes it, none when it says so already.

    Raises: Conflict when somebody saved the record at the same moment.
    """
    before, after = effect.today
    if before == after:
        return None
    producer = Producer.objects.get(pk=correction.producer_id)
    contents = list(_contents(correction, effect, _row_of(open_round())))
    fields = content.typed(Producer, after, forward.CORRECTABLE)
    ended = {"withdrawn_round_id": after["withdrawn_round"]}
    swap(producer, producer.version, act.on, **fields, **ended, **name_keys(after["name"]))
    _write_products(before, after)
    fresh = Producer.objects.get(pk=producer.pk)
    number = producer.version + len(contents)
    Producer.objects.filter(pk=producer.pk).update(version=number, search_key=findable.key_of_content(after))
    telephones.rewrite(fresh, before["phones"])
    _revise(fresh, contents, act)
    if after["withdrawn_round"] is not None:
        acts = Registration.objects.filter(producer=producer, round__gte=contents[0][0].pk)
        acts.delete()  # who does not stand does nothing in a later round
    return contents[0][0]


def _contents(correction: Correction, effect: Effect, first: Round) -> Iterator[tuple[Round, Content]]:
    """(round, what the record says in it) of the first open round, and of each later one it was written in."""
    own = Revision.objects.filter(producer=correction.producer_id).order_by("-number")
    later = Round.objects.filter(pk__in=own.filter(round__gt=first).order_by().values("round")).order_by("pk")
    for round in [first, *later]:
        stood = own.filter(round__lte=round).values_list("content", flat=True).first() or effect.today[0]
        yield round, forward.applied(stood, correction.changes, correction.round_id)


def _write_products(before: Content, after: Content) -> None:
    for old, new in zip(before["products"], after["products"], strict=True):
        if old != new:
            fields: dict[str, Any] = content.typed(Product, new, forward.CORRECTABLE_OF_PRODUCTS)
            rows = Product.objects.filter(pk=new["id"])
            rows.update(
                **fields, name_key=thai.name_key(new["name"]), withdrawn_round_id=new["withdrawn_round"]
            )


def _revise(producer: Producer, contents: list[tuple[Round, Content]], act: Act) -> None:
    Revision.objects.bulk_create(
        Revision(
            producer=producer,
            number=number,
            round=round,
            district_id=producer.district_id,
            day=act.on,
            at=clock.instant(act.on),
            by=act.officer,
            content=said,
        )
        for number, (round, said) in enumerate(contents, start=producer.version)
    )
