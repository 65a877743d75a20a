"""Invented producers are entered by the real service, spread over the sittings of an officer."""

from datetime import date, time

import pytest
from django.utils import timezone
from pytest_django import Settings

from registration.demo import entering
from registration.demo.producers import Inventor
from registration.models import Event, Plan, Producer
from registration.services import journal
from registration.services.registry import NewProducer
from registration.services.registry.rules import Invalid
from tests.world.cast import Cast

pytestmark = pytest.mark.django_db
SITTINGS = [(date(2018, 2, 1), time(9, 40)), (date(2018, 2, 5), time(15, 5))]


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def test_producers_are_entered_in_order_at_the_hours_of_the_sittings(cast: Cast, plan: Plan) -> None:
    inventor = Inventor(cast.a)
    invented = [NewProducer(*inventor.producer()) for _ in range(5)]
    assert entering.enter(cast.a, SITTINGS, invented, by=cast.district) == 5
    assert [row.name for row in Producer.objects.order_by("pk")] == [each.fields["name"] for each in invented]
    moments = [
        timezone.localtime(event.at) for event in Event.objects.filter(verb="register").order_by("seq")
    ]
    assert [(at.date(), at.time()) for at in moments] == [SITTINGS[0]] * 3 + [SITTINGS[1]] * 2
    assert journal.verify_chains()[1] == []


def test_an_invention_that_the_rules_refuse_is_told(cast: Cast, plan: Plan) -> None:
    fields, products = Inventor(cast.a).producer()
    with pytest.raises(Invalid):
        entering.enter(
            cast.a, SITTINGS, [NewProducer(fields | {"is_thai": False}, products)], by=cast.district
        )
