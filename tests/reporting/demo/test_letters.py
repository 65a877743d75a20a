"""The demo's letters: refused outside demo mode; what they hold is met in tests/test_demo_coverage.py."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from reporting.demo import letters


def test_refused_outside_demo_mode(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo_letters")


@pytest.mark.django_db
def test_the_loader_itself_is_refused_there_too(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(PermissionError):
        letters.load_letters()
