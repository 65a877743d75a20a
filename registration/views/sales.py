"""Monthly sales: the months of a year, and the grid of a district's month, saved whole or row by row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.forms.sales import MonthAnswerForm, RemarkForm, ZeroForm, answers_in, picked
from registration.models import Sale, Unit, User
from registration.services import sales
from registration.services.journal import head
from registration.services.sales import answers, grid, plausibility, reasons
from registration.services.sales.plausibility import SalesRemark
from registration.timetable import Quarter, next_month
from registration.web import sales_rows
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.kept import kept_post
from registration.web.person_request import PersonRequest
from registration.web.sales_rows import Typed
from registration.workflow import Refused

PER_PAGE = 50  # products; a screen of work
ALL_AT_MOST = 300  # products on one page, for those who paste a whole month
MOST_DIGITS = 12  # of an event's number in an address
SHOWS = ("", "missing", "findings")
NOTHING_TYPED = Typed({}, {})
Context = Mapping[str, Any]


@dataclass(frozen=True)
class SalesDesk:
    """Whose month is on the table, for whom and on which day."""

    user: User
    district: Unit
    month: date
    on: date

    @property
    def refused(self) -> Refused | None:
        """Why nothing may be written today."""
        try:
            sales.check_open(self.district.pk, self.month, self.on)
        except Refused as refused:
            return refused
        return None


# --- pages ---


@requires(Action.SALES_VIEW)
def months(request: PersonRequest) -> HttpResponse:
    """The twelve months of a fiscal year of one district; whoever sees several districts chooses one."""
    on = clock.today()
    district = district_or_404(request.user, request.GET.get("unit", ""), on)
    year = _year(request.GET.get("year", ""), on)
    context = {
        "district": district,
        "year": year,
        "before": year - 1,
        "this_year": Quarter.of(on).fiscal_year_be,
        "choices": _choices(request.user, on),
        "lines": grid.months_of(district, year, on) if district else [],
    }
    return render(request, "registration/sales.html", context)


@requires(Action.SALES_VIEW)
def month(request: PersonRequest, year: int, month: int, unit: str = "") -> HttpResponse:
    """The grid of a district's month. POST saves the rows that came, for the page or for the script."""
    on = clock.today()
    first = _first_day(year, month)
    district = district_or_404(request.user, unit, on)
    if district is None:
        return redirect("registration:sales")
    desk = SalesDesk(request.user, district, first, on)
    kept = kept_post(request)
    if request.method == "POST":
        return _explain(request, desk) if "explain" in request.POST else _save(request, desk)
    if kept is None:
        return _page(request, desk)
    return _page(request, desk, _typed_before(kept), {"remark_form": _remark_form(kept)})


# --- what an address means ---


def district_or_404(user: User, code: str, on: date) -> Unit | None:
    """The district of an address, or the only one the person sees; None when there are several to choose from.

    Raises: Http404, foreign and missing alike; PermissionDenied without the role there.
    """
    districts = access.visible(Unit, user, on).districts()
    found = list(districts.filter(pk=code) if code else districts[:2])
    if code and not found:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    if len(found) != 1:
        return None
    access.check(user, Action.SALES_VIEW, found[0], on)
    return found[0]


def _first_day(year_be: int, month: int) -> date:
    """The month of an address. Raises: Http404 for no month, and without a year before it and after it to show."""
    if not (_is_year(year_be) and month in range(1, 13)):
        raise Http404("ไม่พบหน้าที่ต้องการ")
    return date(year_be - thai.BE_OFFSET, month, 1)


def _year(text: str, on: date) -> int:
    """The fiscal year asked for, else the running one."""
    is_year = re.fullmatch("[0-9]{4}", text) and _is_year(int(text))
    return int(text) if is_year else Quarter.of(on).fiscal_year_be


def _is_year(year_be: int) -> bool:
    """Whether the year before it and the year after it are years of ours too."""
    return thai.FIRST_YEAR_BE < year_be < thai.LAST_YEAR_BE


def _choices(user: User, on: date) -> list[Unit]:
    """The districts to choose from, in dictionary order; none for whoever sees one alone."""
    found = list(access.visible(Unit, user, on).districts().valid(on).order_by("sort_key"))
    return found if len(found) > 1 else []


