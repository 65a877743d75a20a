"""A province's base of a quarter: to read, to import from a workbook, to take from sales, to correct with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from grading.forms.bases import CorrectionForm, ImportForm
from grading.models import BaseSale
from grading.services import base_board, base_workbook, bases
from grading.views.addresses import province_or_404, quarter_or_404, url_of
from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.models import Unit
from registration.services.uploads import child, gate, sources
from registration.services.uploads.sheets import Sheet
from registration.timetable import Quarter
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused


@requires(Action.GRADE_VIEW)
def base(request: PersonRequest, year: int, quarter: int, province: str) -> HttpResponse:
    """Districts by three months, with the documents they come from and since when they are frozen."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    unit = province_or_404(request.user, province, on)
    context = {
        "province": unit,
        "quarter": which,
        "board": base_board.of_province(unit, which, on),
        "refused": bases.refusal(unit.code, which, on),
    }
    return render(request, "grading/base.html", context)


@requires(Action.BASE_EDIT)
def upload(request: PersonRequest, year: int, quarter: int, province: str) -> HttpResponse:
    """Takes a table and its document, checks it, and keeps the outcome for the page that shows it."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    unit = province_or_404(request.user, province, on)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            name, sheets = _brought(form)
            found = base_workbook.readings(sheets, unit, which, on)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            plain = {reading.sheet: base_workbook.as_plain(reading) for reading in found}
            kept = {"document": form.cleaned_data["document"], "file": name, "readings": plain}
            request.session[_key(unit, which)] = kept
            return redirect(url_of("base_check", which, unit.code))
    context = {
        "province": unit,
        "quarter": which,
        "form": form,
        "base_quarters": base_board.pointer(which),
        "refused": bases.refusal(unit.code, which, on),
    }
    return render(request, "grading/base_import.html", context)


def _brought(form: ImportForm) -> tuple[str, list[Sheet]]:
    """What it is called, and its sheets; a file is read in a process of its own. Raises: Refused."""
    file = form.cleaned_data["file"]
    if file is None:
        return sources.PASTED, sources.sheets_of_paste(form.cleaned_data["pasted"])
    gate.check_size(file.size)
    return file.name, child.read_in_child(file.read(), file.name)


@requires(Action.BASE_EDIT)
def check(request: PersonRequest, year: int, quarter: int, province: str) -> HttpResponse:
    """What the file says cell by cell, of the chosen sheet; applied in one act, or not at all."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    unit = province_or_404(request.user, province, on)
    kept = request.session.get(_key(unit, which))
    if kept is None:
        return redirect(url_of("base_import", which, unit.code))
    readings = kept["readings"]
    asked = request.POST.get("sheet") or request.GET.get("sheet")
    reading = base_workbook.from_plain(readings.get(asked) or next(iter(readings.values())))
    context: dict[str, Any] = {"province": unit, "quarter": which, "reading": reading, "kept": kept}
    if request.method == "POST" and reading.can_apply:
        try:
            count = bases.import_base(
                unit, which, reading.lines, document=kept["document"], by=request.user, on=on
            )
        except Refused as refused:
            context["refused"] = refused
        else:
            del request.session[_key(unit, which)]
            messages.success(request, f"บันทึกฐานแล้ว {thai.count(count)} รายการ")
            return redirect(url_of("base", which, unit.code))
    context["board"] = base_board.of_lines(unit, which, reading.lines, on)
    return render(request, "grading/base_check.html", context)


@requires(Action.BASE_EDIT)
@require_POST
def take(request: PersonRequest, year: int, quarter: int, province: str) -> HttpResponse:
    """Fills what has no base from the sales in the system."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    unit = province_or_404(request.user, province, on)
    try:
        count = bases.take_from_sales(unit, which, by=request.user, on=on)
        messages.success(request, f"เติมฐานจากยอดจำหน่ายในระบบแล้ว {thai.count(count)} รายการ")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(url_of("base", which, unit.code))


@requires(Action.BASE_EDIT)
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """One figure, frozen or not, with a reason that the journal keeps."""
    on = clock.today()
    row = access.get_or_404(BaseSale, pk, request.user, on)
    quarter = row.quarter.quarter
    form = CorrectionForm(request.POST or None, initial={"amount_baht": row.amount_baht})
    if attempt(form, lambda: bases.correct_base(row, **form.cleaned_data, by=request.user, on=on)):
        messages.success(request, "แก้ไขฐานแล้ว ระดับหน่วยงานจะเปลี่ยนเมื่อจัดระดับครั้งถัดไป")
        return redirect(url_of("base", quarter, row.district.parent_code))
    context = {
        "row": row,
        "quarter": quarter,
        "form": form,
        "past": base_board.corrections(row),
        "refused": bases.refusal(row.district.parent_code, quarter, on),
    }
    return render(request, "grading/base_correct.html", context)


def _key(province: Unit, quarter: Quarter) -> str:
    return f"base:{quarter}:{province.code}"
