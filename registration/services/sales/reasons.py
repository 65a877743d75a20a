"""The reason of a finding of a district's month as a whole: given by the district, read by whoever reads its sales."""

from datetime import date

from django.db import transaction

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import Unit, User
from registration.models.sales import SalesReason
from registration.services.journal import Act, append_event, lock_unit
from registration.services.sales import plausibility, writing
from registration.workflow import Refused


@transaction.atomic
def explain(district: Unit, month: date, kind: str, *, by: User, on: date, reason: str) -> SalesReason:
    """Stores why a finding is as it is; giving it again replaces it, and the journal keeps what was said before.

    Raises: Refused without words, for a month not open or locked, or when the finding is there no more.
    """
    post = access.check(by, Action.SALES_EDIT, district, on)
    said = reason.strip()
    if not said:
        raise Refused("กรุณาระบุเหตุผล")
    lock_unit(district.pk)
    writing.check_open(district.pk, month, on)
    remark = next((r for r in plausibility.remarks(district, month) if r.finding.code == kind), None)
    if remark is None:
        raise Refused("ไม่มีข้อสังเกตนี้แล้ว เพราะยอดจำหน่ายเปลี่ยนไป จึงไม่ต้องระบุเหตุผล")
    was = {kind: remark.given.reason} if remark.given else {}
    values = {
        "answered": remark.finding.message,
        "reason": said,
        "given_at": clock.instant(on),
        "given_by": by,
    }
    row, _ = SalesReason.objects.update_or_create(district=district, month=month, kind=kind, defaults=values)
    append_event(
        district.pk,
        "explain_finding",
        Act(by, on, post, said),
        subject=f"sales:{month:%Y-%m}",
        changes=(was, {kind: said, "finding": remark.finding.message}),
    )
    return row
