"""Addresses: corrections of closed rounds."""

from django.urls import path

from registration.urls.converters import ROUND
from registration.views import corrections as views

urlpatterns = [
    path("", views.listed, name="corrections"),
    path("producers/<int:pk>/", views.rounds, name="correction_rounds"),
    path(f"producers/<int:pk>/{ROUND}/", views.new, name="correction_new"),
    path("<int:pk>/", views.correction, name="correction"),
    path("<int:pk>/<slug:verb>/", views.step, name="correction_step"),
]
