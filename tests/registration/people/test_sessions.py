"""A person's sessions: named, listed, ended one by one or all others; nobody else's, and for good."""

import pytest
from django.test import Client
from django.urls import reverse

from registration import tasks
from registration.models import PersonSession, User
from tests.world.factories import PASSWORD, make_unit, make_user

pytestmark = pytest.mark.django_db
SECURITY = "/accounts/security/"
CHROME, FIREFOX = "Windows Chrome/126.0", "Linux Firefox/127.0"


def signed_in(person: User, browser: str) -> Client:
    client = Client(headers={"User-Agent": browser})
    words = {"username": person.username, "password": PASSWORD}
    client.post(reverse("registration:sign_in"), words)
    return client


@pytest.fixture
def desks(db: None) -> tuple[Client, Client, Client]:
    """Two machines of one person, and one of another."""
    make_unit("")
    person = make_user("somying")
    return signed_in(person, CHROME), signed_in(person, FIREFOX), signed_in(make_user(), CHROME)


def test_they_are_listed_by_browser_and_this_one_is_named(desks: tuple[Client, Client, Client]) -> None:
    text = desks[0].get(SECURITY).text
    assert "Chrome บน Windows" in text
    assert "Firefox บน Linux" in text
    assert text.count("เครื่องนี้") == 1
    assert desks[1].session.session_key not in text


def test_one_is_ended_for_good(desks: tuple[Client, Client, Client]) -> None:
    here, there, _ = desks
    row = PersonSession.objects.get(session_key=there.session.session_key)
    here.post(reverse("registration:session_end", args=[row.pk]))
    assert there.get(SECURITY).status_code == 302
    assert here.get(SECURITY).status_code == 200


def test_all_others_are_ended_and_nobody_elses(desks: tuple[Client, Client, Client]) -> None:
    here, _, foreign = desks
    theirs = PersonSession.objects.get(session_key=foreign.session.session_key)
    here.post(reverse("registration:session_end", args=[theirs.pk]))
    here.post(reverse("registration:sessions_end"))
    assert [each.get(SECURITY).status_code for each in desks] == [200, 302, 200]


def test_a_session_that_is_gone_is_no_longer_told(desks: tuple[Client, Client, Client]) -> None:
    desks[1].post(reverse("registration:sign_out"))
    assert "Firefox" not in desks[0].get(SECURITY).text.partition("การเข้าใช้ล่าสุด")[0]
    tasks.forget_old_sessions()
    assert PersonSession.objects.count() == 2
