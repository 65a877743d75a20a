"""What a correction makes of stays: a wrong withdrawal is taken back in every round; what moved or came back is not."""

from datetime import date
from itertools import pairwise

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from registration import figures
from registration.models import Correction, Producer, Unit, User
from registration.services import corrections, editions, registry
from registration.services.corrections import forward
from registration.services.registry import as_of
from registration.workflow import Refused
from tests.registration.registry.test_transferring import accept
from tests.registration.registry.test_transferring import ask as ask_to_move
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, SECOND, THIRD, approve, close, named, wish

pytestmark = pytest.mark.django_db
FOURTH, LATER = 25614, date(2018, 7, 2)


def withdraw(name: str, by: User) -> Producer:
    producer = named(name)
    return registry.withdraw(producer, by=by, on=DAY, version=producer.version, reason="เลิก")


def ask_back(cast: Cast, name: str) -> Correction:
    edition, producer = editions.latest(THIRD), named(name)
    before = corrections.frozen(producer.pk, edition).content
    said = forward.all_returned(before, THIRD, [each["id"] for each in before["products"]])
    return corrections.ask(edition, producer.pk, wish(said), by=cast.province, on=DAY)


def counts(round_id: int, code: str) -> figures.Counts:
    return figures.registration_report(code, round_id, editions.latest(round_id)).total


def by_place(round_id: int, name: str) -> dict[str, int]:
    found = figures.from_edition(editions.latest(round_id), "8001", 6)
    return {place: getattr(each, name) for place, each in found.items() if getattr(each, name)}


def test_a_wrong_withdrawal_is_taken_back_in_its_round_and_every_later_one(closed: Cast) -> None:
    """Also where the district is left out of the later round, and keeps what the edition before has."""
    withdraw("สอง", closed.district)
    withdraw("สาม", closed.neighbour)
    close(closed, THIRD, closed.a, closed.b)
    close(closed, FOURTH, closed.a)
    stood = [
        (counts(each, "80").producers_withdrawn, counts(each, "80").producers_left)
        for each in (THIRD, FOURTH)
    ]
    assert stood == [(2, 1), (0, 1)]
    for name in ("สอง", "สาม"):
        approve(ask_back(closed, name), closed)
    for code, left in (("8001", 2), ("8002", 1)):
        third, fourth = counts(THIRD, code), counts(FOURTH, code)
        assert (third.producers_withdrawn, third.producers_left, third.products_reduced) == (0, left, 0)
        assert (fourth.producers_brought, fourth.producers_left) == (left, left)
        running = figures.registration_report(code, 25621).total
        assert (running.producers_brought, running.products_brought) == (left, fourth.products_left)
    assert "สอง" in [each.name for each in as_of.frozen_roster(closed.a, editions.latest(FOURTH)).entries()]
    assert not named("สอง").products.exclude(withdrawn_round=None).exists()
    assert all(map(editions.is_genuine, (editions.latest(THIRD), editions.latest(FOURTH))))


def test_who_came_back_since_has_another_stay(closed: Cast) -> None:
    producer = withdraw("สอง", closed.district)
    close(closed, THIRD, closed.a)
    asked = ask_back(closed, "สอง")
    registry.restore(producer, by=closed.district, on=LATER, version=producer.version)
    with pytest.raises(Refused, match="กลับมาลงทะเบียนใหม่"):
        approve(asked, closed)
    Correction.objects.update(status="refused")
    with pytest.raises(Refused, match="กลับมาลงทะเบียนใหม่"):
        ask_back(closed, "สอง")


def moved(cast: Cast, name: str, target: Unit, by: User) -> None:
    accept(ask_to_move(named(name), target, cast.district, DAY), by, DAY)


def test_a_stay_does_not_end_backwards_under_who_moved(closed: Cast) -> None:
    edition, producer = editions.latest(SECOND), named("สอง")
    before = corrections.frozen(producer.pk, edition).content
    said = wish(forward.all_ended(before, SECOND))
    asked = corrections.ask(edition, producer.pk, said, by=closed.province, on=DAY)
    moved(closed, "สอง", closed.b, closed.neighbour)
    with pytest.raises(Refused, match="ย้ายไปขึ้นทะเบียนที่อำเภออื่น"):
        approve(asked, closed)
    Correction.objects.update(status="refused")
    with pytest.raises(Refused, match="ย้ายไปขึ้นทะเบียนที่อำเภออื่น"):
        corrections.ask(edition, producer.pk, said, by=closed.district, on=DAY)


def test_where_it_left_from_the_place_is_corrected_as_it_left(closed: Cast) -> None:
    moved(closed, "สอง", closed.b, closed.neighbour)
    close(closed, THIRD, closed.a, closed.b)
    edition, producer = editions.latest(FIRST), named("สอง")
    for old, new in pairwise(("800101", "800102", "800101")):  # the second is told from what the first made
        said = wish({"subdistrict_id": [old, new]})
        approve(corrections.ask(edition, producer.pk, said, by=closed.province, on=DAY), closed)
        edition = editions.latest(FIRST)
        assert by_place(SECOND, "producers_left") == by_place(THIRD, "producers_brought")
        assert by_place(THIRD, "producers_went") == {new: 1}
    assert corrections.frozen(producer.pk, editions.latest(THIRD)).district_code == "8002"


@time_machine.travel(DAY)
def test_the_office_that_it_left_still_asks_for_its_own_rounds(closed: Cast) -> None:
    moved(closed, "สอง", closed.far_district, closed.other_district)
    producer, seen = named("สอง"), {}
    for officer in (closed.district, closed.other_district, closed.neighbour):
        client = Client()
        client.force_login(officer)
        page = client.get(reverse("registration:correction_rounds", args=[producer.pk]))
        new = client.get(reverse("registration:correction_new", args=[producer.pk, 2561, 1]))
        places = [each.edition.round_id for each in page.context["places"]] if page.status_code == 200 else []
        seen[officer] = (page.status_code, places, new.status_code)
    assert list(seen.values()) == [(200, [SECOND, FIRST], 200), (200, [], 404), (404, [], 404)]
