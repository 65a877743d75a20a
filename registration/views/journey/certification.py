"""The province's certificate of a round and its announcement, as one printable record."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.services import journey
from registration.services.journey import board, history
from registration.views.journey.rounds import certification_or_404, url_of
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import CertificateStatus


@requires(Action.ROUND_VIEW)
def certificate(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """What the province certified and announced; before it certifies, the way back to the board."""
    on = clock.today()
    certification = certification_or_404(request.user, (year, number, unit), on)
    access.check(request.user, Action.ROUND_VIEW, certification, on)
    if certification.status == CertificateStatus.PENDING:
        return redirect(url_of("round", certification))
    if certification.certified_at:
        certification.province = certification.province.as_on(timezone.localdate(certification.certified_at))
    context = {
        "certification": certification,
        "certificate": board.certificate(certification),
        "certified": history.newest_act(certification, "certify_province"),
        "announced": history.newest_act(certification, "announce_province"),
        "offers": journey.offers(certification, request.user, on),
    }
    return render(request, "registration/certification.html", context)
