"""Monthly reports: who has reported, the draft of a district's month, its confirmation and receipt."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.places import Level
from registration.services.sales import plausibility
from registration.services.sales.grid import dues
from registration.timetable import Quarter
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.names_then import named_by
from registration.web.person_request import PersonRequest
from registration.web.qr import check_of, qr_of
from reporting.forms.monthly import ConfirmForm
from reporting.services import monthly, notices, rounds
from reporting.services.overtaken import overtaken
from reporting.views.addresses import NOT_FOUND, district_or_404, month_end, month_or_404, unit_or_404


@requires(Action.MONTHLY_VIEW)
def home(request: PersonRequest) -> HttpResponse:
    """A district's own months; a province's districts × months; the department's provinces × months."""
    on = clock.today()
    unit, post = unit_or_404(request, Action.MONTHLY_VIEW, on)
    context: dict[str, Any] = {"unit": unit, "post": post}
    if unit.level == Level.DISTRICT:
        context["standings"] = rounds.of_district(unit, on)
        return render(request, "reporting/monthly_home.html", context)
    board = rounds.board(unit.code, on)
    if board.columns:
        due = next((each for each in board.columns if not each.not_due), board.columns[0])
        context["newest"] = due
        link = request.build_absolute_uri(reverse("reporting:monthly_month", args=_address(due.due.month)))
        may_share = access.may_ever(request.user, Action.MONTHLY_SHARE, on)
        context |= {"link": link, "qr": qr_of(link), "may_share": may_share}
        context["alike"] = plausibility.alike_in(unit.code, due.due.month) if unit.code else []
    return render(request, "reporting/monthly_board.html", context | {"board": board})


@requires(Action.MONTHLY_VIEW)
def month(request: PersonRequest, year: int, month: int) -> HttpResponse:
    """The address that one letter prints for every district: leads each to its own report of the month."""
    first = month_or_404(year, month)
    unit, _ = unit_or_404(request, Action.MONTHLY_VIEW, clock.today())
    if unit.level == Level.DISTRICT:
        return redirect("reporting:monthly", *_address(first), unit.code)
    return redirect("reporting:monthly_home")


@requires(Action.MONTHLY_SHARE)
def share(request: PersonRequest, year: int, month: int) -> HttpResponse:
    """A text with the link to paste into the districts' LINE group; it needs no channel of one's own."""
    on, first = clock.today(), month_or_404(year, month)
    unit, _ = unit_or_404(request, Action.MONTHLY_SHARE, on)
    link = request.build_absolute_uri(reverse("reporting:monthly_month", args=_address(first)))
    text = notices.share_text(unit, first, on, link)
    return render(request, "reporting/monthly_share.html", {"unit": unit, "month": first, "text": text})


@requires(Action.MONTHLY_VIEW)
@named_by(month_end)
def report(request: PersonRequest, year: int, month: int, district: str) -> HttpResponse:
    """The six numbers of a district's month; confirming freezes them and leads to the receipt."""
    on = clock.today()
    unit, first = district_or_404(request, district, on), month_or_404(year, month)
    standing = monthly.report_of(unit, first)
    found = monthly.draft(unit, first, on)
    kept = {"note": standing.note if standing else ""}
    form = ConfirmForm(request.POST or None, initial=kept, has_missing=found.missing > 0)
    if request.method == "POST":
        access.check(request.user, Action.MONTHLY_CONFIRM, unit, on)
        if attempt(form, lambda: monthly.confirm(unit, first, **form.cleaned_data, by=request.user, on=on)):
            return redirect("reporting:monthly_receipt", year, month, district)
    due, findings = dues([first])[first], monthly.findings(found, unit, first)
    context = {
        "unit": unit,
        "year": year,
        "month": first,
        "month_name": thai.month_name(first),
        "quarter": Quarter.of(first),
        "due": due,
        "state": rounds.state_of(due, standing.first_confirmed_at if standing else None, on),
        "report": standing,
        "draft": found,
        "has_moved": (unit.code, first) in overtaken(unit.code, [first]),
        "findings": [each for each in findings if each.given is None],
        "explained": [each for each in findings if each.given],
        "refused": monthly.refusal(unit, first, on),
        "form": form,
    }
    return render(request, "reporting/monthly.html", context)


@requires(Action.MONTHLY_VIEW)
@named_by(month_end)
def receipt(request: PersonRequest, year: int, month: int, district: str) -> HttpResponse:
    """The receipt of a confirmed report: what was frozen, by whom, first and last, and its QR code."""
    on = clock.today()
    unit, first = district_or_404(request, district, on), month_or_404(year, month)
    report = monthly.report_of(unit, first)
    if report is None:
        raise Http404(NOT_FOUND)
    due = dues([first])[first]
    context = {
        "report": report,
        "draft": monthly.Draft.of(report.figures),
        "month_name": thai.month_name(first),
        "quarter": Quarter.of(first),
        "due": due,
        "state": rounds.state_of(due, report.first_confirmed_at, on),
        "is_overtaken": (unit.code, first) in overtaken(unit.code, [first]),
        "check": check_of(request, monthly.proof_of(report)),
    }
    return render(request, "reporting/monthly_receipt.html", context)


def _address(first: date) -> tuple[int, int]:
    return thai.year_be(first), first.month
