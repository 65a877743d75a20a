"""A group with another chair: the same number, nothing new, both people in its history."""

import pytest
from django.test import Client

from registration import figures
from registration.models import Event, Plan, Producer
from registration.models.producers import ProducerKind
from registration.services import registry
from registration.services.registry import record
from registration.workflow import Refused
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_citizen_id, make_producer

pytestmark = pytest.mark.django_db


def person(**over: str) -> dict[str, str]:
    said = {"owner_title": "นาย", "owner_first_name": "สมชาย", "owner_last_name": "รักดี"}
    return said | {"citizen_id": make_citizen_id()} | over


def test_a_new_chair_changes_nothing_else_and_is_told_with_its_reason(
    client: Client, cast: Cast, plan: Plan, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    group = make_producer(cast.a, by=cast.district)
    before = figures.live("8001", 25612, 4)
    client.force_login(cast.district)
    url = f"/producers/{group.pk}/chair/"
    assert client.post(url, person() | {"version": 1, "reason": ""}).context["form"].errors
    assert client.post(url, person() | {"version": 1, "reason": "ครบวาระ"}).status_code == 302
    now = Producer.objects.get(pk=group.pk)
    assert (now.owner_name, now.registration_number) == ("นายสมชาย รักดี", group.registration_number)
    assert figures.live("8001", 25612, 4) == before
    assert ("เปลี่ยนประธานกลุ่ม", "ครบวาระ") in [(line.title, line.reason) for line in record.history(now)]
    assert "มาลี" in str(Event.objects.get(verb="change_chair").before)


def test_only_a_group_has_a_chair_and_a_person_leads_one_group(cast: Cast, plan: Plan) -> None:
    group, other = (make_producer(cast.a, by=cast.district) for _ in range(2))
    sole = make_producer(cast.a, by=cast.district, kind=ProducerKind.SOLE_OWNER)
    said = {"by": cast.district, "on": REGISTER_DAY, "version": 1, "reason": "ครบวาระ"}
    for producer, who, words in (
        (sole, person(), "เฉพาะกลุ่ม"),
        (group, person(citizen_id=other.citizen_id), "ประธานของอีกกลุ่ม"),
        (group, person(citizen_id=group.citizen_id), "ประธานคนเดิม"),
    ):
        with pytest.raises(Refused, match=words):
            registry.change_chair(producer, person=who, **said)
    registry.change_chair(group, person=person(citizen_id=sole.citizen_id), **said)
    with pytest.raises(registry.Conflict):
        registry.change_chair(group, person=person(), **said)
