"""The second factor: enrolling, signing in by it, once; recovery codes; who must have one."""

import base64
import re
import time
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from otop_registry import thai
from registration.models import AuthenticatorApp, Event, RecoveryCode, SignIn, SignInEvent, User
from registration.services.people import totp
from registration.workflow import Role
from tests.conftest import Freeze
from tests.world.factories import DAY, PASSWORD, make_post, make_unit, make_user

pytestmark = pytest.mark.django_db
SECURITY = "/accounts/security/"


@pytest.fixture
def officer(db: None, freeze: Freeze) -> User:
    """An officer of a province; the clock stands still, so that a code is the same all through a test."""
    freeze(DAY)
    person = make_user("somying")
    make_post(person, make_unit("80"))
    make_unit("")
    return person


@pytest.fixture
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({Role.PROVINCE, Role.DEPARTMENT, Role.EXECUTIVE})


def sign_in(client: Client, **data: str) -> HttpResponse:
    words = {"username": "somying", "password": PASSWORD, **data}
    return client.post(reverse("registration:sign_in"), words)


def second(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("registration:second_step"), {"code": code})


def is_in(client: Client) -> bool:
    return client.get(SECURITY).status_code == 200


Enrol = Callable[[], tuple[bytes, list[str]]]


@pytest.fixture
def enrol(client: Client, officer: User) -> Enrol:
    """Adds the app through the page; returns its secret and the recovery codes that were shown."""

    def add() -> tuple[bytes, list[str]]:
        client.force_login(officer)
        page = client.get(reverse("registration:app_add")).text
        secret = secret_of(page)
        answer = client.post(
            reverse("registration:app_add"), {"code": totp.code_at(secret, time.time() - 30)}
        )
        return secret, re.findall(r"<code>([0-9A-Z-]{14})</code>", answer.text)

    return add


def secret_of(page: str) -> bytes:
    text = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)[1].replace(" ", "")
    return base64.b32decode(text)


def test_with_an_app_a_password_alone_opens_nothing(enrol: Enrol) -> None:
    secret, _ = enrol()
    browser = Client()
    assert sign_in(browser, next="/plan/").url == reverse("registration:second_step")
    assert not is_in(browser)
    assert second(browser, totp.code_at(secret, time.time())).url == "/plan/"
    assert is_in(browser)
    assert browser.session["second_factor"] == "app"


def test_a_code_is_typed_in_thai_digits_too(enrol: Enrol) -> None:
    secret, _ = enrol()
    browser = Client()
    sign_in(browser)
    code = thai.to_thai_digits(totp.code_at(secret, time.time()))
    assert second(browser, f"{code[:3]} {code[3:]}").status_code == 302


def test_a_code_works_once_in_whichever_browser(enrol: Enrol) -> None:
    secret, _ = enrol()
    code = totp.code_at(secret, time.time())
    answers = []
    for browser in (Client(), Client()):
        sign_in(browser)
        answers.append(second(browser, code).status_code)
        last = browser
    assert answers == [302, 200]
    assert not is_in(last)
    assert SignIn.objects.filter(event=SignInEvent.WRONG_CODE, user__username="somying").count() == 1


def test_the_second_step_waits_ten_minutes_and_for_the_same_password(enrol: Enrol, officer: User) -> None:
    secret, _ = enrol()
    browser, other = Client(), Client()
    for each in (browser, other):
        sign_in(each)
    session = browser.session
    session["second_step"] |= {"at": time.time() - 601}
    session.save()
    officer.set_password("another-password-2561")
    officer.save()
    for each in (browser, other):
        assert second(each, totp.code_at(secret, time.time())).url == reverse("registration:sign_in")


def test_a_recovery_code_works_once_and_is_told(enrol: Enrol) -> None:
    _, codes = enrol()
    assert len(set(codes)) == 10
    browser, again = Client(), Client()
    sign_in(browser)
    assert second(browser, codes[0].lower().replace("-", " ")).status_code == 302
    assert "เหลือ 9 รหัส" in browser.get(SECURITY).text
    sign_in(again)
    assert second(again, codes[0]).status_code == 200
    assert Event.objects.filter(verb="use_recovery_code").count() == 1


def test_nothing_of_a_factor_stands_readable_in_the_database(enrol: Enrol, officer: User) -> None:
    secret, codes = enrol()
    kept = AuthenticatorApp.objects.get().secret
    assert totp.typed(secret).replace(" ", "") not in kept
    assert secret.hex() not in kept
    digests = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code in digests or code.replace("-", "") in digests for code in codes)


def test_codes_are_shown_once_and_new_ones_replace_them(enrol: Enrol, client: Client) -> None:
    _, codes = enrol()
    assert codes[0] not in client.get(SECURITY).text
    fresh = client.post(reverse("registration:recovery_codes"))
    assert "no-store" in fresh["Cache-Control"]
    browser = Client()
    sign_in(browser)
    assert second(browser, codes[0]).status_code == 200
    assert second(browser, re.search(r"<code>([0-9A-Z-]{14})</code>", fresh.text)[1]).status_code == 302


def test_a_wrong_first_code_adds_nothing_and_keeps_the_same_picture(client: Client, officer: User) -> None:
    client.force_login(officer)
    before = secret_of(client.get(reverse("registration:app_add")).text)
    answer = client.post(reverse("registration:app_add"), {"code": "000000"})
    assert "รหัสไม่ตรง" in answer.text
    assert secret_of(answer.text) == before
    assert not AuthenticatorApp.objects.exists()


# --- who must ---------------------------------------------------------------------------------------


def test_who_must_have_one_is_led_to_it_before_anything_else(
    client: Client, officer: User, required: None, enrol: Enrol
) -> None:
    assert sign_in(client).status_code == 302
    for path in ("/tasks/", "/producers/", reverse("registration:password_change")):
        assert client.get(path).url == SECURITY
    assert client.post(reverse("registration:notices_read")).url == SECURITY
    assert "ต้องยืนยันตัวตนสองขั้น" in client.get(SECURITY).text
    enrol()
    assert client.get("/plan/").status_code == 200


def test_who_added_one_at_another_machine_is_asked_for_it_here_too(
    officer: User, required: None, enrol: Enrol
) -> None:
    browser = Client()
    browser.force_login(officer)
    assert browser.get(SECURITY).status_code == 200
    secret, _ = enrol()
    assert browser.get(reverse("registration:app_add")).url == reverse("registration:second_step")
    second(browser, totp.code_at(secret, time.time()))
    assert is_in(browser)


def test_a_district_is_offered_one(client: Client, required: None) -> None:
    person = make_user("amphoe")
    make_post(person, make_unit("8001"))
    client.force_login(person)
    assert client.get("/plan/").status_code == 200
    assert "เพิ่มแอปยืนยันตัวตน" in client.get(SECURITY).text


def test_the_last_factor_of_who_must_have_one_stays(enrol: Enrol, client: Client, settings: Settings) -> None:
    enrol()
    settings.SECOND_FACTOR_ROLES = frozenset({Role.PROVINCE})
    client.post(reverse("registration:app_remove"))
    assert AuthenticatorApp.objects.exists()
    settings.SECOND_FACTOR_ROLES = frozenset()
    client.post(reverse("registration:app_remove"))
    assert not AuthenticatorApp.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert sign_in(Client()).url == "/"
    told = ["add_factor", "make_recovery_codes", "remove_factor"]
    assert list(Event.objects.order_by("seq").values_list("verb", flat=True)) == told
