"""Acts that count ask anew who is there; what was typed goes on with the very act."""

import re
import time
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import Settings

from registration.models import LineTarget, SignIn, SignInEvent
from registration.web import step_up
from registration.web.entrance import PROVEN
from tests.conftest import Freeze
from tests.test_access_matrix import every_name
from tests.world.cast import Cast
from tests.world.factories import DAY, PASSWORD

TYPED = {"name": "กลุ่มจังหวัด <นครศรีธรรมราช>", "target": f"C{'0' * 32}"}
MINUTE = 60

# by the rights that their views ask for, whatever they are called; a new one is added here by hand
BY_RIGHT = """
people person person_new person_edit person_link person_active post_new post_end waivers waiver_new waiver_end
factor_resets factor_reset_agree line_groups line_group_remove
"""
DECIDED = """
certify withdraw certify_province announce_province withdraw_certificate withdraw_announced soft_close reopen hard_close
announce_round agree_correction decline_correction recall_correction approve_correction refuse_correction
"""


@pytest.fixture
def desk(cast: Cast, client: Client, freeze: Freeze, settings: Settings) -> Client:
    """An officer of the province who signed in this morning."""
    freeze(DAY)
    settings.PROOF_SECONDS, settings.PROOF_LONGEST_SECONDS = 15 * MINUTE, 120 * MINUTE
    client.force_login(cast.province)
    return client


def proven(client: Client, minutes_ago: int, used_ago: int | None = None) -> None:
    session = client.session
    session[PROVEN] = time.time() - minutes_ago * MINUTE
    if used_ago is not None:
        session[step_up.LAST] = time.time() - used_ago * MINUTE
    session.save()


def act(client: Client, **more: str) -> HttpResponse:
    return client.post(reverse("registration:line_groups"), {**TYPED, **more})


def held(answer: HttpResponse) -> dict[str, str]:
    """What the page of the question would post again."""
    boxes = re.findall(r'<input type="hidden" name="([a-z]\w*)" value="([^"]*)">', answer.text)
    return {
        name: unescape(value) for name, value in boxes if name not in {"csrfmiddlewaretoken", "proof_back"}
    }


@pytest.mark.django_db
def test_a_fresh_sign_in_is_a_proof(desk: Client) -> None:
    assert act(desk).status_code == 302
    assert LineTarget.objects.count() == 1


@pytest.mark.django_db
def test_an_old_proof_is_asked_for_and_the_very_act_goes_on(desk: Client) -> None:
    proven(desk, 16)
    asked = act(desk)
    assert (asked.status_code, LineTarget.objects.count()) == (403, 0)
    assert held(asked) == TYPED
    key = desk.session.session_key
    done = desk.post(reverse("registration:line_groups"), {**held(asked), "proof_password": PASSWORD})
    assert (done.status_code, LineTarget.objects.get().name) == (302, TYPED["name"])
    assert desk.session.session_key != key
    assert SignIn.objects.filter(event=SignInEvent.PROVED).count() == 1
    assert act(desk, name="อีกกลุ่ม", target=f"C{'1' * 32}").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("proof", [{"proof_password": "x"}, {"proof_code": "123456"}, {"proof_password": ""}])
def test_a_wrong_proof_does_nothing_and_loses_nothing(desk: Client, proof: dict[str, str]) -> None:
    proven(desk, 16)
    answer = act(desk, **proof)
    assert (answer.status_code, held(answer), LineTarget.objects.count()) == (403, TYPED, 0)
    assert act(desk).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "used", "asks"),
    [(14, None, False), (16, None, True), (60, 14, False), (60, 16, True), (121, 1, True)],
)
def test_each_act_begins_the_time_anew_up_to_two_hours(
    desk: Client, minutes: int, used: int | None, asks: bool
) -> None:
    proven(desk, minutes, used)
    assert (act(desk).status_code == 403) is asks


@pytest.mark.django_db
def test_reading_is_not_asked_for(desk: Client) -> None:
    proven(desk, 119)
    assert desk.get(reverse("registration:line_groups")).status_code == 200
    assert desk.post(reverse("registration:notices_read")).status_code == 302


def test_the_guarded_acts_are_these() -> None:
    by_name = {view.name: view.callback for view in _views()}
    rights = {name for name, view in by_name.items() if getattr(view, "action", None) in step_up.RIGHTS}
    assert rights == set(BY_RIGHT.split())
    assert set(DECIDED.split()) == step_up.VERBS
    known = {
        name if "/" in name else f"registration/{name}" for name in every_name(get_resolver().url_patterns)
    }
    assert {name.replace(":", "/") for name in step_up.ALWAYS | step_up.OF_VERBS} <= known


def _views() -> list:
    found, waiting = [], list(get_resolver().url_patterns)
    while waiting:
        entry = waiting.pop()
        inner = getattr(entry, "url_patterns", None)
        waiting += inner or []
        found += [] if inner is not None else [entry]
    return found