# --- reading ---


def _page(
    request: PersonRequest, desk: SalesDesk, typed: Typed = NOTHING_TYPED, more: Context | None = None
) -> HttpResponse:
    """The grid with what stands; rows in `typed` keep what was typed, beside their errors."""
    refused = desk.refused
    if refused and refused.reopens:
        context = {"desk": desk, "refused": refused}
        return render(request, "registration/sales_ahead.html", context)
    show = request.GET.get("show", "") if request.GET.get("show", "") in SHOWS else ""
    page = _products(request, desk, show)
    rows = sales_rows.rows_of(grid.lines_of(list(page), desk.month), typed)
    can_edit = access.can(desk.user, Action.SALES_EDIT, desk.district, on=desk.on)
    context = {
        "desk": desk,
        "refused": refused,
        "may_edit": can_edit and not refused,
        "page": page,
        "rows": rows,
        "show": show,
        "shows_all": page.paginator.per_page > PER_PAGE,
        "may_show_all": PER_PAGE < page.paginator.count <= ALL_AT_MOST,
        "wrong_count": sum(row.is_wrong for row in rows),
        "zero_form": ZeroForm(),
        **_facts(desk),
        **(more or {}),
    }
    context["remarks"] = [
        (remark, _form_of(remark, context.get("remark_form"))) for remark in context["remarks"]
    ]
    return render(request, "registration/sales_month.html", context)


def _typed_before(kept: QueryDict) -> Typed:
    """The rows that were changed and posted after the session had ended: shown again, still unsaved."""
    forms = {key: MonthAnswerForm(kept, prefix=str(key)) for key in answers_in(kept)}
    return Typed({key: form for key, form in forms.items() if not form.is_valid() or form.is_changed}, {})


def _facts(desk: SalesDesk) -> dict[str, Any]:
    """What stands above the grid: counts, due day, findings of the month and the months beside it."""
    open_findings = plausibility.open_findings(desk.district, desk.month)
    remarks = plausibility.remarks(desk.district, desk.month)
    return {
        "tally": grid.tallies_of(desk.district, [desk.month])[desk.month],
        "due": grid.dues([desk.month])[desk.month],
        "open_findings": len(open_findings) + sum(each.is_open for each in remarks),
        "remarks": remarks,
        "beside": answers.beside(desk.district, desk.month),
        "before": plausibility.back(desk.month, 1),
        "after": next_month(desk.month),
    }


def _products(request: PersonRequest, desk: SalesDesk, show: str) -> Page:
    """The page asked for. The links of a filtered list name the event it was made after, so that none is skipped."""
    asked = request.GET.get("since", "")
    since = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS else None
    products = grid.chosen(desk.district, desk.month, show, since=since)
    if show and since is None:
        request.GET = request.GET.copy()
        request.GET["since"] = str(head(desk.district.pk)[0])
    paginator = Paginator(products, PER_PAGE)
    if request.GET.get("all") and paginator.count <= ALL_AT_MOST:
        paginator = Paginator(products, ALL_AT_MOST)
    return paginator.get_page(request.GET.get("page"))


def _form_of(remark: SalesRemark, posted: RemarkForm | None) -> RemarkForm:
    """The form of a remark's reason: as it was posted, else with the reason that stands."""
    if posted and posted.prefix == remark.finding.code:
        return posted
    initial = {"reason": remark.given.reason if remark.given else ""}
    return RemarkForm(prefix=remark.finding.code, initial=initial)


def _remark_form(posted: QueryDict) -> RemarkForm | None:
    """The reason that a request holds, if any."""
    return RemarkForm(posted, prefix=posted["explain"]) if "explain" in posted else None


# --- writing ---


def _explain(request: PersonRequest, desk: SalesDesk) -> HttpResponse:
    """Stores the reason of a finding of the month as a whole."""
    access.check(desk.user, Action.SALES_EDIT, desk.district, desk.on)
    kind = request.POST["explain"]
    form = RemarkForm(request.POST, prefix=kind)

    def explain() -> None:
        reasons.explain(desk.district, desk.month, kind, by=desk.user, on=desk.on, **form.cleaned_data)

    if not attempt(form, explain):
        return _page(request, desk, more={"remark_form": form, "tried": True})
    messages.success(request, "บันทึกเหตุผลแล้ว จังหวัดอ่านได้จากหน้านี้และรายงานรายเดือน")
    return redirect(request.get_full_path())


