"""Pairs of producers that may be one: the list, and one pair side by side with its decision."""

from collections.abc import Callable, Mapping
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access, places
from registration.access import Action
from registration.forms.registry.pairs import (
    AnewForm,
    ApartForm,
    MergeForm,
    PairPlaceForm,
    UnlikeMergeForm,
    UnmergeForm,
)
from registration.models import Producer, Unit
from registration.models.checks import Verdict
from registration.services import registry
from registration.services.personal import looking
from registration.services.registry import merging, pairs, sides, unmerging
from registration.services.registry.pairs import Line, Reach, Stage
from registration.services.registry.sides import SideBySide
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused

PAGE_SIZE = 25
TABS = (Stage.WAITING, *Reach, Stage.APART, Stage.MERGED)
CHANGED = "มีผู้อื่นบันทึกระเบียนหนึ่งระหว่างที่ท่านเปิดหน้านี้ กรุณาดูผลอีกครั้งก่อนกดรวม"
SHOWN = frozenset(tab.value for tab in TABS)
_FORMS: Mapping[str, type[Form]] = {"anew": AnewForm, "unmerge": UnmergeForm, "apart": ApartForm}
_ACTS = {Verdict.APART.value: "anew", Verdict.MERGED.value: "unmerge"}  # what may be done with a decision
_WRITES: Mapping[str, tuple[Callable[..., object], str]] = {
    "apart": (registry.decide_apart, "บันทึกแล้วว่าเป็นคนละราย จะไม่เตือนคู่นี้อีก"),
    "anew": (registry.decide_anew, "ยกเลิกผลพิจารณาแล้ว คู่นี้กลับมารอพิจารณา"),
    "unmerge": (registry.unmerge, "เลิกรวมแล้ว ทั้งสองรายกลับมาเป็นสองระเบียน คู่นี้กลับมารอพิจารณา"),
}


@requires(Action.PAIR_VIEW)
def waiting(request: PersonRequest) -> HttpResponse:
    """The pairs of the person's scope by stage and reach; the department begins with its own, across provinces."""
    on = clock.today()
    mine = access.visible(Producer, request.user, on)
    form = _place_form(request, on)
    code = form.unit.code if form.unit else ""
    own = (
        Stage.WAITING
        if places.common(post.unit_id for post in access.posts(request.user, on))
        else Reach.NATION
    )
    show = request.GET.get("show", "")
    show = show if show in SHOWN else own.value
    page, lines = _page(request, mine, show, code)
    counted = pairs.counts(mine, code)
    context = {
        "page": page,
        "lines": lines,
        "show": show,
        "tabs": [(tab, counted[tab.value]) for tab in TABS],
        "form": form,
        "is_narrowed": bool(code),
        "nothing": not any(counted.values()),
    }
    return render(request, "registration/pairs.html", context)


def _page(
    request: PersonRequest, mine: QuerySet[Producer], show: str, code: str
) -> tuple[object, list[Line]]:
    number = request.GET.get("page")
    if show in (Stage.APART, Stage.MERGED):
        done = Paginator(pairs.decided(mine, show, code), PAGE_SIZE).get_page(number)
        return done, pairs.lines_of_decisions(done, mine)
    reach = show if show in Reach.values else ""
    page = Paginator(pairs.waiting(mine, reach, code), PAGE_SIZE).get_page(number)
    return page, pairs.lines_of([(row["low"], row["high"]) for row in page], mine)


def _place_form(request: PersonRequest, on: date) -> PairPlaceForm:
    form = PairPlaceForm(request.GET)
    units = access.visible(Unit, request.user, on).valid(on)
    form.choose_from(units, request.GET.get("province", ""))
    form.is_valid()
    return form


@requires(Action.PAIR_VIEW)
def pair(request: PersonRequest, low: int, high: int) -> HttpResponse:
    """Both producers field by field; POST decides that they are two, or takes that back."""
    on = clock.today()
    found = _pair_or_404(request, low, high, on)
    verdict = found.decision.verdict if found.decision else ""
    offered = "apart" if request.method == "POST" else _ACTS.get(verdict, "apart")
    act = next((name for name in _FORMS if name in request.POST), offered)
    form = _FORMS[act](request.POST or None)
    if request.method == "POST" and attempt(form, _act(request, found, act, form)):
        return redirect("registration:pair", low, high)
    may_decide = access.can(request.user, Action.PAIR_DECIDE, found.unit, on=on)
    context = {"found": found, "form": form, "may_decide": may_decide}
    if may_decide and not verdict:
        context["refused"] = merging.refusal(found.pair, on)
    elif may_decide and verdict == Verdict.MERGED:
        context["refused"] = refused = unmerging.refusal(found.pair, on)
        context["is_exact"] = not refused and unmerging.is_same_round(found.pair, on)
    return render(request, "registration/pair.html", context)


def _pair_or_404(request: PersonRequest, low: int, high: int, on: date) -> SideBySide:
    """The pair as the person may see it. Raises: Http404 for a foreign pair, or for two that no check paired."""
    found = (
        sides.side_by_side((low, high), access.visible(Producer, request.user, on)) if low < high else None
    )
    if found is None:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    looking.saw_records([side.producer for side in found.sides if side.producer], by=request.user, on=on)
    return found


def _act(request: PersonRequest, found: SideBySide, name: str, form: Form) -> Callable[[], None]:
    """What a posted form does: what the page offered, whatever a colleague decided meanwhile."""
    write, done = _WRITES[name]

    def act() -> None:
        write(found.pair, reason=form.cleaned_data["reason"], by=request.user, on=clock.today())
        messages.success(request, done)

    return act


@requires(Action.PAIR_DECIDE)
def merge(request: PersonRequest, low: int, high: int, stays: int) -> HttpResponse:
    """What follows when the two become one under the number of `stays`, before it happens; POST does it."""
    on = clock.today()
    found = _pair_or_404(request, low, high, on)
    access.check(request.user, Action.PAIR_DECIDE, found.unit, on)
    if stays not in found.pair:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    try:
        planned = merging.plan(found.pair, stays, on)
    except Refused as refused:
        return render(request, "registration/pair_merge.html", {"found": found, "refused": refused})
    kept, ended = planned.versions
    asked = UnlikeMergeForm if planned.is_unlike else MergeForm
    form = asked(request.POST or None, initial={"kept_version": kept, "ended_version": ended})
    try:
        is_done = request.method == "POST" and attempt(form, _merging(request, found, stays, form))
    except registry.Conflict:
        messages.warning(request, CHANGED)
        return redirect(request.path)
    if is_done:
        messages.success(request, f"รวมแล้ว เลขทะเบียน {planned.stays.registration_number} คงอยู่")
        return redirect(planned.stays)
    return render(request, "registration/pair_merge.html", {"found": found, "planned": planned, "form": form})


def _merging(request: PersonRequest, found: SideBySide, stays: int, form: MergeForm) -> Callable[[], object]:
    def act() -> object:
        said = {"reason": form.cleaned_data["reason"], "by": request.user, "on": clock.today()}
        return registry.merge(found.pair, stays, versions=form.versions, **said)

    return act
