"""The calendar's pages: every role reads it, the department edits it, a province narrows its own dates."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.forms.calendar import (
    ExtensionForm,
    HolidayForm,
    NarrowForm,
    ProposalForm,
    PublicationForm,
    SimulatorForm,
    WindowForm,
)
from registration.forms.reasons import ReasonForm
from registration.models import Extension, Holiday, Plan, Unit, User, Window
from registration.services import calendar
from registration.services.calendar import overview
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest

ON_PUBLISHING = (
    "ทุกหน่วยงานทำรายการได้ตามช่วงวันของแผนทันที",
    "ระบบสร้างรายการที่ต้องส่งของทุกอำเภอและทุกจังหวัดที่มีอยู่ในปีนั้น",
    "หลังจากนี้การแก้วันต้องอ้างเลขที่หนังสือและเหตุผล",
)
ON_DISCARDING = ("ช่วงวันทั้งหมดของร่างนี้ถูกลบ", "วันหยุดราชการที่บันทึกไว้ไม่เปลี่ยน และเสนอร่างของปีนี้ใหม่ได้")
ON_ENDING = (
    "ตั้งแต่พรุ่งนี้หน่วยงานนี้ใช้วันตามแผน วันนี้และวันที่ผ่านมาไม่เปลี่ยน",
    "ถ้ายังไม่ถึงวันแรกของการขยายเวลา รายการนี้จะถูกนำออกทั้งหมด",
)
ON_REMOVAL = (
    "วันนี้นับเป็นวันทำการ จำนวนวันที่นับได้และข้อสังเกตของแผนเปลี่ยนตาม",
    "วันแรกและวันสุดท้ายในแผนไม่เปลี่ยน",
)

# --- reading --------------------------------------------------------------------------------------


@requires(Action.PLAN_VIEW)
def plans(request: PersonRequest) -> HttpResponse:
    """The years that have a plan."""
    rows = access.visible(Plan, request.user, clock.today())
    return render(request, "registration/plan.html", {"plans": rows, "form": ProposalForm()})


@requires(Action.PLAN_VIEW)
def plan_year(request: PersonRequest, year: int) -> HttpResponse:
    """The twelve rows with their counts and findings."""
    on = clock.today()
    plan = access.get_or_404(Plan, year, request.user, on)
    board = overview.year_plan(plan, _own_unit(request.user, on), on)
    context = {"plan": plan, "board": board, "to_come": calendar.to_come(year)}
    return render(request, "registration/plan_year.html", context)


@requires(Action.PLAN_VIEW)
def simulator(request: PersonRequest) -> HttpResponse:
    """What is open for whom on a day of the reader's choice."""
    on = clock.today()
    units = access.visible(Unit, request.user, on).valid(on)
    form = SimulatorForm(request.GET or {**_boxes("day", on), "unit": ""}, units=units)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        chosen = form.cleaned_data["unit"]
        code = chosen.code if chosen else _own_unit(request.user, on)
        context |= {"day": form.cleaned_data["day"], "unit": chosen}
        context["steps"] = overview.step_states(code, form.cleaned_data["day"])
    return render(request, "registration/plan_simulator.html", context)


@requires(Action.PLAN_VIEW)
def holidays(request: PersonRequest, year: int) -> HttpResponse:
    """The days off of a fiscal year."""
    plan = access.get_or_404(Plan, year, request.user, clock.today())
    context = {"plan": plan, "holidays": overview.holidays_of(year), "to_come": calendar.to_come(year)}
    return render(request, "registration/plan_holidays.html", context)


@requires(Action.PLAN_VIEW)
def extensions(request: PersonRequest, year: int) -> HttpResponse:
    """The extensions that concern the reader's units."""
    on = clock.today()
    plan = access.get_or_404(Plan, year, request.user, on)
    rows = overview.extensions_of(year, _own_unit(request.user, on))
    return render(request, "registration/plan_extensions.html", {"plan": plan, "extensions": rows})


# --- the plan itself ------------------------------------------------------------------------------


