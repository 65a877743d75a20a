"""Faults that came out after a province had certified: the list with the rates over rounds, and telling of one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.registry.faults import FaultForm
from registration.models import LateFault, Producer
from registration.services.checks.late_faults import newest_certified
from registration.services.journey import late_faults, rate_bars, rates
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest

PER_PAGE = 50


@requires(Action.FAULT_VIEW)
def faults(request: PersonRequest) -> HttpResponse:
    """The late faults of the person's scope, first those to be put right; rates for who may tell of one."""
    on = clock.today()
    rows = access.visible(LateFault, request.user, on)
    unanswered = late_faults.unanswered(rows)
    is_all = request.GET.get("show") == "all" or not unanswered.exists()
    chosen = (rows if is_all else unanswered).select_related(
        "registration__producer", "registration__district", "registration__round", "by"
    )
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(row, late_faults.label_of(row.field)) for row in page],
        "is_all": is_all,
        "all_count": rows.count(),
        "unanswered_count": unanswered.count(),
        "charts": _charts(request, on),
    }
    return render(request, "registration/faults.html", context)


def _charts(request: PersonRequest, on: date) -> list[dict[str, Any]]:
    """The rates of each unit that the person may tell of faults in."""
    held = {post.unit_id: post for post in access.posts(request.user, on)}
    units = [post.unit for post in held.values() if post.role in access.ROLES[Action.FAULT_REPORT]]
    charts = []
    for unit in units:
        known = rates.over_rounds(unit)
        whole, rows = rate_bars.pictures(known)
        charts.append({"unit": unit, "whole": whole, "rows": rows, "quarters": known.quarters})
    return charts


@requires(Action.FAULT_REPORT)
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """Tells of a fault in a certified record, after a page that says what follows."""
    on = clock.today()
    producer = access.get_or_404(Producer, pk, request.user, on)
    registration = newest_certified(producer)
    if registration is None:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    form = FaultForm(request.POST or None, fields=late_faults.choices(registration))

    def act() -> object:
        return late_faults.report(
            producer, form.cleaned_data["field"], reason=form.cleaned_data["reason"], by=request.user, on=on
        )

    if request.method == "POST" and attempt(form, act):
        messages.success(request, "บันทึกข้อผิดและแจ้งอำเภอแล้ว")
        return redirect(producer)
    consequences = (
        f"ข้อผิดนับในอัตราข้อผิดของอำเภอในรอบ {registration.round} ที่รับรองระเบียนนี้",
        "อำเภอได้รับการแจ้งเตือน และเห็นในงานของตนจนกว่าจะแก้ไขระเบียน",
        "ข้อมูลที่รับรองและเอกสารที่ออกแล้วไม่เปลี่ยน ข้อผิดที่บันทึกแล้วลบไม่ได้",
    )
    words = {"heading": "แจ้งข้อผิดพลาดที่พบภายหลัง", "act": "แจ้งข้อผิด", "consequences": consequences}
    return render(
        request, "registration/producer_confirm_act.html", {"producer": producer, "form": form, **words}
    )
