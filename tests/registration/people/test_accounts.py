"""Signing in and out, passwords, the end of a session and the form that was typed meanwhile."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from registration import tasks
from registration.models import User
from registration.web.guard import signed_in
from registration.web.kept import LARGEST, kept_post
from tests.conftest import Freeze
from tests.world.factories import DAY, PASSWORD, make_post, make_unit, make_user

MORNING = datetime(2018, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
WRONG = "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง กรุณาตรวจแล้วลองอีกครั้ง"
NEW_PASSWORD = "ผ้ายกเมืองนคร-ขนมลากรอบ"


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """A page with a form, as small as can be: shows what was kept for it."""
    kept = kept_post(request)
    return HttpResponse(kept.urlencode() if kept else f"nothing kept for {request.user}")


urlpatterns = [path("page/", page), path("other/", page), path("", include("registration.urls"))]


@pytest.fixture
def person(db: None) -> User:
    make_unit("")  # jobs belong to a unit
    return make_user("somying", email="somying@example.go.th")


@pytest.fixture
def pages(settings: Settings) -> None:
    """The site with two more pages, so that these tests need no page of another chapter."""
    settings.ROOT_URLCONF = __name__


def sign_in(client: Client, username: str = "somying", password: str = PASSWORD, **data: str) -> HttpResponse:
    return client.post(reverse("registration:sign_in"), {"username": username, "password": password, **data})


# --- signing in and out -----------------------------------------------------------------------------


def test_sign_in_leads_to_the_page_that_was_asked_for(client: Client, person: User, pages: None) -> None:
    asked = client.get("/page/")
    assert asked.url == "/accounts/sign-in/?next=/page/"
    assert 'name="next" value="/page/"' in client.get(asked.url).text
    assert sign_in(client, next="/page/").url == "/page/"
    assert client.get("/page/").status_code == 200


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_sign_in_never_leads_away_from_the_site(client: Client, person: User, evil: str) -> None:
    assert sign_in(client, next=evil).url == settings.LOGIN_REDIRECT_URL


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(client: Client, person: User) -> None:
    closed = make_user("closed", is_active=False)
    answers = [sign_in(client, "nobody"), sign_in(client, password="x"), sign_in(client, closed.username)]
    assert [answer.status_code for answer in answers] == [200] * 3
    shown = [re.findall(r"<li>(.*?)</li>", answer.text) for answer in answers]
    assert shown == [[WRONG]] * 3


def test_an_empty_sign_in_says_what_to_type(client: Client, db: None) -> None:
    text = sign_in(client, "", "").text
    assert "กรอกชื่อผู้ใช้" in text
    assert "กรอกรหัสผ่าน" in text
    assert "<title>ผิดพลาด: เข้าสู่ระบบ" in text


def test_the_password_is_never_sent_back(client: Client, person: User) -> None:
    assert "ความลับของฉัน" not in sign_in(client, password="ความลับของฉัน").text


def test_sign_in_changes_the_session_key(client: Client, person: User) -> None:
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_sign_out_is_a_post_and_ends_the_session(client: Client, person: User, pages: None) -> None:
    client.force_login(person)
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get(reverse("registration:sign_out")).status_code == 405
    answer = client.post(reverse("registration:sign_out"))
    assert answer.url == reverse("registration:sign_in")
    assert "storage" in answer["Clear-Site-Data"]
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get("/page/").status_code == 302


# --- demo -------------------------------------------------------------------------------------------


@pytest.fixture
def demo_person(db: None, freeze: Freeze) -> User:
    freeze(DAY)
    user = make_user("amphoe.mueang", email="amphoe.mueang@demo.invalid")
    make_post(user, make_unit("8001"))
    return user


def demo_sign_in(client: Client, username: str) -> HttpResponse:
    return client.post(reverse("registration:demo_sign_in"), {"person": username})


def test_demo_people_sign_in_by_one_button(
    client: Client, demo_person: User, pages: None, settings: Settings
) -> None:
    settings.DEMO = True
    assert 'value="amphoe.mueang"' in client.get(reverse("registration:sign_in")).text
    assert demo_sign_in(client, "amphoe.mueang").url == "/"
    assert str(demo_person) in client.get("/page/").text


def test_demo_buttons_open_no_other_account(
    client: Client, demo_person: User, person: User, settings: Settings
) -> None:
    settings.DEMO = True
    assert demo_sign_in(client, person.username).status_code == 404


def test_outside_demo_mode_there_are_no_demo_people(client: Client, demo_person: User) -> None:
    assert demo_sign_in(client, "amphoe.mueang").status_code == 404
    assert "amphoe.mueang" not in client.get(reverse("registration:sign_in")).text


# --- passwords --------------------------------------------------------------------------------------


def change(client: Client, old: str, first: str, second: str) -> HttpResponse:
    data = {"old_password": old, "new_password1": first, "new_password2": second}
    return client.post(reverse("registration:password_change"), data)


def test_a_changed_password_ends_the_other_sessions(client: Client, person: User, pages: None) -> None:
    elsewhere = Client()
    elsewhere.force_login(person)
    client.force_login(person)
    assert change(client, PASSWORD, NEW_PASSWORD, NEW_PASSWORD).status_code == 302
    assert client.get("/page/").status_code == 200
    assert elsewhere.get("/page/").status_code == 302
    assert sign_in(Client(), password=NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("old", "first", "second", "words"),
    [
        ("x", NEW_PASSWORD, NEW_PASSWORD, "รหัสผ่านเดิมไม่ถูกต้อง"),
        (PASSWORD, NEW_PASSWORD, "อื่น", "ไม่ตรงกัน"),
        (PASSWORD, "สั้น", "สั้น", "12"),
        (PASSWORD, "", "", "กรอกรหัสผ่านใหม่"),
    ],
)
def test_a_refused_password_says_why(
    client: Client, person: User, old: str, first: str, second: str, words: str
) -> None:
    client.force_login(person)
    assert words in change(client, old, first, second).text
    assert sign_in(Client()).status_code == 302


Ask = Callable[[str], list[str]]


@pytest.fixture
def ask_for_link(client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Ask:
    """Asks for a link by mail; returns the paths that were sent."""

    def ask(address: str) -> list[str]:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("registration:password_forgotten"), {"email": address})
        assert answer.url == reverse("registration:password_sent")
        return [re.search(r"http://testserver(/\S+)", message.body)[1] for message in mail.outbox]

    return ask


def test_a_mailed_link_sets_a_new_password_once(client: Client, person: User, ask_for_link: Ask) -> None:
    (link,) = ask_for_link("SOMYING@example.go.th")
    assert "ตั้งรหัสผ่านใหม่" in client.get(link).text
    answer = client.post(link, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert answer.url == reverse("registration:sign_in")
    assert sign_in(Client(), password=NEW_PASSWORD).status_code == 302
    assert client.get(link).status_code == 410


def test_a_link_is_mailed_in_thai_and_holds_no_password(person: User, ask_for_link: Ask) -> None:
    ask_for_link("somying@example.go.th")
    assert mail.outbox[0].subject == "ตั้งรหัสผ่านใหม่ ระบบทะเบียน OTOP"
    assert mail.outbox[0].to == ["somying@example.go.th"]
    assert "1 ชั่วโมง" in mail.outbox[0].body


def test_an_unknown_address_gets_the_same_answer_and_no_mail(person: User, ask_for_link: Ask) -> None:
    assert ask_for_link("nobody@example.go.th") == []


def test_an_unknown_address_takes_the_same_work(
    client: Client, person: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Without a job for nobody a known address took 5.4 ms, an unknown one 3.1 ms."""
    counts = []
    for address in ("somying@example.go.th", "nobody@example.go.th"):
        with CaptureQueriesContext(connection) as context:
            client.post(reverse("registration:password_forgotten"), {"email": address})
        counts.append([query["sql"].split()[0] for query in context.captured_queries])
    assert counts[0] == counts[1]
    assert "INSERT" in counts[0]


