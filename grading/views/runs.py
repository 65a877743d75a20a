"""The province's acts on grades: an interim run, and the final run (reporting publishes it)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from grading.forms.runs import NothingForm
from grading.services import runs
from grading.views.addresses import province_or_404, quarter_or_404, url_of
from otop_registry import clock
from registration.access import Action
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused

ON_FINAL = (
    "คำนวณจากยอดจำหน่ายทั้งสามเดือนและจำนวนผลิตภัณฑ์ในฉบับที่กรมฯ ปิดระบบแล้ว",
    "อำเภอที่รายงานยอดจำหน่ายไม่ครบสามเดือน จะถูกระบุว่าไม่สามารถประเมินได้ ไม่ใช่ระดับ D",
    "ยังไม่เปิดเผย จังหวัดตรวจก่อน แล้วจึงประกาศ ก่อนประกาศจัดระดับใหม่ได้",
)


@requires(Action.GRADE_PUBLISH)
@require_POST
def interim(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """Grades the province's districts as of today; a run of today is replaced."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    province = province_or_404(request.user, unit, on)
    try:
        runs.run_interim(province, which, by=request.user, on=on)
        messages.success(request, "จัดระดับหน่วยงานชั่วคราว ณ วันนี้แล้ว")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(url_of("unit", which, unit))


@requires(Action.GRADE_PUBLISH)
def final(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """The final run, after its consequences were read."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    province = province_or_404(request.user, unit, on)
    form = NothingForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: runs.run_final(province, which, by=request.user, on=on)):
        messages.success(request, "จัดระดับหน่วยงานฉบับสุดท้ายแล้ว กรุณาตรวจก่อนประกาศ")
        return redirect(url_of("unit", which, unit))
    context = {"province": province, "quarter": which, "form": form, "consequences": ON_FINAL}
    return render(request, "grading/final.html", context)
