"""The department's pages of the checks: the table, and what a version would find over the stock of a round."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.checks import table
from registration.forms.checks import LookForm, word_of
from registration.models import Registration, Round
from registration.services.checks import looks
from registration.web.guard import requires
from registration.web.person_request import PersonRequest

MOST_LOOKS = 20  # on the page of the table


@requires(Action.CHECK_LOOK)
def checks(request: PersonRequest) -> HttpResponse:
    """The table of checks; GET with a round and a version leads to what it would find."""
    form = LookForm(request.GET if "version" in request.GET else None)
    form.offer(looks.rounds())
    if form.is_valid():
        chosen = form.cleaned_data["round"]
        return redirect(
            "registration:check_look", chosen.fiscal_year_be, chosen.number, form.cleaned_data["version"]
        )
    context = {
        "form": form,
        "checks": table.CHECKS,
        "version": table.VERSION,
        "newest": table.NEWEST,
        "looks": looks.newest(MOST_LOOKS),
    }
    return render(request, "registration/checks.html", context)


@requires(Action.CHECK_LOOK)
def look(request: PersonRequest, year: int, number: int, version: int) -> HttpResponse:
    """What a version would find in a round: the newest look or the one named; POST asks for a new one."""
    on = clock.today()
    round = access.get_or_404(Round, Round.id_at(year, number), request.user, on)
    if not 1 <= version <= table.NEWEST:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    if request.method == "POST":
        looks.ask(round, version, by=request.user, on=on)
        messages.success(request, "เริ่มแล้ว ผลจะแสดงที่หน้านี้")
        return redirect(request.path)
    past = looks.of_version(round, version)
    named = request.GET.get("look", "")
    shown = next((each for each in past if str(each.pk) == named), past[0] if past else None)
    context = {"round": round, "version": version, "word": word_of(version), "past": past, "look": shown}
    if shown:
        context |= {"board": looks.board(shown)} | _places(request, shown, on)
    return render(request, "registration/check_look.html", context)


def _places(request: PersonRequest, shown: looks.StockLook, on: date) -> dict[str, object]:
    """Where the check that is asked for would find something."""
    code = request.GET.get("check", "")
    if code not in {check.code for check in table.of_version(shown.version)}:
        return {}
    mine = access.visible(Registration, request.user, on)
    return {"check": table.named(code), "places": looks.places_of(shown, code, mine)}
