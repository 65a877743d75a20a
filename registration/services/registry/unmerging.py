"""A merge taken back: in its round both records stand again as they did, later the one that ended begins a new stay.

Source: decision 0071. Neither number is given again, and both histories keep what was done and undone.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from registration import content
from registration.content import Content
from registration.models import PairDecision, Producer, Product, Revision, Sale, User
from registration.models.checks import Verdict
from registration.services.journal import Act
from registration.services.registry import pairs
from registration.services.registry.deciding import may_decide, words_said
from registration.services.registry.duplicates import Duplicate
from registration.services.registry.entry import Entry, expected_entry, one_round, open_entry
from registration.services.registry.merging import Stood, in_order
from registration.services.registry.pairs import Pair
from registration.services.registry.putting_back import product_ids, reacted
from registration.services.registry.writing import come_back, recorded, swap
from registration.workflow import Refused

NO_MERGE: Final = "คู่นี้ไม่ได้รวมกันอยู่ กรุณาเปิดหน้านี้ใหม่"
CHANGED: Final = (
    "มีผู้บันทึกรายหนึ่งหลังการรวม จึงคืนสภาพเดิมในรอบนี้ไม่ได้ เลิกรวมได้เมื่อรอบถัดไปเปิด โดยรายที่คืนนับเป็นการกลับมาลงทะเบียนของรอบนั้น"
)
SOLD: Final = "บันทึกยอดจำหน่ายของผลิตภัณฑ์ที่ไปต่อในอีกอำเภอแล้ว จึงเลิกรวมในรอบนี้ไม่ได้"


def refusal(pair: Pair, on: date) -> Refused | None:
    """Why the merge cannot be taken back today, for the page that offers it; None where it can."""
    kept, back = _sides(pair, Producer.objects.select_related("district"))
    try:
        entries = [expected_entry(row.district, on, producer=row) for row in in_order((kept, back))]
        _check(pair, kept, back, Entry(one_round(entries), entries[0].submission))
    except Refused as refused:
        return refused
    return None


def is_same_round(pair: Pair, on: date) -> bool:
    """Whether both records would stand again as they did: the merge was of the round that is written to."""
    kept, back = _sides(pair, Producer.objects.select_related("district"))
    return back.withdrawn_round_id == expected_entry(kept.district, on, producer=kept).round.pk


@transaction.atomic
def unmerge(pair: Pair, *, reason: str, by: User, on: date) -> Producer:
    """Takes a merge back; returns the record that stands again. Raises: Refused; PermissionDenied."""
    rows = Producer.objects.filter(pk__in=pair).select_related("district")
    entries = [open_entry(row.district, on, producer=row) for row in in_order(rows)]
    entry = Entry(one_round(entries), entries[0].submission)
    locked = Producer.objects.select_for_update(no_key=True, of=("self",)).select_related("district")
    kept, back = _sides(pair, locked)
    act = Act(by, on, may_decide([kept, back], by, on), words_said(reason))
    decision = _check(pair, kept, back, entry)
    before = {row.pk: content.of_producer(row) for row in (kept, back)}
    is_exact = back.withdrawn_round_id == entry.round.pk
    if is_exact:
        _give_back(kept, back, decision)
    try:
        come_back(back, back.version, entry, on, merged_into=None)
    except Duplicate as duplicate:
        raise Refused(str(duplicate)) from duplicate
    swap(kept, kept.version, on, former_numbers=_numbers_without(kept, back, decision))
    Producer.objects.filter(pk__in=_led_before(back), merged_into=kept).update(merged_into=back)
    decision.delete()
    for row in in_order((kept, back)):
        recorded(row, "unmerge", entry, act, before=before[row.pk])
        if is_exact:
            stood = Stood(*decision.stood[str(row.pk)])
            reacted(row, entry.round, stood.acted, stood.confirmed_round)
    return Producer.objects.get(pk=back.pk)


def _sides(pair: Pair, rows: QuerySet[Producer]) -> tuple[Producer, Producer]:
    """The one that stayed and the one that ended. Raises: Refused when they are not merged."""
    found = list(rows.filter(pk__in=pair).order_by("pk"))
    back = next((row for row in found if row.merged_into_id in pair), None)
    if back is None:
        raise Refused(NO_MERGE)
    return next(row for row in found if row != back), back


def _check(pair: Pair, kept: Producer, back: Producer, entry: Entry) -> PairDecision:
    decision = pairs.decision_of(pair)
    if decision is None or decision.verdict != Verdict.MERGED or not decision.stood:
        raise Refused(NO_MERGE)
    if kept.is_withdrawn:
        raise Refused("รายที่คงอยู่ยกเลิกหรือรวมกับรายอื่นไปแล้ว ต้องคืนสถานะหรือเลิกรวมรายนั้นก่อน")
    if back.withdrawn_round_id == entry.round.pk:
        stood = {row.pk: Stood(*decision.stood[str(row.pk)]) for row in (kept, back)}
        if any(row.version != stood[row.pk].version + 1 for row in (kept, back)):
            raise Refused(CHANGED)
        if Sale.objects.filter(product__in=_come_across(kept, stood[kept.pk], back, stood[back.pk])).exists():
            raise Refused(SOLD)
    return decision


def _content(row: Producer, stood: Stood) -> Content:
    found = Revision.objects.filter(producer=row, number=stood.version)
    return found.values_list("content", flat=True).get()


def _come_across(kept: Producer, stood: Stood, back: Producer, back_stood: Stood) -> list[int]:
    """The products that went on in the other district as rows of their own: neither record had them before."""
    own = product_ids(_content(kept, stood)) | product_ids(_content(back, back_stood))
    return list(kept.products.exclude(pk__in=own).values_list("pk", flat=True))


def _give_back(kept: Producer, back: Producer, decision: PairDecision) -> None:
    """The products of the record that ended, as it had them; what went on across districts is gone."""
    stood = {row.pk: Stood(*decision.stood[str(row.pk)]) for row in (kept, back)}
    Product.objects.filter(pk__in=_come_across(kept, stood[kept.pk], back, stood[back.pk])).delete()
    own = product_ids(_content(back, stood[back.pk]))
    Product.objects.filter(producer=kept, pk__in=own).update(producer=back)


def _numbers_without(kept: Producer, back: Producer, decision: PairDecision) -> str:
    """The former numbers of the one that stayed, less those that came with the merge."""
    own = _content(kept, Stood(*decision.stood[str(kept.pk)]))["former_numbers"]
    came = {back.registration_number, *_split(back.former_numbers)} - set(_split(own))
    return ", ".join(number for number in _split(kept.former_numbers) if number not in came)


def _split(numbers: str) -> list[str]:
    return [each.strip() for each in numbers.split(",") if each.strip()]


def _led_before(back: Producer) -> Sequence[int]:
    """Those that had been merged into the record that ended before it ended itself."""
    merged = PairDecision.objects.filter(Q(low=back) | Q(high=back), verdict=Verdict.MERGED)
    return [key for pair in merged.values_list("low_id", "high_id") for key in pair if key != back.pk]
