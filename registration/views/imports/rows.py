"""One row of an upload: mended in the boxes of the form, left out, or taken up again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import UploadRow
from registration.models.uploads import RowState
from registration.services.imports import dropping, kinds, mending, overview
from registration.services.imports.kinds import Scene
from registration.services.uploads.findings import Severity
from registration.views.imports.mending import PAGES, Entry, MendingPage, tell
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused


def find(request: PersonRequest, pk: int) -> UploadRow:
    """A row of an upload of the person's own scope. Raises: Http404; PermissionDenied without the kind's right."""
    on = clock.today()
    row = access.get_or_404(UploadRow, pk, request.user, on)
    access.check(request.user, kinds.of_upload(row.upload).action, row.upload, on)
    return row


@requires(Action.IMPORT)
def mend(request: PersonRequest, pk: int) -> HttpResponse:
    """The row in the boxes of its typing form, with what was found; saved, the next faulty one follows."""
    row = find(request, pk)
    kind = kinds.of_upload(row.upload)
    if not kind.mend:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    scene = Scene(
        row.upload.unit, row.upload.subject, request.user, clock.today(), row.upload, row.upload.said
    )
    page = PAGES[kind.mend](scene, row, request.user)
    told = [each for each in row.findings if each["severity"] != Severity.ERROR]
    if act := {"add", "remove"} & request.POST.keys():
        entry = page.entry(request.POST, act=(name := act.pop()), target=request.POST[name])
    elif request.method == "POST":
        entry = page.entry(request.POST)
        if entry.is_valid() and _mended(request, page, entry):
            return _next(row)
    else:
        entry = page.entry()
        told = tell(page, entry, row.findings)
    context = {
        **page.context(),
        "row": row,
        "upload": row.upload,
        "page": entry,
        "form": page.form_of(entry),
        "told": told,
        "typed_lines": mending.typed_lines(row),
    }
    return render(request, page.template, context)


def _mended(request: PersonRequest, page: MendingPage, entry: Entry) -> bool:
    """Whether the row is mended; what is still wrong with it stands above the boxes."""
    try:
        page.keep(entry)
    except Refused as refused:
        page.form_of(entry).add_error(None, str(refused))
        return False
    fresh = overview.fresh(page.row)
    if fresh.state == RowState.FAULTY:
        errors = [each for each in fresh.findings if each["severity"] == Severity.ERROR]
        if rest := [each["message"] for each in tell(page, entry, errors)]:
            page.form_of(entry).add_error(None, " ".join(rest))
        return False
    messages.success(request, f"แก้ {fresh} แล้ว: {RowState(fresh.state).label}")
    return True


def _next(row: UploadRow) -> HttpResponse:
    following = overview.next_faulty(row)
    if following is None:
        return redirect("registration:upload", row.upload_id)
    return redirect("registration:upload_mend", following.pk)


@requires(Action.IMPORT)
@require_POST
def drop(request: PersonRequest, pk: int) -> HttpResponse:
    """Leaves the row out, or takes it up again."""
    row = find(request, pk)
    on = clock.today()
    try:
        if row.state == RowState.DROPPED:
            dropping.take_up(row.upload, [row.pk], by=request.user, on=on)
        else:
            dropping.drop_rows(row.upload, [row.pk], by=request.user, on=on)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("registration:upload", row.upload_id)
