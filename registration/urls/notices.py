"""Addresses of a person's notices, the choices about them, what failed, and the LINE groups."""

from django.urls import path

from registration.views import notices

urlpatterns = [
    path("", notices.notices, name="notices"),
    path("read/", notices.read, name="notices_read"),
    path("preferences/", notices.choices, name="notice_choices"),
    path("failed/", notices.failed, name="notices_failed"),
    path("failed/<int:pk>/again/", notices.again, name="notice_again"),
    path("line/", notices.line_groups, name="line_groups"),
    path("line/<int:pk>/remove/", notices.line_group_remove, name="line_group_remove"),
]
