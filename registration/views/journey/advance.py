"""The one door for every verb of a district's or province's round: what it means, what it asks, doing it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access, figures, places
from registration.access import Action
from registration.forms.journey import AdvanceForm, AnnouncementForm, LeftOutForm, ReasonForm
from registration.models import Certification, Submission, User
from registration.services import journey
from registration.services.journey import board, district, records, review, rounds
from registration.views.journey.rounds import thing_or_404, url_of
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused, Transition

Thing = Submission | Certification


@dataclass(frozen=True)
class Page:
    """What the page of one verb says, asks and leads to."""

    consequences: tuple[str, ...]
    form: type[AdvanceForm] = AdvanceForm
    leads_to: str = "round"
    template: str = "registration/round_confirm.html"
    is_danger: bool = False


PAGES = {
    "submit": Page(
        (
            "จังหวัดได้รับข้อมูลของรอบนี้ทันที และท่านได้ใบรับพร้อมเลขที่",
            "หลังส่งแล้วแก้ไขไม่ได้ จนกว่าจังหวัดจะส่งกลับ หรือท่านดึงกลับมาแก้ไขภายในช่วงลงทะเบียน",
        ),
        leads_to="receipt",
    ),
    "recall": Page(
        (
            "ข้อมูลของรอบนี้กลับมาแก้ไขได้ทุกรายการ",
            "ต้องส่งให้จังหวัดใหม่ภายในช่วงลงทะเบียน ใบรับคงเลขที่เดิมและแสดงยอดของการส่งครั้งล่าสุด",
        ),
        ReasonForm,
    ),
    "certify": Page(
        (
            "ระเบียนที่ยังไม่ได้ตรวจถือว่าผ่านตามข้อมูลที่อำเภอส่ง และใบรับรองบอกจำนวนที่เปิดดูกับที่ไม่ได้เปิดดู",
            "ข้อมูลของอำเภอถูกล็อก และระบบบันทึกลายนิ้วมือของข้อมูลที่รับรอง",
            "ถอนการรับรองได้พร้อมเหตุผล จนกว่าจะรับรองระดับจังหวัด",
        ),
        leads_to="province",
        template="registration/certification_check.html",
    ),
    "send_back": Page(
        (
            "อำเภอเห็นเหตุผลทุกข้อ และแก้ไขได้เฉพาะระเบียนในรายการนี้",
            "อำเภอต้องแก้ไขและส่งอีกครั้งภายในช่วงตรวจสอบ การส่งกลับไม่ทำให้อำเภอล่าช้า",
        ),
        leads_to="province",
    ),
    "resubmit": Page(("จังหวัดตรวจเฉพาะระเบียนที่แก้ไขอีกครั้ง",), leads_to="receipt"),
    "withdraw": Page(
        ("ข้อมูลของอำเภอกลับไปรอตรวจสอบ และต้องรับรองใหม่ก่อนสิ้นช่วงตรวจสอบ",),
        ReasonForm,
        leads_to="review",
        is_danger=True,
    ),
    "certify_province": Page(
        (
            "จังหวัดรับรองเฉพาะอำเภอที่รับรองแล้ว อำเภออื่นไม่รวมในรอบนี้พร้อมเหตุผลที่ระบุ",
            "ข้อมูลทุกอำเภอถูกล็อก จนกว่าจะถอนการรับรองระดับจังหวัด",
            "ขั้นต่อไปคือบันทึกเลขที่และวันที่ของประกาศ",
        ),
        LeftOutForm,
        leads_to="certificate",
        template="registration/certification_province.html",
    ),
    "announce_province": Page(
        ("กรมการพัฒนาชุมชนเห็นว่าจังหวัดประกาศแล้ว และปิดระบบของรอบนี้ได้",),
        AnnouncementForm,
        leads_to="certificate",
    ),
    "withdraw_certificate": Page(
        (
            "ทุกอำเภอกลับไปอยู่ในสถานะเดิม จังหวัดต้องรับรองและประกาศใหม่ภายในช่วงตรวจสอบ หากพ้นช่วงแล้วต้องขอขยายเวลาจากกรมฯ",
        ),
        ReasonForm,
        is_danger=True,
    ),
    "withdraw_announced": Page(
        (
            "เลขที่และวันที่ของประกาศเดิมถูกถอน และต้องแจ้งผู้ที่ได้รับประกาศเดิม",
            "จังหวัดต้องรับรองและประกาศใหม่ภายในช่วงตรวจสอบ หากพ้นช่วงแล้วต้องขอขยายเวลาจากกรมฯ",
        ),
        ReasonForm,
        is_danger=True,
    ),
}


@requires(Action.ROUND_ADVANCE)
def advance(request: PersonRequest, year: int, number: int, unit: str, verb: str) -> HttpResponse:
    """GET shows what a verb will do and asks what it needs, POST does it; a refusal says its rule."""
    on = clock.today()
    thing = thing_or_404(request.user, (year, number, unit), on)
    row, page = _row_of(thing, verb), PAGES[verb]
    tried = request.method == "POST"
    form = page.form(request.POST if tried else None, thing=thing)
    refused = None
    if tried and form.is_valid():
        refused = _act(request, thing, row, form, on)
        if refused is None or _stands_already(request, thing, row):
            return redirect(_next_url(thing, page))
    standing = _standing_refusal(thing, verb, request.user, on)
    if refused and not standing:
        form.add_error(None, str(refused))
    context = {"thing": thing, "row": row, "page": page, "form": form, "refused": standing, "tried": tried}
    status = 409 if tried and standing else 200
    return render(request, page.template, context | _more(thing, verb, on), status=status)


def _act(
    request: PersonRequest, thing: Thing, row: Transition, form: AdvanceForm, on: date
) -> Refused | None:
    """Does the verb and says so; the refusal when a rule forbids it."""
    try:
        journey.advance(thing, row.verb, by=request.user, on=on, ask=form.ask())
    except Refused as refused:
        return refused
    messages.success(request, f"{row.label}แล้ว: {thing}")
    return None


def _stands_already(request: PersonRequest, thing: Thing, row: Transition) -> bool:
    """Whether what was asked for stands: the button was pressed twice, or a colleague was quicker."""
    thing.refresh_from_db(fields=["status"])
    if thing.status != row.target:
        return False
    messages.info(request, f"{row.label}ไปก่อนแล้ว ไม่มีการบันทึกซ้ำ")
    return True


def _row_of(thing: Thing, verb: str) -> Transition:
    """The verb's row in the thing's table. Raises: Http404 for a verb of another table."""
    for row in access.TABLES[type(thing)]:
        if row.verb == verb:
            return row
    raise Http404("ไม่พบหน้าที่ต้องการ")


def _standing_refusal(thing: Thing, verb: str, user: User, on: date) -> Refused | None:
    """Why the verb is refused whatever is typed. Raises: PermissionDenied without the role."""
    try:
        access.judge(thing, verb, user, on)
    except Refused as refused:
        return refused
    offers = {offer.transition.verb: offer.refused for offer in journey.offers(thing, user, on)}
    return offers[verb]


def _next_url(thing: Thing, page: Page) -> str:
    if page.leads_to == "province":
        return url_of("round", thing, unit=places.province_of(thing.district_id))
    return url_of(page.leads_to, thing)


def _more(thing: Thing, verb: str, on: date) -> dict[str, Any]:
    """What the page of a verb shows before the decision."""
    if verb in {"send_back", "resubmit"}:
        return {"returned": records.returned(thing)}
    if verb == "certify":
        return {
            "tally": records.tally(thing),
            "marks": review.marks(thing, on),
            "report": figures.registration_report(thing.district_id, thing.round_id),
            "problems": district.problems(thing, on),
            "exceptions": review.queue_lines(review.exceptions(thing, on)[:MOST_EXCEPTIONS]),
        }
    if verb == "certify_province":
        windows = rounds.windows_of(thing.province_id, thing.round.quarter)
        return {"board": board.of_province(thing, windows, on)}
    return {}


MOST_EXCEPTIONS = 20  # records; more are a link away in the queue