def _save(request: PersonRequest, desk: SalesDesk) -> HttpResponse:
    """Writes every row that can be written; the others come back as they were typed."""
    forms = {key: MonthAnswerForm(request.POST, prefix=str(key)) for key in answers_in(request.POST)}
    typed_in = {key: form.answer for key, form in forms.items() if form.is_valid() and form.is_changed}
    zero_form = ZeroForm(request.POST) if request.POST.get("act") == "zero" else None
    try:
        saved = sales.record_month(desk.district, desk.month, typed_in, by=desk.user, on=desk.on)
        zeros = _confirm_zeros(request, desk, zero_form)
    except Refused as refused:
        return _refuse(request, desk, Typed(forms, {}), refused)
    kept = {key: form for key, form in forms.items() if form.errors or key in saved.conflicts}
    typed = Typed(kept, saved.conflicts)
    if _is_script(request):
        return _answer(desk, typed, list(forms), saved.rows)
    if kept or (zero_form and zero_form.errors):
        return _page(request, desk, typed, {"zero_form": zero_form or ZeroForm(), "tried": True})
    messages.success(request, _saved_sentence(saved, zeros))
    return redirect(request.get_full_path())


def _confirm_zeros(request: PersonRequest, desk: SalesDesk, form: ZeroForm | None) -> int:
    """Confirms "no sales" for the chosen products with their one reason; how many it were."""
    if form is None or not form.is_valid():
        return 0
    products = picked(request.POST.getlist("pick"))
    if form.cleaned_data["which"] == "missing":
        rows = grid.chosen(desk.district, desk.month, "missing")
        products = list(rows.values_list("pk", flat=True))
    if not products:
        form.add_error("which", "ยังไม่ได้เลือกรายการในตาราง หรือไม่มีรายการที่ยังไม่รายงาน")
        return 0
    reason = form.cleaned_data["zero_reason"]
    saved = sales.confirm_zero(desk.district, desk.month, products, by=desk.user, on=desk.on, reason=reason)
    return len(saved.rows)


def _saved_sentence(saved: sales.Saved, zeros: int) -> str:
    if zeros:
        return f"ยืนยันว่าไม่มียอดจำหน่ายแล้ว {thai.count(zeros)} รายการ"
    return f"บันทึกแล้ว {thai.count(len(saved.rows))} รายการ" if saved.rows else "ไม่มีรายการที่เปลี่ยนแปลง"


def _refuse(request: PersonRequest, desk: SalesDesk, typed: Typed, refused: Refused) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"message": str(refused)}, status=409)
    return _page(request, desk, typed, {"refused": refused, "tried": True})


# --- the script ---


def _is_script(request: PersonRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _answer(
    desk: SalesDesk, typed: Typed, keys: list[int], written: Mapping[int, Sale | None]
) -> JsonResponse:
    """The outcome of every row that came, and the month's counts."""
    products = list(sales.products_of(desk.district, desk.month).filter(pk__in=keys))
    rows = sales_rows.rows_of(grid.lines_of(products, desk.month), typed)
    tally = grid.tallies_of(desk.district, [desk.month])[desk.month]
    answer = JsonResponse(
        {
            "rows": {row.key: sales_rows.as_json(row, _word(row, row.key in written)) for row in rows},
            "tally": {
                "reported": thai.count(tally.reported),
                "zero": thai.count(tally.zero),
                "missing": thai.count(tally.missing),
                "total": thai.baht(tally.total_baht),
            },
        }
    )
    patch_vary_headers(answer, ["X-Requested-With"])
    return answer


def _word(row: sales_rows.SalesRow, is_written: bool) -> str:
    if row.line.sale is None:
        return "ลบคำตอบแล้ว ยังไม่รายงาน" if is_written else "ยังไม่รายงาน"
    return f"บันทึกแล้ว {sales_rows.time_of(row.line.sale)}"
