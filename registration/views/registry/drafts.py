"""Drafts: kept while somebody types, listed, thrown away. Allowed on every day."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.registry.entry import fields_to_keep
from registration.models import Draft, Producer
from registration.services.registry import drafts
from registration.views.registry.entry import EntryDesk, desk_for, desk_for_new
from registration.web.guard import requires
from registration.web.person_request import PersonRequest

CHANGED = "เก็บร่างแล้ว แต่มีผู้อื่นแก้ไขระเบียนนี้ กดบันทึกเพื่อเปรียบเทียบ"


@requires(Action.PRODUCER_EDIT)
def own_drafts(request: PersonRequest) -> HttpResponse:
    """The person's own drafts, newest first. Others' drafts are nobody's business."""
    on = clock.today()
    rows = access.visible(Draft, request.user, on).filter(user=request.user).select_related("unit")
    lines = [(draft, _desk_of(request, draft, on)) for draft in rows]
    return render(request, "registration/producer_drafts.html", {"lines": lines})


def _desk_of(request: PersonRequest, draft: Draft, on: date) -> EntryDesk:
    """The desk on which a draft goes on: of the producer that it changes, or of a new one."""
    pk, key = drafts.parts_of(draft.subject)
    rows = access.visible(Producer, request.user, on)
    registered = rows.filter(pk=pk).first() if pk.isdecimal() else None
    return EntryDesk(request.user, on, draft.unit, registered, key)


@requires(Action.PRODUCER_EDIT)
@require_POST
def keep_draft(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """Keeps what stands in the boxes. 409 tells the page that a colleague saved the record meanwhile."""
    desk = _desk(request, pk)
    drafts.keep(desk.district, desk.subject, fields_to_keep(request.POST), by=desk.by, on=desk.on)
    is_stale = desk.registered and request.POST.get("version") != str(desk.registered.version)
    if is_stale:
        return JsonResponse({"message": CHANGED}, status=409)
    return JsonResponse({})


@requires(Action.PRODUCER_EDIT)
@require_POST
def discard_draft(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """Throws the person's own draft away."""
    desk = _desk(request, pk)
    drafts.discard(desk.district, desk.subject, by=desk.by)
    messages.success(request, "ทิ้งร่างแล้ว")
    return redirect("registration:producer_drafts" if "list" in request.POST else desk.url_with())


def _desk(request: PersonRequest, pk: int | None) -> EntryDesk:
    return desk_for_new(request) if pk is None else desk_for(request, pk)
