"""The rounds of a person's unit: the list, the district's page, the province's board, the receipt."""

from datetime import date
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from otop_registry import clock
from registration import access, figures, places
from registration.access import Action, Thing
from registration.models import Certification, Submission, User
from registration.services import editions, journey
from registration.services.checks import found
from registration.services.journey import board, district, history, records, sharing
from registration.services.journey import rounds as round_service
from registration.services.registry import standing, transfers
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.web.qr import check_of
from registration.workflow import Status

PER_PAGE = 50  # records; a screen of work
REVIEWING = ("certify", "send_back")  # verbs whose buttons stand on the review page
Address = tuple[int, int, str]  # fiscal year B.E., number of the round, code of the unit
Row = TypeVar("Row", Submission, Certification)


# --- what an address means ---


def submission_or_404(user: User, address: Address, on: date) -> Submission:
    """The district's round at an address. Raises: Http404, foreign and missing alike."""
    return _row_or_404(access.visible(Submission, user, on).select_related("round", "district"), address)


def certification_or_404(user: User, address: Address, on: date) -> Certification:
    """The province's round at an address. Raises: Http404, foreign and missing alike."""
    return _row_or_404(access.visible(Certification, user, on).select_related("round", "province"), address)


def thing_or_404(user: User, address: Address, on: date) -> Submission | Certification:
    """The district's or province's round at an address, by the length of the unit's code."""
    find = certification_or_404 if places.is_province(address[2]) else submission_or_404
    return find(user, address, on)


def _row_or_404(rows: QuerySet[Row], address: Address) -> Row:
    year, number, code = address
    path = rows.model.UNIT_PATH
    row = rows.filter(round__fiscal_year_be=year, round__number=number, **{path: code}).first()
    if row is None:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    return row


def url_of(name: str, thing: Thing, *more: object, unit: str = "") -> str:
    """The address of a page of the thing's round, or of the same round of another unit; a closing names no unit."""
    code = unit or access.unit_code(thing)
    place = [thing.round.fiscal_year_be, thing.round.number, *([code] if code else [])]
    return reverse(f"registration:{name}", args=[*place, *more])


# --- pages ---


@requires(Action.ROUND_VIEW)
def rounds(request: PersonRequest) -> HttpResponse:
    """Every round of the person's units, the running one first to catch the eye."""
    on = clock.today()
    posts = access.posts(request.user, on)
    units = {post.unit_id: post.unit for post in posts if post.role in access.ROLES[Action.ROUND_VIEW]}
    lists = [round_service.rounds_of(unit, on) for unit in units.values()]
    return render(request, "registration/rounds.html", {"lists": lists})


@requires(Action.ROUND_VIEW)
def round_own(request: PersonRequest, year: int, number: int) -> HttpResponse:
    """The address that one letter prints for every unit: leads each to its own page of the round."""
    held = access.posts(request.user, clock.today())
    code = next((post.unit_id for post in held if post.unit_id), "")
    return redirect("registration:round", year, number, code) if code else redirect("registration:rounds")


