"""The district's word on what the checks found in a record: why it is right as it stands; the verifier reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.models import Finding, Submission, User
from registration.services.checks.found import shown
from registration.services.journal import Act, append_event
from registration.services.registry.entry import open_round
from registration.workflow import Refused

LONGEST: Final = 500  # letters, as the column holds


@transaction.atomic
def give_reasons(said: Mapping[Finding, str], *, by: User, on: date) -> int:
    """Keeps what the district says on each finding; nothing said is left as it was. Returns how many were kept.

    Raises: Refused as give_reason does; then none is kept.
    """
    given = {finding: text for finding, text in said.items() if text.strip() and text != finding.reason}
    for finding, text in given.items():
        give_reason(finding, text, by=by, on=on)
    return len(given)


@transaction.atomic
def give_reason(finding: Finding, text: str, *, by: User, on: date) -> Finding:
    """Keeps why the record is right as it stands, while its round is with the district; of a pair for both records.

    Raises: Refused outside the window or without words.
    """
    producer = finding.registration.producer
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    submission = open_round(producer.district, finding.registration.round_id, on)
    words = thai.repair(text)
    if not words or len(words) > LONGEST:
        raise Refused(f"กรุณาพิมพ์เหตุผลไม่เกิน {LONGEST} ตัวอักษร")
    stored = {"reason": words, "reason_by": by, "reason_at": clock.instant(on)}
    if not Finding.objects.filter(pk=finding.pk).update(**stored):
        raise Refused("ข้อสังเกตนี้ไม่มีแล้ว กรุณาเปิดหน้านี้ใหม่")
    other_side = list(_other_side(finding, submission).filter(reason=""))
    Finding.objects.filter(pk__in=[row.pk for row in other_side]).update(**stored)
    for row in (finding, *other_side):
        told = Act(by, on, post, f"{shown(row).words}: {words}")
        subject = f"producer:{row.registration.producer_id}"
        append_event(producer.district_id, "explain_finding", told, subject=subject, round=submission.round)
    return Finding.objects.get(pk=finding.pk)


def _other_side(finding: Finding, submission: Submission) -> QuerySet[Finding]:
    """The same pair as the other record of the district's round tells of it."""
    rows = Finding.objects.filter(
        registration__round=submission.round_id,
        registration__district=submission.district_id,
        registration__producer=finding.other_id,
        other=finding.registration.producer_id,
        code=finding.code,
    )
    return rows.select_related("registration")
