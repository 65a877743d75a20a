"""The coordinators of the own unit, and to read those one level below."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.people.posts import ContactEndForm, ContactForm
from registration.models import Contact, Unit
from registration.services.people import contacts as contact_service
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest


@requires(Action.CONTACT_EDIT)
def contacts(request: PersonRequest) -> HttpResponse:
    """Per own unit its coordinators; below them the units of the next level with theirs."""
    on = clock.today()
    units = contact_service.own_units(request.user, on)
    boards = [
        (unit, contact_service.of_unit(unit, on), contact_service.lines_below(unit, on)) for unit in units
    ]
    helpers = {unit.code: access.who_helps(unit.code, on) for unit in units if unit.code}
    return render(request, "registration/contacts.html", {"boards": boards, "helpers": helpers.values()})


@requires(Action.CONTACT_EDIT)
def contact_new(request: PersonRequest) -> HttpResponse:
    """A new coordinator; `?unit=` names which of several own units."""
    on = clock.today()
    unit = _own_unit(request)
    form = ContactForm(
        request.POST or None, initial={"valid_from": on}, others=contact_service.of_unit(unit, on)
    )
    if attempt(form, lambda: contact_service.add_contact(unit, form.cleaned_data, by=request.user, on=on)):
        messages.success(request, "เพิ่มผู้ประสานงานแล้ว")
        return redirect("registration:contacts")
    return render(request, "registration/contact_form.html", {"unit": unit, "form": form})


@requires(Action.CONTACT_EDIT)
def contact_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Corrects a coordinator of the own unit."""
    on = clock.today()
    contact = access.get_or_404(Contact, pk, request.user, on)
    initial = {name: getattr(contact, name) for name in contact_service.FIELDS}
    form = ContactForm(
        request.POST or None,
        initial=initial,
        others=contact_service.of_unit(contact.unit, on).exclude(pk=contact.pk),
    )
    contact_service.check_own(contact.unit, by=request.user, on=on)
    if attempt(
        form, lambda: contact_service.change_contact(contact, form.cleaned_data, by=request.user, on=on)
    ):
        messages.success(request, "บันทึกแล้ว")
        return redirect("registration:contacts")
    context = {"unit": contact.unit, "contact": contact, "form": form}
    return render(request, "registration/contact_form.html", context)


@requires(Action.CONTACT_EDIT)
def contact_end(request: PersonRequest, pk: int) -> HttpResponse:
    """The last day of a coordinator of the own unit."""
    on = clock.today()
    contact = access.get_or_404(Contact, pk, request.user, on)
    contact_service.check_own(contact.unit, by=request.user, on=on)
    form = ContactEndForm(request.POST or None, initial={"last_day": on})
    if attempt(
        form, lambda: contact_service.end_contact(contact, by=request.user, on=on, **form.cleaned_data)
    ):
        messages.success(request, "บันทึกวันสุดท้ายแล้ว")
        return redirect("registration:contacts")
    return render(request, "registration/contact_end.html", {"contact": contact, "form": form})


def _own_unit(request: PersonRequest) -> Unit:
    """The own unit that the address names, else the only one. Raises: Http404."""
    units = contact_service.own_units(request.user, clock.today())
    code = request.GET.get("unit", units[0].code if units else None)
    for unit in units:
        if unit.code == code:
            return unit
    raise Http404("ไม่พบหน่วยงาน")
