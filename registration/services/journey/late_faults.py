"""Faults that come out after a province has certified: told by an officer, or by a return after the certificate."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from otop_registry import thai
from registration import access
from registration.access import Action
from registration.models import (
    Event,
    FaultSource,
    LateFault,
    Producer,
    Registration,
    ReturnReason,
    Submission,
    User,
)
from registration.models.notices import Kind
from registration.models.producers import ReviewMark
from registration.services.checks import late_faults
from registration.services.journal import Act
from registration.services.journey import review
from registration.services.notices import Owed, owe
from registration.workflow import Refused

label_of = late_faults.label_of
KNOWN = "ข้อผิดของช่องนี้ในระเบียนของรอบนี้แจ้งไว้แล้ว"


def choices(registration: Registration) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be wrong with a record, grouped for a select."""
    whole = [(late_faults.WHOLE, late_faults.LABELS[late_faults.WHOLE])]
    return [("ระเบียน", whole), *review.returnable(registration)]


@transaction.atomic
def report(producer: Producer, field: str, *, reason: str, by: User, on: date) -> LateFault:
    """Tells of a fault found in a certified record. Raises: PermissionDenied; Refused."""
    post = access.check(by, Action.FAULT_REPORT, producer, on)
    registration, words = late_faults.newest_certified(producer), thai.repair(reason)
    if registration is None:
        raise Refused("ยังไม่มีรอบใดที่จังหวัดรับรองระเบียนนี้ จึงยังไม่มีข้อผิดที่พบภายหลัง")
    if not words:
        raise Refused("กรุณาระบุเหตุผล")
    act = Act(by, on, post)
    fault = late_faults.record(registration, field, source=FaultSource.AUDIT, note=words, act=act)
    if fault is None:
        raise Refused(KNOWN)
    tell(fault, act)
    return fault


def tell(fault: LateFault, act: Act) -> int:
    """Owes the district the notice of a fault that no other notice tells of."""
    row = fault.registration
    details = {"round": str(row.round.quarter), "act_day": act.on.isoformat()}
    path = row.producer.get_absolute_url()
    owed = Owed(
        Kind.LATE_FAULT, row.district_id, f"producer:{row.producer_id}", f"fault:{fault.pk}", path, details
    )
    return owe([owed], fault.at)


def record_returns(submission: Submission, act: Act) -> None:
    """What is sent back of a round that had been certified before came out after the signature.

    The district hears of it by the notice of the return itself.
    """
    signed = Event.objects.filter(subject=f"submission:{submission.pk}", verb="certify")
    if not signed.exists():
        return
    rows = ReturnReason.objects.filter(
        answered_at=None,
        registration__review=ReviewMark.RETURNED,
        registration__district=submission.district_id,
        registration__round=submission.round_id,
    )
    for row in rows.select_related("registration__round"):
        note = f"{row.get_code_display()} {row.note}".strip()
        late_faults.record(row.registration, row.field, source=FaultSource.RETURN, note=note, act=act)


# --- what is known ---


def of_producer(producer: Producer) -> QuerySet[LateFault]:
    """The late faults of a producer, the newest first."""
    rows = LateFault.objects.filter(registration__producer=producer)
    return rows.select_related("registration__round", "by")


def unanswered(rows: QuerySet[LateFault]) -> QuerySet[LateFault]:
    """Those of the rows that still wait for a write to the record."""
    return LateFault.objects.unanswered() & rows
