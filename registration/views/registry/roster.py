"""The roster of a unit as it stood on a day, on screen and for paper."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.forms.registry.listing import RosterForm
from registration.models import Unit
from registration.services.personal import looking
from registration.services.registry import as_of
from registration.web.guard import requires
from registration.web.person_request import PersonRequest

PAGE_SIZE = 50
MOST_ON_PAPER = 1000  # entries; more than this takes seconds to draw


@requires(Action.ROSTER_VIEW)
def roster(request: PersonRequest) -> HttpResponse:
    """Who was registered in a unit of the person's scope at the end of a day; `?all=1` in pages for paper."""
    on = clock.today()
    form = RosterForm(_asked(request, on), today=on)
    form.choose_from(access.visible(Unit, request.user, on).valid(on), request.GET.get("province", ""))
    unit = None
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        unit = form.unit or _own_unit(request, on)
    if unit:
        found = as_of.roster(unit, form.cleaned_data["day"])
        size = MOST_ON_PAPER if "all" in request.GET else PAGE_SIZE
        page = Paginator(found.revision_pks, size).get_page(request.GET.get("page"))
        entries = found.entries(page.start_index() - 1, page.end_index()) if found.revision_pks else []
        looking.saw_roster(unit, found.day, len(found.revision_pks), by=request.user, on=on)
        context |= {"roster": found, "page": page, "entries": entries, "is_whole": "all" in request.GET}
    return render(request, "registration/roster.html", context)


def _asked(request: PersonRequest, on: date) -> dict[str, str]:
    """The boxes of the address; today when none, and a day written as one text is put into the boxes."""
    asked = request.GET.dict()
    if any(asked.get(f"day_{box}") for box in range(3)):
        return asked
    try:
        day = thai.parse_date_text(asked.get("day", ""))
    except ValueError:
        day = on
    return {**asked, "day_0": str(day.day), "day_1": str(day.month), "day_2": str(thai.year_be(day))}


def _own_unit(request: PersonRequest, on: date) -> Unit | None:
    """The unit of the person's first post; None for the department, whose nation is too long for one roster."""
    codes = [post.unit_id for post in access.posts(request.user, on) if post.unit_id]
    return access.get_or_404(Unit, codes[0], request.user, on) if codes else None
