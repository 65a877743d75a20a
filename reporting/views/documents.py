"""Documents: the list, what may be asked for, one document with its progress, its file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.personal import WhyForm
from registration.models import Unit
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.web.qr import check_of
from registration.workflow import Refused
from reporting.forms.documents import DocumentFilterForm, MatterForm
from reporting.kinds import Format, Kind, Variant, Way
from reporting.models import Document
from reporting.services import documents as document_service
from reporting.services import matters
from reporting.services.documents import lists, offers, taking
from reporting.views.addresses import NOT_FOUND, unit_or_404

PAGE_SIZE = 30


@requires(Action.DOCUMENT_VIEW)
def documents(request: PersonRequest) -> HttpResponse:
    """What the person's units have, the newest first; of one kind and round when asked."""
    on = clock.today()
    form = DocumentFilterForm(request.GET, rounds=lists.rounds_asked_of(request.user, on))
    found = lists.find(request.user, on, **form.asked)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reporting/documents.html", {"form": form, "page": page})


@requires(Action.DOCUMENT_ASK)
def new(request: PersonRequest) -> HttpResponse:
    """The documents of a unit by occasion, or the one that another page named, as buttons; pressing one asks."""
    on = clock.today()
    units = access.visible(Unit, request.user, on)
    if request.method == "POST":
        return _ask(request, MatterForm(request.POST, units=units))
    unit, _ = unit_or_404(request, Action.DOCUMENT_ASK, on)
    context: dict[str, Any] = {"unit": unit}
    if "kind" in request.GET:
        form = MatterForm(request.GET, units=units)
        named = form.cleaned_data["matter"] if form.is_valid() else None
        context |= {
            "named": offers.offer(named, on) if named and offers.may_ask(named, request.user, on) else None,
            "is_named": True,
        }
    else:
        context["occasions"] = offers.occasions(unit, request.user, on)
        context["units"] = offers.units_to_choose(unit, request.user, on)
    return render(request, "reporting/document_new.html", context)


def _ask(request: PersonRequest, form: MatterForm) -> HttpResponse:
    """Leads to the document; a refusal is the page's answer."""
    if not form.is_valid():
        raise Http404(NOT_FOUND)
    try:
        found = document_service.ask(
            form.wish, by=request.user, on=clock.today(), site=request.build_absolute_uri("/")
        )
    except Refused as refused:
        return render(request, "reporting/document_refused.html", {"refused": refused}, status=409)
    return redirect(found)


def document_or_404(request: PersonRequest, pk: int) -> Document:
    """A document in scope that the person may read. Raises: Http404; PermissionDenied.

    Its job comes by the same statement: read a moment later, a job that has just ended would seem to have no file.
    """
    on = clock.today()
    found = access.visible(Document, request.user, on).select_related("job").filter(pk=pk).first()
    if found is None:
        raise Http404(NOT_FOUND)
    lists.check_readable(found, request.user, on)
    return found


@requires(Action.DOCUMENT_VIEW)
def document(request: PersonRequest, pk: int) -> HttpResponse:
    """One document: how far it is, or its file with number and fingerprints."""
    found = document_or_404(request, pk)
    if found.same_as:
        return redirect(found.same_as)
    context = {
        "document": found,
        "check": check_of(request, found.proof),
        "newest": lists.newest_issue(found),
        "parts": lists.parts_of(found),
        "matter": matters.of(found),
        "ways": [Way(Format(found.format), Variant(found.variant))],
    }
    return render(request, "reporting/document.html", context)


@requires(Action.DOCUMENT_VIEW)
def file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The file itself, under its Thai name; never shown inside the browser, never kept by the way."""
    found = document_or_404(request, pk)
    kept = found.same_as or found
    if not kept.is_made:
        return redirect(found)
    if not taking.may_take(kept, by=request.user, on=clock.today()):
        return redirect("reporting:document_reason", found.pk)
    if not kept.has_file:
        return _lost(request, kept)
    name = document_service.download_name(kept)
    answer = FileResponse(
        kept.file.open("rb"), as_attachment=True, filename=name, content_type=Format(kept.format).media_type
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(Action.DOCUMENT_VIEW)
def reason(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks why persons' names leave the system; the file follows. Nothing is asked where nobody is named."""
    on, found = clock.today(), document_or_404(request, pk)
    kept = found.same_as or found
    form = WhyForm(request.POST or None)
    if not kept.is_made or taking.may_take(kept, by=request.user, on=on):
        return redirect(found)
    if request.method == "POST" and attempt(
        form, lambda: taking.take(kept, form.reason, by=request.user, on=on)
    ):
        return redirect("reporting:document_file", found.pk)
    return render(request, "reporting/document_reason.html", {"document": found, "form": form})


def _lost(request: PersonRequest, document: Document) -> HttpResponse:
    """The file went, as after a restore: made anew, or put back by hand where a letter was issued with it."""
    ways = [Way(Format(document.format), Variant(document.variant))] if document.kind != Kind.LETTER else []
    context = {"document": document, "matter": matters.of(document), "ways": ways}
    return render(request, "reporting/document_lost.html", context, status=410)
