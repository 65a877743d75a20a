"""Corrections of sales after the final grades: the list, asking with the effect in sight, and each step after it."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.forms.corrections import CorrectionStepForm
from registration.models import SalesCorrection, Unit
from registration.services.corrections import reading as listing
from registration.services.corrections.path import Said
from registration.services.sales import correcting
from registration.services.sales.correcting import NOTHING
from registration.views.corrections import row_of
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused, Transition
from reporting.forms.sales_corrections import SalesCorrectionForm
from reporting.services import sales_corrections
from reporting.services.sales_corrections import reading
from reporting.views.addresses import district_or_404, month_or_404

PAGE_SIZE = 25
MOST_ROWS = 300  # products on one page, as the page of a month shows at most


@requires(Action.CORRECTION_VIEW)
def listed(request: PersonRequest) -> HttpResponse:
    """The corrections of sales of the person's scope, those that wait first."""
    rows = listing.waiting_first(access.visible(SalesCorrection, request.user, clock.today()))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reporting/sales_corrections.html", {"page": page})


@requires(Action.CORRECTION_ASK)
def new(request: PersonRequest, year: int, month: int, unit: str) -> HttpResponse:
    """The month as it stands, to be put right; its effect is read before it is asked for."""
    on, first = clock.today(), month_or_404(year, month)
    district = district_or_404(request, unit, on)
    access.check(request.user, Action.CORRECTION_ASK, district, on)
    context: dict[str, Any] = {"district": district, "month": first, "month_name": thai.month_name(first)}
    if refused := _refusal(district, first):
        return render(request, "reporting/sales_correction_new.html", context | {"refused": refused})
    page = Paginator(list(correcting.standing(district, first).items()), MOST_ROWS).get_page(
        request.GET.get("page")
    )
    form = SalesCorrectionForm(request.POST or None, standing=dict(page.object_list))
    context |= {"form": form, "page": page}
    has_looked = request.method == "POST" and attempt(form, partial(_look, form, context))
    if has_looked and "ask" in request.POST and attempt(form, partial(_ask, request, context)):
        return redirect("reporting:sales_corrections")
    return render(request, "reporting/sales_correction_new.html", context)


def _refusal(district: Unit, month: date) -> Refused | None:
    try:
        correcting.check_locked(district.pk, month)
    except Refused as refused:
        return refused
    return None


def _look(form: SalesCorrectionForm, context: dict[str, Any]) -> None:
    """Adds to the page what the correction would move. Raises: Refused when nothing would."""
    context["wish"] = form.wish(context["district"], context["month"])
    proposed = sales_corrections.proposed(context["district"], context["month"], context["wish"])
    if not proposed.changes:
        raise Refused(NOTHING)
    context |= reading.context_of(proposed, sales_corrections.effect_of(proposed))


def _ask(request: PersonRequest, context: dict[str, Any]) -> None:
    place = context["district"], context["month"]
    found = sales_corrections.ask(*place, context["wish"], by=request.user, on=clock.today())
    messages.success(request, f"ยื่นคำขอแล้ว: {found} {found.get_status_display()}")


@requires(Action.CORRECTION_VIEW)
def correction(request: PersonRequest, pk: int) -> HttpResponse:
    """One correction: what it asks, what it moves or moved, where it stands, and the next steps."""
    on = clock.today()
    found = access.get_or_404(SalesCorrection, pk, request.user, on)
    offers = sales_corrections.offers(found, request.user, on)
    runs = found.runs.select_related("quarter", "province").order_by("quarter_id", "number")
    context = {**reading.context_of(found), "offers": offers, "runs": runs}
    return render(request, "reporting/sales_correction.html", context)


@requires(Action.CORRECTION_DECIDE)
def step(request: PersonRequest, pk: int, verb: str) -> HttpResponse:
    """What a step does, with the effect as it reads now; POST takes it, a refusal says its rule."""
    on = clock.today()
    found = access.get_or_404(SalesCorrection, pk, request.user, on)
    row = row_of(verb)
    access.check_role(request.user, row.by, found, on)
    offers = {offer.transition: offer.refused for offer in sales_corrections.offers(found, request.user, on)}
    if row not in offers:
        return redirect(found)
    effect = sales_corrections.effect_of(found)
    data = request.POST if request.method == "POST" else None
    form = CorrectionStepForm(data, needs_reason=row.needs_reason, initial={"seen": effect.fingerprint})
    if data is not None and attempt(form, lambda: _step(request, found, row, form)):
        return redirect(found)
    context = {**reading.context_of(found, effect), "row": row, "form": form, "refused": offers[row]}
    return render(request, "reporting/sales_correction_step.html", context)


def _step(request: PersonRequest, found: SalesCorrection, row: Transition, form: CorrectionStepForm) -> None:
    said = Said(form.cleaned_data.get("reason", ""), form.cleaned_data["seen"])
    sales_corrections.advance(found, row.verb, said, by=request.user, on=clock.today())
    messages.success(request, f"{row.label}แล้ว: {found}")
