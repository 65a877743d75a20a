"""How long a session lasts, and what becomes of a form that was typed when it ended."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from otop_registry import clock
from registration.services.people import factors, sessions, sign_ins
from registration.services.registry import drafts
from registration.web import entrance, step_up
from registration.web.entrance import BEGAN, SEEN
from registration.web.kept import forget, keep, page_of
from registration.web.origin import origin_of
from registration.web.person_request import PersonRequest

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]

TOUCH_SECONDS = 60  # s; a write per click would queue up on SQLite
ENDED = "เซสชันหมดอายุ กรุณาเข้าสู่ระบบอีกครั้ง"
ENROL = "ตำแหน่งของท่านต้องยืนยันตัวตนสองขั้น กรุณาเพิ่มวิธียืนยันขั้นที่สองก่อนใช้งานต่อ"
KEPT = f"{ENDED} เก็บร่างไว้แล้ว"


class TimedRequest(PersonRequest):
    """A request whose session may have ended just now."""

    ended_for: str  # whose it was


class SessionTimeout:
    """Signs out after SESSION_IDLE_SECONDS without a request and SESSION_ABSOLUTE_SECONDS in any case.

    Stands after MessageMiddleware. Source: ASVS 5.0, 7.3.1 and 7.3.2.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: TimedRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if _is_over(request.session, time.time()):
                request.ended_for = str(request.user.pk)
                has_drafts = drafts.has_any(request.user)
                logout(request)
                if request.method != "POST":
                    messages.info(request, KEPT if has_drafts else ENDED)
            else:
                _touch(request, time.time())
        return self.get_response(request)


def _is_over(session: SessionBase, now: float) -> bool:
    idle = now - session.get(SEEN, now)
    age = now - session.get(BEGAN, now)
    return idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_ABSOLUTE_SECONDS


def _touch(request: PersonRequest, now: float) -> None:
    """Notes the visit. A sign-in keeps the session's other data, so its beginning is set here, once."""
    session = request.session
    if BEGAN not in session:
        session[BEGAN] = now
    if now - session.get(SEEN, 0) >= TOUCH_SECONDS:
        if session.session_key and SEEN in session:  # signing in has put it into the list
            sessions.note(session.session_key, request.user, origin_of(request), clock.now())
        session[SEEN] = now


class KeepPostedForm:
    """A form posted after the session ended is kept and its author asked to sign in again.

    Stands between AuthenticationMiddleware and LoginRequiredMiddleware; the CSRF check comes before it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        is_ours = request.method == "POST" and getattr(view, "login_required", True)
        if _is_background(request) or not is_ours:
            return None
        if request.user.is_authenticated:
            forget(request)
            return None
        if keep(request, getattr(request, "ended_for", ""), page_of(request)):
            messages.warning(request, f"{KEPT} ข้อมูลที่กรอกจะกลับมาในหน้าเดิม")
        else:
            messages.error(request, f"{ENDED} แบบฟอร์มยาวเกินกว่าจะเก็บไว้ กรุณากดย้อนกลับเพื่อคัดลอกข้อมูล")
        return redirect_to_login(page_of(request))


class AskSecondFactor:
    """Nothing before the second factor for whose post asks for one: who has none is led to add it.

    Stands after SessionTimeout. A post that is typed meanwhile is kept. Source: decision 0097; ASVS 5.0, 6.3.3.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not self._is_lacking(request):
            return None
        if factors.has_any(request.user):  # added meanwhile at another machine
            return _again(request)
        if getattr(view, "is_for_enrolling", False):
            return None
        if request.method == "POST" and not _is_background(request):
            keep(request, str(request.user.pk), page_of(request))
        messages.warning(request, ENROL)
        return redirect("registration:security")

    def _is_lacking(self, request: PersonRequest) -> bool:
        if not request.user.is_authenticated or entrance.has_second(request):
            return False
        return factors.is_required(request.user, clock.today())


def _again(request: PersonRequest) -> HttpResponse:
    """Out, and at once to the second step of signing in."""
    person = request.user
    logout(request)
    entrance.ask_second(request, person, page_of(request))
    return redirect("registration:second_step")


class StepUp:
    """Before an act that counts, somebody is there who has proven it lately: registration/web/step_up.py.

    Stands after AskSecondFactor.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: PersonRequest,
        view: Callable[..., HttpResponse],
        _args: object,
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        return step_up.ask(request) if step_up.is_guarded(name, view, kwargs.get("verb", "")) else None


class NoteRefusals:
    """Writes down who asked for what he may not do: an office above reads it in the log of the door. Decision 0102."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Keeps nobody from the page that says so: a log that cannot be written is told to the other log."""
        if not isinstance(error, PermissionDenied) or not request.user.is_authenticated:
            return
        page = request.resolver_match.view_name if request.resolver_match else ""
        try:
            sign_ins.note_refused(request.user, page, origin_of(request))
        except DatabaseError:
            logger.exception("a refusal could not be noted")


def _is_background(request: HttpRequest) -> bool:
    """An autosave or an htmx part: the script says what happened, the page still holds the text."""
    return request.headers.get("X-Requested-With") == "fetch" or "HX-Request" in request.headers
