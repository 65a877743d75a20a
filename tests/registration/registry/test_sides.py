"""One pair side by side: what is alike is marked, and nothing of another office's producer is told."""

from typing import Any

import pytest

from registration.models import Plan, Producer
from registration.services.registry.sides import Likeness, SideBySide, side_by_side
from tests.world.cast import Cast
from tests.world.factories import make_producer, make_product_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast: Cast, plan: Plan) -> tuple[Producer, Producer]:
    """Two of one name in neighbouring districts, with one telephone and one product in common."""
    alike: dict[str, Any] = {"name": "แม่บ้านนาดี", "owner_first_name": "มาลี"}
    products = [
        [make_product_fields(name=name) for name in names] for names in (["ลา", "ปั้น"], ["ลา", "เม็ดบัว"])
    ]
    first = make_producer(
        cast.a, by=cast.district, products=products[0], phones=["0811111111", "0822222222"],
        owner_last_name="ของเอ", **alike,
    )  # fmt: skip
    second = make_producer(
        cast.b,
        by=cast.neighbour,
        products=products[1],
        phones=["0811111111"],
        owner_last_name="ของบี",
        **alike,
    )
    return first, second


def seen_from(code: str, two: tuple[Producer, Producer]) -> SideBySide:
    mine = Producer.objects.filter(district__code__startswith=code)
    found = side_by_side((two[0].pk, two[1].pk), mine)
    assert found is not None
    return found


def test_who_may_see_both_reads_what_is_alike_and_what_differs(two: tuple[Producer, Producer]) -> None:
    found = seen_from("80", two)
    rows = {row.label: row for row in found.rows}
    assert found.is_whole
    assert found.unit.code == "80"
    assert rows["ชื่อกลุ่ม/ผู้ประกอบการ"].likeness == Likeness.SAME
    assert rows["โทรศัพท์"].likeness == rows["ผลิตภัณฑ์"].likeness == Likeness.PART
    assert rows["ประธาน/เจ้าของ"] == (type(rows["ผลิตภัณฑ์"]))(
        "ประธาน/เจ้าของ", ("นางมาลี ของเอ", "นางมาลี ของบี"), Likeness.OTHER
    )
    assert all("xxxxx" in number for number in rows["เลขประจำตัวประชาชน"].values)


def test_of_another_offices_producer_no_value_is_told_and_no_difference(
    two: tuple[Producer, Producer],
) -> None:
    found = seen_from("8001", two)
    assert ([side.producer for side in found.sides], found.is_whole) == ([two[0], None], False)
    assert {row.values[1] for row in found.rows} == {""}
    assert {row.likeness for row in found.rows} == {"same", "part", ""}
    assert "ของบี" not in repr(found)
    assert "0822222222"[-4:] in repr(found)


def test_two_producers_that_no_check_paired_are_no_pair(cast: Cast, two: tuple[Producer, Producer]) -> None:
    mine = Producer.objects.all()
    stranger = make_producer(cast.a, by=cast.district)
    assert side_by_side((two[0].pk, stranger.pk), mine) is None
    assert side_by_side((two[0].pk, two[0].pk), mine) is None
    assert side_by_side((two[0].pk, two[1].pk), mine.filter(district="4301")) is None
