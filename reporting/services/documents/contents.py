"""What every document has before it is drawn, whatever its kind: what it says, in which words, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Final
from urllib.parse import urljoin

from otop_registry import thai
from registration.models import Proof
from registration.services import proofs
from registration.services.jobs.lanes import ReportProgress
from registration.stand import Stand
from reporting.models import Document
from reporting.paper import Imprint

BUILT: Final = 10  # percent; drawing takes most of the time
DRAWN: Final = 95

Draw = Callable[[Proof, IO[bytes], ReportProgress], None]


@dataclass(frozen=True)
class Order:
    """Who is told of the progress, the address that the QR code leads to, the day of the making."""

    report_progress: ReportProgress
    site: str
    on: date


@dataclass(frozen=True)
class Content:
    """What a document says: its fingerprint, the words that its proof and its row keep, how it is drawn."""

    fingerprint: str
    stand: Stand
    draw: Draw
    is_personal: bool = False
    parts: tuple[Document, ...] = ()  # of a packet
    left_out: tuple[str, ...] = ()  # what could not be put in, title and reason in one sentence
    inner: list[Proof] = field(default_factory=list)  # of what is enclosed, drafted while it is drawn


Gather = Callable[[Document, Order], Content]


def imprint(document: Document, proof: Proof, site: str) -> Imprint:
    """How anybody checks a copy of the document."""
    return Imprint(
        number=proof.number,
        link=urljoin(site, proofs.path_of(proof)),
        fingerprint=proof.fingerprint,
        drawn_at=thai.moment(proof.issued_at),
        drawn_for=document.asked_as,
    )
