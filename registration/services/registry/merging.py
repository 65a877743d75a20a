"""Two records of one producer become one: a number stays, the other leads to it and is never deleted (decision 0071).

The record that ends is withdrawn in the open round with the products that the other one makes already. Its other
products go over as they are: in one district they stay what they were brought as; from another district they end
there and go on here, never as new. Past rounds, editions, papers and sales keep what they say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import Final

from django.db import transaction

from otop_registry import clock
from registration import content
from registration.content import PRODUCT_FIELDS, Content
from registration.lifespan import is_standing
from registration.models import Certificate, PairDecision, Producer, Product, Registration, Round, User
from registration.models.checks import Verdict
from registration.services.checks import late_faults
from registration.services.journal import Act
from registration.services.registry import pairs
from registration.services.registry.deciding import DECIDED, locked, may_decide, words_said
from registration.services.registry.effects import Effect, effect
from registration.services.registry.entry import Entry, expected_entry, one_round, open_entry
from registration.services.registry.pairs import Pair
from registration.services.registry.writing import recorded, swap
from registration.workflow import Refused

APART_BEFORE: Final = "คู่นี้พิจารณาไว้แล้วว่าเป็นคนละราย ถ้าจะรวมต้องให้พิจารณาใหม่ก่อน"
LONGEST_NUMBERS: Final = 200  # letters, as the column of former numbers holds


@dataclass(frozen=True)
class Stood:
    """How a record stood before a merge, beside its revision: what the round had done to it ("" for nothing)."""

    version: int
    acted: str
    confirmed_round: int


@dataclass(frozen=True)
class Plan:
    """What a merge would do, said before it is done."""

    stays: Producer
    ends: Producer
    moved: tuple[Product, ...]
    ended: tuple[Product, ...]
    round: Round
    effects: tuple[Effect, ...]

    @property
    def versions(self) -> tuple[int, int]:
        return self.stays.version, self.ends.version

    @property
    def is_across(self) -> bool:
        return self.stays.district_id != self.ends.district_id

    @property
    def is_update(self) -> bool:
        """Whether the one that stays counts as updated: it came in an earlier round."""
        return self.stays.registered_round_id != self.round.pk

    @property
    def is_unlike(self) -> bool:
        """Whether name, tambon and person all differ: whoever merges them had better have seen the papers."""
        return not any(
            getattr(self.stays, name) == getattr(self.ends, name)
            for name in ("name_key", "subdistrict_id", "citizen_id")
        )


# --- what it would do ---


def plan(pair: Pair, stays: int, on: date) -> Plan:
    """What would follow if the number of `stays` stayed. Raises: Refused when the two may not be merged today."""
    rows = list(Producer.objects.filter(pk__in=pair).select_related("district").order_by("pk"))
    kept, ending = sorted(rows, key=lambda row: row.pk != stays)
    round = _round_of(pair, rows, on)
    moved, ended = _parted(kept, ending)
    effects = _effects((kept, ending), {each.pk for each in moved}, round.pk)
    return Plan(kept, ending, tuple(moved), tuple(ended), round, effects)


def refusal(pair: Pair, on: date) -> Refused | None:
    """Why the two cannot be merged today, for the page that offers it; None where they can."""
    try:
        _round_of(pair, Producer.objects.filter(pk__in=pair).select_related("district"), on)
    except Refused as refused:
        return refused
    return None


def _round_of(pair: Pair, rows: Iterable[Producer], on: date) -> Round:
    """The round that a merge would write into. Raises: Refused when the two may not be merged today."""
    found = list(rows)
    _check(pair, found)
    return one_round([expected_entry(row.district, on, producer=row) for row in in_order(found)])


def _check(pair: Pair, rows: Iterable[Producer]) -> None:
    decision = pairs.decision_of(pair)
    if decision:
        raise Refused(APART_BEFORE if decision.verdict == Verdict.APART else DECIDED)
    if any(row.is_withdrawn for row in rows):
        raise Refused("มีรายหนึ่งยกเลิกการลงทะเบียนไปแล้ว จึงรวมไม่ได้")


def in_order(rows: Iterable[Producer]) -> list[Producer]:
    """The order in which rounds and units are locked: by district."""
    return sorted(rows, key=lambda row: (row.district_id, row.pk))


def _parted(stays: Producer, ends: Producer) -> tuple[list[Product], list[Product]]:
    """The standing products of the one that ends: those that go over, and those that the other makes already."""
    known = set(stays.products.active().values_list("name_key", flat=True))
    rows = list(ends.products.active().order_by("pk"))
    return [row for row in rows if row.name_key not in known], [row for row in rows if row.name_key in known]


def _effects(rows: tuple[Producer, Producer], moved: set[int], round_id: int) -> tuple[Effect, ...]:
    """The counts of either district: what stands now, less what the two records add to it, plus what they will."""
    stays, ends = rows
    before = [content.of_producer(row) for row in rows]
    after = _contents_after(before, moved, round_id, is_across=stays.district_id != ends.district_id)
    effects = {}
    for row in in_order(rows):
        own = [number for number, each in enumerate(rows) if each.district_id == row.district_id]
        sides = ([contents[number] for number in own] for contents in (before, after))
        effects[row.district_id] = effect(row.district, round_id, *sides)
    return tuple(effects.values())


def _contents_after(
    before: Sequence[Content], moved: set[int], round_id: int, *, is_across: bool
) -> list[Content]:
    stays, ends = before
    own = {each["id"]: each for each in ends["products"]}
    over = [own[pk] for pk in sorted(moved)]
    left = [each for each in ends["products"] if is_across or each["id"] not in moved]
    gone = [
        each | {"withdrawn_round": round_id} if is_standing(each["withdrawn_round"]) else each
        for each in left
    ]
    come = [each | {"registered_round": round_id} for each in over] if is_across else over
    return [
        stays | {"products": [*stays["products"], *come]},
        ends | {"withdrawn_round": round_id, "products": gone},
    ]


# --- the merge ---


@transaction.atomic
def merge(pair: Pair, stays: int, *, versions: tuple[int, int], reason: str, by: User, on: date) -> Producer:
    """Makes the two one under the number of `stays`; `versions` are those that the person saw, its own first.

    Raises: Refused; PermissionDenied; Conflict when one of them was changed since.
    """
    entries = [
        open_entry(row.district, on, producer=row)
        for row in in_order(Producer.objects.filter(pk__in=pair).select_related("district"))
    ]
    entry = Entry(one_round(entries), entries[0].submission)
    kept, ending = sorted(locked(pair), key=lambda row: row.pk != stays)
    post = may_decide([kept, ending], by, on)
    act = Act(by, on, post, words_said(reason))
    _check(pair, (kept, ending))
    before = [content.of_producer(row) for row in (kept, ending)]
    stood = {str(row.pk): astuple(_stood(row, entry)) for row in (kept, ending)}
    _hand_over(kept, ending, entry, on)
    swap(ending, versions[1], on, withdrawn_round=entry.round, merged_into=kept)
    swap(kept, versions[0], on, former_numbers=_numbers(kept, ending))
    Producer.objects.filter(merged_into=ending).update(merged_into=kept)
    leads = replace(act, reason=f"{_where(kept, ending)} {act.reason}")
    for row in in_order((kept, ending)):
        if row == kept:
            recorded(row, "merge_from", entry, act, before=before[0])
        else:
            recorded(row, "merge_into", entry, leads, before=before[1])
    late_faults.record_duplicate((kept, ending), note=act.reason, act=act)  # both units are locked by now
    PairDecision.objects.create(
        low_id=pair[0],
        high_id=pair[1],
        verdict=Verdict.MERGED,
        reason=act.reason,
        by=by,
        at=clock.instant(on),
        stood=stood,
    )
    return Producer.objects.get(pk=kept.pk)


def _stood(row: Producer, entry: Entry) -> Stood:
    acts = Registration.objects.filter(producer=row, round=entry.round)
    return Stood(row.version, acts.values_list("kind", flat=True).first() or "", row.confirmed_round_id)


def _where(stays: Producer, ends: Producer) -> str:
    """Where the number that ends leads to; another district's own number is not told (decision 0016)."""
    if stays.district_id == ends.district_id:
        return f"รวมกับเลขทะเบียน {stays.registration_number}:"
    return "รวมกับรายเดียวกันในพื้นที่อื่น:"


