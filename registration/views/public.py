"""What anybody may read without signing in: the way in, the announced rounds, help and privacy."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from registration.models import Round
from registration.models.units import named_as_on
from registration.services.editions import moved, published
from registration.services.editions.published import Announcement
from registration.web.guard import public
from registration.web.open_tables import csv_answer

PUBLIC_CACHE = "public, max-age=300, must-revalidate"


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The way in for strangers; who has signed in starts at the own tasks."""
    if request.user.is_authenticated:
        return redirect("reporting:tasks")
    return render(request, "registration/home.html", {"announcements": published.announcements()[:8]})


@public
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """Every announced round."""
    return render(request, "registration/announcements.html", {"announcements": published.announcements()})


@public
@require_safe
def announcement(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The frozen figures of an announced round by province; `?province=80` by district, `?edition=1` as they were."""
    found = published.announcement(Round.id_at(year, number), request.GET.get("edition", ""))
    if found is None:
        return _missing(request)
    with named_as_on(found.edition.day):
        return _sheet(request, found)


def _sheet(request: HttpRequest, found: Announcement) -> HttpResponse:
    sheet = published.sheet(found.edition, request.GET.get("province", ""))
    if sheet is None:
        return _missing(request)
    context = {
        "announcement": found,
        "sheet": sheet,
        "left_out": published.left_out(found.edition),
        "changed": moved.changed_by(found.edition, sheet.unit.code),
    }
    return render(request, "registration/announcement.html", context)


@public
@require_safe
def announcement_csv(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The announced counts by district for a spreadsheet: UTF-8 with BOM, no cell that runs as a formula."""
    found = published.announcement(Round.id_at(year, number), request.GET.get("edition", ""))
    if found is None:
        return _missing(request)
    if unchanged := _unchanged(request, found):
        return unchanged
    name = f"otop-{year}-{number}-edition-{found.edition.number}.csv"
    with named_as_on(found.edition.day):
        answer = csv_answer(published.table(found), name)
    return _cached(answer, found)


@public
@require_safe
def announcement_json(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The announced counts for machines."""
    found = published.announcement(Round.id_at(year, number), request.GET.get("edition", ""))
    if found is None:
        return JsonResponse({"error": "not announced"}, status=404)
    if unchanged := _unchanged(request, found):
        return unchanged
    with named_as_on(found.edition.day):
        changed = [asdict(line) for line in moved.changed_by(found.edition)]
        data = {**published.as_data(found), "changed": changed}
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    return _cached(answer, found)


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data the registry keeps, why, and whom to ask."""
    return render(request, "registration/home_privacy.html")


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How a round goes and what to do when something does not."""
    return render(request, "registration/home_help.html")


def _missing(request: HttpRequest) -> HttpResponse:
    """The same page for a round that is unknown, open, or closed and not announced."""
    return render(request, "registration/announcement_missing.html", status=404)


def _unchanged(request: HttpRequest, found: Announcement) -> HttpResponse | None:
    """304 for who holds the answer already: an edition never changes, its fingerprint names it."""
    return get_conditional_response(request, etag=quote_etag(found.edition.fingerprint))


def _cached(answer: HttpResponse, found: Announcement) -> HttpResponse:
    """The answer with its name, to be kept for a while."""
    answer["ETag"] = quote_etag(found.edition.fingerprint)
    answer["Cache-Control"] = PUBLIC_CACHE
    return answer
