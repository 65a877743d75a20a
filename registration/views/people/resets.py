"""Clearing a lost second factor: one officer asks, another one agrees."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration.access import Action
from registration.forms.people.resets import FactorResetForm
from registration.services.people import resets
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused


@requires(Action.FACTOR_RESET)
def factor_resets(request: PersonRequest) -> HttpResponse:
    """What waits for a second officer, and the form that asks."""
    on = clock.today()
    form = FactorResetForm(request.POST or None)
    if attempt(form, lambda: resets.ask(**form.cleaned_data, by=request.user, on=on)):
        messages.success(request, "บันทึกคำขอแล้ว รอเจ้าหน้าที่อีกคนเห็นชอบภายใน 3 วัน")
        return redirect("registration:factor_resets")
    context = {"form": form, "waiting": resets.waiting(request.user, on)}
    return render(request, "registration/factor_resets.html", context)


@requires(Action.FACTOR_RESET)
@require_POST
def factor_reset_agree(request: PersonRequest, pk: int) -> HttpResponse:
    """The second officer agrees: the factor is cleared at once."""
    try:
        asked = resets.agree(pk, by=request.user, on=clock.today())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"ล้างการยืนยันขั้นที่สองของ {asked.user} แล้ว ระบบแจ้งเจ้าตัวทางอีเมล")
    return redirect("registration:factor_resets")