def _hand_over(stays: Producer, ends: Producer, entry: Entry, on: date) -> None:
    """The products of the one that ends: over to the other, or ended with it."""
    moved, _ = _parted(stays, ends)
    if stays.district_id == ends.district_id:
        Product.objects.filter(pk__in=[each.pk for each in moved]).update(producer=stays)
    else:
        for each in moved:
            _go_on(each, stays, entry, on)
    ends.products.active().update(withdrawn_round=entry.round)


def _go_on(product: Product, stays: Producer, entry: Entry, on: date) -> None:
    """A product of another district goes on here: it was new once, so that it counts as come back (decision 0012)."""
    here = Product.objects.create(
        producer=stays,
        first_round_id=product.first_round_id,
        registered_round=entry.round,
        registered_day=on,
        name_key=product.name_key,
        **{name: getattr(product, name) for name in PRODUCT_FIELDS},
    )
    Certificate.objects.bulk_create(
        Certificate(product=here, **{name: getattr(row, name) for name in content.CERTIFICATE_FIELDS})
        for row in product.certificates.all()
    )


def _numbers(stays: Producer, ends: Producer) -> str:
    """The former numbers of both with the one that ends, each once. Raises: Refused when the column holds no more."""
    texts = f"{stays.former_numbers},{ends.registration_number},{ends.former_numbers}".split(",")
    numbers = ", ".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if len(numbers) > LONGEST_NUMBERS:
        raise Refused("เลขทะเบียนเดิมของรายที่คงอยู่ยาวเต็มช่องแล้ว กรุณาให้อำเภอลบเลขที่ไม่ใช้ก่อนรวม")
    return numbers
