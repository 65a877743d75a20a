"""An upload from bringing it to undoing it: each step one page or one press, all without scripts."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.forms.imports import BringForm, ColumnsForm
from registration.models import Unit, Upload, User
from registration.models.uploads import RowState, UploadState
from registration.places import Level
from registration.services.imports import (
    applying,
    checking,
    dropping,
    finding_groups,
    kinds,
    overview,
    returning,
    setting,
)
from registration.services.imports.checking import Brought
from registration.services.imports.kinds import Scene, Setting
from registration.services.imports.templates import OFFERS
from registration.services.uploads.findings import Severity
from registration.web.guard import requires
from registration.web.open_tables import XLSX
from registration.web.person_request import PersonRequest
from registration.workflow import Refused

PAGE_SIZE = 50
MOST_LISTED = 30


@requires(Action.IMPORT)
def uploads(request: PersonRequest) -> HttpResponse:
    """Brings a file or a pasted table; below it what the office brought lately."""
    on = clock.today()
    units = own_units(request.user, on)
    offered = _offered(request.user, units, on)
    asked = {name: request.GET[name] for name in ("kind", "month", "quarter", "unit") if name in request.GET}
    form = BringForm(
        request.POST or None, request.FILES or None, units=units, kinds=offered, on=on, initial=asked
    )
    if form.is_valid():
        unit, kind = form.units[form.cleaned_data["unit"]], form.kinds[form.cleaned_data["kind"]]
        name, data, is_pasted = form.brought
        brought = Brought(kind, unit, name, data, is_pasted, subject=form.subject)
        try:
            return redirect("registration:upload", checking.receive(brought, by=request.user, on=on).pk)
        except Refused as refused:
            form.add_error("pasted" if is_pasted else "file", str(refused))
    rows = access.visible(Upload, request.user, on).filter(unit__in=units).exclude(state=UploadState.DROPPED)
    rows = rows.select_related("unit", "made_by")
    context = {
        "form": form,
        "rows": rows[:MOST_LISTED],
        "waiting": overview.handed_to([unit.pk for unit in units])[:MOST_LISTED],
        "refused": _refusal(units, offered, on),
        "units": units,
        "offers": [each for each in OFFERS.values() if kinds.of(each.kind) in offered],
    }
    return render(request, "registration/imports/uploads.html", context)


def own_units(user: User, on: date) -> list[Unit]:
    """The districts and provinces in which the person may bring tables today."""
    return [post.unit for post in access.posts(user, on) if post.role in access.ROLES[Action.IMPORT]]


def _offered(user: User, units: list[Unit], on: date) -> list[kinds.TableKind]:
    """The kinds of table that the person may bring for one of the units."""
    levels = sorted({Level(unit.level) for unit in units})
    found = [kind for level in levels for kind in kinds.at(level)]
    return [kind for kind in found if access.may_ever(user, kind.action, on)]


def _refusal(units: list[Unit], offered: list[kinds.TableKind], on: date) -> Refused | None:
    """Why nothing can be applied today, where the person has one district."""
    if len(units) != 1 or not offered:
        return None
    return applying.refusal(Upload(unit=units[0], kind=offered[0].code), on)


def find(request: PersonRequest, pk: int) -> Upload:
    """An upload of the person's own scope. Raises: Http404; PermissionDenied without the kind's right."""
    on = clock.today()
    upload = access.get_or_404(Upload, pk, request.user, on)
    access.check(request.user, kinds.of_upload(upload).action, upload, on)
    return upload


@requires(Action.IMPORT)
def upload(request: PersonRequest, pk: int) -> HttpResponse:
    """What was found in the file, by state and by finding; what can be applied; what became of it."""
    found = find(request, pk)
    if found.state == UploadState.CHECKING:
        return redirect("registration:upload_columns", pk)
    context = {
        **_rows(request, found),
        "upload": found,
        "kind": kinds.of_upload(found),
        "job": found.job if found.job and (found.is_at_work or found.job.error) else None,
        "is_busy": applying.is_busy(found),
        "states": (states := overview.state_lines(found)),
        "out": [each for each in states if each.state in dropping.OUT],
        "groups": _groups(found),
        "ready": overview.ready_count(found),
        "applied": found.counts.get("things", {}).get(RowState.APPLIED, 0),
        "refused": applying.refusal(found, clock.today()),
        "sheets_left": checking.sheets_left(found),
        "to_fill": bool(kinds.of_upload(found).fills and found.counts.get("things", {}).get(RowState.FAULTY)),
    }
    return render(request, "registration/imports/upload.html", context)


def _groups(found: Upload) -> list[tuple[finding_groups.Group, Setting | None]]:
    """The kinds of finding, each with what may be set for all of its rows."""
    offered = setting.settings_of(found, clock.today())
    groups = finding_groups.groups(found)
    return [(each, offered.get(each.code) if each.severity == Severity.ERROR else None) for each in groups]


def _rows(request: PersonRequest, found: Upload) -> dict[str, Any]:
    """One page of the rows that were asked for, each with what it changes of its record."""
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    rows = overview.rows(found, state=state if state in RowState.values else "", code=code)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown, kind = list(page.object_list), kinds.of_upload(found)
    scene = Scene(found.unit, found.subject, request.user, clock.today(), found, found.said)
    changes = kind.compare(scene, shown) if kind.compare else {}
    for row in shown:  # what has to be mended is read first
        row.findings = sorted(row.findings, key=lambda each: finding_groups.WEIGHT[each["severity"]])
    lines = [(row, changes.get(row.pk, [])) for row in shown]
    return {"page": page, "lines": lines, "asked": {"state": state, "code": code}}


@requires(Action.IMPORT)
def columns(request: PersonRequest, pk: int) -> HttpResponse:
    """What each column means, with three of its values; then everything is judged at once."""
    found = find(request, pk)
    kind = kinds.of_upload(found)
    if "sheet" in request.POST:
        _try(request, lambda: checking.look_at(found, request.POST["sheet"]))
        return redirect("registration:upload_columns", pk)
    form = ColumnsForm(request.POST or None, kind=kind, columns=found.columns, said=found.said)
    if form.is_valid() and _try(
        request,
        lambda: checking.check(found, form.mapping, form.said, by=request.user, on=clock.today()),
    ):
        return redirect("registration:upload", pk)
    boxes = [(each, form[f"column-{each['column']}"]) for each in found.columns]
    context = {"upload": found, "kind": kind, "form": form, "boxes": boxes}
    return render(request, "registration/imports/columns.html", context)


def _try(request: PersonRequest, act: Callable[[], object]) -> bool:
    """Whether the act went through; a refusal is told on the next page."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    return True


