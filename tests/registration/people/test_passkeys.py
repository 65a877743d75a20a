"""Passkeys: what is no right answer to the very question adds nothing and opens nothing. Right ones: tests/browser."""

import json
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData

from otop_registry import clock
from registration.models import Passkey, User
from registration.services.people import passkeys
from registration.services.people.passkeys import Site, State
from registration.workflow import Refused
from tests.world.factories import DAY, PASSWORD, make_unit, make_user

pytestmark = pytest.mark.django_db
HERE = Site("localhost", "http://localhost:8000")
KEY = ec.generate_private_key(ec.SECP256R1())
PRESENT_AND_CHECKED, PRESENT = b"\x05", b"\x01"


@pytest.fixture
def person(db: None) -> User:
    """Somebody with a passkey."""
    make_unit("")
    person = make_user("somying")
    key = ES256.from_cryptography_key(KEY.public_key())
    kept = AttestedCredentialData.create(bytes(16), b"key-of-somying", key)
    Passkey.objects.create(
        user=person,
        name="โทรศัพท์",
        credential_id=websafe_encode(b"key-of-somying"),
        credential=bytes(kept),
        added_at=clock.now(),
    )
    return person


def answer(
    state: State, *, origin: str = HERE.origin, count: int = 1, seen: bytes = PRESENT_AND_CHECKED
) -> str:
    """What a browser with the key answers."""
    said = json.dumps({"type": "webauthn.get", "challenge": state["challenge"], "origin": origin}).encode()
    told = sha256(b"localhost").digest() + seen + count.to_bytes(4, "big")
    signature = KEY.sign(told + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
    parts = {"clientDataJSON": said, "authenticatorData": told, "signature": signature}
    response = {name: websafe_encode(part) for name, part in parts.items()}
    key = websafe_encode(b"key-of-somying")
    return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": response})


def test_the_question_names_the_site_and_asks_for_the_user(person: User) -> None:
    options, state = passkeys.begin_proving(person, HERE)
    asked = options["publicKey"]
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")
    assert [one["id"] for one in asked["allowCredentials"]] == [websafe_encode(b"key-of-somying")]
    assert state["challenge"] != passkeys.begin_proving(person, HERE)[1]["challenge"]


@pytest.mark.parametrize(
    "said", ["", "x", "[]", "{}", "null", '{"id": 1}', json.dumps({"rawId": "AA", "response": {}})]
)
def test_what_is_no_answer_proves_nothing_and_adds_nothing(person: User, said: str) -> None:
    _, state = passkeys.begin_proving(person, HERE)
    assert not passkeys.prove(person, said, state, site=HERE)
    assert not passkeys.prove(person, said, {}, site=HERE)
    with pytest.raises(Refused):
        passkeys.add(person, "อื่น", said, passkeys.begin_adding(person, HERE)[1], site=HERE, on=DAY)


def test_a_right_answer_proves_and_a_count_that_goes_back_is_a_copy(person: User) -> None:
    for count, proves in ((5, True), (5, False), (4, False), (6, True)):
        _, state = passkeys.begin_proving(person, HERE)
        assert passkeys.prove(person, answer(state, count=count), state, site=HERE) is proves


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost:9000"},
        {"origin": "https://evil.example"},
        {"seen": PRESENT},
        {"seen": bytes(1)},
    ],
)
def test_another_site_or_an_unchecked_user_proves_nothing(person: User, wrong: dict[str, Any]) -> None:
    _, state = passkeys.begin_proving(person, HERE)
    assert not passkeys.prove(person, answer(state, **wrong), state, site=HERE)


def test_an_answer_to_another_question_or_of_another_person_proves_nothing(person: User) -> None:
    _, state = passkeys.begin_proving(person, HERE)
    _, other = passkeys.begin_proving(person, HERE)
    assert not passkeys.prove(person, answer(other), state, site=HERE)
    assert not passkeys.prove(make_user(), answer(state), state, site=HERE)


def test_a_question_is_answered_once(person: User) -> None:
    client = Client()
    client.post(reverse("registration:sign_in"), {"username": "somying", "password": PASSWORD})
    site = Site("testserver", "http://testserver")
    _, state = passkeys.begin_proving(person, site)
    session = client.session
    session["passkey_asked"] = dict(state)
    session.save()
    client.post(reverse("registration:second_step"), {"passkey": "{}"})
    assert client.session["passkey_asked"]["challenge"] != state["challenge"]


def test_a_wrong_answer_at_the_second_step_is_a_wrong_code(person: User) -> None:
    client = Client()
    words = {"username": "somying", "password": PASSWORD}
    assert urlsplit(client.post(reverse("registration:sign_in"), words).url).path == reverse(
        "registration:second_step"
    )
    page = client.get(reverse("registration:second_step"), headers={"host": "localhost"})
    assert 'id="passkey-options"' in page.text
    assert client.post(reverse("registration:second_step"), {"passkey": "{}"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "usable"),
    [("localhost", True), ("otop.example.go.th", True), ("127.0.0.1", False), ("[::1]", False)],
)
def test_a_passkey_belongs_to_a_name(host: str, usable: bool) -> None:
    assert Site(host, f"http://{host}").is_usable is usable


def test_a_removed_one_opens_nothing(person: User) -> None:
    passkeys.remove(person, Passkey.objects.get().pk, DAY)
    assert not Passkey.objects.exists()
