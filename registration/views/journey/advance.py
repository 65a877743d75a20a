"""The doors for every verb of a round: what it means, what it asks, doing it. One way, two rights.

A rule that forbids the verb whatever is typed stands in place of the form, and answers a post with 409; a rule
against what was typed is an error of the form, which keeps it; what stands already counts as done.
Source: decision 0051.
"""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access, places
from registration.access import Action, Thing
from registration.forms.journey.acts import AdvanceForm
from registration.models import Closing, Submission, User
from registration.services import journey
from registration.views.closing import closing_or_404
from registration.views.journey.acts import PAGES, Page
from registration.views.journey.rounds import thing_or_404, url_of
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused, Transition


@requires(Action.ROUND_ADVANCE)
def advance(request: PersonRequest, year: int, number: int, unit: str, verb: str) -> HttpResponse:
    """A verb of a district's or province's round."""
    on = clock.today()
    return _page_of(request, thing_or_404(request.user, (year, number, unit), on), verb, on)


@requires(Action.CLOSING_EDIT)
def advance_closing(request: PersonRequest, year: int, number: int, verb: str) -> HttpResponse:
    """A verb of the department's closing."""
    on = clock.today()
    return _page_of(request, closing_or_404(request.user, (year, number), on), verb, on)


def _page_of(request: PersonRequest, thing: Thing, verb: str, on: date) -> HttpResponse:
    """GET shows what a verb will do and asks what it needs, POST does it; a refusal says its rule."""
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
    back = url_of("closing" if isinstance(thing, Closing) else "round", thing)
    asked = {"thing": thing, "row": row, "page": page, "form": form}
    context = {**asked, "refused": standing, "tried": tried, "back": back, **page.shows(thing, on)}
    status = 409 if tried and standing else 200
    return render(request, page.template, context, status=status)


def _act(
    request: PersonRequest, thing: Thing, row: Transition, form: AdvanceForm, on: date
) -> Refused | None:
    """Does the verb and says so; the refusal when a rule forbids it."""
    page = PAGES[row.verb]
    try:
        page.act(thing, row.verb, by=request.user, on=on, ask=form.ask())
    except Refused as refused:
        return refused
    messages.success(request, page.done or f"{row.label}แล้ว: {thing}")
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
    if page.leads_to == "province" and isinstance(thing, Submission):
        return url_of("round", thing, unit=places.province_of(thing.district_id))
    return url_of(page.leads_to, thing)
