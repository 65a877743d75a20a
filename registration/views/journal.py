"""The journal in words, of a unit, a record, a person or a day; the log of the door; and the journal as a file."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock, thai
from registration import access, places
from registration.access import Action
from registration.forms.journal import JournalForm, SignInForm
from registration.models import Event, Unit
from registration.services import chronicle
from registration.web import table_file
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.web.search import searches
from registration.workflow import Refused

BOXES: Final = ("person", "by", *(f"{name}_{part}" for name in ("first", "last") for part in range(3)))
JOURNAL_BOXES: Final = (*BOXES, "unit", "verb", "subject")


@requires(Action.JOURNAL_VIEW)
@searches(*JOURNAL_BOXES)
def journal(request: PersonRequest) -> HttpResponse:
    """What was done in the reader's scope, the newest first."""
    on = clock.today()
    form = JournalForm(request.GET, _units(request, request.GET.get("unit", "")))
    rows = chronicle.find(access.visible(Event, request.user, on), form.asked)
    events, older = chronicle.page(rows, _before(request))
    lines = chronicle.in_words(events)
    context = {
        "form": form,
        "lines": lines,
        "older": older,
        "asked": form.asked,
        "is_first": not _before(request),
    }
    return render(request, "registration/journal.html", context)


@requires(Action.JOURNAL_VIEW)
@require_POST
def journal_file(request: PersonRequest) -> HttpResponse:
    """The same as a file; the journal tells who took it."""
    on = clock.today()
    form = JournalForm(request.POST, _units(request, request.POST.get("unit", "")))
    try:
        rows = chronicle.take(access.visible(Event, request.user, on), form.asked, by=request.user, on=on)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("registration:journal")
    name = f"บันทึกเหตุการณ์ {thai.short_date(on)}"
    draw = table_file.csv_of if request.POST.get("format") == "csv" else table_file.workbook_of
    return draw(name, chronicle.HEADS, rows)


@requires(Action.JOURNAL_VIEW)
@searches(*BOXES, "event")
def sign_in_log(request: PersonRequest) -> HttpResponse:
    """Who came in, who failed, who left, of persons in the reader's scope."""
    form = SignInForm(request.GET)
    rows = chronicle.sign_ins(request.user, form.asked, clock.today())
    lines, older = chronicle.page(rows, _before(request))
    context: dict[str, Any] = {"form": form, "lines": lines, "older": older, "is_first": not _before(request)}
    return render(request, "registration/sign_in_log.html", context)


def _before(request: PersonRequest) -> int | None:
    """The key from which the page goes on; nonsense begins anew."""
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _units(request: PersonRequest, chosen: str) -> list[Unit]:
    """Whom the reader may choose: a province its districts, the department provinces and whichever is chosen."""
    rows = chronicle.units(request.user, clock.today())
    if not any(post.unit_id == "" for post in access.posts(request.user, clock.today())):
        return list(rows)
    return [unit for unit in rows if places.is_province(unit.code) or unit.code == chosen]
