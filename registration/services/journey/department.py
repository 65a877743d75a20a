"""What the department's closing of a round needs, and what each of its acts stamps on it."""

from typing import Any

from django.db.models import Q, QuerySet

from registration.models import Certification, Closing, Round
from registration.services.journal import Act
from registration.services.journey.province import announcement, named
from registration.services.people import signers
from registration.workflow import CertificateStatus, ClosingStatus, Refused


def check_order(closing: Closing, act: Act) -> None:
    """Rounds of a year close in order: what misses one is carried into the next, which must be open (decision 0018)."""
    first_of_year = closing.round.fiscal_year_be * 10
    before = Round.id_of(closing.round.quarter.previous)
    unfinished = Closing.objects.filter(
        Q(round_id=before) | Q(round_id__gt=first_of_year, round_id__lt=closing.round_id),
        status__in=[ClosingStatus.OPEN, ClosingStatus.SOFT_CLOSED],
        round__registrations__isnull=False,
    )
    earlier = unfinished.select_related("round").order_by("round_id").first()
    if earlier:
        raise Refused(f"ต้องปิดระบบรอบ {earlier.round} ซึ่งมีข้อมูลค้างอยู่ก่อน จึงจะปิดรอบ {closing.round} ได้")


def not_certified(closing: Closing) -> QuerySet[Certification]:
    """The provinces that a closing would leave out: each needs a reason (decision 0010)."""
    rows = Certification.objects.filter(round_id=closing.round_id, status=CertificateStatus.PENDING)
    return rows.select_related("province")


def stamp_soft_closed(closing: Closing, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    """Holds the round. Provinces that did not certify are named in details["left_out"] {code: reason}."""
    waiting = set(not_certified(closing).values_list("province_id", flat=True))
    left_out = named(details.get("left_out", {}), waiting, "จังหวัดที่ยังไม่ได้รับรอง")
    return {"left_out": left_out, "soft_closed_at": act.at}


def stamp_reopened(closing: Closing, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    return {"left_out": {}, "soft_closed_at": None}


def stamp_closed(closing: Closing, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    return {"closed_at": act.at, "closed_by": act.by}


def stamp_announced(closing: Closing, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    said = announcement(closing, act, details, closing.closed_at)
    signers.check(said["announcement_signer"], "", said["announcement_day"])
    return said
