"""A file that names persons is downloaded for a reason of the day; one without persons needs none."""

from django.test import Client
from django.urls import reverse

from registration.models import Look, Plan, Reading
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.document_scene import ask_and_make, roster
from tests.world.factories import DAY, make_producer


def test_the_roster_asks_why_once_a_day_and_tells_how_many_it_names(
    client: Client, cast: Cast, plan: Plan, freeze: Freeze
) -> None:
    freeze(DAY)
    make_producer(cast.a, by=cast.district)
    document = ask_and_make(roster(cast.a), cast.district)
    client.force_login(cast.province)
    file, why = (reverse(f"reporting:document_{each}", args=[document.pk]) for each in ("file", "reason"))
    assert client.get(file)["Location"] == why
    assert client.get(why).status_code == 200
    assert client.post(why, {"why": ""}).status_code == 200
    assert not Reading.objects.filter(look=Look.EXPORT).exists()
    assert client.post(why, {"why": "report"})["Location"] == file
    assert client.get(file)["Content-Disposition"].startswith("attachment")
    assert client.get(file).status_code == 200
    row = Reading.objects.get(look=Look.EXPORT)
    assert (row.by, row.unit_id, row.count, row.as_of) == (cast.province, "8001", 1, DAY)
    client.force_login(cast.district)
    assert client.get(file)["Location"] == why
