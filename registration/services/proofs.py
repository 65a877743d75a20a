"""Proofs: issued with every paper and receipt, found by anybody, and never changed. Source: docs/rules.md 7.5.

What became of a paper since is worked out when somebody asks: services.verdicts.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from registration.identifiers import DOCUMENT_SIGNS, check_document_number, document_number
from registration.models import Proof, Round, Unit
from registration.stand import Basis, Stand
from registration.workflow import Refused

TOKEN_BYTES: Final = 16


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
