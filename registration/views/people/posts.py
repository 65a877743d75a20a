"""The department's pages about people: who they are, which posts they hold, waivers of four eyes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.people.posts import (
    EndForm,
    GroundsForm,
    NamesForm,
    PersonForm,
    PostForm,
    SearchForm,
    WaiverForm,
)
from registration.models import FourEyesWaiver, Post
from registration.services import people as people_service
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.web.search import searches
from registration.workflow import Refused

PAGE_SIZE = 50
LINK_SENT = "ส่งลิงก์ตั้งรหัสผ่านไปที่ {} แล้ว ลิงก์ใช้ได้ 1 ชั่วโมง"


@requires(Action.PEOPLE_EDIT)
@searches("words", "unit", "role")
def people(request: PersonRequest) -> HttpResponse:
    """Everybody, or whom the search names."""
    on = clock.today()
    form = SearchForm(request.GET, units=people_service.units(on))
    rows = people_service.find(by=request.user, on=on, **form.asked)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(person, people_service.current(person, on)) for person in page]
    return render(request, "registration/people.html", {"form": form, "page": page, "lines": lines})


@requires(Action.PEOPLE_EDIT)
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """One person with every post, past and present."""
    on = clock.today()
    found = people_service.get_or_404(pk, by=request.user, on=on)
    lines = [(post, people_service.state_of(post, on)) for post in found.posts.all()]
    return render(request, "registration/people_person.html", {"person": found, "lines": lines})


@requires(Action.PEOPLE_EDIT)
def person_new(request: PersonRequest) -> HttpResponse:
    """A new person with a first post; the link to set a password goes out by mail."""
    on = clock.today()
    form = PersonForm(request.POST or None, units=people_service.units(on), on=on)

    def add() -> None:
        people_service.add_person(
            form.cleaned_data["username"],
            form.names,
            form.appointment,
            by=request.user,
            on=on,
            site=request.build_absolute_uri("/"),
        )

    if attempt(form, add):
        messages.success(request, "เพิ่มผู้ใช้แล้ว " + LINK_SENT.format(form.cleaned_data["email"]))
        return redirect("registration:people")
    return render(request, "registration/people_new.html", {"form": form})


@requires(Action.PEOPLE_EDIT)
def person_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Names and how to reach the person."""
    on = clock.today()
    found = people_service.get_or_404(pk, by=request.user, on=on)
    initial = {name: getattr(found, name) for name in people_service.NAME_FIELDS}
    form = NamesForm(request.POST or None, initial=initial)
    if attempt(form, lambda: people_service.change_person(found, form.names, by=request.user, on=on)):
        messages.success(request, "บันทึกแล้ว")
        return redirect("registration:person", pk)
    return render(request, "registration/people_edit.html", {"person": found, "form": form})


@require_POST
@requires(Action.PEOPLE_EDIT)
def person_link(request: PersonRequest, pk: int) -> HttpResponse:
    """Mails a fresh link to set a password."""
    on = clock.today()
    found = people_service.get_or_404(pk, by=request.user, on=on)
    try:
        people_service.send_link(found, by=request.user, on=on, site=request.build_absolute_uri("/"))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, LINK_SENT.format(found.email))
    return redirect("registration:person", pk)


@requires(Action.PEOPLE_EDIT)
def person_active(request: PersonRequest, pk: int) -> HttpResponse:
    """Shuts an account, or opens one that was shut."""
    on = clock.today()
    found = people_service.get_or_404(pk, by=request.user, on=on)
    act = people_service.deactivate if found.is_active else people_service.activate
    form = GroundsForm(request.POST or None)
    if attempt(form, lambda: act(found, by=request.user, on=on, **form.cleaned_data)):
        messages.success(request, "ระงับบัญชีแล้ว" if found.is_active else "เปิดใช้บัญชีแล้ว")
        return redirect("registration:person", pk)
    return render(request, "registration/people_active.html", {"person": found, "form": form})


@requires(Action.PEOPLE_EDIT)
def post_new(request: PersonRequest, pk: int) -> HttpResponse:
    """One more post for a person."""
    on = clock.today()
    found = people_service.get_or_404(pk, by=request.user, on=on)
    form = PostForm(request.POST or None, units=people_service.units(on), on=on)
    if attempt(form, lambda: people_service.add_post(found, form.appointment, by=request.user, on=on)):
        messages.success(request, "เพิ่มตำแหน่งแล้ว")
        return redirect("registration:person", pk)
    return render(request, "registration/people_post.html", {"person": found, "form": form})


@requires(Action.PEOPLE_EDIT)
def post_end(request: PersonRequest, pk: int) -> HttpResponse:
    """The last day of a post."""
    on = clock.today()
    post = access.get_or_404(Post, pk, request.user, on)
    form = EndForm(request.POST or None, initial={"last_day": on})
    if attempt(form, lambda: people_service.end_post(post, by=request.user, on=on, **form.cleaned_data)):
        messages.success(request, "บันทึกวันสิ้นสุดตำแหน่งแล้ว")
        return redirect("registration:person", post.user_id)
    return render(
        request, "registration/people_post_end.html", {"post": post, "person": post.user, "form": form}
    )


@requires(Action.PEOPLE_EDIT)
def waivers(request: PersonRequest) -> HttpResponse:
    """Every waiver of four eyes, running and past."""
    on = clock.today()
    rows = people_service.waivers(by=request.user, on=on)
    lines = [(waiver, people_service.state_of(waiver, on)) for waiver in rows]
    return render(request, "registration/people_waivers.html", {"lines": lines})


@requires(Action.PEOPLE_EDIT)
def waiver_new(request: PersonRequest) -> HttpResponse:
    """A province's dated leave to certify with one officer."""
    on = clock.today()
    form = WaiverForm(request.POST or None, units=people_service.units(on), initial={"first_day": on})

    def grant() -> None:
        people_service.grant_waiver(form.cleaned_data["province"], by=request.user, on=on, **form.grounds)

    if attempt(form, grant):
        messages.success(request, f"ให้ข้อยกเว้นแก่{form.cleaned_data['province']}แล้ว")
        return redirect("registration:waivers")
    return render(request, "registration/people_waiver.html", {"form": form})


@requires(Action.PEOPLE_EDIT)
def waiver_end(request: PersonRequest, pk: int) -> HttpResponse:
    """A waiver holds no longer, with a reason."""
    on = clock.today()
    waiver = access.get_or_404(FourEyesWaiver, pk, request.user, on)
    form = GroundsForm(request.POST or None)
    if attempt(form, lambda: people_service.end_waiver(waiver, by=request.user, on=on, **form.cleaned_data)):
        messages.success(request, f"ยกเลิกข้อยกเว้นของ{waiver.unit}แล้ว")
        return redirect("registration:waivers")
    return render(request, "registration/people_waiver_end.html", {"waiver": waiver, "form": form})