@requires(Action.PLAN_EDIT)
@require_POST
def plan_propose(request: PersonRequest) -> HttpResponse:
    """Drafts a plan for a year without one; a year that has one is shown as it is."""
    form = ProposalForm(request.POST)
    if form.is_valid():
        plan = calendar.propose_plan(form.cleaned_data["fiscal_year_be"], by=request.user, on=clock.today())
        return redirect("registration:plan_year", plan.pk)
    rows = access.visible(Plan, request.user, clock.today())
    return render(request, "registration/plan.html", {"plans": rows, "form": form})


@requires(Action.PLAN_EDIT)
def plan_publish(request: PersonRequest, year: int) -> HttpResponse:
    """The department publishes a draft with its letter."""
    on = clock.today()
    plan = access.get_or_404(Plan, year, request.user, on)
    found = overview.plan_findings(plan)
    form = PublicationForm(request.POST or None, needs_reason=any(each.is_serious for each in found))

    def publish() -> None:
        day = form.cleaned_data["letter_day"]
        calendar.publish_plan(plan, by=request.user, on=on, authority=form.authority, letter_day=day)

    if attempt(form, publish):
        messages.success(request, f"เผยแพร่แผนปีงบประมาณ {year} แล้ว")
        return redirect("registration:plan_year", year)
    context = {"plan": plan, "form": form, "findings": found, "consequences": ON_PUBLISHING}
    return render(request, "registration/plan_publish.html", context)


@requires(Action.PLAN_EDIT)
def plan_discard(request: PersonRequest, year: int) -> HttpResponse:
    """The department deletes a draft, such as one of a mistyped year."""
    on = clock.today()
    plan = access.get_or_404(Plan, year, request.user, on)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: calendar.discard_plan(plan, by=request.user, on=on)):
        messages.success(request, f"ลบร่างแผนปีงบประมาณ {year} แล้ว")
        return redirect("registration:plan")
    context = {"plan": plan, "form": form, "consequences": ON_DISCARDING}
    return render(request, "registration/plan_discard.html", context)


# --- dates of one step ----------------------------------------------------------------------------


@requires(Action.PLAN_EDIT)
def window_edit(request: PersonRequest, year: int, number: int, step: str) -> HttpResponse:
    """The department changes the national dates of one step."""
    on = clock.today()
    plan, window = _plan_and_window(request.user, on, (year, number, step))
    form = WindowForm(request.POST or None, initial=_initial(window), is_draft=not plan.is_published)

    def change() -> None:
        calendar.change_window(window, form.dates, by=request.user, on=on, authority=form.authority)

    if attempt(form, change):
        messages.success(request, f"บันทึกช่วงวันของขั้น{window.get_step_display()} รอบ {window.round} แล้ว")
        return redirect("registration:plan_year", year)
    return render(request, "registration/plan_window.html", {"plan": plan, "window": window, "form": form})


@requires(Action.PLAN_NARROW)
def window_narrow(request: PersonRequest, year: int, number: int, step: str) -> HttpResponse:
    """A province sets its own dates inside the national window."""
    on = clock.today()
    plan, window = _plan_and_window(request.user, on, (year, number, step))
    province = _province(request.user, on)
    form = NarrowForm(request.POST or None, initial=_initial(overview.own_window(window, province) or window))

    def narrow() -> None:
        calendar.narrow_window(window, province, form.dates, by=request.user, on=on, authority=form.authority)

    if attempt(form, narrow):
        messages.success(request, f"บันทึกช่วงวันของ{province}แล้ว")
        return redirect("registration:plan_year", year)
    context = {"plan": plan, "window": window, "form": form, "province": province}
    return render(request, "registration/plan_window.html", context)


