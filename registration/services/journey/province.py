"""The province's part of a round: review marks, coded returns, certificates with four eyes, the announcement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from otop_registry import clock, thai
from registration import access, content, places
from registration.access import Action
from registration.models import (
    Certification,
    Closing,
    Event,
    FourEyesWaiver,
    Producer,
    Registration,
    ReturnReason,
    SampledRecord,
    Submission,
    User,
)
from registration.models.fingerprints import OVER_TOKENS
from registration.models.producers import ReviewMark
from registration.services.checks import running
from registration.services.editions import announced
from registration.services.journal import Act, append_event
from registration.services.journey import coverage
from registration.services.people import signers
from registration.services.registry.standing import district_fingerprint
from registration.timetable import Step
from registration.workflow import Refused, ReturnCode, Status

ENTERING = (
    "register", "amend", "confirm", "answer_return", "explain_finding",
    "withdraw_producer", "restore_producer", "withdraw_product", "merge_into", "merge_from", "unmerge",
    "change_chair", "revert_producer", "undo_upload", "ask_transfer", "transfer_out", "transfer_in",
    "ask_undo_transfer", "transfer_back_out", "transfer_back_in",
    "submit", "resubmit",
)  # fmt: skip


@dataclass(frozen=True)
class FieldToCorrect:
    """One coded reason to return a record: the field of content.CONTENT_FIELDS or "products.<id>.<field>"."""

    field: str
    code: ReturnCode
    note: str = ""


# --- reviewing records ---


@transaction.atomic
def mark_passed(registrations: Iterable[Registration], *, by: User, on: date) -> int:
    """Marks records of one district's round as opened and in order. Returns how many. Raises: Refused."""
    rows = list(registrations)
    for row in rows[:1]:
        submission = under_review(row, by, on)
        passed = Registration.objects.filter(**_of(submission), pk__in=[each.pk for each in rows])
        ReturnReason.objects.filter(registration__in=passed, answered_at=None).delete()  # never sent
        _note_opened(passed, by, on)
        _pass(passed, ReviewMark.PASSED, by=by, on=on)
    return len(rows)


@transaction.atomic
def pass_rest(submission: Submission, *, by: User, on: date) -> int:
    """Passes what is unflagged and unseen in one act, without opening it. Returns how many.

    What is signed later tells it apart from what was opened. Raises: Refused while the sample has not been opened.
    """
    rows = Registration.objects.filter(**_of(submission)).order_by("pk")
    for first in rows[:1]:
        submission = under_review(first, by, on)
        running.refresh([submission.district_id], submission.round_id, on)
        marks = coverage.marks_of(submission.district_id, submission.round)
        if not marks.may_pass_rest:
            raise Refused(" ".join(marks.lacks))
        return _pass(
            rows.filter(~coverage.FLAGGED, review=ReviewMark.UNSEEN), ReviewMark.PASSED_IN_BULK, by=by, on=on
        )
    return 0


def _pass(rows: QuerySet[Registration], mark: ReviewMark, *, by: User, on: date) -> int:
    """Gives the records of one district's round a mark of passing, journalled in one event."""
    found = list(rows.select_related("round"))
    verb = "pass_record" if mark == ReviewMark.PASSED else "pass_in_bulk"
    for row in found[:1]:
        post = access.check(by, Action.RECORD_REVIEW, row, on)
        Registration.objects.filter(pk__in=[each.pk for each in found]).update(review=mark, reviewed_by=by)
        _journal_review(row, verb, Act(by, on, post), [each.producer_id for each in found])
    return len(found)


def _note_opened(rows: QuerySet[Registration], by: User, on: date, *, is_fault: bool = False) -> None:
    """Notes in the samples who opened them, and keeps a fault that was sent back to the district."""
    drawn = SampledRecord.objects.filter(registration__in=rows)
    drawn.filter(opened_at=None).update(opened_at=clock.instant(on), opened_by=by)
    if is_fault:
        drawn.update(is_fault=True)
    else:
        drawn.exclude(registration__return_reasons__answered_at__isnull=False).update(is_fault=False)


