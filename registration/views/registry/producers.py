"""The page of one producer, and the acts that end or restore it."""

from collections.abc import Callable
from datetime import date
from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.registry.chairing import ChairForm
from registration.forms.registry.explaining import ExplanationForm
from registration.forms.registry.producers import ReturnAnswerForm, VersionForm, WithdrawalForm
from registration.models import Producer, Product, Registration
from registration.models.producers import RegistrationKind
from registration.services import registry
from registration.services.checks.found import asked_of
from registration.services.checks.late_faults import newest_certified
from registration.services.journey import late_faults
from registration.services.personal import looking, numbers
from registration.services.registry import entry, record, returns, searching, transfers
from registration.views.registry.entry import desk_for
from registration.web import revealed
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused

UNDONE = (RegistrationKind.UPDATE, RegistrationKind.CONFIRM, RegistrationKind.WITHDRAW)  # of who stood before
CHANGED_MEANWHILE = "มีผู้อื่นบันทึกระเบียนนี้ระหว่างที่ท่านเปิดหน้า กรุณาดูข้อมูลล่าสุดก่อน แล้วกดอีกครั้ง"


@requires(Action.PRODUCER_VIEW)
def producer(request: PersonRequest, pk: int) -> HttpResponse:
    """Facts, products, what changed in the round, and the whole history of one producer."""
    on = clock.today()
    found = _looked_at(request, pk, on)
    round = searching.round_on(found.district_id, on)
    registration = record.registration_in(found, round.pk) if round else None
    may_edit = access.can(request.user, Action.PRODUCER_EDIT, found, on=on)
    refused = _refusal(found) if may_edit else None
    context = {
        "producer": found,
        "sheet": record.sheet_of(found),
        "round": round,
        "registration": registration,
        "state": searching.state_in(found, registration),
        "standing_count": found.products.active().count(),
        "products": record.products_of(found, on),
        "findings": record.findings_in(registration),
        "explain_form": _explain_form(registration) if may_edit and not refused else None,
        "changes": record.changed_since_last_round(found, round.pk) if round else [],
        "returns": record.open_returns(found),
        "history": record.history(found),
        "asked": transfers.waiting_of(found, on),
        "may_edit": may_edit,
        "merged_into": access.visible(Producer, request.user, on).filter(merged=found).first(),
        "late_faults": [(row, late_faults.label_of(row.field)) for row in late_faults.of_producer(found)],
        **_for_reader(request, found, on),
        "refused": refused,
        **_acts(found, registration, is_open=may_edit and not refused),
    }
    return render(request, "registration/producer.html", context)


def _acts(found: Producer, registration: Registration | None, *, is_open: bool) -> dict[str, bool]:
    """Which acts beside amending the page offers while the record may be written."""
    stood_before = registration is not None and registration.kind in UNDONE
    return {"may_revert": is_open and stood_before, "may_withdraw": is_open and not found.is_withdrawn}


def _looked_at(request: PersonRequest, pk: int, on: date) -> Producer:
    """A record in scope, and the line of the read log. Raises: Http404."""
    found = access.get_or_404(Producer, pk, request.user, on)
    looking.saw_records([found], by=request.user, on=on)
    return found


def _for_reader(request: PersonRequest, found: Producer, on: date) -> dict[str, object]:
    """The numbers in full for the minutes after a reason; whether a fault may be told: some round was certified."""
    may_report = access.can(request.user, Action.FAULT_REPORT, found, on=on) and newest_certified(found)
    shown = numbers.in_full(found) if revealed.is_shown(request, found.pk) else None
    return {"numbers": shown, "may_report": bool(may_report)}


def _explain_form(registration: Registration | None) -> ExplanationForm | None:
    """The boxes for what the district has a word to say on, if there is any."""
    if registration is None:
        return None
    rows = asked_of(registration.district_id, registration.round_id).filter(registration=registration)
    return ExplanationForm(findings=rows) if rows else None


def _refusal(found: Producer) -> Refused | None:
    """Why nothing can be written to the record today, if so."""
    try:
        entry.expected_entry(found.district, clock.today(), producer=found)
    except Refused as refused:
        return refused
    return None


