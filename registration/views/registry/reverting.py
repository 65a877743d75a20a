"""The page that puts a record back to its last certified state: what is lost, read before it is done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from registration.access import Action
from registration.forms.registry.producers import RevertForm
from registration.services import registry
from registration.services.registry import reverting
from registration.services.registry.reverting import Loss
from registration.views.registry.entry import EntryDesk, desk_for
from registration.views.registry.producers import CHANGED_MEANWHILE
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused

KEPT = (
    "ข้อมูลและผลิตภัณฑ์กลับเป็นตามที่จังหวัดรับรองครั้งล่าสุด ทั้งระเบียนในครั้งเดียว",
    "สิ่งที่บันทึกในรอบนี้ยังอยู่ในประวัติ บัญชีรายชื่อของวันก่อนหน้าและรอบที่รับรองแล้วไม่เปลี่ยน",
)
SEEN = "ระเบียนยังอยู่ในรายการที่จังหวัดตรวจของรอบนี้ นับเป็นยืนยันข้อมูลเดิม"
UNSEEN = "รอบนี้นับว่ายังไม่ได้ดำเนินการกับรายนี้ ให้แก้ไขหรือยืนยันข้อมูลเดิมก่อนส่ง"


@requires(Action.PRODUCER_EDIT)
def revert(request: PersonRequest, pk: int) -> HttpResponse:
    """Puts a record back, after a page that says what will be lost."""
    desk = desk_for(request, pk)
    loss, refused = _planned(desk)
    form = RevertForm(request.POST or None, initial={"version": desk.producer.version})

    def act() -> None:
        reverting.revert(desk.producer, by=desk.by, on=desk.on, **form.cleaned_data)

    try:
        if request.method == "POST" and attempt(form, act):
            messages.success(request, f"คืน {desk.producer.name} เป็นตามที่รับรองล่าสุดแล้ว")
            return redirect(desk.producer)
    except registry.Conflict:
        messages.warning(request, CHANGED_MEANWHILE)
        return redirect("registration:producer_revert", desk.producer.pk)
    context = {
        "producer": desk.producer,
        "form": form,
        "loss": loss,
        "refused": refused,
        "heading": "คืนระเบียนเป็นตามที่รับรองล่าสุด",
        "act": "คืนระเบียนนี้",
        "consequences": (*KEPT, SEEN if loss and loss.way.is_seen else UNSEEN),
        "danger": True,
    }
    return render(request, "registration/producer_revert.html", context)


def _planned(desk: EntryDesk) -> tuple[Loss | None, Refused | None]:
    try:
        return reverting.plan(desk.producer, desk.on), None
    except Refused as refused:
        return None, refused
