"""What no producer may be, whoever writes it: the form, the service and every later entrance ask the same rules."""

from typing import Any

import pytest

from registration.models import Plan, Producer
from registration.services import registry
from registration.services.registry import rules
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, amend, make_fields, make_producer, make_product_fields

pytestmark = pytest.mark.django_db

WRONG = [
    ({"members_male_count": None}, "members_male_count"),
    ({"members_male_count": 0, "members_female_count": 0}, "members_male_count"),
    ({"kind": "sole_owner", "members_male_count": 5}, "members_male_count"),
    ({"kind": "sole_owner", "juristic_id": "0105536000315"}, "juristic_id"),
    ({"takes_part_in_production": False}, "takes_part_in_production"),
    ({"is_thai": False}, "is_thai"),
    ({"subdistrict_code": "800201"}, "subdistrict"),
]


@pytest.mark.parametrize(("over", "field"), WRONG)
def test_register_refuses_what_no_producer_may_be(
    cast: Cast, plan: Plan, over: dict[str, Any], field: str
) -> None:
    with pytest.raises(registry.Invalid) as raised:
        make_producer(cast.a, by=cast.district, **over)
    assert [fault.field for fault in raised.value.faults] == [field]
    assert not Producer.objects.exists()


@pytest.mark.parametrize(("over", "field"), [row for row in WRONG if "subdistrict_code" not in row[0]])
def test_amend_refuses_the_same(cast: Cast, plan: Plan, over: dict[str, Any], field: str) -> None:
    producer = make_producer(cast.a, by=cast.district)
    with pytest.raises(registry.Invalid) as raised:
        amend(producer, by=cast.district, on=REGISTER_DAY, **({"kind": "group"} | over))
    assert field in [fault.field for fault in raised.value.faults]
    assert Producer.objects.get().version == 1


def test_a_producer_has_a_product(cast: Cast, plan: Plan) -> None:
    with pytest.raises(registry.Invalid, match="อย่างน้อยหนึ่งรายการ"):
        make_producer(cast.a, by=cast.district, products=[])


def test_a_rule_is_judged_when_every_field_it_asks_is_there() -> None:
    assert rules.faults({"kind": "group", "members_male_count": 3}, "8001") == []


def test_the_same_name_again_asks_how_the_two_differ(cast: Cast, plan: Plan) -> None:
    twins = [make_product_fields(name="ขนมลา"), make_product_fields(name="ขนม ลา")]
    with pytest.raises(registry.Invalid, match="มีชื่อซ้ำในรายนี้"):
        make_producer(cast.a, by=cast.district, products=twins)
    twins[1]["same_name_reason"] = "คนละขนาด"
    producer = make_producer(cast.a, by=cast.district, products=twins)
    assert producer.products.count() == 2


def test_the_same_name_is_asked_of_a_product_added_later(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, products=[make_product_fields(name="ขนมลา")])
    fields = {name: getattr(producer, name) for name in make_fields(producer.subdistrict_id)}
    said = {"by": cast.district, "on": REGISTER_DAY, "version": 1, "fields": fields}
    with pytest.raises(registry.Invalid, match="มีชื่อซ้ำในรายนี้"):
        registry.amend(producer, **said, products=[make_product_fields(name="ขนมลา")])
    assert producer.products.count() == 1
