"""Addresses of the department's closing: /closings/2561/2/hard_close/."""

from django.urls import path

from registration.urls.converters import ROUND
from registration.views import closing as views

urlpatterns = [
    path("", views.closings, name="closings"),
    path(f"{ROUND}/", views.closing, name="closing"),
    path(f"{ROUND}/share/", views.share, name="closing_share"),
    path(f"{ROUND}/<slug:verb>/", views.closing_act, name="closing_act"),
]