@requires(Action.ROUND_VIEW)
def round_page(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """A district's page for four digits, a province's board for two."""
    on = clock.today()
    thing = thing_or_404(request.user, (year, number, unit), on)
    access.check(request.user, Action.ROUND_VIEW, thing, on)
    windows = round_service.windows_of(unit, thing.round.quarter)
    context: dict[str, Any] = {
        "thing": thing,
        "window": round_service.window_of(windows, round_service.STEP_OF_STATUS[thing.status], on),
        "is_ahead": round_service.is_ahead(windows, on),
        "steps": round_service.steps(thing, windows, on),
        "offers": journey.offers(thing, request.user, on),
        "timeline": history.of_round(unit, thing.round_id),
    }
    if isinstance(thing, Certification):
        context["board"] = board.of_province(thing, windows, on)
        return _board(request, context)
    context["is_overdue"] = round_service.is_overdue(thing, windows, on)
    return _district(request, thing, context, on)


def _district(
    request: PersonRequest, submission: Submission, context: dict[str, Any], on: date
) -> HttpResponse:
    """Check answers: what the district is about to send, has sent, or has to put right."""
    kind = request.GET.get("kind", "")
    edition = editions.latest(submission.round_id)
    context |= {
        "offers": [each for each in context["offers"] if each.transition.verb not in REVIEWING],
        "tally": records.tally(submission),
        "report": figures.registration_report(submission.district_id, submission.round_id, edition),
        "is_stale": standing.is_stale(submission),
        "province_url": _province_url(request.user, submission, on),
    }
    if access.can(request.user, Action.PRODUCER_VIEW, submission, on=on):
        page = Paginator(records.of_submission(submission, kind), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": records.with_changes(page), "kind": kind}
        context["moves"] = transfers.of_round(submission.district_id, submission.round_id)
        if submission.status != Status.CERTIFIED:
            context["problems"] = district.problems(submission, on)
        context |= _findings(request.user, submission, on)
    if submission.status == Status.SENT_BACK:
        context["returned"] = records.returned(submission)
    return render(request, "registration/round_district.html", context)


def _findings(user: User, submission: Submission, on: date) -> dict[str, Any]:
    """What the checks warn of in the district's round, what lacks a reason first; where the district gives it."""
    rows = found.asked_of(submission.district_id, submission.round_id)
    is_open = submission.status in (Status.ENTRY, Status.SENT_BACK)
    may_explain = is_open and access.can(user, Action.PRODUCER_EDIT, submission, on=on)
    return {
        "findings": [(row.registration.producer, found.shown(row)) for row in rows[:PER_PAGE]],
        "finding_count": rows.count(),
        "lacking_count": found.lacking_reason(submission.district_id, submission.round_id),
        "besides": found.besides(submission.district_id, submission.round_id),
        "explain_url": url_of("explain_round", submission) if may_explain else "",
    }


def _province_url(user: User, submission: Submission, on: date) -> str:
    """The board above the district's page, for those who may see it; else nothing."""
    code = places.province_of(submission.district_id)
    sees = any(post.covers(code) for post in access.posts(user, on))
    return url_of("round", submission, unit=code) if sees else ""


def _board(request: PersonRequest, context: dict[str, Any]) -> HttpResponse:
    """Every district of the province, those that wait for the province first."""
    status = request.GET.get("status", "")
    context |= {"lines": context["board"].of_status(status), "status": status}
    return render(request, "registration/round_board.html", context)


@requires(Action.ROUND_SHARE)
def share(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """A text about the round to paste into the districts' LINE group."""
    on = clock.today()
    thing = certification_or_404(request.user, (year, number, unit), on)
    access.check(request.user, Action.ROUND_SHARE, thing, on)
    link = request.build_absolute_uri(reverse("registration:round_own", args=[year, number]))
    text = sharing.for_districts(thing, on, link)
    context = {"round": thing.round, "back": url_of("round", thing), "whom": thing.province, "text": text}
    return render(request, "registration/round_share.html", context)


@requires(Action.ROUND_VIEW)
def receipt(request: PersonRequest, year: int, number: int, unit: str) -> HttpResponse:
    """The receipt of what is now with the province; before that, the way back to the round."""
    on = clock.today()
    submission = submission_or_404(request.user, (year, number, unit), on)
    access.check(request.user, Action.ROUND_VIEW, submission, on)
    given = history.receipt(submission)
    if given is None:
        return redirect(url_of("round", submission))
    windows = round_service.windows_of(unit, submission.round.quarter)
    submission.district = submission.district.as_on(given.event.day)
    context = {
        "submission": submission,
        "receipt": given,
        "verify": round_service.window_of(windows, round_service.STEP_OF_STATUS[Status.SUBMITTED], on),
        "link": request.build_absolute_uri(url_of("round", submission)),
        "check": check_of(request, district.proof_of(submission)),
    }
    return render(request, "registration/receipt.html", context)
