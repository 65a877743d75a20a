"""Wrong passwords are slowed, by which nobody keeps anybody else out."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from registration.models import Pause, SignIn, SignInEvent, User
from registration.services.people import throttle
from tests.conftest import Freeze
from tests.world.factories import PASSWORD, make_unit, make_user

MORNING = datetime(2018, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
WRONG = "อื่น"
HELD = "ลองผิดหลายครั้งเกินไป"


@pytest.fixture
def person(db: None, freeze: Freeze) -> User:
    freeze(MORNING)
    make_unit("")
    return make_user("somying", email="somying@example.go.th")


def try_it(client: Client, password: str = WRONG, name: str = "somying", **headers: str) -> HttpResponse:
    words = {"username": name, "password": password}
    return client.post(reverse("registration:sign_in"), words, headers=headers)


def test_after_five_wrong_ones_nothing_is_compared_for_a_while(person: User, freeze: Freeze) -> None:
    answers = [try_it(Client()).status_code for _ in range(24)]
    assert answers == [200] * 5 + [429] * 19
    assert HELD in try_it(Client(), PASSWORD).text
    freeze(MORNING + timedelta(seconds=6))
    assert try_it(Client(), PASSWORD).status_code == 302
    assert not Pause.objects.exists()


def test_pauses_grow_to_a_quarter_of_an_hour_and_no_further() -> None:
    pauses = [throttle.UNKNOWN.pause(tries).total_seconds() for tries in (1, 4, 5, 6, 7, 12, 13, 10_000)]
    assert pauses == [0, 0, 5, 10, 20, 640, 900, 900]


def test_a_name_that_nobody_has_is_slowed_alike(person: User) -> None:
    for name in ("somying", "nobody"):
        answers = [try_it(Client(), name=name) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    held = SignIn.objects.filter(event=SignInEvent.HELD)
    assert list(held.values_list("user", flat=True).order_by("pk")) == [person.pk, None]


def test_others_cannot_lock_out_the_desk_of_the_person(person: User) -> None:
    desk, running = Client(), Client()
    try_it(desk, PASSWORD)
    desk.post(reverse("registration:sign_out"))
    running.force_login(person)
    for _ in range(30):
        try_it(Client())
    assert try_it(Client(), PASSWORD).status_code == 429
    assert running.get(reverse("registration:security")).status_code == 200
    assert try_it(desk, PASSWORD).status_code == 302


def test_a_known_browser_is_slowed_by_its_own_count(person: User) -> None:
    desk = Client()
    try_it(desk, PASSWORD)
    desk.post(reverse("registration:sign_out"))
    assert [try_it(desk).status_code for _ in range(6)] == [200] * 5 + [429]
    forged = Client()
    forged.cookies["browser"] = desk.cookies["browser"].value[:-3] + "xyz"
    assert try_it(forged, PASSWORD).status_code == 302


def test_who_is_held_on_a_new_browser_comes_in_by_the_mailed_link(
    person: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    browser = Client()
    for _ in range(9):
        try_it(browser)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("registration:password_forgotten"), {"email": person.email})
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    new = "ผ้ายกเมืองนคร-ขนมลากรอบ"
    browser.post(link, {"new_password1": new, "new_password2": new})
    assert try_it(browser, new).status_code == 302


def test_an_office_behind_one_address_works_on(person: User, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    here = {"X-Forwarded-For": "203.0.113.9"}
    for number in range(99):
        assert try_it(Client(), name=f"name{number}", **here).status_code == 200
    assert try_it(Client(), PASSWORD, **here).status_code == 302
    for number in range(2):
        try_it(Client(), name=f"other{number}", **here)
    assert try_it(Client(), name="third", **here).status_code == 429
    assert try_it(Client(), PASSWORD, **{"X-Forwarded-For": "203.0.113.10"}).status_code == 302


def test_three_links_an_hour_for_one_address_known_or_not(
    person: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answers = {
            Client().post(reverse("registration:password_forgotten"), {"email": address}).url
            for address in ("SOMYING@example.go.th", "nobody@example.go.th")
            for _ in range(5)
        }
    assert answers == {reverse("registration:password_sent")}
    assert len(mail.outbox) == 3


def test_no_name_and_no_address_stands_in_the_table(person: User) -> None:
    try_it(Client())
    assert "somying" not in str(list(Pause.objects.values()))
    throttle.forget_old(MORNING + timedelta(hours=2))
    assert not Pause.objects.exists()
