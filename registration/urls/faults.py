"""Addresses of what came out after a certificate, and of the rates of errors."""

from django.urls import path

from registration.views.registry import faults

urlpatterns = [path("", faults.faults, name="faults")]
