"""The department's first person of a new installation."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from registration.models import Event, Post, User
from registration.workflow import Role
from tests.world.cast import Cast
from tests.world.factories import make_unit

pytestmark = pytest.mark.django_db


def make(*words: str) -> None:
    call_command("make_admin", *(words or ("somying", "somying@example.go.th")))


def test_a_link_that_works_once_sets_the_password(
    client: Client, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.SITE_URL = "http://testserver"
    make_unit("")
    with django_capture_on_commit_callbacks(execute=True):
        make()
    (link,) = re.findall(r"http://testserver(/accounts/password/\S+)", mail.outbox[0].body)
    new = {"new_password1": "ผ้ายกเมืองนคร-ขนมลา", "new_password2": "ผ้ายกเมืองนคร-ขนมลา"}
    assert client.post(link, new).status_code == 302
    assert client.post(link, new).status_code == 410
    assert client.login(username="somying", password=new["new_password1"])
    assert Post.objects.get().role == Role.DEPARTMENT
    assert Event.objects.get(verb="add_person").by is None


def test_nobody_is_made_beside_those_who_appoint(cast: Cast) -> None:
    people = User.objects.count()
    with pytest.raises(CommandError, match="มีผู้ดูแลระบบแล้ว"):
        make()
    assert User.objects.count() == people


@pytest.mark.parametrize("words", [("สมหญิง", "a@example.go.th"), ("somying", "example.go.th")])
def test_nonsense_is_refused_before_anything_is_written(words: tuple[str, str]) -> None:
    make_unit("")
    with pytest.raises(CommandError):
        make(*words)
    assert not User.objects.exists()


def test_without_units_it_says_what_comes_first(db: None) -> None:
    with pytest.raises(CommandError, match="load_reference"):
        make()
