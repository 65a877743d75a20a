"""The hour that an act of the demo is given, and nobody else's."""

from datetime import date, time

import pytest
from django.utils import timezone
from pytest_django import Settings

from otop_registry import clock

DAY = date(2018, 3, 12)


def test_an_act_of_the_demo_keeps_the_hour_it_is_given(settings: Settings) -> None:
    settings.DEMO = True
    with clock.hour(time(14, 5)):
        at = timezone.localtime(clock.instant(DAY))
    assert (at.date(), at.time()) == (DAY, time(14, 5))
    assert timezone.localtime(clock.instant(timezone.localdate())).replace(tzinfo=None) > at.replace(
        tzinfo=None
    )


def test_outside_demo_mode_no_act_is_given_an_hour(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(PermissionError), clock.hour(time(9)):
        pass
