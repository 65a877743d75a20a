"""Corrections of closed rounds: the list, where one begins, asking with the effect in sight, and each step after it."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access, workflow
from registration.access import Action
from registration.forms.corrections import CorrectionForm, CorrectionStepForm
from registration.models import Correction, Producer, Transfer, TransferStatus
from registration.services import corrections
from registration.services.corrections import reading
from registration.services.corrections.reading import Place
from registration.services.personal import looking
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Transition

PAGE_SIZE = 25


@requires(Action.CORRECTION_VIEW)
def listed(request: PersonRequest) -> HttpResponse:
    """The corrections of the person's scope, those that wait first."""
    rows = reading.listed(access.visible(Correction, request.user, clock.today()))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "registration/corrections.html", {"page": page})


@requires(Action.CORRECTION_ASK)
def rounds(request: PersonRequest, pk: int) -> HttpResponse:
    """The closed rounds in which a producer stands: there a correction begins."""
    on = clock.today()
    producer = _producer_or_404(request, pk, on)
    asked = reading.listed(access.visible(Correction, request.user, on).filter(producer=producer))
    context = {"producer": producer, "places": _places(request, producer, on), "asked": asked}
    return render(request, "registration/correction_rounds.html", context)


@requires(Action.CORRECTION_ASK)
def new(request: PersonRequest, pk: int, year: int, number: int) -> HttpResponse:
    """The record as the round froze it, to be put right; its effect is read before it is asked for."""
    on = clock.today()
    producer = _producer_or_404(request, pk, on)
    place = _place_or_404(_places(request, producer, on), (year, number))
    looking.saw_records([producer], by=request.user, on=on)
    closed = place.edition.day
    form = CorrectionForm(request.POST or None, found=place.found, round_id=place.edition.round_id, on=closed)
    context: dict[str, object] = {"producer": producer, "place": place, "form": form}
    if request.method == "POST" and form.is_valid():
        proposed = corrections.proposed(place.edition, place.found, form.wish)
        access.check(request.user, Action.CORRECTION_ASK, proposed, on)
        if "ask" in request.POST and attempt(form, lambda: _ask(request, place, form, on)):
            return redirect("registration:corrections")
        context |= _look(form, proposed)
    return render(request, "registration/correction_new.html", context)


def _producer_or_404(request: PersonRequest, pk: int, on: date) -> Producer:
    """One of the person's scope, or one that moved out of it: the rounds before stay with the office (0077)."""
    moved = access.visible(Transfer, request.user, on).filter(producer=pk, status=TransferStatus.ACCEPTED)
    row = moved.select_related("producer__district").first()
    return row.producer if row else access.get_or_404(Producer, pk, request.user, on)


def _places(request: PersonRequest, producer: Producer, on: date) -> list[Place]:
    """The rounds in which it stood in the person's scope."""

    def may_ask(place: Place) -> bool:
        there = Correction(district_id=place.found.district_code)
        return access.can(request.user, Action.CORRECTION_ASK, there, on=on)

    return [each for each in reading.rounds_of(producer) if may_ask(each)]


def _place_or_404(places: list[Place], round: tuple[int, int]) -> Place:
    for place in places:
        if (place.edition.round.fiscal_year_be, place.edition.round.number) == round:
            return place
    raise Http404("ไม่พบหน้าที่ต้องการ")


def _ask(request: PersonRequest, place: Place, form: CorrectionForm, on: date) -> None:
    found = corrections.ask(place.edition, place.found.producer_id, form.wish, by=request.user, on=on)
    messages.success(request, f"ยื่นคำขอแล้ว: {found.producer} รอบ {found.round} {found.get_status_display()}")


def _look(form: CorrectionForm, proposed: Correction) -> dict[str, object]:
    """What the correction would move; that nothing would, or that it never may, is an error of the form."""
    is_asked = bool(form.errors)  # and refused: its reason stands there already
    if not is_asked and not attempt(form, lambda: corrections.check_ever(proposed)):
        return {}
    effect = corrections.effect_of(proposed)
    if effect.is_nothing:
        if not is_asked:
            form.add_error(None, corrections.NOTHING)
        return {}
    return reading.context_of(proposed, effect)


@requires(Action.CORRECTION_VIEW)
def correction(request: PersonRequest, pk: int) -> HttpResponse:
    """One correction: what it asks, what it moves or moved, where it stands, and the next steps."""
    on = clock.today()
    found = access.get_or_404(Correction, pk, request.user, on)
    offers = corrections.offers(found, request.user, on)
    context = {**reading.context_of(found), "offers": offers}
    return render(request, "registration/correction.html", context)


@requires(Action.CORRECTION_DECIDE)
def step(request: PersonRequest, pk: int, verb: str) -> HttpResponse:
    """What a step does, with the effect as it reads now; POST takes it, a refusal says its rule."""
    on = clock.today()
    found = access.get_or_404(Correction, pk, request.user, on)
    row = row_of(verb)
    access.check_role(request.user, row.by, found, on)
    offers = {offer.transition: offer.refused for offer in corrections.offers(found, request.user, on)}
    if row not in offers:
        return redirect("registration:correction", pk)
    effect = corrections.effect_of(found)
    data = request.POST if request.method == "POST" else None
    form = CorrectionStepForm(data, needs_reason=row.needs_reason, initial={"seen": effect.fingerprint})
    if data is not None and attempt(form, lambda: _step(request, found, row, form)):
        return redirect("registration:correction", pk)
    context = {**reading.context_of(found, effect), "row": row, "form": form, "refused": offers[row]}
    return render(request, "registration/correction_step.html", context)


def row_of(verb: str) -> Transition:
    """The step of a correction at an address. Raises: Http404."""
    for row in workflow.CORRECTION_TRANSITIONS:
        if row.verb == verb:
            return row
    raise Http404("ไม่พบหน้าที่ต้องการ")


def _step(request: PersonRequest, found: Correction, row: Transition, form: CorrectionStepForm) -> None:
    said = {"reason": form.cleaned_data.get("reason", ""), "seen": form.cleaned_data["seen"]}
    corrections.advance(found, row.verb, by=request.user, on=clock.today(), **said)
    messages.success(request, f"{row.label}แล้ว: {found}")
