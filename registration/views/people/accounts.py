"""Signing in and out, and passwords. Functions around Django's own forms and checks."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration.demo import PASSWORD
from registration.forms.people.accounts import (
    CodeForm,
    DemoSignInForm,
    PasswordChangeForm,
    PasswordForgottenForm,
    PasswordSetForm,
    SignInForm,
    demo_posts,
    held_for,
)
from registration.messages import person_of
from registration.models import Factor, SignInEvent, User
from registration.services.people import accounts, factors, sign_ins, throttle
from registration.web import entrance, passkey_asked
from registration.web.guard import public, signed_in
from registration.web.known_browser import counts_of, remember
from registration.web.origin import origin_of
from registration.web.person_request import PersonRequest

TOO_LATE = "ผ่านไปนานเกินไป กรุณาเข้าสู่ระบบอีกครั้ง"


@public
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; in demo mode with a button for each demo person."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form, status = SignInForm(request, request.POST or None), 200
    if request.method == "POST":
        name = request.POST.get("username", "")
        counts = counts_of(request, name)
        wait = throttle.admit(counts, clock.now())
        if wait is not None:  # nothing is compared, not even the right password
            form, status = SignInForm(request, held=wait), 429
            sign_ins.note_failed(SignInEvent.HELD, name, origin_of(request))
        elif form.is_valid():
            throttle.settle(counts)
            return _after_password(request, form.get_user())
        elif form.is_wrong:
            sign_ins.note_failed(SignInEvent.WRONG_PASSWORD, name, origin_of(request))
    demo = {"demo_posts": demo_posts(clock.today()), "demo_password": PASSWORD} if settings.DEMO else {}
    context = {"form": form, "next": _next(request), **demo}
    return render(request, "accounts/sign_in.html", context, status=status)


def _after_password(request: HttpRequest, person: User) -> HttpResponse:
    """In, or to the second step of who has a second factor."""
    following = _next(request)
    if factors.has_any(person):
        entrance.ask_second(request, person, following)
        return redirect("registration:second_step")
    entrance.enter(request, person)
    return remember(request, redirect(following), person.username)


@public
@never_cache
@sensitive_post_parameters()
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the app or a recovery code, after the right password."""
    found = entrance.waiting(request)
    if found is None:
        messages.info(request, TOO_LATE)
        return redirect("registration:sign_in")
    person, following = found
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        counts = counts_of(request, f"second:{person.username}")
        wait = throttle.admit(counts, clock.now())
        factor = _second_factor(request, person, form) if wait is None else None
        if factor:
            throttle.settle(counts)
            return _let_in(request, person, factor, following)
        form.add_error("code", held_for(wait) if wait else factors.WRONG_CODE)
        event = SignInEvent.HELD if wait else SignInEvent.WRONG_CODE
        sign_ins.note(event, person, origin_of(request))
    context = {"form": form, "options": passkey_asked.ask_to_prove(request, person)}
    return render(request, "accounts/second_step.html", context)


def _second_factor(request: HttpRequest, person: User, form: CodeForm) -> Factor | None:
    """By what the person is known: the passkey that answered, else the code that was typed."""
    if answer := form.cleaned_data["passkey"]:
        return Factor.PASSKEY if passkey_asked.is_proven(request, person, answer) else None
    return factors.prove(person, form.cleaned_data["code"], clock.today())


def _let_in(request: HttpRequest, person: User, factor: Factor, following: str) -> HttpResponse:
    entrance.enter(request, person, factor)
    _warn_of_codes(request, person, factor)
    return remember(request, redirect(following), person.username, f"second:{person.username}")


def _warn_of_codes(request: HttpRequest, person: User, factor: Factor) -> None:
    if factor == Factor.RECOVERY:
        left = factors.codes_left(person)
        messages.warning(request, f"ใช้รหัสกู้คืนไปหนึ่งรหัส เหลือ {left} รหัส สร้างชุดใหม่ได้ที่หน้าความปลอดภัยของบัญชี")


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in a named demo person without a password. Raises: Http404 outside demo mode."""
    form = DemoSignInForm(request.POST)
    if not settings.DEMO or not form.is_valid():
        raise Http404
    entrance.enter(request, form.cleaned_data["person"])
    return redirect(_next(request))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session and asks the browser to forget its copies of our pages."""
    if request.user.is_authenticated:
        sign_ins.note(SignInEvent.LEFT, request.user, origin_of(request))
    logout(request)
    messages.success(request, "ออกจากระบบแล้ว")
    answer = redirect("registration:sign_in")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@signed_in
@never_cache
@sensitive_post_parameters()
def password_change(request: PersonRequest) -> HttpResponse:
    """A new password by somebody who knows the old one; other sessions of theirs end."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.set_password(request.user, password=form.cleaned_data["new_password1"], on=clock.today())
        update_session_auth_hash(request, request.user)
        messages.success(request, "เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นที่เข้าสู่ระบบค้างไว้ต้องเข้าสู่ระบบใหม่")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/password_change.html", {"form": form})


@public
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Sends a link by mail, from the worker. The answer never says whether the address is known."""
    form = PasswordForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = throttle.of_link(form.cleaned_data["email"])
        people = form.people() if throttle.admit([count], clock.now()) is None else []
        accounts.ask_password_links(people, site=request.build_absolute_uri("/"))
        return redirect("registration:password_sent")
    return render(request, "accounts/password_forgotten.html", {"form": form})


@public
def password_sent(request: HttpRequest) -> HttpResponse:
    """What to do while the mail is under way."""
    return render(request, "accounts/password_sent.html")


@public
@never_cache
@sensitive_post_parameters()
def password_set(request: HttpRequest, person_code: str, token: str) -> HttpResponse:
    """A new password through the mailed link, which works once and for an hour. GET changes nothing."""
    person = person_of(person_code)
    if person is None or not default_token_generator.check_token(person, token):
        return render(request, "accounts/password_link_over.html", status=410)
    form = PasswordSetForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.set_password(person, password=form.cleaned_data["new_password1"], on=clock.today())
        messages.success(request, "ตั้งรหัสผ่านใหม่แล้ว กรุณาเข้าสู่ระบบด้วยรหัสผ่านใหม่")
        names = (person.username, f"second:{person.username}")
        return remember(request, redirect("registration:sign_in"), *names)
    return render(request, "accounts/password_set.html", {"form": form})


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: the asked page when it is one of ours, else the start page."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
