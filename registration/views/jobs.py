"""The operators' page of jobs: what waits, what failed, whether the workers are alive, and trying again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.jobs import JobFilterForm
from registration.models import Job
from registration.services import backups, verifying
from registration.services import jobs as job_service
from registration.services.jobs import board
from registration.web.guard import requires
from registration.web.person_request import PersonRequest
from registration.workflow import Refused

PAGE_SIZE = 50


@requires(Action.JOB_VIEW)
def jobs(request: PersonRequest) -> HttpResponse:
    """The lanes and the newest jobs, of one lane and state when asked."""
    form = JobFilterForm(request.GET)
    page = Paginator(board.find(**form.asked), PAGE_SIZE).get_page(request.GET.get("page"))
    now = clock.now()
    context = {"form": form, "page": page, "lanes": board.lanes(now)}
    context |= {"backup": backups.standing(now), "verified": verifying.verified()}
    return render(request, "registration/jobs.html", context)


@requires(Action.JOB_REPEAT)
@require_POST
def again(request: PersonRequest, pk: int) -> HttpResponse:
    """A failed job is tried anew."""
    job = access.get_or_404(Job, pk, request.user, clock.today())
    access.check(request.user, Action.JOB_REPEAT, job, clock.today())
    try:
        job_service.again(job)
        messages.success(request, f"ให้ทำงาน “{job}” ใหม่แล้ว")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("registration:jobs")
