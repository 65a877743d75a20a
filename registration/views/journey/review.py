"""The province looks through a district's records: the queue by risk, one record, pass and return."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration import access, places
from registration.access import Action
from registration.forms.journey.returning import FaultForms, fault_forms
from registration.models import Registration, Submission, User
from registration.services import journey
from registration.services.journey import history, province, records, review, rounds
from registration.timetable import Step
from registration.views.journey.rounds import PER_PAGE, REVIEWING, submission_or_404, url_of
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused


@requires(Action.RECORD_REVIEW)
def queue(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """The district's records, riskiest first."""
    on = clock.today()
    return _queue_page(request, _submission(request, (year, number, unit), on), on)


@requires(Action.RECORD_REVIEW)
@require_POST
def pass_clean(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """Passes every record that shows nothing to look into, in one act."""
    on = clock.today()
    submission = _submission(request, (year, number, unit), on)
    try:
        clean = review.clean(submission, on)
        passed = province.mark_passed(clean, by=request.user, on=on, is_opened=False)
    except Refused as refused:
        return _queue_page(request, submission, on, refused)
    messages.success(request, f"ผ่าน {passed} ระเบียนที่ไม่มีข้อสังเกตแล้ว โดยบันทึกว่าผ่านรวม ไม่ได้เปิดดู")
    return redirect(url_of("review", submission))


def _submission(request: PersonRequest, address: tuple[int, int, str], on: date) -> Submission:
    submission = submission_or_404(request.user, address, on)
    access.check(request.user, Action.RECORD_REVIEW, submission, on)
    return submission


def _queue_page(
    request: PersonRequest, submission: Submission, on: date, refused: Refused | None = None
) -> HttpResponse:
    mark = request.GET.get("mark", "")
    rows = review.marked(review.queue(submission, on), mark)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    windows = rounds.windows_of(submission.district_id, submission.round.quarter)
    offers = journey.offers(submission, request.user, on)
    context = {
        "submission": submission,
        "province_code": places.province_of(submission.district_id),
        "page": page,
        "lines": review.queue_lines(page),
        "marks": review.marks(submission, on),
        "mark": mark,
        "window": rounds.window_of(windows, Step.VERIFY, on),
        "offers": {each.transition.verb: each for each in offers if each.transition.verb in REVIEWING},
        "shut": _shut(submission, request.user, on),
        "refused": refused,
    }
    return render(request, "registration/review_queue.html", context, status=409 if refused else 200)


def _shut(submission: Submission, user: User, on: date) -> Refused | None:
    """Why no record may be marked today; None while the review is open."""
    try:
        access.judge(submission, "certify", user, on)
    except Refused as refused:
        return refused
    return None


@requires(Action.RECORD_REVIEW)
def record(request: PersonRequest, year: int, number: int, unit: str, pk: int) -> HttpResponse:
    """One record beside its past; POST passes it, returns it with coded reasons, or asks for more rows."""
    on = clock.today()
    submission = _submission(request, (year, number, unit), on)
    registration = _registration(request, submission, pk, on)
    shown = review.record(submission, registration, on)
    act = request.POST.get("act", "")
    faults = fault_forms(
        registration, request.POST if act in {"return", "more"} else None, more=act == "more"
    )
    refused = None
    if act == "pass" or (act == "return" and faults.is_valid()):
        refused = _mark(request, registration, None if act == "pass" else faults, on)
        if refused is None:
            nearest = shown.next_waiting_pk
            return redirect(
                url_of("record", submission, nearest) if nearest else url_of("review", submission)
            )
    context = {
        "submission": submission,
        "record": shown,
        "faults": faults,
        "form": next((form for form in faults if form.is_bound and form.errors), None),
        "is_open": act == "more",
        "refused": refused,
    }
    return _record_page(request, context, on)


def _registration(request: PersonRequest, submission: Submission, pk: int, on: date) -> Registration:
    """A record of the submission. Raises: Http404 also for one of another district or round."""
    row = access.get_or_404(Registration, pk, request.user, on)
    if (row.round_id, row.district_id) != (submission.round_id, submission.district_id):
        raise Http404("ไม่พบหน้าที่ต้องการ")
    return row


def _record_page(request: PersonRequest, context: dict[str, Any], on: date) -> HttpResponse:
    """The page of one record, with what was said of it before."""
    registration = context["record"].registration
    context |= {
        "shut": _shut(context["submission"], request.user, on),
        "reasons": records.answers_of(registration),
        "timeline": history.of_record(registration),
    }
    return render(
        request, "registration/review_record.html", context, status=409 if context["refused"] else 200
    )


def _mark(
    request: PersonRequest, registration: Registration, faults: FaultForms | None, on: date
) -> Refused | None:
    """Passes the record, or returns it for its faults; the refusal when a rule forbids it."""
    name = registration.producer.name
    try:
        if faults is None:
            province.mark_passed([registration], by=request.user, on=on)
            messages.success(request, f"ผ่านแล้ว: {name}")
        else:
            province.return_record(registration, faults.faults, by=request.user, on=on)
            messages.success(request, f"ระบุให้แก้ไข {len(faults.faults)} ข้อแล้ว: {name}")
    except Refused as refused:
        return refused
    return None
