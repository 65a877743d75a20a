"""The mailed link to a new password: for its person alone, on the site it was asked at; a broken code is nobody's."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail

from registration.messages import password_link
from tests.world.factories import make_user

pytestmark = pytest.mark.django_db
SITE = "https://otop.example.go.th/"


def test_the_link_leads_back_to_its_person_by_a_token_of_theirs() -> None:
    person = make_user("somying")
    password_link.send_password_link(user_id=person.pk, site=SITE)
    [sent] = mail.outbox
    found = re.search(rf"{SITE}\S*/(\S+)/(\S+)/$", sent.body, re.MULTILINE)
    assert found
    assert password_link.person_of(found[1]) == person
    assert default_token_generator.check_token(person, found[2])
    assert not default_token_generator.check_token(make_user(), found[2])
    assert sent.to == [person.email]


def test_nothing_is_mailed_to_who_left_or_never_was() -> None:
    left = make_user(is_active=False)
    for pk in (left.pk, left.pk + 1):
        password_link.send_password_link(user_id=pk, site=SITE)
    assert mail.outbox == []


@pytest.mark.parametrize("code", ["", "a", "ก", "!!!!", "MTIz", "/w", "YQ"])  # broken, of nobody, no number
def test_a_broken_code_is_nobodys(code: str) -> None:
    assert password_link.person_of(code) is None


def test_the_link_of_somebody_who_left_is_nobodys() -> None:
    person = make_user()
    password_link.send_password_link(user_id=person.pk, site=SITE)
    code = re.findall(r"[\w-]+", mail.outbox[0].body.split(SITE)[1].split()[0])[-3:]
    person.is_active = False
    person.save()
    assert [password_link.person_of(part) for part in code] == [None] * len(code)
