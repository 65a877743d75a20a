"""The published final grades run by run, and the next run after a later edition of the round."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from grading.forms.runs import AgainForm
from grading.services import announced_runs, run_again
from grading.services.announced_runs import RunStep
from grading.views.addresses import NOT_FOUND, province_or_404, quarter_or_404, unit_or_404, url_of
from otop_registry import clock
from registration.access import Action
from registration.models import Round, Unit
from registration.timetable import Quarter
from registration.web.attempt import attempt
from registration.web.guard import requires, signed_in
from registration.web.open_tables import csv_answer, xlsx_answer
from registration.web.person_request import PersonRequest

ON_PUBLISHING = (
    "ระดับหน่วยงานครั้งใหม่ใช้แทนครั้งเดิมในทุกหน้า และบอกว่าเป็นครั้งที่เท่าใด จากฉบับใด",
    "ครั้งเดิมคงอยู่ทุกตัวอักษร และเปิดดูได้เสมอ",
    "อำเภอที่ระดับเปลี่ยนได้รับแจ้ง",
)


@signed_in
def runs(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """Every published run, the newest first, with what it moved."""
    found, which, steps = _steps(request, year, quarter, unit)
    context = {"unit": found, "quarter": which, "steps": steps[::-1]}
    return render(request, "grading/runs.html", context)


@signed_in
def runs_csv(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """Every district of every published run, for a spreadsheet."""
    _, _, steps = _steps(request, year, quarter, unit)
    return csv_answer(announced_runs.table(steps), f"otop-grades-{year}-{quarter}-{unit}.csv")


@signed_in
def runs_xlsx(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """The same as a workbook."""
    _, _, steps = _steps(request, year, quarter, unit)
    return xlsx_answer(announced_runs.workbook(steps), f"otop-grades-{year}-{quarter}-{unit}.xlsx")


@signed_in
def runs_json(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """The same for machines."""
    found, which, steps = _steps(request, year, quarter, unit)
    data = announced_runs.as_data(found, which, steps)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _steps(request: PersonRequest, year: int, quarter: int, unit: str) -> tuple[Unit, Quarter, list[RunStep]]:
    """The unit, the quarter and its published runs. Raises: Http404 where nothing is published."""
    which = quarter_or_404(year, quarter)
    found = unit_or_404(request.user, unit, which, clock.today())
    steps = announced_runs.steps(found, Round.id_of(which))
    if not steps:
        raise Http404(NOT_FOUND)
    return found, which, steps


@requires(Action.GRADE_PUBLISH)
def again(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """What a later edition of the round makes of the published grades; POST publishes it as the next run."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    province = province_or_404(request.user, unit, on)
    found = run_again.after_edition(province, Round.id_of(which))
    if found is None:
        messages.info(request, "ไม่มีฉบับใหม่ที่เปลี่ยนระดับหน่วยงานซึ่งประกาศแล้ว")
        return redirect(url_of("unit", which, unit))
    form = AgainForm(request.POST or None, initial={"seen": found.seal})

    def publish() -> object:
        return run_again.publish_again(
            province, which, seen=form.cleaned_data["seen"], by=request.user, on=on
        )

    if attempt(form, publish):
        messages.success(request, f"ประกาศระดับหน่วยงานครั้งที่ {found.run.number} ไตรมาส {which.label} แล้ว")
        return redirect(url_of("runs", which, unit))
    context = {"province": province, "quarter": which, "form": form, "again": found}
    return render(request, "grading/again.html", context | {"consequences": ON_PUBLISHING})
