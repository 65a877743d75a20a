"""Invented producers that are entered together stand as if an officer had registered each; the hours of their acts."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import models, transaction
from django.utils import timezone
from pytest_django import Settings

from otop_registry import clock
from registration.demo import entering
from registration.demo.entering import Newcomer
from registration.demo.producers import Inventor
from registration.models import Certificate, Event, Plan, Producer, Product, Registration, Revision
from registration.services import journal, registry
from tests.world.cast import Cast
from tests.world.factories import ROUND_ID

pytestmark = pytest.mark.django_db
WRITTEN = (Producer, Product, Certificate, Registration, Revision, Event)
DAYS = (date(2018, 2, 1), date(2018, 2, 1), date(2018, 2, 2), date(2018, 2, 5))


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def newcomers(cast: Cast) -> list[Newcomer]:
    inventor = Inventor(cast.a)
    return [Newcomer(day, time(9, number), *inventor.producer()) for number, day in enumerate(DAYS)]


def one_by_one(cast: Cast) -> None:
    for each in newcomers(cast):
        with clock.hour(each.hour):
            registry.register(
                cast.a, by=cast.district, on=each.day, fields=each.fields, products=each.products
            )


def together(cast: Cast) -> None:
    desk = entering.desk_of(cast.a, ROUND_ID, cast.district, DAYS[0])
    entering.enter(desk, newcomers(cast))


def stored(write: Callable[[Cast], None], cast: Cast) -> list[list[dict[str, Any]]]:
    """Every row that a way of writing leaves, without what follows from the keys; nothing stays."""
    with transaction.atomic():
        write(cast)
        tables = [
            [_told(row) for row in model._default_manager.order_by("pk")]
            for model in WRITTEN
            if model is not Event
        ]
        tables.append([_told(row) for row in Event.objects.filter(verb="register").order_by("seq")])
        assert journal.verify_chains()[1] == []
        transaction.set_rollback(True)
    return tables


def _told(row: models.Model) -> dict[str, Any]:
    left_out = {"id", "hash", "previous_hash", "producer_id", "product_id", "subject"}
    said = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }
    return {name: re.sub(r"'id': \d+|products\.\d+", "", str(value)) for name, value in said.items()}


def test_entering_together_writes_what_registering_each_would(cast: Cast, plan: Plan) -> None:
    assert stored(together, cast) == stored(one_by_one, cast)


def test_a_further_lot_goes_on_with_the_numbers(cast: Cast, plan: Plan) -> None:
    desk = entering.desk_of(cast.a, ROUND_ID, cast.district, DAYS[0])
    lot = newcomers(cast)
    entering.enter(desk, lot[:3])
    (last,) = entering.enter(desk, lot[3:])
    assert last.registration_number.startswith("80-01-61-00004-")


def test_an_act_of_the_demo_keeps_the_hour_it_is_given(cast: Cast) -> None:
    with clock.hour(time(14, 5)):
        at = timezone.localtime(clock.instant(date(2018, 3, 12)))
    assert (at.date(), at.time()) == (date(2018, 3, 12), time(14, 5))
    assert clock.instant(clock.today()) >= at


def test_outside_demo_mode_no_act_is_given_an_hour(cast: Cast, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(PermissionError), clock.hour(time(9)):
        pass
