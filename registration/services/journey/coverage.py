"""How far the review of districts' rounds is, and what still must be opened before one may be certified. Reads only.

Every flagged record is opened one by one (decision 0068); the others may pass together once a sample of all that the
province signs in the round was opened (decision 0072).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from otop_registry import thai
from registration import places
from registration.checks import sampling, table
from registration.checks.sampling import Lot, Past
from registration.models import Registration, Round, SampledRecord, Submission
from registration.models.producers import ReviewMark
from registration.services.journey import rates
from registration.workflow import Status

WAITING = (ReviewMark.UNSEEN, ReviewMark.ANSWERED)
PASSED = (ReviewMark.PASSED, ReviewMark.PASSED_IN_BULK)
UNOPENED = (ReviewMark.UNSEEN, ReviewMark.PASSED_IN_BULK)
FLAGGED = Q(risk__gte=table.WARNING_RISK)
OPENED = ~Q(review__in=UNOPENED)


def sampled(round_id: int) -> Q:
    """Whether a record of the round was drawn in it; one list for all of them, not a look for each."""
    drawn = SampledRecord.objects.filter(sample__submission__round=round_id).order_by()
    return Q(pk__in=drawn.values("registration"))


def with_samples(rows: QuerySet[Registration], round_id: int) -> QuerySet[Registration]:
    """The rows of the round with `is_sampled`."""
    return rows.annotate(is_sampled=ExpressionWrapper(sampled(round_id), BooleanField()))


# what nobody has opened though somebody must, and what the district has answered; of rows `with_samples`
MUST_OPEN = Q(review__in=UNOPENED) & (FLAGGED | Q(is_sampled=True)) | Q(review=ReviewMark.ANSWERED)
NOTHING_KNOWN, NO_LOT = Past(), Lot()
_COUNTS = {
    "total": Q(),
    "unseen": Q(review=ReviewMark.UNSEEN),
    "answered": Q(review=ReviewMark.ANSWERED),
    "returned": Q(review=ReviewMark.RETURNED),
    "opened": Q(review=ReviewMark.PASSED),
    "bulk": Q(review=ReviewMark.PASSED_IN_BULK),
    "flagged": FLAGGED,
    "flagged_unopened": FLAGGED & Q(review__in=UNOPENED),
    "clean": ~FLAGGED & Q(review=ReviewMark.UNSEEN),
    "population": ~FLAGGED | Q(is_sampled=True),
    "sampled": Q(is_sampled=True),
    "sampled_unopened": Q(is_sampled=True, review__in=UNOPENED),
    "must_open": MUST_OPEN,
}


@dataclass(frozen=True)
class Marks:
    """How far the review is, and how it was done. `passed` = `opened` + `bulk`; `clean` are unseen and unflagged.

    `sampled` records were drawn with `finds` faults among them; `needed` is how many the rule asks for in all, and
    `to_draw` how many of them are still to be drawn before the rest may pass unopened.
    """

    total: int = 0
    unseen: int = 0
    answered: int = 0
    returned: int = 0
    opened: int = 0
    bulk: int = 0
    flagged: int = 0
    flagged_unopened: int = 0
    clean: int = 0
    population: int = 0
    sampled: int = 0
    sampled_unopened: int = 0
    must_open: int = 0
    finds: int = 0
    needed: int = 0
    to_draw: int = 0
    past: Past = NOTHING_KNOWN
    lot: Lot = NO_LOT

    @property
    def waiting(self) -> int:
        return self.unseen + self.answered

    @property
    def passed(self) -> int:
        return self.opened + self.bulk

    @property
    def is_alone(self) -> bool:
        """Whether the district is judged apart from the others of its province."""
        return sampling.is_alone(self.past, self.finds)

    @property
    def may_pass_rest(self) -> bool:
        return not self.to_draw and not self.sampled_unopened

    @property
    def lacks(self) -> list[str]:
        """What stands in the way of a certificate, in words; nothing when it may be signed."""
        lines = (
            (self.returned + self.answered, "ยังมี {} ระเบียนที่ส่งกลับหรือแก้ไขแล้วรอตรวจ"),
            (self.flagged_unopened, "ยังมี {} ระเบียนที่มีข้อควรตรวจซึ่งยังไม่ได้เปิดดู"),
            (self.to_draw, "ยังต้องสุ่มเปิดดูอีก {} ระเบียน"),
            (self.sampled_unopened, "ยังมี {} ระเบียนที่สุ่มได้ซึ่งยังไม่ได้เปิดดู"),
            (self.clean if self.may_pass_rest else 0, "ยังมี {} ระเบียนที่ไม่มีข้อควรตรวจและยังไม่ได้ให้ผ่าน"),
        )
        return [words.format(thai.count(count)) for count, words in lines if count]

    @property
    def lacks_before_rest(self) -> list[str]:
        """The same where the unflagged rest passes together with the signature."""
        return self.lacks[:-1] if self.clean and self.may_pass_rest else self.lacks


def marks(districts: Iterable[str], round: Round) -> dict[str, Marks]:
    """{district: how far its review is}, in a fixed number of questions; a district without records is all noughts."""
    codes = list(districts)
    in_hand = _in_hand({places.province_of(code) for code in codes}, round) if codes else []
    every = {*codes, *in_hand}
    counts, finds, past = _counts(every, round), _finds(codes, round), rates.past(every, round)
    lots = _lots(in_hand, counts, past)
    return {
        code: _judged(
            counts.get(code, {}), finds.get(code, 0), past[code], lots.get(places.province_of(code))
        )
        for code in codes
    }


def _in_hand(provinces: Iterable[str], round: Round) -> list[str]:
    """The districts of provinces whose round was sent, whatever came of it since: what one of them signs together.

    One that is with its district again for corrections comes back, so the share of the others stays as it is.
    """
    within = Q(*((("district__code__startswith", code)) for code in provinces), _connector=Q.OR)
    rows = Submission.objects.filter(within, round=round)
    return list(rows.exclude(status=Status.ENTRY).order_by().values_list("district_id", flat=True))


def _counts(codes: Iterable[str], round: Round) -> dict[str, dict[str, int]]:
    rows = with_samples(Registration.objects.filter(district_id__in=codes, round=round), round.pk).order_by()
    counted = rows.values("district_id").annotate(
        **{name: Count("pk", filter=asked) if asked else Count("pk") for name, asked in _COUNTS.items()}
    )
    return {row["district_id"]: {name: row[name] for name in _COUNTS} for row in map(dict[str, Any], counted)}


def _lots(
    in_hand: Iterable[str], counts: Mapping[str, Mapping[str, int]], past: Mapping[str, Past]
) -> dict[str, Lot]:
    """{province: what it signs together}."""
    lots: dict[str, Lot] = {}
    for code in in_hand:
        known = lots.get(places.province_of(code), NO_LOT)
        population = known.population + counts.get(code, {}).get("population", 0)
        lots[places.province_of(code)] = Lot(population, known.past + past[code])
    return lots


def _judged(counts: dict[str, int], finds: int, past: Past, lot: Lot | None) -> Marks:
    """The counts of a district with what the rule of the sample makes of them."""
    marks = Marks(**counts, finds=finds, past=past, lot=lot or NO_LOT)
    needed = sampling.needed(marks.lot, marks.population, past, finds)
    to_draw = max(0, needed - marks.sampled) if marks.clean or marks.bulk else 0
    return replace(marks, needed=needed, to_draw=to_draw)


def counted(rows: QuerySet[Registration]) -> Marks:
    """How far the review of these rows is, whatever their districts; of rows `with_samples`, and without their past."""
    asked = {name: Count("pk", filter=each) if each else Count("pk") for name, each in _COUNTS.items()}
    return Marks(**rows.order_by().aggregate(**asked))


def marks_of(district: str, round: Round) -> Marks:
    """Of one district."""
    return marks([district], round)[district]


def total(found: Iterable[Marks]) -> Marks:
    """Several districts of one province together, for the tabs of their queue."""
    rows = list(found)
    names = [*_COUNTS, "finds", "needed", "to_draw"]
    lot = next((row.lot for row in rows), NO_LOT)
    return Marks(**{name: sum(getattr(row, name) for row in rows) for name in names}, lot=lot)


def _finds(codes: list[str], round: Round) -> dict[str, int]:
    rows = SampledRecord.objects.filter(
        registration__district_id__in=codes, sample__submission__round=round, is_fault=True
    )
    counted = rows.order_by().values_list("registration__district_id").annotate(count=Count("pk"))
    return dict(counted)
