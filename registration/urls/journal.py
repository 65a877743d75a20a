"""Addresses of the journal and of the log of the door."""

from django.urls import path

from registration.views import journal

urlpatterns = [
    path("", journal.journal, name="journal"),
    path("file/", journal.journal_file, name="journal_file"),
    path("sign-ins/", journal.sign_in_log, name="sign_in_log"),
]
