"""How the records that are certified were looked at: what is signed says so. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from otop_registry import thai
from registration.checks import table
from registration.models import Registration, ReturnReason, SampledRecord, Submission
from registration.models.producers import ReviewMark
from registration.services.checks import running
from registration.workflow import Status


@dataclass(frozen=True)
class Looked:
    """How the records that a province signs for were looked at; opened, bulk and unseen add up to the total.

    `unseen` are from before each record had to be opened or passed. `version` is that of the checks, None when a
    district was never checked.
    """

    total: int
    opened: int
    bulk: int
    unseen: int = 0
    flagged: int = 0
    sampled: int = 0
    finds: int = 0
    version: int | None = None

    @property
    def words(self) -> str:
        """For papers: an empty round has nothing to tell."""
        if not self.total:
            return ""
        return f"การตรวจระเบียนที่รับรอง {thai.count(self.total)} ระเบียน: {self.parts}"

    @property
    def parts(self) -> str:
        """What was done with them, for screens and papers alike."""
        unseen = f" ไม่ได้ตรวจ {thai.count(self.unseen)}" if self.unseen else ""
        version = f" ตามข้อตรวจฉบับที่ {self.version}" if self.version else ""
        return (
            f"เปิดดูทีละระเบียน {thai.count(self.opened)} (มีข้อควรตรวจ {thai.count(self.flagged)} "
            f"สุ่มเปิดดู {thai.count(self.sampled)} พบข้อผิด {thai.count(self.finds)}) "
            f"ผ่านรวมโดยไม่ได้เปิดดู {thai.count(self.bulk)}{unseen}{version}"
        )


def looked(district_codes: Collection[str], round_id: int) -> Looked:
    """How many records of the districts were opened one by one, passed together, or never marked."""
    rows = Registration.objects.filter(district_id__in=district_codes, round_id=round_id)
    unopened = (ReviewMark.PASSED_IN_BULK, ReviewMark.UNSEEN)
    counted = rows.aggregate(
        total=Count("pk"),
        opened=Count("pk", filter=~Q(review__in=unopened)),
        flagged=Count("pk", filter=~Q(review__in=unopened) & Q(risk__gte=table.WARNING_RISK)),
        bulk=Count("pk", filter=Q(review=ReviewMark.PASSED_IN_BULK)),
        unseen=Count("pk", filter=Q(review=ReviewMark.UNSEEN)),
    )
    drawn = SampledRecord.objects.filter(
        registration__district_id__in=district_codes, sample__submission__round_id=round_id
    ).aggregate(sampled=Count("pk"), finds=Count("pk", filter=Q(is_fault=True)))
    return Looked(**counted, **drawn, version=running.version_over(district_codes, round_id))


def looked_at_certified(unit_code: str, round_id: int) -> Looked:
    """Of the unit's districts that are certified."""
    rows = Submission.objects.in_scope(unit_code, round_id).filter(status=Status.CERTIFIED)
    return looked(list(rows.order_by().values_list("district_id", flat=True)), round_id)


def is_looked_at(rows: QuerySet[Registration]) -> bool:
    """Whether the province has returned or drawn one of the records: what it said of them is not taken away."""
    returned = ReturnReason.objects.filter(registration__in=rows)
    drawn = SampledRecord.objects.filter(registration__in=rows)
    return returned.exists() or drawn.exists()
