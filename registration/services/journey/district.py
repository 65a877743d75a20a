"""What a district's submission needs before it goes to the province, and what submitting stamps on it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from otop_registry import thai
from registration import content, figures, identifiers
from registration.models import Producer, Product, Proof, Registration, Submission
from registration.models.producers import ReviewMark
from registration.models.proofs import RECEIPT
from registration.services import proofs, subjects
from registration.services.checks import found, running
from registration.services.checks.licences import products_without_licence
from registration.services.journal import Act
from registration.stand import Basis, Stand
from registration.workflow import Refused

Producers = QuerySet[Producer]


@dataclass(frozen=True)
class Problem:
    """What must be put right before the submission. What only asks for a look is a finding of the checks."""

    producer: Producer
    message: str


def problems(submission: Submission, on: date) -> list[Problem]:
    """What is missing in the district's round."""
    rows = Producer.objects.active().filter(
        registrations__round_id=submission.round_id, district_id=submission.district_id
    )
    return [*_without_licence(rows, on), *_without_product(rows)]


def _without_licence(rows: Producers, on: date) -> list[Problem]:
    text = "ผลิตภัณฑ์ “{}” มีกฎหมายกำหนดให้ต้องมีใบอนุญาต แต่ยังไม่มีใบอนุญาตที่ยังไม่หมดอายุ"
    lacking = products_without_licence(on).filter(producer__in=rows).select_related("producer")
    return [Problem(product.producer, text.format(product.name)) for product in lacking]


def _without_product(rows: Producers) -> list[Problem]:
    text = "ยังไม่มีผลิตภัณฑ์ที่ผลิตอยู่"
    return [Problem(row, text) for row in producers_without_product(rows)]


def producers_without_product(rows: Producers) -> Producers:
    """Those of `rows` that have no standing product."""
    return rows.filter(~Exists(Product.objects.active().filter(producer=OuterRef("pk"))))


def check_complete(submission: Submission, act: Act) -> None:
    """Refuses to submit while a problem stands, or a warning of the checks lacks the district's reason."""
    _refuse(problems(submission, act.on))
    if count := found.lacking_reason(submission.district_id, submission.round_id):
        raise Refused(f"มีข้อที่ควรตรวจ {count} ข้อที่ยังไม่มีเหตุผลของอำเภอ กรุณาแก้ไขข้อมูลหรือให้เหตุผลก่อนส่ง")


def _refuse(standing: list[Problem]) -> None:
    if standing:
        raise Refused(f"มี {len(standing)} รายการที่ต้องแก้ไขก่อนส่ง ดูรายการในหน้าตรวจข้อมูล")


def check_before_sending(submission: Submission, on: date) -> None:
    """What is first found on the day of sending stays found though it holds the sending up: it can be answered."""
    running.refresh([submission.district_id], submission.round_id, on)


def run_checks(submission: Submission, act: Act) -> None:
    """What is sent is checked as it stands that day, whatever was found while it was entered."""
    running.run(submission.district_id, submission.round_id, act.on)


def check_answered(submission: Submission, act: Act) -> None:
    """Refuses to resubmit while a returned record is unanswered, or a problem stands in one.

    The other records cannot be written now, so they do not hold the district up.
    """
    waiting = Registration.objects.filter(
        round_id=submission.round_id, district_id=submission.district_id, review=ReviewMark.RETURNED
    ).count()
    if waiting:
        raise Refused(f"ยังมี {waiting} ระเบียนที่จังหวัดส่งกลับและยังไม่ได้แก้ไข")
    answered = Registration.objects.filter(
        round_id=submission.round_id, district_id=submission.district_id, review=ReviewMark.ANSWERED
    ).values_list("producer_id", flat=True)
    _refuse([each for each in problems(submission, act.on) if each.producer.pk in set(answered)])


def stamp_submitted(submission: Submission, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    """The first submission keeps its instant for ever; the receipt keeps its number."""
    number = submission.receipt_number or identifiers.receipt_number(
        str(submission.round.quarter), submission.district_id, 1
    )
    resubmitted = stamp_resubmitted(submission, act, details)
    now = resubmitted["latest_submitted_at"]
    return resubmitted | {
        "first_submitted_at": submission.first_submitted_at or now,
        "receipt_number": number,
    }


def stamp_resubmitted(submission: Submission, act: Act, details: dict[str, Any]) -> dict[str, Any]:
    """What every sending writes anew: its instant, by whom, the receipt's figures and their proof."""
    now, receipt = act.at, receipt_figures(submission)
    _issue_proof(submission, receipt, now)
    return {"latest_submitted_at": now, "submitted_by": act.by, "receipt": receipt}


def receipt_figures(submission: Submission) -> dict[str, Any]:
    """What the receipt says for ever: {"tally": {kind of act: count}, "totals": {figures.Counts field: count}}."""
    code, round_id = submission.district_id, submission.round_id
    return {
        "tally": figures.progress(code, round_id).get(code, {}),
        "totals": asdict(figures.registration_report(code, round_id).total),
    }


def _issue_proof(submission: Submission, receipt: dict[str, Any], now: datetime) -> None:
    """Lets anybody check the receipt: one proof for each sending."""
    subject = proofs.Subject(
        RECEIPT, submission.district, subjects.of_round(submission.round_id), submission.round
    )
    drafted = proofs.draft(
        subject,
        fingerprint=content.fingerprint([receipt, now.isoformat()]),
        issued_at=now,
        title=f"ใบรับการส่งข้อมูลลงทะเบียน รอบ {submission.round} {submission.district}",
        stand=Stand(
            timezone.localdate(now), basis=Basis.SUBMITTED, told=f"ข้อมูล ณ เวลาที่ส่ง {thai.moment(now)}"
        ),
    )
    proofs.issue(drafted)


def proof_of(submission: Submission) -> Proof | None:
    """The proof of the newest receipt."""
    return proofs.newest(RECEIPT, submission.district_id, subjects.of_round(submission.round_id))
