"""Publishing a province's final grades, after reading what of its reports and sales is still open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from grading.services import board
from grading.views.addresses import province_or_404, quarter_or_404, url_of
from otop_registry import clock
from registration.access import Action
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from reporting.forms.finals import PublishForm
from reporting.services import finals

ON_PUBLISHING = (
    "ผู้ใช้ทุกคนที่ลงชื่อเข้าใช้เห็นระดับหน่วยงานของทุกอำเภอในจังหวัด",
    "ยอดจำหน่ายและฐานของไตรมาสนี้ถูกล็อกทั้งจังหวัด อำเภอแก้ไขไม่ได้อีก",
    "จัดระดับใหม่หรือถอนประกาศไม่ได้",
)


@requires(Action.GRADE_PUBLISH)
def publish(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """Publishes the final run that waits; without one, back to the board."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    province = province_or_404(request.user, unit, on)
    shown = board.of_province(province, which, request.user, on)
    draft = shown.draft
    if draft is None:
        messages.info(request, "ไม่มีฉบับสุดท้ายที่รอประกาศ")
        return redirect(url_of("unit", which, unit))
    checklist = finals.checklist(draft)
    form = PublishForm(request.POST or None, draft=draft, checklist=checklist)
    if attempt(form, lambda: finals.publish(draft, seen=form.cleaned_data["seen"], by=request.user, on=on)):
        messages.success(request, f"ประกาศระดับหน่วยงาน ไตรมาส {which.label} แล้ว")
        return redirect(url_of("unit", which, unit))
    context = {"province": province, "quarter": which, "form": form, "consequences": ON_PUBLISHING}
    return render(
        request, "reporting/grades_publish.html", context | {"board": shown, "checklist": checklist}
    )
