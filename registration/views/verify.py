"""Whether a paper is genuine: read by anybody from its QR code or its number; nothing personal, nothing written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registration.forms.proofs import PaperNumberForm
from registration.models import Proof, SalesCorrection, Unit
from registration.services import proofs, verdicts
from registration.services.verdicts import ProofState, Verdict
from registration.web.guard import public
from registration.web.search import searches
from registration.workflow import Refused


@public
@require_safe
@searches()
def search(request: HttpRequest) -> HttpResponse:
    """The box for a number typed from paper; a known one leads to its page."""
    form = PaperNumberForm(request.GET or None)
    if form.is_valid():
        try:
            return redirect(proofs.path_of(proofs.find_by_number(form.cleaned_data["number"])))
        except Refused as refused:
            form.add_error("number", str(refused))
    return _unlisted(render(request, "registration/verify.html", {"form": form}))


@public
@require_safe
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """What became of one paper; an unknown token says so with 404, whatever it looks like."""
    verdict = verdicts.look_up(token)
    status = 404 if verdict.state == ProofState.UNKNOWN else 200
    context = {"verdict": verdict, "unit": _unit_then(verdict.proof), "corrected": _corrected(verdict)}
    return _unlisted(render(request, "registration/verify_paper.html", context, status=status))


def _unit_then(proof: Proof | None) -> Unit | None:
    """Whose paper it is, under the name that stands on it."""
    return proof.unit.as_on(timezone.localdate(proof.issued_at)) if proof else None


def _corrected(verdict: Verdict) -> list[tuple[SalesCorrection, list[dict[str, str]]]]:
    """The corrections of sales that the paper does not know, each with what it moved of the paper's unit."""
    proof, newer = verdict.proof, verdict.newer
    if proof is None or newer is None:
        return []
    return [(each, each.lines_of(proof.unit_id)) for each in newer.corrections]


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """Neither kept by search engines nor by the way: the next look must be a fresh one."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer
