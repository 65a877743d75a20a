"""One page on which a province signs several districts at once, each as far as it was looked at."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.checks import table
from registration.forms.journey.signing import SignForm
from registration.services.journey import coverage, queue, signing
from registration.views.journey.rounds import certification_or_404, url_of
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused


@requires(Action.RECORD_REVIEW)
def sign(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """Says of every district that waits how it was looked at; POST certifies the ticked ones, all or none."""
    on = clock.today()
    certification = certification_or_404(request.user, (year, number, unit), on)
    access.check(request.user, Action.RECORD_REVIEW, certification, on)
    queue.check_fresh(queue.scope_of(certification), on)
    lines = signing.lines(certification)
    form = SignForm(request.POST if request.method == "POST" else None)
    form.offer(lines)
    refused = None
    if form.is_bound and form.is_valid():
        try:
            count = signing.sign(form.chosen, by=request.user, on=on)
        except Refused as caught:
            refused = caught
        else:
            messages.success(request, f"รับรองแล้ว {count} อำเภอ")
            return redirect(url_of("round", certification))
    ready = [line for line in lines if line.is_ready]
    context = {
        "thing": certification,
        "ready": ready,
        "missing": [line for line in lines if not line.is_ready],
        "marks": coverage.total(line.marks for line in lines),
        "version": table.VERSION,
        "form": form,
        "ticked": form["district"].value() if form.is_bound else list(form.ready),
        "refused": refused,
    }
    return render(request, "registration/sign.html", context, status=409 if refused else 200)
