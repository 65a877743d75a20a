"""Moves of producers between districts: asking, the requests that wait, and one request with its effect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access, places
from registration.access import Action
from registration.forms.registry.transfers import (
    AcceptForm,
    AcceptWithPlaceForm,
    GiveForm,
    RefuseForm,
    TakeForm,
    UndoForm,
)
from registration.models import Producer, Transfer, TransferStatus
from registration.services import registry
from registration.services.registry import record, transferring, transfers, undoing_moves
from registration.services.registry.transferring import Move
from registration.services.registry.transfers import Desk, Line
from registration.services.registry.undoing_moves import WayBack
from registration.views.registry.entry import desk_for, desk_for_new
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused

PAGE_SIZE = 25
TABS = ((Desk.INCOMING, "รอท่านตอบ"), (Desk.OUTGOING, "รออีกอำเภอตอบ"), (Desk.DONE, "ที่ผ่านมา"))
WIDE_TABS = ((Desk.INCOMING, "รอตอบ"), (Desk.DONE, "ที่ผ่านมา"))
VERBS = ACCEPT, REFUSE, RECALL = "accept", "refuse", "recall"
MOVED = "ย้ายแล้ว ผู้ผลิตนับในอำเภอใหม่ตั้งแต่รอบนี้"
UNDONE = "ย้อนการย้ายแล้ว ผู้ผลิตกลับเป็นตามเดิมเหมือนไม่เคยย้าย"
CHANGED = "มีผู้อื่นบันทึกระเบียนนี้ระหว่างที่ท่านเปิดหน้า กรุณาดูผลอีกครั้งก่อนกดรับ"


@requires(Action.TRANSFER_VIEW)
def requests(request: PersonRequest) -> HttpResponse:
    """The requests of the person's scope: to be answered, asked, and done."""
    on = clock.today()
    codes = _codes(request, on)
    code = places.common(codes)
    tabs = TABS if places.is_district(code) else WIDE_TABS
    show = request.GET.get("show", "")
    show = show if show in dict(tabs) else tabs[0][0].value
    page = Paginator(transfers.listed(show, code, on), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": transfers.lines_of(page, access.visible(Producer, request.user, on), codes, desk=show),
        "show": show,
        "tabs": [(tab, label, transfers.listed(tab, code, on).count()) for tab, label in tabs],
        "may_ask": access.may_ever(request.user, Action.TRANSFER_ASK, on),
    }
    return render(request, "registration/transfers.html", context)


def _codes(request: PersonRequest, on: date) -> list[str]:
    roles = access.ROLES[Action.TRANSFER_VIEW]
    return [post.unit_id for post in access.posts(request.user, on) if post.role in roles]


# --- asking ---


