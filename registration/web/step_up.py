"""Which acts ask anew who is there, and the page that asks: a seat left alone for some minutes certifies nothing.

One table: an act is named by its address, or by the right that all views of a subject ask for, so that a new view of
people or of LINE is among them. The last proof (password, code or passkey) counts for PROOF_SECONDS, every act done
under it begins that time anew, and PROOF_LONGEST_SECONDS after it somebody is asked in any case.
The page of the question holds the form as it was typed and posts it to the same address, with the proof beside it:
the very act goes on, nothing is kept on the server. Source: decision 0099; ASVS 5.0, 7.5.3.
"""

import time
from collections.abc import Callable
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from otop_registry import clock
from registration import workflow
from registration.access import Action
from registration.forms.people.accounts import held_for
from registration.forms.people.proving import ProofForm
from registration.models import Factor, SignInEvent
from registration.services.people import factors, sign_ins, throttle
from registration.web import entrance, passkey_asked
from registration.web.kept import page_of
from registration.web.origin import origin_of
from registration.web.person_request import PersonRequest
from registration.workflow import Role

# Rights of which every POST asks: posts of people, second factors, where messages go.
RIGHTS: Final = frozenset({Action.PEOPLE_EDIT, Action.FACTOR_RESET, Action.LINE_EDIT})
# Verbs of which the POST asks: whatever a province or the department decides about a round or a correction.
VERBS: Final = frozenset(
    row.verb
    for row in (*workflow.ALL_TRANSITIONS, *workflow.CORRECTION_TRANSITIONS)
    if row.by != Role.DISTRICT and row.verb != "send_back"  # which asks the district, and decides nothing
)
OF_VERBS: Final = frozenset(
    {"registration:advance", "registration:closing_act", "registration:correction_step"}
)
# Whose POST always asks: signing several, a number in full, what leaves the system with persons on it, the own account.
ALWAYS: Final = frozenset(
    {
        "registration:sign",
        "registration:producer_reveal",
        "reporting:document_reason",
        "reporting:grades_publish",
        "registration:app_add",
        "registration:app_remove",
        "registration:passkey_add",
        "registration:passkey_remove",
        "registration:recovery_codes",
    }
)
GIVEN: Final = "proof_"  # how the names of the proof's own fields begin
TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 (a name)
LAST: Final = "proof_used_at"  # seconds of the real clock: the last act under the proof


def is_guarded(name: str, view: Callable[..., Any], verb: object = "") -> bool:
    """Whether a POST to the address asks who is there."""
    if name in OF_VERBS:
        return verb in VERBS
    return name in ALWAYS or getattr(view, "action", None) in RIGHTS


def is_fresh(request: HttpRequest) -> bool:
    """Whether the last proof still counts. A session begins by signing in, which is one."""
    now, session = time.time(), request.session
    proven = session.get(entrance.PROVEN, session.get(entrance.BEGAN, now))
    used = max(proven, session.get(LAST, proven))
    return now - used <= settings.PROOF_SECONDS and now - proven <= settings.PROOF_LONGEST_SECONDS


def ask(request: PersonRequest) -> HttpResponse | None:
    """None when the act may go on; else the page that asks, with all that was typed."""
    form = ProofForm(request.POST if any(name.startswith(GIVEN) for name in request.POST) else None)
    back = _back(request)
    request.POST = cast("Any", _without_proof(request.POST))  # the act reads what was typed for it alone
    if form.is_bound:
        if form.is_valid() and prove(request, form):
            return None
    elif is_fresh(request):
        request.session[LAST] = time.time()
        return None
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
    context = {
        "proof": form,
        "typed": typed,
        "address": request.get_full_path(),
        "back": back,
        "minutes": settings.PROOF_SECONDS // 60,
        "has_factor": factors.has_any(request.user),
        "options": passkey_asked.ask_to_prove(request, request.user),
    }
    return render(request, "accounts/prove.html", context, status=403)


def _back(request: HttpRequest) -> str:
    """The page the act's button stood on; its own address may answer to a post alone."""
    told = request.POST.get(f"{GIVEN}back", "")
    is_ours = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    return told if is_ours else page_of(request)


def _without_proof(post: QueryDict) -> QueryDict:
    kept = post.copy()
    for name in post:
        if name.startswith(GIVEN):
            del kept[name]
    return kept


def prove(request: PersonRequest, form: ProofForm) -> bool:
    """Whether the password or the code is the person's; says so in the log, and the session counts from now."""
    person = request.user
    data = form.cleaned_data
    counts = [throttle.of_name(f"proof:{person.username}")]
    if (wait := throttle.admit(counts, clock.now())) is not None:
        form.add_error(None, held_for(wait))
        return False
    factor: Factor | None
    if data["proof_passkey"]:
        is_right = passkey_asked.is_proven(request, person, data["proof_passkey"])
        factor, wrong = Factor.PASSKEY if is_right else None, SignInEvent.WRONG_CODE
    elif data["proof_code"]:
        factor, wrong = factors.prove(person, data["proof_code"], clock.today()), SignInEvent.WRONG_CODE
    else:
        is_right = person.check_password(data["proof_password"])
        factor, wrong = Factor.PASSWORD if is_right else None, SignInEvent.WRONG_PASSWORD
    sign_ins.note(SignInEvent.PROVED if factor else wrong, person, origin_of(request), factor or "")
    if factor is None:
        form.add_error(None, "รหัสผ่านหรือรหัสยืนยันไม่ถูกต้อง กรุณาลองอีกครั้ง")
        return False
    throttle.settle(counts)
    entrance.prove_again(request, factor)
    return True
