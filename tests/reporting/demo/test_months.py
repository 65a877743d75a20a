"""The demo's other districts act in demo mode alone, and only inside their quarter.

tests/browser/test_readme_walk_2567.py lets them confirm.
"""

from datetime import date

import pytest
from pytest_django import Settings

from reporting import demo

pytestmark = pytest.mark.django_db


def test_refused_outside_demo_mode(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(PermissionError):
        demo.catch_up(date(2024, 8, 20))


@pytest.mark.parametrize("on", [date(2018, 3, 19), date(2024, 7, 15), date(2026, 11, 25)])
def test_nothing_happens_on_other_days(settings: Settings, on: date) -> None:
    settings.DEMO = True
    assert demo.catch_up(on) == 0
