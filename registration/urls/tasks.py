"""Addresses of the start page and of the trial's date."""

from django.urls import path

from registration.views import start, training

urlpatterns = [
    path("", start.tasks, name="tasks"),
    path("training/", training.training_day, name="training_day"),
]
