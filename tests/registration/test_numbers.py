"""Tokens of numbers: one for each number, unreadable without the key; the vault that reads them back."""

import logging

import pytest
from pytest_django import Settings

from registration import identifiers, numbers
from registration.models import PersonalNumber
from registration.services import numbers as vault
from tests.world.factories import make_citizen_id

NUMBER, OTHER = make_citizen_id(1), make_citizen_id(2)


def test_a_number_is_always_the_same_token_and_nobodys_else(settings: Settings) -> None:
    token = numbers.token_of(NUMBER)
    assert token == numbers.token_of(NUMBER) == numbers.token_of(token)
    assert token != numbers.token_of(OTHER)
    assert NUMBER[5:12] not in token
    settings.INDEX_KEYS = {1: b"k" * 32}
    assert numbers.token_of(NUMBER) != token


def test_a_token_is_masked_as_its_number_is() -> None:
    assert identifiers.mask_id(numbers.token_of(NUMBER)) == identifiers.mask_id(NUMBER)
    assert numbers.token_of("") == ""
    assert identifiers.mask_id(numbers.token_of("12")) == identifiers.mask_id("12")


def test_fields_say_tokens_for_one_number_and_for_the_two_of_a_correction() -> None:
    said = numbers.with_tokens({"citizen_id": NUMBER, "juristic_id": ["", OTHER], "name": NUMBER})
    assert said == {
        "citizen_id": numbers.token_of(NUMBER), "juristic_id": ["", numbers.token_of(OTHER)], "name": NUMBER,
    }  # fmt: skip
    assert list(numbers.plain_in(said)) == []
    assert set(numbers.plain_in({"citizen_id": NUMBER, "juristic_id": ["", OTHER]})) == {NUMBER, OTHER}


@pytest.mark.django_db
def test_the_vault_keeps_a_number_once_and_reads_it_for_its_token_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    vault.keep([NUMBER, OTHER])
    vault.keep([NUMBER])
    first, second = map(numbers.token_of, (NUMBER, OTHER))
    assert vault.opened([first, second, ""]) == {first: NUMBER, second: OTHER}
    moved = PersonalNumber.objects.get(pk=second).sealed
    PersonalNumber.objects.filter(pk=first).update(sealed=moved)  # another's number under this token
    with caplog.at_level(logging.ERROR):
        assert vault.opened([first, second]) == {second: OTHER}
    assert numbers.mask_of(first) in caplog.text
    assert NUMBER not in caplog.text
    assert vault.shown(first, {}) == vault.UNREADABLE
