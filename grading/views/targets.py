"""Targets of a province's districts: to read with their progress, and to set."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from grading.forms.targets import TargetsForm
from grading.services import base_board, targets
from grading.views.addresses import province_or_404, quarter_or_404, url_of
from otop_registry import clock, thai
from registration.access import Action
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest


@requires(Action.GRADE_VIEW)
def targets_page(request: PersonRequest, year: int, quarter: int, province: str) -> HttpResponse:
    """Attachment 2: where each district started, what is asked, its base, and what each grade needs."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    unit = province_or_404(request.user, province, on)
    lines = targets.lines_of(unit, which, on)
    context = {"province": unit, "quarter": which, "lines": lines, "base_quarters": base_board.pointer(which)}
    return render(request, "grading/targets.html", context)


@requires(Action.TARGET_EDIT)
def targets_edit(request: PersonRequest, year: int, quarter: int, province: str) -> HttpResponse:
    """Every district's target on one page, saved in one act."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    unit = province_or_404(request.user, province, on)
    form = TargetsForm(request.POST or None, lines=targets.lines_of(unit, which, on))
    if attempt(form, lambda: targets.set_targets(unit, which, form.aims, by=request.user, on=on)):
        messages.success(request, f"บันทึกเป้าหมายของ{thai.count(len(form.lines))} อำเภอแล้ว")
        return redirect(url_of("targets", which, unit.code))
    context = {"province": unit, "quarter": which, "form": form}
    return render(request, "grading/targets_edit.html", context)
