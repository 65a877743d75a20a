"""What became of a paper: current, superseded, corrected since, withdrawn. Worked out when somebody asks.

Source: docs/rules.md 7.5, /verify/; decisions 0045, 0088.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from registration.models import Announcement, Edition, Proof, SalesCorrection, Submission
from registration.models.proofs import RECEIPT
from registration.services import proofs
from registration.services.editions import announced, moved
from registration.services.editions.moved import Since
from registration.stand import Basis
from registration.workflow import CorrectionStatus, Status


class ProofState(TextChoices):
    """What anybody learns about a paper."""

    GENUINE = "genuine", "ถูกต้องและเป็นปัจจุบัน"
    DRAFT = "draft", "เป็นร่าง ยังไม่ใช่เอกสารที่ออกแล้ว"
    SUPERSEDED = "superseded", "ถูกต้องแต่มีฉบับใหม่กว่า"
    CORRECTED = "corrected", "ถูกต้องตามวันที่ออก แต่ข้อมูลแก้ไขแล้ว"
    WITHDRAWN = "withdrawn", "ถูกต้องแต่ถูกถอนแล้ว"
    UNKNOWN = "unknown", "ไม่พบเอกสารนี้ในระบบ"


@dataclass(frozen=True)
class Newer:
    """What took a paper's place: the edition when it is one, and since when.

    `corrections` of sales moved what the paper tells, the oldest first.
    """

    edition: int | None
    since: datetime
    corrections: tuple[SalesCorrection, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The answer to one token. `proof` is empty for an unknown one.

    `since`: what later editions of its round say of its unit; nothing changes there, or the paper is one of the past.
    """

    state: ProofState
    proof: Proof | None = None
    newer: Newer | None = None
    since: Since | None = None


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
    """The closing of a round told as it ran, a correction of sales, or an issue that says else of the same state."""
    if proof.round_id and proof.has_editions and not proof.edition:
        edition = Edition.objects.filter(round_id=proof.round_id).order_by("-number").first()
        if edition:
            return Newer(edition.number, edition.created_at)
    if corrected := _corrected(proof):
        return Newer(None, corrected[-1].decided_at or proof.issued_at, corrected)
    last = proofs.newest(proof.kind, proof.unit_id, proof.subject)
    if last is None or (last.fingerprint, last.edition) == (proof.fingerprint, proof.edition):
        return None
    if proof.has_editions and proof.edition and last.edition != proof.edition:
        return None  # what another edition changed is asked of the editions themselves
    return Newer(last.edition, last.issued_at)


def _corrected(proof: Proof) -> tuple[SalesCorrection, ...]:
    """The approved corrections of sales that moved what the paper tells (decision 0085)."""
    rows = proof.sales_corrections.filter(status=CorrectionStatus.APPROVED).select_related("district")
    return tuple(rows.order_by("decided_at", "pk"))


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
