"""Grades on screen: the reader's own unit, a district explained, a province's board, the nation's counts."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from grading import scoring
from grading.forms.what_if import WhatIfForm
from grading.scoring import Score
from grading.services import board, explanation, run_again, runs, targets, visible
from grading.services.explanation import Explanation
from grading.views.addresses import NOT_FOUND, quarter_end, quarter_or_404, unit_or_404, url_of
from otop_registry import clock
from registration import access
from registration.models import Round, Unit
from registration.places import Level
from registration.timetable import Quarter
from registration.web.guard import signed_in
from registration.web.names_then import named_by
from registration.web.person_request import PersonRequest
from registration.workflow import Refused


@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """To the quarter at work of the reader's widest unit; without a post, to the published grades."""
    on = clock.today()
    units = {post.unit_id: post.unit for post in access.posts(request.user, on)}
    code = min(units, key=len, default="")
    unit = units[code] if code else None
    quarter = visible.quarter_in_focus(request.user, unit, on)
    return redirect(url_of("unit", quarter, unit.code) if unit else url_of("nation", quarter))


@signed_in
@named_by(quarter_end)
def nation(request: PersonRequest, year: int, quarter: int) -> HttpResponse:
    """Provinces and how many of their districts have each grade."""
    which, sort = quarter_or_404(year, quarter), request.GET.get("sort", "code")
    lines = board.of_nation(which, request.user, clock.today(), sort=sort)
    context = {"quarter": which, "lines": lines, "total": board.total(lines), "sort": sort}
    context["without"] = [line for line in lines if line.run is None]
    return render(request, "grading/nation.html", context)


@signed_in
@named_by(quarter_end)
def unit_page(request: PersonRequest, year: int, quarter: int, unit: str) -> HttpResponse:
    """A district's grade explained for four digits, a province's board for two."""
    on, which = clock.today(), quarter_or_404(year, quarter)
    found = unit_or_404(request.user, unit, which, on)
    page = _district if found.level == Level.DISTRICT else _province
    return page(request, found, which)


def _run_pk(request: PersonRequest) -> int | None:
    """The run asked for in the address, if any."""
    asked = request.GET.get("run", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("1000000000") else None


# --- a district ---


def _district(request: PersonRequest, district: Unit, quarter: Quarter) -> HttpResponse:
    on = clock.today()
    told = explanation.explain(district, quarter, request.user, on, _run_pk(request))
    if told is None:
        raise Http404(NOT_FOUND)
    is_own = access.visible(Unit, request.user, on).filter(pk=district.pk).exists()
    above = access.visible(Unit, request.user, on).filter(pk=district.parent_code).first()
    context = {
        "told": told,
        "quarter": quarter,
        "district": district,
        "province": above,
        "is_own": is_own,
        "aim": targets.lines_of(district, quarter, on) if is_own and told.target else [],
    }
    return render(request, "grading/district.html", context | _what_if(request, told))


def _what_if(request: PersonRequest, told: Explanation) -> dict[str, Any]:
    """The what-if box, and its answer when it was asked and can be given."""
    grade = told.grade
    asked = "products" in request.GET or "sales" in request.GET
    form = WhatIfForm(
        request.GET if asked else None, initial={"products": grade.increase, "sales": grade.sales_baht}
    )
    return {"form": form, "answer": _answer(form, told) if asked and form.is_valid() else None}


def _answer(form: WhatIfForm, told: Explanation) -> Score:
    data = form.cleaned_data
    return scoring.score(told.bands, data["products"], data["sales"], told.grade.base_baht)


# --- a province ---


def _province(request: PersonRequest, province: Unit, quarter: Quarter) -> HttpResponse:
    on, sort = clock.today(), request.GET.get("sort", "code")
    shown = board.of_province(province, quarter, request.user, on, run_pk=_run_pk(request), sort=sort)
    is_own = access.visible(Unit, request.user, on).filter(pk=province.pk).exists()
    context = {
        "board": shown,
        "quarter": quarter,
        "province": province,
        "sort": sort,
        "is_own": is_own,
        "final_refused": _final_refused(province, quarter) if is_own else None,
        "again": run_again.after_edition(province, Round.id_of(quarter)) if is_own else None,
    }
    return render(request, "grading/province.html", context)


def _final_refused(province: Unit, quarter: Quarter) -> Refused | None:
    """Why the final grades cannot be given today, or None."""
    try:
        runs.check_final(province, quarter, clock.today())
    except Refused as refused:
        return refused
    return None
