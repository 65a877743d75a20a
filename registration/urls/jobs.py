"""Addresses of the operators' page of jobs."""

from django.urls import path

from registration.views import jobs

urlpatterns = [
    path("", jobs.jobs, name="jobs"),
    path("<int:pk>/again/", jobs.again, name="job_again"),
]
