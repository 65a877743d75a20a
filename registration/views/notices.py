"""A person's notices and choices; for operators what could not be delivered; a unit's LINE groups."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.notices import ChoicesForm, LineGroupForm
from registration.messages import line
from registration.models import LineTarget, Notice
from registration.services.notices import inbox
from registration.web.attempt import attempt
from registration.web.guard import requires, signed_in
from registration.web.person_request import PersonRequest
from registration.workflow import Refused

PAGE_SIZE = 30


@signed_in
@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    """What was sent to the person, or will be; the newest first. Reading changes nothing."""
    rows = inbox.own(request.user)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": inbox.lines(list(page.object_list)),
        "unread": rows.filter(read_at=None).count(),
        "may_see_failures": access.may_ever(request.user, Action.NOTICE_FAILURES, clock.today()),
        "may_edit_line": access.may_ever(request.user, Action.LINE_EDIT, clock.today()),
    }
    return render(request, "registration/notices.html", context)


@signed_in
@require_POST
def read(request: PersonRequest) -> HttpResponse:
    """Everything counts as read."""
    inbox.mark_read(request.user)
    return redirect("registration:notices")


@signed_in
def choices(request: PersonRequest) -> HttpResponse:
    """At once, with the daily digest, or only what needs an act; one choice for each group."""
    form = ChoicesForm(request.POST or None, initial=inbox.choices(request.user), groups=inbox.groups())
    if request.method == "POST" and form.is_valid():
        inbox.choose(request.user, form.cleaned_data)
        messages.success(request, "บันทึกวิธีรับการแจ้งเตือนแล้ว")
        return redirect("registration:notices")
    return render(request, "registration/notice_choices.html", {"form": form})


@requires(Action.NOTICE_FAILURES)
@require_safe
def failed(request: PersonRequest) -> HttpResponse:
    """What could not be delivered to the people of the own units and of those below, and why."""
    rows = inbox.failed(request.user, clock.today())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": inbox.lines(list(page.object_list))}
    return render(request, "registration/notices_failed.html", context)


@requires(Action.NOTICE_FAILURES)
@require_POST
def again(request: PersonRequest, pk: int) -> HttpResponse:
    """What could not be delivered is owed anew."""
    on = clock.today()
    notice = access.get_or_404(Notice, pk, request.user, on)
    try:
        inbox.send_again(notice, by=request.user, on=on)
        messages.success(request, "จะส่งอีกครั้งภายในไม่กี่นาที")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("registration:notices_failed")


@requires(Action.LINE_EDIT)
def line_groups(request: PersonRequest) -> HttpResponse:
    """The LINE groups of the own unit, and a new one."""
    on = clock.today()
    unit = inbox.line_units(request.user, on)[0]
    form = LineGroupForm(request.POST or None)
    if attempt(form, lambda: inbox.add_line_target(unit, **form.cleaned_data, by=request.user, on=on)):
        messages.success(request, "เพิ่มกลุ่ม LINE แล้ว")
        return redirect("registration:line_groups")
    context = {"unit": unit, "form": form, "groups": inbox.line_targets(unit), "is_on": line.is_on()}
    return render(request, "registration/line_groups.html", context)


@requires(Action.LINE_EDIT)
@require_POST
def line_group_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """The group gets no more messages."""
    on = clock.today()
    inbox.remove_line_target(access.get_or_404(LineTarget, pk, request.user, on), by=request.user, on=on)
    messages.success(request, "ลบกลุ่ม LINE แล้ว")
    return redirect("registration:line_groups")
