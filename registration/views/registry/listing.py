"""Lists of producers: the scope with its filters, search by number, confirming many at once."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from otop_registry import clock, thai
from registration import access, identifiers, places
from registration.access import Action
from registration.forms.registry.listing import ConfirmForm, ProducerFilterForm
from registration.models import Producer, Unit
from registration.services import registry
from registration.services.registry import entry, searching
from registration.services.registry.searching import Search
from registration.views.registry.entry import EntryDesk, desk_for_new
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.web.search import searches
from registration.workflow import Refused

PAGE_SIZE = 50
CONFIRM_PAGE_SIZE = 100
PK_DIGITS = 12


@requires(Action.PRODUCER_VIEW)
@searches(hint="กรุณาพิมพ์ในช่องค้นหา")
def producers(request: PersonRequest) -> HttpResponse:
    """The producers of the person's scope, fifty a page, in dictionary order."""
    on = clock.today()
    form = _filter_form(request, request.GET)
    round = searching.round_on(_scope(request), on)
    wanted = replace(form.search, pks=_pks(request))
    rows = access.visible(Producer, request.user, on)
    found = searching.find(rows, wanted, round.pk if round else 0)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(row, searching.state_of(row)) for row in page],
        "form": form,
        "round": round,
        "is_filtered": wanted != Search(),
        "is_narrowed": wanted != Search(text=wanted.text),
        "shows_district": not places.is_district(_scope(request)) and not form.cleaned_data.get("district"),
    }
    return render(request, "registration/producers.html", context)


@requires(Action.PRODUCER_VIEW)
@require_POST
def search(request: PersonRequest) -> HttpResponse:
    """A citizen's or juristic number leads to its producer and never into an address, whatever else was typed."""
    number = identifiers.find_id(request.POST.get("q", ""))
    if not number:
        wanted = {name: value for name, value in request.POST.items() if value and name in _FILTERS}
        return redirect(f"{reverse('registration:producers')}?{urlencode(wanted)}")
    rows = access.visible(Producer, request.user, clock.today())
    pks = searching.with_number(rows, number)
    if len(pks) == 1:
        return redirect("registration:producer", pks[0])
    if not pks:
        messages.warning(request, f"ไม่พบเลข {identifiers.mask_id(number)} ในพื้นที่ของท่าน")
        return redirect("registration:producers")
    return redirect(f"{reverse('registration:producers')}?{urlencode({'pk': pks}, doseq=True)}")


_FILTERS = tuple(ProducerFilterForm.base_fields)


def _pks(request: PersonRequest) -> tuple[int, ...]:
    texts = request.GET.getlist("pk")[:PAGE_SIZE]
    return tuple(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= PK_DIGITS)


def _filter_form(request: PersonRequest, data: Mapping[str, str]) -> ProducerFilterForm:
    """The filters that the person's scope offers, cleaned."""
    on = clock.today()
    units = access.visible(Unit, request.user, on).valid(on)
    form = ProducerFilterForm(data)
    form.choose_from(units, data.get("province", ""))
    form.choose_subdistricts(data.get("district") or _scope(request), on)
    form.is_valid()
    return form


def _scope(request: PersonRequest) -> str:
    """The narrowest unit code that holds every post of today."""
    return places.common(post.unit_id for post in access.posts(request.user, clock.today()))


# --- confirming many at once ---


@requires(Action.PRODUCER_EDIT)
def confirm(request: PersonRequest) -> HttpResponse:
    """Producers that the open round has not handled, to be confirmed as registered in one act."""
    desk = desk_for_new(request)
    try:
        round = entry.expected_entry(desk.district, desk.on).round
    except Refused as refused:
        return render(request, "registration/producer_confirm.html", {"refused": refused, "desk": desk})
    filters = ConfirmForm(request.GET)
    filters.is_valid()
    rows = access.visible(Producer, request.user, desk.on).filter(district=desk.district)
    waiting = searching.awaiting(rows, round, unconfirmed_rounds=filters.rounds_back)
    form = ConfirmForm(request.POST if request.method == "POST" else None)  # nothing ticked is an answer too
    if request.method == "POST":
        form.offer(waiting.values_list("pk", flat=True))
        if form.is_valid():
            return _confirmed(request, desk, form.chosen)
    page = Paginator(waiting, CONFIRM_PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"desk": desk, "round": round, "page": page, "form": form, "filters": filters}
    return render(request, "registration/producer_confirm.html", context)


def _confirmed(request: PersonRequest, desk: EntryDesk, pks: list[int]) -> HttpResponse:
    try:
        count = registry.confirm_unchanged(desk.district, pks, by=desk.by, on=desk.on)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"ยืนยันข้อมูลเดิมแล้ว {thai.count(count)} ราย")
    return redirect(request.get_full_path())
