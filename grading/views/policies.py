"""The criteria: every version to read, and a new one entered by the department."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from grading.forms.policies import PolicyForm, initial_of
from grading.services import coverage, policies
from grading.views.addresses import NOT_FOUND
from otop_registry import clock
from registration.access import Action
from registration.web.attempt import attempt
from registration.web.guard import requires
from registration.web.person_request import PersonRequest


@requires(Action.GRADE_VIEW)
def policy_list(request: PersonRequest) -> HttpResponse:
    """Every version, newest first, with its table."""
    return render(request, "grading/policies.html", {"versions": policies.all_versions()})


@requires(Action.GRADE_VIEW)
def policy(request: PersonRequest, version: int) -> HttpResponse:
    """One version whole, with what its table reaches."""
    found = next((each for each in policies.all_versions() if each.version == version), None)
    if found is None:
        raise Http404(NOT_FOUND)
    context = {"policy": found, "coverage": coverage.of(found.scoring_bands)}
    return render(request, "grading/policy.html", context)


@requires(Action.POLICY_EDIT)
def policy_new(request: PersonRequest) -> HttpResponse:
    """A new version; a table with a gap or an overlap is refused, shown, and kept as it was typed."""
    on = clock.today()
    newest = policies.all_versions()[0]
    form = PolicyForm(request.POST or None, initial=initial_of(newest))
    if attempt(form, lambda: policies.enter_policy(form.terms, by=request.user, on=on)):
        return redirect("grading:policies")
    context: dict[str, Any] = {"form": form, "newest": newest}
    if faults := form.faults():
        context |= {"coverage": coverage.of(form.bands), "faults": faults}
    return render(request, "grading/policy_new.html", context)