def test_who_never_used_the_first_link_asks_for_another(person: User, ask_for_link: Ask) -> None:
    person.set_unusable_password()
    person.save()
    assert len(ask_for_link("somying@example.go.th")) == 1


def test_a_link_is_over_after_an_hour(
    client: Client, person: User, ask_for_link: Ask, freeze: Freeze
) -> None:
    freeze(MORNING)
    (link,) = ask_for_link("somying@example.go.th")
    freeze(MORNING + timedelta(minutes=61))
    answer = client.get(link)
    assert answer.status_code == 410
    assert "ขอลิงก์ใหม่" in answer.text


@pytest.mark.parametrize("code", ["MQ", "!!", "OTk5OTk5OTk5OTk5OTk5OTk5OTk", "x" * 200])
def test_a_broken_link_is_answered_politely(client: Client, person: User, code: str) -> None:
    assert client.get(reverse("registration:password_set", args=(code, "a-b"))).status_code == 410


# --- the end of a session ---------------------------------------------------------------------------


def at(freeze: Freeze, minutes: float) -> None:
    freeze(MORNING + timedelta(minutes=minutes))


@pytest.fixture
def working(client: Client, person: User, pages: None, freeze: Freeze) -> Client:
    """Somebody who signed in and opened a page at nine in the morning."""
    at(freeze, 0)
    client.force_login(person)
    client.get("/page/")
    return client


