"""Units over time: the list, one unit, a change being prepared, and a change with what it will do."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access, places
from registration.access import Action
from registration.models import Unit, UnitAct, UnitChange
from registration.services.units import deciding, listing
from registration.unit_terms import Terms
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from reporting.forms.units import (
    CreateForm,
    DecreeForm,
    DropForm,
    EndForm,
    MergeForm,
    RenameForm,
    SplitForm,
)
from reporting.services import units as unit_service
from reporting.views.addresses import NOT_FOUND

FORMS: Final[dict[UnitAct, type[DecreeForm]]] = {
    UnitAct.RENAME: RenameForm,
    UnitAct.SPLIT: SplitForm,
    UnitAct.MERGE: MergeForm,
    UnitAct.CREATE: CreateForm,
    UnitAct.END: EndForm,
}
CONFIRM, DROP = "confirm", "drop"
ON_PREPARING = "ยังไม่มีสิ่งใดเปลี่ยน จนกว่าผู้ดูแลระบบอีกคนจะอ่านผลและยืนยัน"


@requires(Action.UNIT_VIEW)
def units(request: PersonRequest) -> HttpResponse:
    """What is about to change, the provinces, and what has changed."""
    on = clock.today()
    context = {
        "pending": listing.pending(),
        "past": listing.past(),
        "lines": listing.provinces(on),
        "on": on,
        "may_edit": access.may_ever(request.user, Action.UNIT_EDIT, on),
    }
    return render(request, "reporting/units.html", context)


@requires(Action.UNIT_VIEW)
def unit(request: PersonRequest, code: str) -> HttpResponse:
    """One unit with its names, its days, what it came from and became, what lies below it, and what may be done."""
    on = clock.today()
    found = access.get_or_404(Unit, code, request.user, on)
    may_edit = access.can(request.user, Action.UNIT_EDIT, found, on=on) and not found.has_ended(on)
    context = {"unit": found, "page": listing.page(found), "on": on, "acts": _acts(found) if may_edit else []}
    return render(request, "reporting/unit.html", context)


def _acts(unit: Unit) -> list[UnitAct]:
    """A district has nothing created below it; the department itself stays as it is."""
    if not unit.pk:
        return [UnitAct.CREATE]
    return [act for act in FORMS if act != UnitAct.CREATE or places.is_province(unit.pk)]


@requires(Action.UNIT_EDIT)
def change_new(request: PersonRequest, code: str, act: str) -> HttpResponse:
    """A change is written down; its page then says what it will do."""
    on = clock.today()
    found = access.get_or_404(Unit, code, request.user, on)
    if act not in _acts(found) or found.has_ended(on):
        raise Http404(NOT_FOUND)
    form = FORMS[UnitAct(act)](request.POST or None, unit=found, initial={"day": on})
    made: list[UnitChange] = []

    def prepare() -> None:
        said: dict[str, Any] = {"by": request.user, "on": on}
        made.append(deciding.prepare(act, found, form.decree_said, form.terms, **said))

    if request.method == "POST" and attempt(form, prepare):
        messages.success(request, f"บันทึกรายการแล้ว {ON_PREPARING}")
        return redirect("reporting:unit_change", made[0].pk)
    context = {"unit": found, "act": UnitAct(act), "form": form, "note": ON_PREPARING}
    return render(request, "reporting/unit_change_new.html", context)


@requires(Action.UNIT_VIEW)
def change(request: PersonRequest, pk: int) -> HttpResponse:
    """One change with what it will do or did; POST confirms it or drops it."""
    on = clock.today()
    found = access.get_or_404(UnitChange, pk, request.user, on)
    may_edit = access.may_ever(request.user, Action.UNIT_EDIT, on)
    verb = request.POST.get("act", "")
    form = DropForm(request.POST if verb == DROP else None)
    if verb in (CONFIRM, DROP):
        access.check(request.user, Action.UNIT_EDIT, found, on)
        if done := _answered(request, found, verb, form):
            return done
    is_open, terms = found.is_prepared or found.is_waiting, Terms.of(found.terms)
    shows = is_open and terms.name == "" and _may_see_effect(request, found, on)
    context = {
        "change": found,
        "terms": terms,
        "story": unit_service.story(terms),
        "preview": unit_service.preview(found, terms, on) if shows else None,
        "on": on,
        "is_own": found.prepared_by_id == request.user.pk,
        "may_confirm": may_edit and found.is_prepared,
        "drop_form": form if may_edit and is_open else None,
    }
    return render(request, "reporting/unit_change.html", context)


def _may_see_effect(request: PersonRequest, found: UnitChange, on: date) -> bool:
    """Counts and bases are read by whom they concern: the department, and who has the unit in scope."""
    return access.visible(Unit, request.user, on).filter(pk=found.unit_id).exists()


def _answered(request: PersonRequest, found: UnitChange, verb: str, form: forms.Form) -> HttpResponse | None:
    """Where a posted act leads; None when the form of dropping is shown again."""
    said: dict[str, Any] = {"by": request.user, "on": clock.today()}
    act: Callable[[], object]
    if verb == CONFIRM:
        form, words = forms.Form({}), "ยืนยันแล้ว ระบบดำเนินการในวันที่มีผล ถ้าเป็นวันนี้ ภายในหนึ่งนาที"
        act = lambda: deciding.confirm(found, **said)  # noqa: E731
    else:
        words = "เลิกทำรายการแล้ว"
        act = lambda: deciding.drop(found, reason=form.cleaned_data["reason"], **said)  # noqa: E731
    if attempt(form, act):
        messages.success(request, words)
        return redirect("reporting:unit_change", found.pk)
    if verb == CONFIRM:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
        return redirect("reporting:unit_change", found.pk)
    return None
