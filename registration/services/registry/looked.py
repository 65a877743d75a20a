"""How the records that are certified were looked at: what is signed says so. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from otop_registry import thai
from registration.models import Registration, Submission
from registration.models.producers import ReviewMark
from registration.workflow import Status


@dataclass(frozen=True)
class Looked:
    """How the records that a province signs for were looked at; the parts add up to the total."""

    total: int
    opened: int
    bulk: int
    unseen: int

    @property
    def words(self) -> str:
        """For papers: an empty round has nothing to tell."""
        if not self.total:
            return ""
        return (
            f"การตรวจระเบียนที่รับรอง {thai.count(self.total)} ระเบียน: เปิดดูทีละระเบียน {thai.count(self.opened)} "
            f"ผ่านรวมโดยไม่ได้เปิดดู {thai.count(self.bulk)} ไม่ได้ตรวจ {thai.count(self.unseen)}"
        )


def looked(district_codes: Collection[str], round_id: int) -> Looked:
    """How many records of the districts were opened one by one, passed together, or never marked."""
    rows = Registration.objects.filter(district_id__in=district_codes, round_id=round_id)
    counted = rows.aggregate(
        total=Count("pk"),
        opened=Count("pk", filter=~Q(review__in=(ReviewMark.PASSED_IN_BULK, ReviewMark.UNSEEN))),
        bulk=Count("pk", filter=Q(review=ReviewMark.PASSED_IN_BULK)),
        unseen=Count("pk", filter=Q(review=ReviewMark.UNSEEN)),
    )
    return Looked(**counted)


def looked_at_certified(unit_code: str, round_id: int) -> Looked:
    """Of the unit's districts that are certified."""
    rows = Submission.objects.in_scope(unit_code, round_id).filter(status=Status.CERTIFIED)
    return looked(list(rows.order_by().values_list("district_id", flat=True)), round_id)