@requires(Action.TRANSFER_ASK)
def give(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks another district to take a producer of one's own."""
    desk = desk_for(request, pk)
    form = GiveForm(request.POST or None)
    form.offer(transfers.targets(desk.district, desk.on))

    def act() -> None:
        target = transfers.district(form.cleaned_data["target"], desk.on)
        asked = transferring.ask_to_give(
            desk.producer, target, reason=form.cleaned_data["reason"], by=desk.by, on=desk.on
        )
        messages.success(request, f"ส่งคำขอย้าย {desk.producer.name} แล้ว รออีกอำเภอตอบ")
        done.append(asked)

    done: list[Transfer] = []
    if request.method == "POST" and attempt(form, act):
        return redirect("registration:transfer", done[0].pk)
    return render(request, "registration/transfer_give.html", {"producer": desk.producer, "form": form})


@requires(Action.TRANSFER_ASK)
def take(request: PersonRequest) -> HttpResponse:
    """Asks for a producer that is registered in another district, by its number, and says its new place here."""
    desk = desk_for_new(request)
    form = TakeForm(request.POST or None)
    form.within(desk.district.pk, desk.on)
    done: list[Transfer] = []

    def act() -> None:
        said = {"reason": form.cleaned_data["reason"], "by": desk.by, "on": desk.on}
        done.append(transferring.ask_to_take(desk.district, form.cleaned_data["number"], form.place, **said))
        messages.success(request, "ส่งคำขอแล้ว รออำเภอที่ถือทะเบียนตอบ")

    if request.method == "POST" and attempt(form, act):
        return redirect("registration:transfer", done[0].pk)
    return render(request, "registration/transfer_take.html", {"desk": desk, "form": form})


# --- one request ---


@requires(Action.TRANSFER_VIEW)
def transfer(request: PersonRequest, pk: int) -> HttpResponse:
    """One request, what it would do to one's own report, and the answer; POST accepts, refuses or takes it back."""
    on = clock.today()
    found = access.get_or_404(Transfer, pk, request.user, on)
    line = transfers.line_of(found, access.visible(Producer, request.user, on), _codes(request, on), on)
    may_answer = found.is_waiting and access.can(request.user, Action.TRANSFER_ANSWER, found.asked_of, on=on)
    may_recall = found.is_waiting and access.can(request.user, Action.TRANSFER_ASK, found.asked_from, on=on)
    planned, refused = _planned(found, on)
    answers = _answers(request, found, on)
    verb = request.POST.get("act", "")
    if verb in VERBS and (done := _answered(request, found, answers, verb)):
        return done
    context = {
        "transfer": found,
        "line": line,
        "planned": planned,
        "refused": refused,
        "effects": _own_effects(request, planned, on),
        "products": _products(found, line, on),
        "may_undo": _may_undo(request, found, on),
        "may_recall": may_recall,
        "accept_words": "ย้อนการย้าย" if found.undoes_id else "รับและย้าย",
        "accept_form": answers.accept if may_answer else None,
        "refuse_form": answers.refuse if may_answer else None,
    }
    return render(request, "registration/transfer.html", context)


def _products(found: Transfer, line: Line, on: date) -> Sequence[record.ProductCard]:
    """The products that would go along; what goes back is the record as it left."""
    tells = line.name and line.is_waiting and not found.undoes_id
    return record.products_of(found.producer, on) if tells else ()


def _may_undo(request: PersonRequest, found: Transfer, on: date) -> bool:
    """Whether the person's office may ask that the move be undone, on any day of its round."""
    is_move = found.status == TransferStatus.ACCEPTED
    return is_move and any(
        access.can(request.user, Action.TRANSFER_ASK, unit, on=on) for unit in (found.source, found.target)
    )


def _planned(found: Transfer, on: date) -> tuple[Move | WayBack | None, Refused | None]:
    if not found.is_waiting:
        return None, None
    try:
        return (undoing_moves if found.undoes_id else transferring).plan(found, on), None
    except Refused as refused:
        return None, refused


def _own_effects(request: PersonRequest, planned: Move | WayBack | None, on: date) -> list[Any]:
    """What the report of a district within the reader's scope would count."""
    if planned is None:
        return []
    return [
        each
        for each in planned.effects
        if access.can(request.user, Action.TRANSFER_VIEW, each.district, on=on)
    ]


@dataclass(frozen=True)
class Answers:
    """The two answers' forms; the posted one keeps what was typed."""

    accept: AcceptForm | AcceptWithPlaceForm
    refuse: RefuseForm


def _answers(request: PersonRequest, found: Transfer, on: date) -> Answers:
    posted = {request.POST.get("act"): request.POST}
    initial = {"version": found.producer.version}
    refuse = RefuseForm(posted.get("refuse"))
    if found.place:
        return Answers(AcceptForm(posted.get("accept"), initial=initial), refuse)
    accept = AcceptWithPlaceForm(posted.get("accept"), initial=initial)
    accept.within(found.target_id, on)
    return Answers(accept, refuse)


def _answered(request: PersonRequest, found: Transfer, answers: Answers, verb: str) -> HttpResponse | None:
    """Where a posted act leads; None when its form is shown again."""
    form, act, words = _act_of(request, found, answers, verb)
    try:
        if attempt(form, act):
            messages.success(request, words)
            return redirect("registration:transfer", found.pk)
    except registry.Conflict:
        messages.warning(request, CHANGED)
        return redirect("registration:transfer", found.pk)
    if verb == RECALL or not found.is_waiting:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
        return redirect("registration:transfer", found.pk)
    return None


def _act_of(
    request: PersonRequest, found: Transfer, answers: Answers, verb: str
) -> tuple[Form, Callable[[], object], str]:
    """The form of an act, the act, and what is said once it is done. Raises: PermissionDenied."""
    said: dict[str, Any] = {"by": request.user, "on": clock.today()}
    accept, refuse = answers.accept, answers.refuse
    if verb == RECALL:
        access.check(request.user, Action.TRANSFER_ASK, found.asked_from, said["on"])
        return Form({}), lambda: transferring.recall(found, **said), "ถอนคำขอแล้ว"
    access.check(request.user, Action.TRANSFER_ANSWER, found.asked_of, said["on"])
    if verb == REFUSE:
        return (
            refuse,
            lambda: transferring.refuse(found, reason=refuse.cleaned_data["reason"], **said),
            "ตอบไม่รับแล้ว",
        )

    def move() -> None:
        if found.undoes_id:
            undoing_moves.accept(found, version=accept.cleaned_data["version"], **said)
            return
        transferring.accept(found, version=accept.cleaned_data["version"], place=accept.place, **said)

    return accept, move, UNDONE if found.undoes_id else MOVED


# --- a mistaken move ---


@requires(Action.TRANSFER_ASK)
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks the other office to undo a move, after a page that says what follows."""
    on = clock.today()
    found = access.get_or_404(Transfer, pk, request.user, on)
    form = UndoForm(request.POST or None)
    done: list[Transfer] = []

    def act() -> None:
        done.append(undoing_moves.ask(found, by=request.user, on=on, **form.cleaned_data))
        messages.success(request, "ส่งคำขอย้อนการย้ายแล้ว รออีกอำเภอตอบ")

    if request.method == "POST" and attempt(form, act):
        return redirect("registration:transfer", done[0].pk)
    context = {"transfer": found, "form": form, "refused": undoing_moves.may_be_asked(found, on)}
    return render(request, "registration/transfer_undo.html", context)
