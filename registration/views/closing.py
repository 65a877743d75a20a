"""The department's closing of a round: every round, its checklist, its edition, a text to share."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import Closing, Edition, Round, User
from registration.services import editions, journey
from registration.services.closing import checklist, close_job
from registration.services.editions import moved, published
from registration.services.jobs import board as jobs_board
from registration.services.journey import sharing
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.web.search import searches

PER_PAGE = 20  # provinces: a screen or two
LONGEST_WORDS = 100
MOST_JOBS = 5


@requires(Action.CLOSING_VIEW)
def closings(request: PersonRequest) -> HttpResponse:
    """Every round of the published plans, the newest first."""
    on = clock.today()
    rows = access.visible(Closing, request.user, on)
    lines = checklist.overview(rows, checklist.scope(request.user, on), on)
    return render(request, "registration/closings.html", {"lines": lines})


@requires(Action.CLOSING_VIEW)
@searches("part", "q")
def closing(request: PersonRequest, year: int, number: int) -> HttpResponse:
    """The checklist of an open round; of a closed one the edition in force, or with `?edition=1` that one."""
    on = clock.today()
    thing = closing_or_404(request.user, (year, number), on)
    scope = checklist.scope(request.user, on)
    context = {"closing": thing, "scope": scope, "offers": journey.offers(thing, request.user, on)}
    job = close_job.newest(thing)  # before the edition: a job that has ended has made it
    rows = editions.of_round(thing.round_id)
    newest = rows.first()
    if newest is None:
        context |= _checklist(request, thing, scope, on) | {"job": job}
        return render(request, "registration/closing.html", context)
    asked = request.GET.get("edition", str(newest.number))
    edition = next((each for each in rows if str(each.number) == asked), None)
    if edition is None:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context |= _edition(edition, scope) | {"newest": newest, "page": page}
    if "verify" in request.GET:
        context["is_genuine"] = editions.is_genuine(edition)
    return render(request, "registration/closing_edition.html", context)


def _edition(edition: Edition, scope: str) -> dict[str, Any]:
    """What an edition says of the scope, and what it changed there in the one before it."""
    return {
        "edition": edition,
        "sheet": published.sheet(edition, scope),
        "left_out": [unit for unit in published.left_out(edition) if unit.code.startswith(scope)],
        "changed": moved.changed_by(edition, scope),
    }


def _checklist(request: PersonRequest, thing: Closing, scope: str, on: date) -> dict[str, Any]:
    """One part of the checklist, a page of it at a time; the sums of the nation only when they are asked for."""
    board, words = checklist.board(thing, scope, on), request.GET.get("q", "")[:LONGEST_WORDS]
    part, rows = checklist.chosen(board, request.GET.get("part", ""), words)
    parts = [(each, each.label, len(board.parts[each])) for each in checklist.Part]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    more: dict[str, Any] = {"board": board, "part": part, "parts": parts, "page": page, "words": words}
    if access.may_ever(request.user, Action.JOB_VIEW, on):
        more["jobs"] = jobs_board.running(MOST_JOBS)
    if "totals" in request.GET:
        more["totals"] = checklist.to_freeze(thing, scope)
    return more


@requires(Action.CLOSING_SHARE)
def share(request: PersonRequest, year: int, number: int) -> HttpResponse:
    """A text about the round to paste into the provinces' LINE group."""
    on = clock.today()
    thing = closing_or_404(request.user, (year, number), on)
    access.check(request.user, Action.CLOSING_SHARE, thing, on)
    link = request.build_absolute_uri(reverse("registration:round_own", args=[year, number]))
    text = sharing.for_provinces(thing.round, on, link)
    back = reverse("registration:closing", args=[year, number])
    context = {"round": thing.round, "back": back, "whom": "ทุกจังหวัด", "text": text}
    return render(request, "registration/round_share.html", context)


def closing_or_404(user: User, place: tuple[int, int], on: date) -> Closing:
    """The closing at an address. Raises: Http404, foreign and missing alike."""
    return access.get_or_404(Closing, Round.id_at(*place), user, on)
