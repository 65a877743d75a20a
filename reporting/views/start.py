"""The start page (งานของฉัน): the rounds of each post, and what is owed on the 15th."""

from django.http import HttpResponse
from django.shortcuts import render

from otop_registry import clock
from registration import access
from registration.services import start
from registration.services.people import contacts
from registration.web.guard import signed_in
from registration.web.person_request import PersonRequest
from registration.web.start import shown
from reporting.services import owed


@signed_in
def tasks(request: PersonRequest) -> HttpResponse:
    """A desk for each post of today; for a person without one, whom to ask."""
    on = clock.today()
    if not access.posts(request.user, on):
        return render(request, "reporting/tasks_no_post.html")
    desks = [
        (desk, [shown(desk, each, on) for each in desk.rounds], owed.by_post(desk.post, on))
        for desk in start.desks(request.user, on)
    ]
    context = {"desks": desks, "unreached": contacts.unreached(request.user, on)}
    return render(request, "reporting/tasks.html", context)