def test_a_session_ends_after_half_an_hour_without_a_visit(working: Client, freeze: Freeze) -> None:
    at(freeze, 30)
    assert working.get("/page/").status_code == 200
    at(freeze, 60.1)
    answer = working.get("/page/")
    assert answer.url == "/accounts/sign-in/?next=/page/"
    assert "เซสชันหมดอายุ" in working.get(answer.url).text


def test_a_session_ends_after_twelve_hours_of_steady_work(working: Client, freeze: Freeze) -> None:
    for minutes in range(0, 12 * 60 + 1, 20):
        at(freeze, minutes)
        assert working.get("/page/").status_code == 200
    at(freeze, 12 * 60 + 1)
    assert working.get("/page/").status_code == 302


def test_a_visit_is_noted_at_most_once_a_minute(
    working: Client, freeze: Freeze, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    working.get("/page/")
    at(freeze, 0.5)
    with django_assert_num_queries(2):  # session and person; nothing is written
        working.get("/page/")


def test_a_form_typed_when_the_session_ended_is_offered_again(working: Client, freeze: Freeze) -> None:
    at(freeze, 31)
    answer = working.post("/page/", {"name": "silk", "phones": ["1", "2"], "password": "x"})
    assert answer.url == "/accounts/sign-in/?next=/page/"
    assert "เก็บร่างไว้แล้ว" in working.get(answer.url).text
    sign_in(working)
    for _ in range(2):  # a reload loses nothing
        assert working.get("/page/").text == "name=silk&phones=1&phones=2"
    assert "nothing kept" in working.get("/other/").text


def test_a_kept_form_is_forgotten_when_it_is_posted(working: Client, freeze: Freeze) -> None:
    at(freeze, 31)
    working.post("/page/", {"name": "ก"})
    sign_in(working)
    assert "nothing kept" in working.post("/page/", {"name": "ก"}).text
    assert "nothing kept" in working.get("/page/").text


def test_a_kept_form_is_not_shown_to_the_next_person_at_the_desk(working: Client, freeze: Freeze) -> None:
    make_user("somchai")
    at(freeze, 31)
    working.post("/page/", {"name": "ก"})
    sign_in(working, "somchai")
    assert "nothing kept" in working.get("/page/").text


def test_a_form_too_long_to_keep_says_so(working: Client, freeze: Freeze) -> None:
    at(freeze, 31)
    answer = working.post("/page/", {"name": "x" * LARGEST})
    assert "ยาวเกินกว่าจะเก็บไว้" in working.get(answer.url).text
    sign_in(working)
    assert "nothing kept" in working.get("/page/").text


def test_an_autosave_after_the_end_keeps_nothing_and_is_turned_away(working: Client, freeze: Freeze) -> None:
    at(freeze, 31)
    assert working.post("/page/", {"name": "ก"}, headers={"X-Requested-With": "fetch"}).status_code == 302
    sign_in(working)
    assert "nothing kept" in working.get("/page/").text


def test_a_button_pressed_after_the_end_leads_back_to_its_page(working: Client, freeze: Freeze) -> None:
    at(freeze, 31)
    here = {"Referer": "http://testserver/page/?q=1"}
    assert working.post("/other/", {}, headers=here).url == "/accounts/sign-in/?next=/page/%3Fq%3D1"
    away = {"Referer": "http://evil.example/"}
    assert working.post("/other/", {}, headers=away).url == "/accounts/sign-in/?next=/other/"


def test_a_session_that_is_over_is_dropped_with_what_was_typed(working: Client, freeze: Freeze) -> None:
    tasks.forget_old_sessions()
    assert Session.objects.count() == 1
    freeze(MORNING + timedelta(days=1))
    tasks.forget_old_sessions()
    assert Session.objects.count() == 0
