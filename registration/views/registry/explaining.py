"""Where a district says why a record that the checks warn of is right: of one record, or of its whole round."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.forms.registry.explaining import ExplanationForm
from registration.models import Finding, Producer
from registration.services import registry
from registration.services.checks import found
from registration.services.registry import searching
from registration.views.journey.rounds import submission_or_404, url_of
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest

PER_PAGE = 50  # boxes; a screen of work


@requires(Action.PRODUCER_EDIT)
def explain_record(request: PersonRequest, pk: int) -> HttpResponse:
    """The warnings of one record in the running round."""
    on = clock.today()
    producer = access.get_or_404(Producer, pk, request.user, on)
    access.check(request.user, Action.PRODUCER_EDIT, producer, on)
    round = searching.round_on(producer.district_id, on)
    rows = found.asked_of(producer.district_id, round.pk if round else 0)
    findings = list(rows.filter(registration__producer=producer))
    context = {"back": producer.get_absolute_url(), "whom": producer, "district": producer.district}
    return _explain(request, findings, context)


@requires(Action.PRODUCER_EDIT)
def explain_round(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """The warnings of a district's round, those without a word first."""
    on = clock.today()
    submission = submission_or_404(request.user, (year, number, unit), on)
    access.check(request.user, Action.PRODUCER_EDIT, submission, on)
    rows = found.asked_of(submission.district_id, submission.round_id)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "back": url_of("round", submission),
        "whom": f"รอบ {submission.round}",
        "district": submission.district,
        "page": page,
    }
    return _explain(request, list(page), context)


def _explain(request: PersonRequest, findings: list[Finding], context: dict) -> HttpResponse:
    if not findings:
        messages.info(request, "ไม่มีข้อที่ควรตรวจซึ่งต้องให้เหตุผล")
        return redirect(context["back"])
    form = ExplanationForm(request.POST or None, findings=findings)
    kept: list[int] = []
    if attempt(form, lambda: kept.append(_give(request, form))):
        messages.success(request, f"บันทึกเหตุผล {thai.count(kept[0])} ข้อแล้ว จังหวัดอ่านได้เมื่อตรวจ")
        return redirect(context["back"])
    return render(request, "registration/explain.html", {"form": form, **context})


def _give(request: PersonRequest, form: ExplanationForm) -> int:
    return registry.give_reasons(form.said, by=request.user, on=clock.today())
