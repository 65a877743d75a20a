"""Addresses that need no sign-in, and in the trial the mailbox."""

from django.urls import path

from registration.urls.converters import ROUND
from registration.views import public, training, verify

urlpatterns = [
    path("", public.home, name="home"),
    path("help/", public.help_page, name="help"),
    path("privacy/", public.privacy, name="privacy"),
    path("announcements/", public.announcements, name="announcements"),
    path(f"announcements/{ROUND}/", public.announcement, name="announcement"),
    path(f"announcements/{ROUND}.csv", public.announcement_csv, name="announcement_csv"),
    path(f"announcements/{ROUND}.json", public.announcement_json, name="announcement_json"),
    path("verify/", verify.search, name="verify"),
    path("verify/<slug:token>/", verify.paper, name="verify_paper"),
    path("outbox/", training.outbox, name="outbox"),
    path("outbox/<slug:name>/", training.outbox_mail, name="outbox_mail"),
]
