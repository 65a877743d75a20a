"""Addresses of the department's closing: /closings/2561/2/hard_close/."""

from django.urls import path

from registration.urls.converters import ROUND
from registration.views import closing as views
from registration.views.journey import advance

urlpatterns = [
    path("", views.closings, name="closings"),
    path(f"{ROUND}/", views.closing, name="closing"),
    path(f"{ROUND}/share/", views.share, name="closing_share"),
    path(f"{ROUND}/<slug:verb>/", advance.advance_closing, name="closing_act"),
]