@transaction.atomic
def return_record(
    registration: Registration, faults: list[FieldToCorrect], *, by: User, on: date
) -> Registration:
    """Marks a record to be returned, with at least one coded reason. Raises: Refused."""
    submission = under_review(registration, by, on)
    post = access.check(by, Action.RECORD_REVIEW, registration, on)
    if not faults:
        raise Refused("กรุณาเลือกเหตุผลที่ส่งกลับอย่างน้อยหนึ่งข้อ")
    now, version = clock.instant(on), Producer.objects.get(pk=registration.producer_id).version
    registration.return_reasons.filter(answered_at=None).delete()
    ReturnReason.objects.bulk_create(
        ReturnReason(
            registration=registration,
            field=f.field,
            code=f.code,
            note=f.note,
            version=version,
            given_by=by,
            given_at=now,
        )
        for f in faults
    )
    own = Registration.objects.filter(pk=registration.pk)
    _note_opened(own, by, on, is_fault=True)
    own.update(review=ReviewMark.RETURNED, reviewed_by=by)
    said = [f"{f.field}:{f.code}" for f in faults]
    _journal_review(registration, "return_record", Act(by, on, post), [registration.producer_id], said)
    return Registration.objects.get(pk=registration.pk, round_id=submission.round_id)


def under_review(registration: Registration, by: User, on: date) -> Submission:
    """The record's locked submission, if it is with the province and the verify step is open today."""
    post = access.check(by, Action.RECORD_REVIEW, registration, on)
    rows = Submission.objects.select_for_update(of=("self",)).select_related("round", "district")
    submission = rows.filter(district_id=registration.district_id, round_id=registration.round_id).first()
    if submission is None:  # carried over to a round whose plan is not published yet
        raise Refused(f"ตรวจระเบียนไม่ได้ เพราะกรมฯ ยังไม่ประกาศแผนของรอบ {registration.round}")
    if submission.status != Status.SUBMITTED:
        raise Refused(f"ตรวจระเบียนไม่ได้ เพราะสถานะของอำเภอคือ “{submission.get_status_display()}”")
    step = (submission.district_id, submission.round.quarter, (Step.VERIFY,))
    access.check_not_closed(submission, on, asker=post.unit_id)
    access.check_step(*step, on, what="ตรวจระเบียน", asker=post.unit_id)
    return submission


def _journal_review(
    row: Registration, verb: str, act: Act, producers: list[int], faults: Iterable[str] = ()
) -> None:
    after = {"producers": producers, "faults": list(faults)}
    append_event(
        row.district_id,
        verb,
        act,
        subject=f"registration:{row.pk}",
        round=row.round,
        changes=({}, after),
    )


# --- the district's certificate ---


def _of(submission: Submission) -> dict[str, Any]:
    return {"round_id": submission.round_id, "district_id": submission.district_id}


def check_has_returns(submission: Submission, act: Act) -> None:
    """Sending back needs at least one record marked with a coded reason."""
    if not Registration.objects.filter(**_of(submission), review=ReviewMark.RETURNED).exists():
        raise Refused("ยังไม่ได้เลือกระเบียนที่จะส่งกลับ กรุณาเปิดระเบียนและระบุเหตุผลก่อน")


def check_reviewed(submission: Submission, act: Act) -> None:
    """Certifying needs four eyes, every flagged record opened, the rest passed after its sample, nothing coming back.

    Checks that ran over other data or on another day are run again, so that nothing new slips under the signature.
    """
    _check_four_eyes(submission.district_id, submission.round_id, act)
    running.refresh([submission.district_id], submission.round_id, act.on)
    lacks = coverage.marks_of(submission.district_id, submission.round).lacks
    if lacks:
        raise Refused(f"รับรองยังไม่ได้ {' '.join(lacks)}")


def check_four_eyes_of_province(certification: Certification, act: Act) -> None:
    """The province's certificate obeys four eyes over all its districts."""
    _check_four_eyes(certification.province_id, certification.round_id, act)


def _check_four_eyes(unit_code: str, round_id: int, act: Act) -> None:
    """Who entered or submitted cannot certify the same round, save by a dated waiver (decision 0011)."""
    earliest = _earliest_carried(unit_code, round_id)
    below = Event.objects.filter(unit__code__startswith=unit_code, by=act.by, verb__in=ENTERING)
    rows = below.filter(round_id__lte=round_id).values_list("unit_id", "round_id").order_by().distinct()
    if not any(entered >= earliest.get(code, round_id) for code, entered in rows):
        return
    if FourEyesWaiver.objects.on(act.on).filter(unit_id=places.province_of(unit_code)).exists():
        return
    raise Refused(
        "ผู้ที่บันทึกหรือส่งข้อมูลของรอบนี้รับรองเองไม่ได้ ต้องให้เจ้าหน้าที่อีกคนรับรอง",
        helper=partial(access.who_helps, unit_code, act.on),
    )


