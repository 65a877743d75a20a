"""A person's own account: the second factor, recovery codes, and who came in by it. Source: decision 0097."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from otop_registry import clock, keys
from otop_registry.keys import Purpose
from registration.forms.people.accounts import AppCodeForm, PasskeyForm
from registration.models import Factor
from registration.services.people import factors, passkeys, sessions, sign_ins, totp
from registration.web import entrance, passkey_asked
from registration.web.attempt import attempt
from registration.web.guard import enrolling, signed_in
from registration.web.person_request import PersonRequest
from registration.web.qr import qr_of
from registration.workflow import Refused

NEW_APP = "new_app"  # in the session, sealed: the secret that the telephone has not confirmed yet
ADDED = "เพิ่มแอปยืนยันตัวตนแล้ว ครั้งต่อไปให้ใช้รหัสจากแอปหลังรหัสผ่าน"


@enrolling
@signed_in
@never_cache
@require_safe
def security(request: PersonRequest) -> HttpResponse:
    """How the account is kept, and who came in by it."""
    on = clock.today()
    person = request.user
    context = {
        "app": getattr(person, "authenticator_app", None),
        "passkeys": list(person.passkeys.all()),
        "codes_left": factors.codes_left(person),
        "has_factor": factors.has_any(person),
        "is_required": factors.is_required(person, on),
        "sign_ins": sign_ins.latest(person),
        "sessions": sessions.running(person, clock.now()),
        "session_key": request.session.session_key,
    }
    return render(request, "accounts/security.html", context)


@enrolling
@signed_in
@never_cache
@sensitive_post_parameters()
def app_add(request: PersonRequest) -> HttpResponse:
    """The QR code for a telephone; the first right code makes it count. Recovery codes follow at once."""
    on, person = clock.today(), request.user
    secret = _new_secret(request)
    form = AppCodeForm(request.POST or None)
    had_any = factors.has_any(person)
    if attempt(form, lambda: factors.add_app(person, secret, form.cleaned_data["code"], on)):
        del request.session[NEW_APP]
        entrance.prove_again(request, Factor.APP)
        messages.success(request, ADDED)
        return redirect("registration:security") if had_any else _show_codes(request)
    shown = {"qr": qr_of(totp.link(secret, person.username)), "typed": totp.typed(secret)}
    return render(request, "accounts/app_add.html", {"form": form, **shown})


def _new_secret(request: PersonRequest) -> bytes:
    """The secret on offer: the same while the person is at it, also after a reload or a wrong code."""
    about = f"new_app:{request.user.pk}"
    try:
        return keys.unseal(Purpose.TOTP_SECRET, request.session.get(NEW_APP, ""), about=about)
    except keys.Unreadable:
        secret = totp.new_secret()
        request.session[NEW_APP] = keys.seal(Purpose.TOTP_SECRET, secret, about=about)
        return secret


@signed_in
@require_POST
def app_remove(request: PersonRequest) -> HttpResponse:
    """The app's codes open nothing any more."""
    try:
        factors.remove_app(request.user, clock.today())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "นำแอปยืนยันตัวตนออกแล้ว")
    return redirect("registration:security")


@enrolling
@signed_in
@never_cache
def passkey_add(request: PersonRequest) -> HttpResponse:
    """A passkey of this machine, or of a telephone beside it. Recovery codes follow a first factor at once."""
    on, person = clock.today(), request.user
    form = PasskeyForm(request.POST or None)
    had_any = factors.has_any(person)
    asked = passkey_asked.answered(request) if form.is_bound else {}
    site = passkey_asked.site_of(request)
    if attempt(form, lambda: passkeys.add(person, **form.cleaned_data, state=asked, site=site, on=on)):
        entrance.prove_again(request, Factor.PASSKEY)
        messages.success(request, "เพิ่มพาสคีย์แล้ว ครั้งต่อไปใช้พาสคีย์หลังรหัสผ่านได้")
        return redirect("registration:security") if had_any else _show_codes(request)
    context = {"form": form, "options": passkey_asked.ask_to_add(request, person)}
    return render(request, "accounts/passkey_add.html", context)


@signed_in
@require_POST
def passkey_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """The passkey opens nothing any more."""
    try:
        passkeys.remove(request.user, pk, clock.today())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "นำพาสคีย์ออกแล้ว")
    return redirect("registration:security")


@signed_in
@never_cache
@require_POST
def recovery_codes(request: PersonRequest) -> HttpResponse:
    """Ten new codes in place of those before, shown in this one answer."""
    return _show_codes(request)


def _show_codes(request: PersonRequest) -> HttpResponse:
    try:
        codes = factors.make_codes(request.user, clock.today())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("registration:security")
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@signed_in
@require_POST
def session_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Ends one of the person's sessions."""
    if sessions.end(request.user, pk):
        messages.success(request, "ออกจากระบบที่เครื่องนั้นแล้ว")
    else:
        messages.info(request, "เครื่องนั้นออกจากระบบไปแล้ว")
    return redirect("registration:security")


@signed_in
@require_POST
def sessions_end(request: PersonRequest) -> HttpResponse:
    """Ends all of them but this one."""
    ended = sessions.end_others(request.user, request.session.session_key or "")
    messages.success(request, f"ออกจากระบบที่เครื่องอื่นแล้ว {ended} เครื่อง")
    return redirect("registration:security")
