"""Targets: set by the province for all districts at once, with what each grade needs."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from grading.models import Target
from grading.services import targets
from grading.services.targets import Aim
from registration.models import Event
from tests.world.grading_scene import BEFORE, JULY, NEW_DAY, QUARTER, Scene

ARGS = [2567, 4, "43"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_line_tells_start_base_needs_and_progress(scene: Scene) -> None:
    scene.products("4301", 4)
    scene.products("4301", 1, on=NEW_DAY)
    scene.base("4301", "100.00", "100.00", "100.00")
    scene.sell("4301", JULY, "90.00")
    aims = {"4301": Aim(2, Decimal("360.00")), "4302": Aim(0)}
    assert targets.set_targets(scene.province, QUARTER, aims, by=scene.officer, on=BEFORE) == 2
    first, second = targets.lines_of(scene.province, QUARTER, NEW_DAY)
    assert (first.counts.producers_left, first.counts.products_brought, first.increase) == (2, 4, 1)
    assert first.needed == (Decimal("315.01"), Decimal("309.01"), Decimal("306.01"))
    assert (first.products_share, first.sales_share, first.base_baht) == (50, 25, Decimal(300))
    assert (second.needed, second.base_baht, second.products_share) == ((None, None, None), None, 100)


def test_setting_again_keeps_replaces_and_takes_away(scene: Scene) -> None:
    aims = {"4301": Aim(2), "4302": Aim(3)}
    targets.set_targets(scene.province, QUARTER, aims, by=scene.officer, on=BEFORE)
    assert targets.set_targets(scene.province, QUARTER, aims, by=scene.officer, on=BEFORE) == 0
    changed = {"4301": Aim(2, Decimal(5)), "4302": None, "8001": Aim(9)}
    assert targets.set_targets(scene.province, QUARTER, changed, by=scene.officer, on=BEFORE) == 2
    assert list(Target.objects.values_list("district_id", "sales_baht")) == [("4301", Decimal(5))]
    event = Event.objects.filter(verb="set_targets").last()
    assert (event.before["4302"], event.after["4302"]) == (["3", ""], None)


def test_only_the_province_sets_targets(scene: Scene) -> None:
    for by in (scene.officers["4301"], scene.officers[""]):
        with pytest.raises(PermissionDenied):
            targets.set_targets(scene.province, QUARTER, {}, by=by, on=BEFORE)


def test_the_pages(scene: Scene, client: Client, freeze: Callable[[date], None]) -> None:
    freeze(date(2024, 7, 9))
    client.force_login(scene.officer)
    edit = reverse("grading:targets_edit", args=ARGS)
    refused = client.post(edit, {"sales_4301": "๕๐๐", "products_4302": "หนึ่ง"}).content.decode()
    assert "กรอกเป้าผลิตภัณฑ์ของอำเภอเมืองหนองคายด้วย" in refused
    assert 'value="๕๐๐"' in refused
    assert client.post(edit, {"products_4301": "๓", "sales_4301": "๕๐๐.๕๐"}).status_code == 302
    assert "0 จาก 3" in client.get(reverse("grading:targets", args=ARGS)).content.decode()
    client.force_login(scene.officers["4301"])
    district = client.get(reverse("grading:unit", args=[2567, 4, "4301"])).content.decode()
    assert "เป้าหมายของไตรมาส" in district
