"""The executives' page: one A4 a month, of a province or of the nation, from stored runs alone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from otop_registry import clock, thai
from registration.access import Action
from registration.places import Level, province_of
from registration.timetable import next_month
from registration.web.guard import requires
from registration.web.names_then import named_by
from registration.web.person_request import PersonRequest
from reporting.services import nation, since
from reporting.services import summary as summary_service
from reporting.services.outlines import VIEW_BOX
from reporting.views.addresses import month_end, month_or_404, unit_or_404


@requires(Action.SUMMARY_VIEW)
def home(request: PersonRequest) -> HttpResponse:
    """The newest month of the person's unit."""
    on = clock.today()
    unit, _ = unit_or_404(request, Action.SUMMARY_VIEW, on)
    newest = summary_service.latest_month(province_of(unit.code), on)
    address = reverse("reporting:summary", args=[thai.year_be(newest), newest.month])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


@requires(Action.SUMMARY_VIEW)
@named_by(month_end)
def summary(request: PersonRequest, year: int, month: int) -> HttpResponse:
    """A province's page, the nation's for the department; a month without a run says so."""
    on, first = clock.today(), month_or_404(year, month)
    unit, post = unit_or_404(request, Action.SUMMARY_VIEW, on)
    by_name, wanted = request.GET.get("sort") == "name", request.GET.get("quarter", "")
    context: dict[str, Any] = {
        "unit": unit,
        "month": first,
        "month_name": thai.month_name(first),
        "sales_month": thai.month_name(thai.previous_month(first)),
        "earlier": thai.previous_month(first),
        "later": next_month(first),
        "by_name": by_name,
        "is_national_post": not post.unit_id,
    }
    province = summary_service.province_of(unit) if unit.code else unit
    seen = unit.code if unit.level == Level.DISTRICT else post.unit_id
    context["since"] = since.of(max(seen, province.code, key=len), first)
    if not unit.code:
        context |= {
            "page": nation.of_nation(first, on, wanted=wanted, by_name=by_name),
            "view_box": VIEW_BOX,
        }
        return render(request, "reporting/summary_nation.html", context)
    page = summary_service.of_province(province, first, on, seen=seen, wanted=wanted, by_name=by_name)
    context |= {"page": page, "province": province}
    if page is None:
        context["ungraded"] = summary_service.ungraded(province, first, on, seen=seen)
    return render(request, "reporting/summary_province.html", context)
