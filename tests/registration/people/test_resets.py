"""A lost second factor: two officers above, never one, never the person; told by mail and in the journal."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from otop_registry import clock
from registration.models import AuthenticatorApp, Event, FactorReset, User
from registration.services.people import factors
from registration.services.people.resets import NOBODY, OPEN_FOR
from tests.conftest import Freeze
from tests.world.factories import DAY, make_post, make_unit, make_user

pytestmark = pytest.mark.django_db


def officer(username: str, unit: str, *, has_app: bool = False) -> User:
    person = make_user(username)
    make_post(person, make_unit(unit))
    if has_app:
        AuthenticatorApp.objects.create(user=person, secret="1.x", added_at=clock.now())
    return person


@pytest.fixture
def people(db: None, freeze: Freeze) -> dict[str, User]:
    freeze(DAY)
    told = {"krom": "", "krom2": "", "changwat": "80", "changwat2": "80", "other": "43"}
    found = {name: officer(name, unit) for name, unit in told.items()}
    lost = {"amphoe": officer("amphoe", "8001", has_app=True), "head": officer("head", "", has_app=True)}
    return found | lost


def page(by: User) -> Client:
    client = Client()
    client.force_login(by)
    return client


def ask(by: User, username: str) -> HttpResponse:
    return page(by).post(reverse("registration:factor_resets"), {"username": username, "reason": "โทรศัพท์หาย"})


def agree(by: User) -> None:
    page(by).post(reverse("registration:factor_reset_agree", args=[FactorReset.objects.latest("pk").pk]))


def test_two_officers_clear_it_and_the_person_is_out_everywhere(
    people: dict[str, User], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    session = page(people["amphoe"])
    with django_capture_on_commit_callbacks(execute=True):
        ask(people["changwat"], "amphoe")
        agree(people["changwat"])
        assert factors.has_any(people["amphoe"])
        agree(people["changwat2"])
    assert not factors.has_any(people["amphoe"])
    assert session.get("/plan/").status_code == 302
    assert [message.to for message in mail.outbox] == [[people["amphoe"].email]] * 2
    told = Event.objects.filter(subject=f"user:{people['amphoe'].pk}").order_by("seq")
    assert list(told.values_list("verb", "by__username")) == [
        ("ask_factor_reset", "changwat"),
        ("reset_factors", "changwat2"),
    ]


@pytest.mark.parametrize(
    ("by", "whose"),
    [
        ("changwat", "head"),
        ("other", "amphoe"),
        ("changwat", "nobody"),
        ("krom", "changwat"),
        ("head", "head"),
    ],
)
def test_who_is_foreign_unknown_or_without_a_factor_gets_one_answer(
    people: dict[str, User], by: str, whose: str
) -> None:
    assert NOBODY in ask(people[by], whose).text
    assert not FactorReset.objects.exists()


def test_a_request_is_no_business_of_the_person_or_of_another_province(people: dict[str, User]) -> None:
    ask(people["krom"], "head")
    for name in ("head", "changwat", "other"):
        agree(people[name])
    assert factors.has_any(people["head"])
    agree(people["krom2"])
    assert not factors.has_any(people["head"])


def test_a_request_is_over_after_three_days(people: dict[str, User], freeze: Freeze) -> None:
    ask(people["krom"], "amphoe")
    freeze(DAY + OPEN_FOR * 2)
    agree(people["krom2"])
    assert factors.has_any(people["amphoe"])
    assert "ไม่มีคำขอที่รออยู่" in page(people["krom2"]).get(reverse("registration:factor_resets")).text


def test_where_no_two_are_left_the_server_does_it(people: dict[str, User]) -> None:
    call_command("reset_second_factor", "head", reason="เหลือผู้ดูแลคนเดียว", verbosity=0)
    assert not factors.has_any(people["head"])
    assert Event.objects.get(verb="reset_factors").by is None
    with pytest.raises(CommandError, match="Nobody is called"):
        call_command("reset_second_factor", "nobody", reason="x")
