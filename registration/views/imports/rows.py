"""One row of an upload: mended in the boxes of the form, left out, or taken up again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.imports import MendedEntry
from registration.forms.registry.entry import typed_of, typed_of_producer, with_changed_rows
from registration.models import Producer, UploadRow
from registration.models.uploads import RowState
from registration.services.imports import dropping, kinds, overview, roster_mending
from registration.services.imports.kinds import Scene
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused


def find(request: PersonRequest, pk: int) -> UploadRow:
    """A row of an upload of the person's own scope. Raises: Http404; PermissionDenied without the kind's right."""
    on = clock.today()
    row = access.get_or_404(UploadRow, pk, request.user, on)
    access.check(request.user, kinds.of(row.upload.kind).action, row.upload, on)
    return row


@requires(Action.IMPORT)
def mend(request: PersonRequest, pk: int) -> HttpResponse:
    """The row in the boxes of the producer's form, with what was found; saved, the next faulty one follows."""
    row = find(request, pk)
    if not kinds.of(row.upload.kind).mend:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    scene = Scene(
        row.upload.unit, row.upload.subject, request.user, clock.today(), row.upload, row.upload.said
    )
    record, boxes = roster_mending.boxes(scene, row)
    known_id = row.fields.get("citizen_id") or ""
    entry = MendedEntry(
        scene.unit, scene.on, known_id=known_id, registered=record, initial=_typed(record, boxes)
    )
    if act := {"add", "remove"} & request.POST.keys():
        typed = with_changed_rows(typed_of(request.POST), *((name := act.pop()), request.POST[name]))
        entry = MendedEntry(scene.unit, scene.on, known_id=known_id, registered=record, initial=typed)
    elif request.method == "POST":
        entry = MendedEntry(scene.unit, scene.on, known_id=known_id, registered=record, data=request.POST)
        if entry.is_valid() and _mended(request, row, entry, scene):
            return _next(row)
    context = {
        "row": row,
        "upload": row.upload,
        "page": entry,
        "form": entry.producer,
        "producer": record,
        "typed_lines": roster_mending.typed_lines(row),
    }
    return render(request, "registration/imports/mend.html", context)


def _typed(record: Producer | None, boxes: dict[str, object]) -> dict[str, object]:
    """What the boxes hold at first; a citizen's number stays on the server."""
    typed = typed_of_producer(record) if record else {}
    said = {
        name: value for name, value in boxes.items() if value not in (None, "", []) and name != "citizen_id"
    }
    return {**typed, **said}


def _mended(request: PersonRequest, row: UploadRow, entry: MendedEntry, scene: Scene) -> bool:
    try:
        roster_mending.mend(row, entry.fields, entry.product_fields, scene)
    except Refused as refused:
        entry.producer.add_error(None, str(refused))
        return False
    fresh = overview.fresh(row)
    if fresh.state == RowState.FAULTY:
        entry.producer.add_error(None, " ".join(each["message"] for each in fresh.findings))
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
            dropping.take_up(row, by=request.user, on=on)
        else:
            dropping.drop_rows(row.upload, [row.pk], by=request.user, on=on)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("registration:upload", row.upload_id)