def _earliest_carried(unit_code: str, round_id: int) -> dict[str, int]:
    """{district: the earliest round whose acts count in this one}, of districts that missed the rounds between."""
    missed = Submission.objects.filter(district__code__startswith=unit_code, carried_to_id__lte=round_id)
    earliest: dict[str, int] = {}
    rows = missed.order_by("-round_id").values_list("district_id", "round_id", "carried_to_id")
    for code, missed_id, counted_id in rows:
        if earliest.get(code, round_id) == counted_id:
            earliest[code] = missed_id
    return earliest


def stamp_certified(submission: Submission, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "certified_at": act.at,
        "certified_by": act.by,
        "fingerprint": district_fingerprint(submission.district_id, submission.round_id),
        "fingerprint_version": OVER_TOKENS,
    }


def stamp_withdrawn(submission: Submission, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    return {"certified_at": None, "certified_by": None, "fingerprint": ""}


# --- the province's certificate and announcement ---


def not_certified(certification: Certification) -> QuerySet[Submission]:
    """The districts that a province's certificate would leave out: each needs a reason (decision 0010)."""
    rows = Submission.objects.in_scope(certification.province_id, certification.round_id)
    return rows.exclude(status=Status.CERTIFIED).select_related("district")


def stamp_province_certified(
    certification: Certification, act: Act, details: dict[str, Any]
) -> dict[str, Any]:
    """Certifies the province; districts not certified are named in details["left_out"] {code: reason}."""
    rows = Submission.objects.in_scope(certification.province_id, certification.round_id)
    signed = dict(rows.filter(status=Status.CERTIFIED).values_list("district_id", "fingerprint"))
    waiting = set(not_certified(certification).values_list("district_id", flat=True))
    left_out = named(details.get("left_out", {}), waiting, "อำเภอที่ยังไม่ได้รับรอง")
    if not signed:
        raise Refused("ยังไม่มีอำเภอที่รับรองแล้วในรอบนี้")
    return {
        "certified_at": act.at,
        "certified_by": act.by,
        "left_out": left_out,
        "fingerprint": content.fingerprint(sorted(signed.items())),
        "checks_version": running.version_over(signed, certification.round_id),
    }


def named(reasons: dict[str, str], codes: set[str], what: str) -> dict[str, str]:
    """The reasons of exactly `codes`, none silently left out (decision 0010). Raises: Refused naming the rest."""
    kept = {code: str(reasons.get(code, "")).strip() for code in sorted(codes)}
    silent = [code for code, reason in kept.items() if not reason]
    if silent:
        raise Refused(f"กรุณาระบุเหตุผลของ{what} {len(silent)} แห่ง")
    return kept


def stamp_announced(certification: Certification, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    said = announcement(certification, act, details, certification.certified_at)
    signers.check(said["announcement_signer"], certification.province_id, said["announcement_day"])
    return said | {"announced_by": act.by}


def announcement(
    thing: Certification | Closing, act: Act, details: dict[str, Any], of: datetime | None
) -> dict[str, Any]:
    """The number and day of an announcement of what was settled at `of`.

    Raises: Refused without a number or with a used one, dated after today, or before what it announces.
    """
    number, day = str(details.get("announcement_number", "")).strip(), details.get("announcement_day")
    if not number or not isinstance(day, date):
        raise Refused("กรุณาระบุเลขที่และวันที่ของประกาศ")
    if day > act.on:
        raise Refused("วันที่ของประกาศอยู่หลังวันนี้")
    if of and day < min(timezone.localdate(of), act.on):
        raise Refused("วันที่ของประกาศอยู่ก่อนวันที่รับรองหรือปิดระบบ")
    announced.check_unused(access.unit_code(thing), number, thai.year_be(day))
    return {
        "announcement_number": number,
        "announcement_day": day,
        "announcement_signer": details.get("announcement_signer"),
        "announced_at": act.at,
    }


def freeze_announced(thing: Certification | Closing, act: Act) -> None:
    """What the number stands for from now on, whatever happens to the data or to the number."""
    announced.record(thing, act.by)


def stamp_certificate_withdrawn(
    certification: Certification, act: Act, details: dict[str, Any]
) -> dict[str, Any]:
    return {
        "certified_at": None,
        "certified_by": None,
        "left_out": {},
        "fingerprint": "",
        "checks_version": None,
        "announcement_number": "",
        "announcement_day": None,
        "announcement_signer": None,
        "announced_at": None,
        "announced_by": None,
    }
