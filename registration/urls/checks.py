"""Addresses of the checks: the table, and what a version would find in a round."""

from django.urls import path

from registration.urls.converters import ROUND
from registration.views import checks

urlpatterns = [
    path("", checks.checks, name="checks"),
    path(f"{ROUND}/<int:version>/", checks.look, name="check_look"),
]
