"""Addresses of the trial's date; the start page itself knows the reports too and is reporting's."""

from django.urls import path

from registration.views import training

urlpatterns = [
    path("training/", training.training_day, name="training_day"),
    path("training/province/", training.large_province, name="large_province"),
]
