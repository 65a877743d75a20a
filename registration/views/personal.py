"""Personal data: a number in full for a reason, and who saw a person between two days."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.forms.personal import BetweenForm, WhyForm
from registration.forms.reasons import ReasonForm
from registration.models import Producer
from registration.services.personal import held, revealing, seen
from registration.services.personal import retention as keeping
from registration.web import revealed
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest


@requires(Action.NUMBER_REVEAL)
def reveal(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks why the numbers are wanted; once said, the record shows them for some minutes."""
    on = clock.today()
    producer = access.get_or_404(Producer, pk, request.user, on)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: revealing.reveal(producer, form.reason, by=request.user, on=on)
    ):
        revealed.show(request, producer.pk)
        messages.info(request, f"แสดงเลขเต็มไว้ {revealed.SECONDS // 60} นาที และบันทึกการเข้าถึงแล้ว")
        return redirect(producer)
    context = {"producer": producer, "form": form, "minutes": revealed.SECONDS // 60}
    return render(request, "registration/personal/reveal.html", context)


@requires(Action.READING_VIEW)
def readers(request: PersonRequest, pk: int) -> HttpResponse:
    """Who saw the producer between two days, by looks at the record and by every list that held it."""
    on = clock.today()
    producer = access.get_or_404(Producer, pk, request.user, on)
    access.check(request.user, Action.READING_VIEW, producer, on)
    form = BetweenForm(request.GET if "first_0" in request.GET else None, on=on)
    answer = seen.of_producer(producer, *form.days) if form.days else None
    context = {"producer": producer, "form": form, "answer": answer, "most": seen.MOST}
    return render(request, "registration/personal/readers.html", context)


@requires(Action.SUBJECT_EXPORT)
def hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks why, then gives all that is held of the person behind a record as one file, to read and to take along."""
    on = clock.today()
    producer = access.get_or_404(Producer, pk, request.user, on)
    form = WhyForm(request.POST or None)
    found: list[held.Held] = []
    if request.method == "POST" and attempt(
        form, lambda: found.append(held.hand_over(producer, form.reason, by=request.user, on=on))
    ):
        return _as_file(found[0], producer)
    return render(request, "registration/personal/held.html", {"producer": producer, "form": form})


def _as_file(found: held.Held, producer: Producer) -> HttpResponse:
    """A ZIP of one page to be read and the same as JSON; made for this answer and kept nowhere."""
    page = render_to_string("registration/personal/held_page.html", {"held": found, "producer": producer})
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("ข้อมูลที่เก็บไว้.html", page)
        archive.writestr("data.json", json.dumps(found, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
    answer = HttpResponse(target.getvalue(), content_type="application/zip")
    name = f"ข้อมูลส่วนบุคคล {producer.registration_number}.zip"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@requires(Action.RETENTION_EDIT)
def retention(request: PersonRequest) -> HttpResponse:
    """How long each sort of data is kept and what is due today; POST removes it, with a reason."""
    on = clock.today()
    form = ReasonForm(request.POST or None)
    found: list[dict[str, int]] = []
    if request.method == "POST" and attempt(
        form, lambda: found.append(keeping.purge(form.cleaned_data["reason"], by=request.user, on=on))
    ):
        messages.success(request, f"ลบตามกำหนดแล้ว {thai.count(sum(found[0].values()))} รายการ")
        return redirect("registration:retention")
    lines = keeping.preview(on)
    context = {"lines": lines, "form": form, "is_due": any(line.due for line in lines)}
    return render(request, "registration/personal/retention.html", context)
