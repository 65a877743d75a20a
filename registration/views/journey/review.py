"""The province looks through records: the queue by risk, one record, pass and return, the sample."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration import access, places
from registration.access import Action, Offer
from registration.forms.journey.queue import QueueForm
from registration.forms.journey.returning import FaultForms, fault_forms
from registration.models import Certification, Registration, Submission, User
from registration.services import journey
from registration.services.journey import (
    coverage,
    history,
    province,
    queue,
    records,
    review,
    rounds,
    sampling,
    signing,
)
from registration.services.journey.queue import Asked
from registration.services.personal import looking
from registration.timetable import Step
from registration.views.journey.rounds import (
    PER_PAGE,
    REVIEWING,
    Address,
    certification_or_404,
    submission_or_404,
    thing_or_404,
    url_of,
)
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.web.search import carries_search, searches
from registration.workflow import Refused

WHOLE = "whole"  # in an address: the queue is that of the whole province
BOXES = ("q", "mark", "flag", "kind", "district", "subdistrict", "product_type", "officer")


@requires(Action.RECORD_REVIEW)
def queue_page(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponseBase:
    """The records of a district, or of the districts of a province that wait for it, riskiest first."""
    on = clock.today()
    return _searched(request, _thing(request, (year, number, unit), on), on)


@requires(Action.RECORD_REVIEW)
@require_POST
def draw_sample(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """Draws what must be opened before the unflagged rest may pass, of one district or of all that wait."""
    on = clock.today()
    thing = _thing(request, (year, number, unit), on)
    sent = [thing] if isinstance(thing, Submission) else signing.waiting(thing)
    try:
        count = sampling.draw_all(sent, by=request.user, on=on)
    except Refused as refused:
        return _queue_page(request, thing, on, refused)
    messages.success(request, f"สุ่มได้ {count} ระเบียนที่ต้องเปิดดู")
    return redirect(f"{url_of('review', thing)}?mark={queue.MUST}")


@requires(Action.RECORD_REVIEW)
@require_POST
def pass_clean(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """Passes every unflagged record that nobody has looked at in one act, once the sample was opened."""
    on = clock.today()
    submission = _submission(request, (year, number, unit), on)
    try:
        passed = province.pass_rest(submission, by=request.user, on=on)
    except Refused as refused:
        return _queue_page(request, submission, on, refused)
    messages.success(request, f"ผ่าน {passed} ระเบียนที่ไม่มีข้อควรตรวจแล้ว โดยบันทึกว่าผ่านรวม ไม่ได้เปิดดู")
    return redirect(url_of("review", submission))


def _thing(request: PersonRequest, address: Address, on: date) -> Submission | Certification:
    thing = thing_or_404(request.user, address, on)
    access.check(request.user, Action.RECORD_REVIEW, thing, on)
    return thing


def _submission(request: PersonRequest, address: Address, on: date) -> Submission:
    submission = submission_or_404(request.user, address, on)
    access.check(request.user, Action.RECORD_REVIEW, submission, on)
    return submission


@searches(*BOXES)
def _searched(request: PersonRequest, thing: Submission | Certification, on: date) -> HttpResponse:
    return _queue_page(request, thing, on)


def _queue_page(
    request: PersonRequest, thing: Submission | Certification, on: date, refused: Refused | None = None
) -> HttpResponse:
    scope = queue.scope_of(thing)
    queue.check_fresh(scope, on)
    form, asked = _asked(request, scope, on)
    marks = queue.marks(scope)
    page = Paginator(queue.keys(scope, asked), PER_PAGE).get_page(request.GET.get("page"))
    windows = rounds.windows_of(scope.unit_code, thing.round.quarter)
    offered = access.available(thing, request.user, on) if isinstance(thing, Submission) else []
    offers = journey.guarded(offered, thing, request.user, on)
    context = {
        "thing": thing,
        "is_whole": isinstance(thing, Certification),
        "province_code": places.province_of(scope.unit_code),
        "districts": scope.districts,
        "page": page,
        "lines": queue.lines(scope, page),
        "form": form,
        "asked": asked,
        "query": _query(request, is_whole=isinstance(thing, Certification)),
        "marks": marks,
        "tabs": queue.tab_marks(scope, asked) if asked.is_narrowed else marks,
        "window": rounds.window_of(windows, Step.VERIFY, on),
        "offers": {each.transition.verb: each for each in offers if each.transition.verb in REVIEWING},
        "shut": _shut(thing, request.user, on, offered),
        "refused": refused,
    }
    return render(request, "registration/review_queue.html", context, status=409 if refused else 200)


def _asked(request: PersonRequest, scope: queue.Scope, on: date) -> tuple[QueueForm, Asked]:
    """The boxes of the queue and what they ask for."""
    form = QueueForm(request.GET)
    form.offer(queue.choices(scope, request.GET.get("district", ""), on))
    form.is_valid()
    return form, form.asked


def _query(request: PersonRequest, *, is_whole: bool) -> str:
    """What a link to a record carries on, so that "next" goes through the same list."""
    kept = request.GET.copy()
    kept.pop("page", None)
    if is_whole:
        kept["list"] = WHOLE
    return kept.urlencode()


def _shut(
    thing: Submission | Certification, user: User, on: date, offered: Iterable[Offer] = ()
) -> Refused | None:
    """Why no record may be marked today; None while the review is open. `offered` are verbs judged already."""
    verb = "certify" if isinstance(thing, Submission) else "certify_province"
    for offer in offered:
        if offer.transition.verb == verb:
            return offer.refused
    try:
        access.judge(thing, verb, user, on)
    except Refused as refused:
        return refused
    return None


# --- one record ---


@dataclass(frozen=True)
class _Place:
    """A record's page: whose record, and the queue that the reader came through."""

    submission: Submission
    queue_of: Submission | Certification
    query: str

    def url_of(self, pk: int | None) -> str:
        """The page of another record of the queue, or the queue itself."""
        if pk is None:
            page = url_of("review", self.queue_of)
        else:
            page = url_of("record", self.submission, pk, unit=queue.district_of(pk))
        return f"{page}?{self.query}" if self.query else page


