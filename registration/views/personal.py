"""Personal data: a number in full for a reason, and who saw a person between two days."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.personal import BetweenForm, WhyForm
from registration.models import Producer
from registration.services.personal import revealing, seen
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