def _counted(request: PersonRequest, pk: int, act: Callable[[], int], words: str) -> HttpResponse:
    """Back to the upload, which tells how many rows the act reached, or why it was refused."""
    _try(request, lambda: messages.success(request, words.format(thai.count(act()))))
    return redirect("registration:upload", pk)


@requires(Action.IMPORT)
@require_POST
def ask(request: PersonRequest, pk: int, act: str) -> HttpResponse:
    """Everything that is ready is written, or everything written taken back, in a job whose progress the page shows."""
    found = find(request, pk)
    ask_for = {"apply": applying.ask, "undo": applying.ask_undo}[act]
    _try(request, lambda: ask_for(found, by=request.user, on=clock.today()))
    return redirect("registration:upload", pk)


@requires(Action.IMPORT)
@require_POST
def drop(request: PersonRequest, pk: int) -> HttpResponse:
    """Throws away an upload of which nothing is written."""
    found = find(request, pk)
    if _try(request, lambda: dropping.drop(found, by=request.user, on=clock.today())):
        messages.success(request, f"ทิ้ง {found.name} แล้ว")
        return redirect("registration:imports")
    return redirect("registration:upload", pk)


@requires(Action.IMPORT)
@require_POST
def drop_rows(request: PersonRequest, pk: int) -> HttpResponse:
    """Leaves out every row that has one kind of finding."""
    found = find(request, pk)
    rows = overview.rows(found, code=request.POST.get("code", "-")).values_list("pk", flat=True)
    act = partial(dropping.drop_rows, found, list(rows), by=request.user, on=clock.today())
    return _counted(request, pk, act, "ไม่นำเข้า {} รายการ")


@requires(Action.IMPORT)
@require_POST
def next_sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """Another sheet of the same file, by the columns and statements of this one."""
    found = find(request, pk)
    try:
        following = checking.next_sheet(
            found, request.POST.get("sheet", "-"), by=request.user, on=clock.today()
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("registration:upload", pk)
    return redirect("registration:upload", following.pk)


@requires(Action.IMPORT)
@require_POST
def set_rows(request: PersonRequest, pk: int) -> HttpResponse:
    """One value for every row that one kind of finding holds up."""
    found = find(request, pk)
    code, value = request.POST.get("code", ""), request.POST.get("value", "")
    act = partial(setting.set_for_all, found, code, value, by=request.user, on=clock.today())
    return _counted(request, pk, act, "กำหนดให้ {} ราย แล้วตรวจใหม่")


@requires(Action.IMPORT)
@require_POST
def take_up_rows(request: PersonRequest, pk: int) -> HttpResponse:
    """Judges every row anew that was left out, or that was taken back."""
    found = find(request, pk)
    rows = overview.rows(found, state=request.POST.get("state", "-")).values_list("pk", flat=True)
    act = partial(dropping.take_up, found, list(rows), by=request.user, on=clock.today())
    return _counted(request, pk, act, "นำกลับมาตรวจแล้ว {} รายการ")


@requires(Action.IMPORT)
def file(request: PersonRequest, pk: int) -> HttpResponse:
    """The office's own table with the findings in it."""
    found = find(request, pk)
    try:
        data = returning.workbook(found, clock.today())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("registration:upload", pk)
    stem = found.name.rpartition(".")[0] or found.name
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{stem} ผลการตรวจ.xlsx")
    return answer
