"""The trial's own pages: the date to practise on, a walk through one round, the mailbox. 404 outside demo mode."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from otop_registry import clock, thai
from registration.demo import neighbours, province, training
from registration.demo import outbox as mailbox
from registration.demo.training import Suggestion
from registration.forms.people.accounts import DemoSignInForm
from registration.forms.training import TrainingDayForm
from registration.timetable import Step
from registration.web.guard import public, signed_in
from registration.web.person_request import PersonRequest

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Raises: Http404 outside demo mode, before anything is read."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@dataclass(frozen=True)
class GuideStep:
    """One step of the walk: who acts, on which suggested day, what to do."""

    person: str
    step: Step
    title: str
    what: str


GUIDE = (
    GuideStep(
        "amphoe.mueang",
        Step.REGISTER,
        "อำเภอลงทะเบียนและส่ง",
        "เพิ่มผู้ผลิตหนึ่งราย ยืนยันรายเดิมที่เหลือ แล้วตรวจและส่งให้จังหวัด",
    ),
    GuideStep(
        "changwat.nst",
        Step.VERIFY,
        "จังหวัดตรวจและรับรองอำเภอ",
        "เปิดอำเภอเมือง ดูสิ่งที่เปลี่ยนจากรอบก่อน ส่งกลับหรือรับรอง แล้วรับรองอำเภออื่นที่ส่งมา",
    ),
    GuideStep(
        "changwat.nst",
        Step.VERIFY,
        "จังหวัดรับรองและประกาศ",
        "รับรองระดับจังหวัด ระบุเหตุผลของอำเภอที่ไม่ทัน แล้วบันทึกเลขที่ประกาศ",
    ),
    GuideStep(
        "krom.admin",
        Step.CLOSE,
        "กรมฯ พักระบบและปิดระบบ",
        "ระบุเหตุผลของจังหวัดที่ไม่ทัน พักระบบ ตรวจอีกครั้ง แล้วปิดระบบ ได้ฉบับที่ 1",
    ),
    GuideStep("krom.admin", Step.CLOSE, "กรมฯ ประกาศผล", "บันทึกเลขที่ประกาศ แล้วเปิดหน้าประกาศที่ทุกคนดูได้"),
)


@signed_in
@demo_only
def training_day(request: PersonRequest) -> HttpResponse:
    """Sets the day that the whole trial believes in; a step of the guide also signs its person in.

    Open to everybody: on a day before all posts began, nobody holds a role with which to come back.
    """
    form = TrainingDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        clock.set_training_day(day)
        neighbours.catch_up(clock.today())
        _become(request)
        messages.success(request, f"ใช้{thai.weekday_date(day)} เป็นวันฝึกอบรม" if day else "กลับมาใช้วันจริงแล้ว")
        return redirect("reporting:tasks")
    days = training.suggested_days()
    context = {"form": form, "days": days, "guide": [(step, _day_of(step, days)) for step in GUIDE]}
    context |= {"large": province.standing(), "large_wanted": province.PRODUCERS, "large_day": days[1:2]}
    return render(request, "registration/training.html", context)


@signed_in
@demo_only
@require_POST
def large_province(request: PersonRequest) -> HttpResponse:
    """Asks for the province of thousands of producers; a worker makes it, the page of the date shows how far it is."""
    if not province.standing().is_ready:
        province.ask(by=request.user)
        messages.success(request, "เริ่มเตรียมจังหวัดขนาดใหญ่แล้ว ทำอย่างอื่นระหว่างรอได้")
    return redirect("registration:training_day")


def _become(request: PersonRequest) -> None:
    """Signs in the demo person whom the step names, if it names one."""
    form = DemoSignInForm(request.POST)
    if "person" in request.POST and form.is_valid() and form.cleaned_data["person"] != request.user:
        login(request, form.cleaned_data["person"])


def _day_of(step: GuideStep, days: list[Suggestion]) -> Suggestion:
    return days[list(Step).index(step.step)] if len(days) > len(Step) else days[-1]


@public
@demo_only
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The mails that the trial would have sent."""
    return render(request, "registration/outbox.html", {"mails": mailbox.newest()})


@public
@demo_only
@require_safe
def outbox_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as plain text. Raises: Http404."""
    mail = mailbox.find(name)
    if mail is None:
        raise Http404("ไม่พบจดหมาย")
    return render(request, "registration/outbox_mail.html", {"mail": mail})
