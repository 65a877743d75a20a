"""QR codes on pages: pictures in a data: address, which the policy allows."""

import segno
from django.http import HttpRequest

from registration.models import Proof
from registration.services import proofs


def qr_of(link: str) -> str:
    """The link as a QR code, an SVG picture in a data: address."""
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=4, border=4)


def check_of(request: HttpRequest, proof: Proof | None) -> dict[str, str]:
    """How a receipt or document is checked: `number`, `link` and `qr`; empty for one issued without a proof."""
    if proof is None:
        return {}
    link = request.build_absolute_uri(proofs.path_of(proof))
    return {"number": proof.number, "link": link, "qr": qr_of(link)}
