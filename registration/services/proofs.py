"""Proofs: issued with every paper and receipt, looked up by anybody, and never changed.

What became of a paper (superseded, withdrawn) is worked out when somebody asks. Source: docs/rules.md 7.5, /verify/.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import TextChoices
from django.urls import reverse

from registration.identifiers import DOCUMENT_SIGNS, check_document_number, document_number
from registration.models import Announcement, Edition, Proof, Round, Submission, Unit
from registration.models.proofs import RECEIPT
from registration.services.editions import announced, moved
from registration.services.editions.moved import Since
from registration.stand import Basis, Stand
from registration.workflow import Refused, Status

TOKEN_BYTES: Final = 16


class ProofState(TextChoices):
    """What anybody learns about a paper."""

    GENUINE = "genuine", "ถูกต้องและเป็นปัจจุบัน"
    DRAFT = "draft", "เป็นร่าง ยังไม่ใช่เอกสารที่ออกแล้ว"
    SUPERSEDED = "superseded", "ถูกต้องแต่มีฉบับใหม่กว่า"
    CORRECTED = "corrected", "ถูกต้องตามวันที่ออก แต่ข้อมูลแก้ไขแล้ว"
    WITHDRAWN = "withdrawn", "ถูกต้องแต่ถูกถอนแล้ว"
    UNKNOWN = "unknown", "ไม่พบเอกสารนี้ในระบบ"


@dataclass(frozen=True)
class Subject:
    """What a paper is about, whatever its issue: kind, unit, the key of its matter, and the round if there is one.

    `has_editions`: the issuer says that a later edition of the round makes the paper one of the past.
    """

    kind: str
    unit: Unit
    key: str
    round: Round | None = None
    has_editions: bool = False


@dataclass(frozen=True)
class Newer:
    """What took a paper's place: the edition when it is one, and since when."""

    edition: int | None
    since: datetime


@dataclass(frozen=True)
class Verdict:
    """The answer to one token. `proof` is empty for an unknown one.

    `since`: what later editions of its round say of its unit; nothing changes there, or the paper is one of the past.
    """

    state: ProofState
    proof: Proof | None = None
    newer: Newer | None = None
    since: Since | None = None


def draft(
    subject: Subject,
    *,
    fingerprint: str,
    issued_at: datetime,
    title: str,
    stand: Stand,
) -> Proof:
    """The proof of a paper that is still to be drawn: its token and number, not stored yet.

    `title` and `stand` are read by anybody: a unit, a round, a day, never a person.
    """
    return Proof(
        token=secrets.token_urlsafe(TOKEN_BYTES),
        number=document_number(os.urandom(DOCUMENT_SIGNS)),
        kind=subject.kind,
        unit=subject.unit,
        subject=subject.key,
        round=subject.round,
        edition=stand.edition_number,
        has_editions=subject.has_editions,
        fingerprint=fingerprint,
        issued_at=issued_at,
        title=title[:300],
        stand=stand.words[:200],
        basis=stand.act,
        act_number=stand.number,
    )


def issue(drafted: Proof) -> Proof:
    """Writes the proof of a paper. Call inside the transaction of the write it belongs to."""
    drafted.save(force_insert=True)
    return drafted


def newest(kind: str, unit_code: str, key: str) -> Proof | None:
    """The proof that was issued last for a subject; a draft takes nobody's place."""
    rows = Proof.objects.filter(kind=kind, unit_id=unit_code, subject=key).exclude(basis=Basis.DRAFT)
    return rows.order_by("-pk").first()


def path_of(proof: Proof) -> str:
    """The address that a paper's QR code leads to, without the site."""
    return reverse("registration:verify_paper", args=[proof.token])


def find_by_number(text: str) -> Proof:
    """The proof of a number typed from paper. Raises: Refused when it is mistyped or none of ours."""
    try:
        number = check_document_number(text)
    except ValueError as error:
        raise Refused(str(error)) from error
    found = Proof.objects.filter(number=number).first()
    if found is None:
        raise Refused(f"ไม่พบเอกสารเลขที่ {number} ในระบบ กรุณาตรวจกับหน่วยงานที่ออกเอกสาร")
    return found


def look_up(token: str) -> Verdict:
    """What became of the paper with this token."""
    proof = Proof.objects.select_related("unit", "round").filter(token=token).first()
    if proof is None:
        return Verdict(ProofState.UNKNOWN)
    if proof.basis == Basis.DRAFT:
        return Verdict(ProofState.DRAFT, proof)
    found, newer = _standing(proof)
    if found == ProofState.WITHDRAWN:
        return Verdict(found, proof)
    since = _since(proof)
    if found != ProofState.GENUINE:
        return Verdict(found, proof, newer, since)
    return _after_corrections(proof, since)


def _standing(proof: Proof) -> tuple[ProofState, Newer | None]:
    """What became of the paper by acts of its own: withdrawn, or another in its place. Corrections come after."""
    if proof.basis == Basis.ANNOUNCED:
        return _of_announcement(proof)
    if _is_withdrawn(proof):
        return ProofState.WITHDRAWN, None
    newer = _newer(proof)
    return (ProofState.SUPERSEDED, newer) if newer else (ProofState.GENUINE, None)


def _newer(proof: Proof) -> Newer | None:
    """The closing of a round that was told as it ran, or a later issue that says something else of the same state."""
    if proof.round_id and proof.has_editions and not proof.edition:
        edition = Edition.objects.filter(round_id=proof.round_id).order_by("-number").first()
        if edition:
            return Newer(edition.number, edition.created_at)
    last = newest(proof.kind, proof.unit_id, proof.subject)
    if last is None or (last.fingerprint, last.edition) == (proof.fingerprint, proof.edition):
        return None
    if proof.has_editions and proof.edition and last.edition != proof.edition:
        return None  # what another edition changed is asked of the editions themselves
    return Newer(last.edition, last.issued_at)


def _after_corrections(proof: Proof, since: Since | None) -> Verdict:
    """A report of its edition has a newer one; what has a number or a day of its own stays what it was (0088)."""
    if since is None or since.is_nothing:
        return Verdict(ProofState.GENUINE, proof, since=since)
    state = ProofState.SUPERSEDED if proof.has_editions else ProofState.CORRECTED
    return Verdict(state, proof, Newer(since.edition.number, since.edition.created_at), since)


def _since(proof: Proof) -> Since | None:
    """What became of the edition that the paper tells, of its unit; None for a paper that tells none."""
    told = _edition_told(proof)
    return moved.since_told(proof.round_id, told, proof.unit_id) if proof.round_id and told else None


def _edition_told(proof: Proof) -> int | None:
    """What was submitted, or announced before the closing, is what the first edition froze."""
    if proof.kind == RECEIPT:
        return 1
    if proof.basis == Basis.ANNOUNCED:
        return announced.edition_told(proof.unit_id, proof.round_id, proof.act_number)
    return proof.edition


def _is_withdrawn(proof: Proof) -> bool:
    """A submission that its district took back."""
    if proof.kind == RECEIPT and proof.round_id is not None:
        rows = Submission.objects.filter(district_id=proof.unit_id, round_id=proof.round_id)
        return rows.filter(status=Status.ENTRY).exists()
    return False


def _of_announcement(proof: Proof) -> tuple[ProofState, Newer | None]:
    """What was announced under a number stands until it is withdrawn; then another number may take its place."""
    current = Announcement.objects.in_force(proof.unit_id, proof.round_id)
    if current is None:
        return ProofState.WITHDRAWN, None
    if current.number == proof.act_number:
        return ProofState.GENUINE, None
    return ProofState.SUPERSEDED, Newer(None, current.announced_at)