@requires(Action.EXTENSION_GRANT)
def extension_new(request: PersonRequest, year: int, number: int, step: str) -> HttpResponse:
    """The department grants one unit more days in one step."""
    on = clock.today()
    plan, window = _plan_and_window(request.user, on, (year, number, step))
    units = access.visible(Unit, request.user, on).valid(on)
    form = ExtensionForm(request.POST or None, units=units)

    def grant() -> None:
        unit = form.cleaned_data["unit"]
        calendar.grant_extension(window, unit, form.dates, by=request.user, on=on, authority=form.authority)

    if attempt(form, grant):
        messages.success(request, f"ขยายเวลาให้{form.cleaned_data['unit']}แล้ว")
        return redirect("registration:extensions", year)
    context = {"plan": plan, "window": window, "form": form}
    return render(request, "registration/plan_extension.html", context)


@requires(Action.EXTENSION_GRANT)
def extension_end(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """The department ends an extension before its last day, with a reason."""
    on = clock.today()
    plan = access.get_or_404(Plan, year, request.user, on)
    extension = access.get_or_404(Extension, pk, request.user, on)
    form = ReasonForm(request.POST or None)
    if attempt(form, lambda: calendar.end_extension(extension, by=request.user, on=on, **form.cleaned_data)):
        messages.success(request, f"ยกเลิกการขยายเวลาของ{extension.unit}แล้ว")
        return redirect("registration:extensions", year)
    context = {"plan": plan, "extension": extension, "form": form, "consequences": ON_ENDING}
    return render(request, "registration/plan_extension_end.html", context)


# --- days off -------------------------------------------------------------------------------------


@requires(Action.HOLIDAY_EDIT)
def holiday_new(request: PersonRequest, year: int) -> HttpResponse:
    """The department enters a day off."""
    on = clock.today()
    plan = access.get_or_404(Plan, year, request.user, on)
    form = HolidayForm(request.POST or None, fiscal_year_be=year)
    if attempt(form, lambda: calendar.add_holiday(**form.cleaned_data, by=request.user, on=on)):
        messages.success(request, f"เพิ่มวันหยุด {thai.long_date(form.cleaned_data['day'])} แล้ว")
        return redirect("registration:holidays", year)
    return render(request, "registration/plan_holiday.html", {"plan": plan, "form": form})


@requires(Action.HOLIDAY_EDIT)
def holiday_remove(request: PersonRequest, year: int, day: date) -> HttpResponse:
    """The department takes a day off out of the table, with a reason."""
    on = clock.today()
    plan = access.get_or_404(Plan, year, request.user, on)
    holiday = access.get_or_404(Holiday, day, request.user, on)
    form = ReasonForm(request.POST or None)
    if attempt(form, lambda: calendar.remove_holiday(holiday, by=request.user, on=on, **form.cleaned_data)):
        messages.success(request, f"นำวันหยุด {thai.long_date(day)} ออกแล้ว")
        return redirect("registration:holidays", year)
    context = {"plan": plan, "holiday": holiday, "form": form, "consequences": ON_REMOVAL}
    return render(request, "registration/plan_holiday_remove.html", context)


# --- parts of the views ---------------------------------------------------------------------------


def _plan_and_window(user: User, on: date, place: tuple[int, int, str]) -> tuple[Plan, Window]:
    """The plan of a year and its national window. Raises: Http404."""
    year, number, step = place
    plan = access.get_or_404(Plan, year, user, on)
    window = overview.national_window(plan, number, step)
    if window is None:
        raise Http404("ไม่พบช่วงวันที่ต้องการ")
    return plan, window


def _initial(window: Window) -> dict[str, object]:
    return {"first_day": window.first_day, "last_day": window.last_day, "stated_days": window.stated_days}


def _boxes(name: str, day: date) -> dict[str, str]:
    """The three boxes of a date as a form would send them."""
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(thai.year_be(day))}


def _own_unit(user: User, on: date) -> str:
    """The code of the person's widest post: from there the calendar is read."""
    return min((post.unit_id for post in access.posts(user, on)), key=len)


def _province(user: User, on: date) -> Unit:
    """The province in whose name the person may narrow."""
    roles = access.ROLES[Action.PLAN_NARROW]
    return next(post.unit for post in access.posts(user, on) if post.role in roles)
