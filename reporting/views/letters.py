"""Official letters: the list, a new draft, its parts, the sheet as it will be printed, and issuing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock, thai
from registration.access import Action
from registration.models import Unit
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.web.qr import qr_of
from reporting.forms.letters import AboutForm, AttachmentFormSet, AttachmentLines, IssueForm, LetterForm
from reporting.kinds import Format, Kind
from reporting.models import Document, Letter
from reporting.services import documents
from reporting.services import letters as letter_service
from reporting.services.letters import reading
from reporting.services.letters.drafting import FIELDS, check_own
from reporting.services.letters.paper import letter_paper, letter_pdf
from reporting.views.addresses import NOT_FOUND


@requires(Action.LETTER_VIEW)
def letters(request: PersonRequest) -> HttpResponse:
    """The letters that the person may read, drafts first."""
    on = clock.today()
    rows = reading.readable(request.user, on)
    issued = [each for each in rows if each.is_issued]
    context = {
        "drafts": [each for each in rows if not each.is_issued],
        "issued": issued,
        "corrected": {each.corrects_id for each in issued},
        "may_write": bool(reading.own_units(request.user, on)),
    }
    return render(request, "reporting/letters.html", context)


@requires(Action.LETTER_EDIT)
def new(request: PersonRequest) -> HttpResponse:
    """Chooses what the letter is for; the draft comes filled."""
    on, unit = clock.today(), _own_unit(request)
    form = AboutForm(
        request.POST or None,
        initial={"round": reading.round_in_focus(unit, on), "month": thai.previous_month(on)},
        rounds=reading.rounds_on_offer(),
        months=reading.months_on_offer(on),
        units=reading.units_below(unit, on),
    )
    made: list[Letter] = []
    if attempt(form, lambda: made.append(letter_service.draft(form.about, unit, by=request.user, on=on))):
        return redirect("reporting:letter_edit", made[0].pk)
    return render(request, "reporting/letter_new.html", {"unit": unit, "form": form})


@requires(Action.LETTER_VIEW)
def letter(request: PersonRequest, pk: int) -> HttpResponse:
    """The sheet as it will be printed; for the officers who write it, how to give it its number."""
    row = _letter_or_404(request, pk)
    form = IssueForm(initial={"version": row.version, "day": clock.today()})
    return render(request, "reporting/letter.html", _sheet(request, row) | {"form": form})


@requires(Action.LETTER_EDIT)
@require_POST
def issue(request: PersonRequest, pk: int) -> HttpResponse:
    """Number and day; a refusal stands above the sheet with what was typed."""
    row, form = _letter_or_404(request, pk), IssueForm(request.POST)
    check_own(row.unit, by=request.user, on=clock.today())

    def act() -> None:
        data = form.cleaned_data
        letter_service.issue(
            row,
            number=data["number"],
            day=data["day"],
            seen=data["version"],
            by=request.user,
            on=clock.today(),
        )

    if attempt(form, act):
        messages.success(request, "ออกหนังสือแล้ว ข้อความไม่เปลี่ยนอีก")
        _ask_whole(request, _letter_or_404(request, pk))
        return redirect(row)
    return render(request, "reporting/letter.html", _sheet(request, row) | {"form": form})


@requires(Action.LETTER_EDIT)
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """The parts of a draft; what was typed stays when it is refused or when somebody else saved meanwhile."""
    on, row = clock.today(), _letter_or_404(request, pk)
    check_own(row.unit, by=request.user, on=on)
    if row.is_issued:
        return redirect(row)
    initial = {name: getattr(row, name) for name in FIELDS} | {"version": row.version}
    form = LetterForm(request.POST or None, initial=initial)
    lines = AttachmentFormSet(request.POST or None, initial=row.attachments, prefix="attachment")
    if request.method == "POST" and lines.is_valid() and attempt(form, _amending(request, row, form, lines)):
        messages.success(request, "บันทึกร่างแล้ว")
        return redirect(row)
    context = {"letter": row, "form": form, "lines": lines, "known": reading.fields_of(row, on)}
    return render(request, "reporting/letter_edit.html", context)


def _amending(
    request: PersonRequest, row: Letter, form: LetterForm, lines: AttachmentLines
) -> Callable[[], object]:
    def act() -> Letter:
        fields = dict(form.cleaned_data) | {"attachments": lines.lines}
        return letter_service.amend(row, fields, seen=fields["version"], by=request.user, on=clock.today())

    return act


@requires(Action.LETTER_EDIT)
@require_POST
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """A new draft that names the issued letter."""
    row = _letter_or_404(request, pk)
    check_own(row.unit, by=request.user, on=clock.today())
    if not row.is_issued:
        return redirect("reporting:letter_edit", row.pk)
    new = letter_service.correct(row, by=request.user, on=clock.today())
    messages.success(request, "ร่างหนังสือฉบับใหม่ที่อ้างถึงฉบับเดิมแล้ว")
    return redirect("reporting:letter_edit", new.pk)


@requires(Action.LETTER_VIEW)
def pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """The letter alone as a PDF; a draft is marked ร่าง."""
    row = _letter_or_404(request, pk)
    return HttpResponse(
        letter_pdf(row, request.build_absolute_uri("/"), clock.today()),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="letter-{row.pk}.pdf"'},
    )


@requires(Action.PACKET_ASK)
@require_POST
def whole(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks for the letter with what it encloses as one file; the document's page shows how far it is."""
    return redirect(_ask_whole(request, _letter_or_404(request, pk)))


def _ask_whole(request: PersonRequest, row: Letter) -> Document:
    """The letter's one file; of an issued letter the same for ever."""
    site = request.build_absolute_uri("/")
    matter = documents.Matter(Kind.LETTER, row.unit, row.round, row.month, letter=row)
    return documents.ask(documents.Wish(matter, Format.PDF), by=request.user, on=clock.today(), site=site)


def _sheet(request: PersonRequest, row: Letter) -> dict[str, object]:
    on = clock.today()
    paper = letter_paper(row, request.build_absolute_uri("/"), on)
    return {
        "letter": row,
        "paper": paper,
        "qr": qr_of(paper.link),
        "may_edit": letter_service.may_edit(row, request.user, on),
        "corrections": [each for each in reading.readable(request.user, on) if each.corrects_id == row.pk],
    }


def _letter_or_404(request: PersonRequest, pk: int) -> Letter:
    row = letter_service.letter_or_none(pk, request.user, clock.today())
    if row is None:
        raise Http404(NOT_FOUND)
    return row


def _own_unit(request: PersonRequest) -> Unit:
    """The own unit that the address names, else the first one. Raises: Http404."""
    units = reading.own_units(request.user, clock.today())
    code = request.GET.get("unit", units[0].code)
    for unit in units:
        if unit.code == code:
            return unit
    raise Http404(NOT_FOUND)