@requires(Action.RECORD_REVIEW)
@carries_search
def record(request: PersonRequest, year: int, number: int, unit: str, pk: int) -> HttpResponse:
    """One record beside its past; POST passes it, returns it with coded reasons, or asks for more rows."""
    on = clock.today()
    place = _place(request, (year, number, unit), on)
    registration = _registration(request, place.submission, pk, on)
    scope = queue.scope_of(place.queue_of)
    shown = review.record(scope, _asked(request, scope, on)[1], registration)
    act = request.POST.get("act", "")
    faults = fault_forms(
        registration, request.POST if act in {"return", "more"} else None, more=act == "more"
    )
    refused = None
    if act == "pass" or (act == "return" and faults.is_valid()):
        refused = _mark(request, registration, None if act == "pass" else faults, on)
        if refused is None:
            return redirect(place.url_of(shown.next_waiting_pk))
    context = {
        "place": place,
        "submission": place.submission,
        "record": shown,
        "previous_url": shown.previous_pk and place.url_of(shown.previous_pk),
        "next_url": shown.next_pk and place.url_of(shown.next_pk),
        "faults": faults,
        "form": next((form for form in faults if form.is_bound and form.errors), None),
        "is_open": act == "more",
        "refused": refused,
    }
    return _record_page(request, context, on)


def _place(request: PersonRequest, address: Address, on: date) -> _Place:
    """Whose record is shown in which queue; the checks of its district are fresh."""
    year, number, unit = address
    submission = _submission(request, address, on)
    queue_of: Submission | Certification = submission
    is_whole = request.GET.get("list") == WHOLE
    if is_whole:
        queue_of = certification_or_404(request.user, (year, number, places.province_of(unit)), on)
    queue.check_fresh(queue.scope_of(submission), on)
    return _Place(submission, queue_of, _query(request, is_whole=is_whole))


def _registration(request: PersonRequest, submission: Submission, pk: int, on: date) -> Registration:
    """A record of the submission. Raises: Http404 also for one of another district or round."""
    row = access.get_or_404(Registration, pk, request.user, on)
    if (row.round_id, row.district_id) != (submission.round_id, submission.district_id):
        raise Http404("ไม่พบหน้าที่ต้องการ")
    looking.saw_records([row.producer], by=request.user, on=on)
    return row


def _record_page(request: PersonRequest, context: dict[str, Any], on: date) -> HttpResponse:
    """The page of one record, with what was said of it before."""
    registration, submission = context["record"].registration, context["submission"]
    context |= {
        "queue_url": context["place"].url_of(None),
        "shut": _shut(submission, request.user, on),
        "reasons": records.answers_of(registration),
        "timeline": history.of_record(registration),
        "marks": coverage.marks_of(submission.district_id, submission.round),
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