@requires(Action.PRODUCER_EDIT)
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Says of what the province returned why nothing is changed; one box for each reason still open."""
    desk = desk_for(request, pk)
    form = ReturnAnswerForm(request.POST or None, returns=record.open_returns(desk.producer))
    refused = _refusal(desk.producer)
    if not form.fields:
        messages.info(request, "ไม่มีข้อที่จังหวัดส่งกลับและยังไม่ได้ตอบ")
        return redirect(desk.producer)
    row = record.returned_registration(desk.producer)
    if not refused and attempt(form, lambda: returns.answer(row, form.answers, by=desk.by, on=desk.on)):
        messages.success(request, "บันทึกคำชี้แจงแล้ว จังหวัดจะเห็นเมื่อส่งอีกครั้ง")
        return redirect(desk.producer)
    context = {"producer": desk.producer, "form": form, "refused": refused}
    return render(request, "registration/producer_answer.html", context)


@requires(Action.PRODUCER_EDIT)
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Ends a producer with all its products, after a page that says what follows."""
    desk = desk_for(request, pk)
    consequences = (
        "ผู้ผลิตรายนี้และผลิตภัณฑ์ทั้งหมดจะไม่นับในทะเบียนตั้งแต่รอบนี้",
        "ประวัติและบัญชีรายชื่อของวันก่อนหน้ายังอยู่ครบ",
        "คืนสถานะได้ทุกรอบด้วยเลขทะเบียนเดิม ถ้าคืนในรอบหลังจะนับเป็นการลงทะเบียนใหม่ของรอบนั้น",
        "ถ้าย้ายไปต่างอำเภอ ไม่ต้องยกเลิก ให้ใช้ “ย้ายไปอำเภออื่น” ในหน้าระเบียน การยกเลิกนับเป็นการลดของรอบนี้",
    )

    def act(form: Form) -> str:
        registry.withdraw(desk.producer, by=desk.by, on=desk.on, **form.cleaned_data)
        return f"ยกเลิก {desk.producer.name} แล้ว"

    words = {
        "heading": "ยกเลิกการลงทะเบียน",
        "act": "ยกเลิกการลงทะเบียนรายนี้",
        "consequences": consequences,
        "danger": True,
    }
    return _confirmed(request, desk.producer, WithdrawalForm, act, words)


@requires(Action.PRODUCER_EDIT)
def restore(request: PersonRequest, pk: int) -> HttpResponse:
    """Brings a withdrawn producer back: in the round of the withdrawal as before, later as a new stay."""
    desk = desk_for(request, pk)
    consequences = (
        "ผู้ผลิตกลับมานับในทะเบียนด้วยเลขทะเบียนเดิม พร้อมผลิตภัณฑ์ที่ยกเลิกไปพร้อมกัน",
        "ถ้ายกเลิกในรอบก่อน จะนับเป็นการลงทะเบียนใหม่ของรอบนี้",
    )

    def act(form: Form) -> str:
        registry.restore(desk.producer, by=desk.by, on=desk.on, **form.cleaned_data)
        return f"คืนสถานะ {desk.producer.name} แล้ว"

    words = {"heading": "คืนสถานะผู้ผลิต", "act": "คืนสถานะ", "consequences": consequences}
    return _confirmed(request, desk.producer, VersionForm, act, words)


@requires(Action.PRODUCER_EDIT)
def change_chair(request: PersonRequest, pk: int) -> HttpResponse:
    """Names another person behind a group, which stays who it is."""
    desk = desk_for(request, pk)
    consequences = (
        f"{desk.producer.name} คงเลขทะเบียน ผลิตภัณฑ์ และประวัติเดิม ไม่นับเป็นรายใหม่",
        "ชื่อและเลขประจำตัวของประธานคนเดิมยังอยู่ในประวัติและบัญชีรายชื่อของวันก่อนหน้า",
        "จังหวัดเห็นทั้งคนเดิมและคนใหม่เมื่อตรวจระเบียนของรอบนี้",
    )

    def act(form: Form) -> str:
        registry.change_chair(desk.producer, by=desk.by, on=desk.on, **cast(ChairForm, form).said)
        return "บันทึกประธานคนใหม่แล้ว"

    words = {"heading": "เปลี่ยนประธานกลุ่ม", "act": "บันทึกประธานคนใหม่", "consequences": consequences}
    return _confirmed(request, desk.producer, ChairForm, act, words)


@requires(Action.PRODUCER_EDIT)
def withdraw_product(request: PersonRequest, pk: int) -> HttpResponse:
    """Ends one product of a producer."""
    product = access.get_or_404(Product, pk, request.user, clock.today())
    desk = desk_for(request, product.producer_id)
    consequences = (
        f"ผลิตภัณฑ์ “{product.name}” จะไม่นับในทะเบียนตั้งแต่รอบนี้",
        "ประวัติและบัญชีรายชื่อของวันก่อนหน้ายังอยู่ครบ",
    )

    def act(form: Form) -> str:
        registry.withdraw_product(product, by=desk.by, on=desk.on, **form.cleaned_data)
        return f"ยกเลิกผลิตภัณฑ์ {product.name} แล้ว"

    words = {"heading": "ยกเลิกผลิตภัณฑ์", "act": "ยกเลิกผลิตภัณฑ์นี้", "consequences": consequences, "danger": True}
    return _confirmed(request, desk.producer, WithdrawalForm, act, words)


def _confirmed(
    request: PersonRequest, found: Producer, form_class: type[Form], act: Callable[[Form], str], words: dict
) -> HttpResponse:
    """The page before the act; the act once it is posted; the page again when a rule or a colleague is faster."""
    version = {"version": found.version}
    form = form_class(request.POST or None, initial=version)
    refused = _refusal(found)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form))
            return redirect(found)
        except registry.Conflict:
            form = form_class({**request.POST.dict(), **version})
            form.add_error(None, CHANGED_MEANWHILE)
        except Refused as new_refusal:
            refused = new_refusal
    context = {"producer": found, "form": form, "refused": refused, **words}
    return render(request, "registration/producer_confirm_act.html", context)
