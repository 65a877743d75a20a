"""A number in full: by who works on the record, with a reason in the log, and no more often than the hour allows."""

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import Settings

from registration.models import Look, Plan, Reading
from registration.services.personal import revealing
from registration.workflow import Refused
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_producer


def test_each_time_is_a_row_with_its_reason_until_the_hour_is_full(
    cast: Cast, plan: Plan, settings: Settings
) -> None:
    settings.REVEALS_PER_HOUR = 2
    producer = make_producer(cast.a, by=cast.district)
    for reason in ("มาติดต่อ", "ตรวจบัตร"):
        revealing.reveal(producer, reason, by=cast.district, on=REGISTER_DAY)
    with pytest.raises(Refused, match="เปิดเลขประจำตัวครบ 2 ครั้ง"):
        revealing.reveal(producer, "อีกครั้ง", by=cast.district, on=REGISTER_DAY)
    assert set(Reading.objects.filter(look=Look.REVEAL).values_list("reason", flat=True)) == {
        "มาติดต่อ",
        "ตรวจบัตร",
    }


@pytest.mark.parametrize("who", ["neighbour", "other_province", "executive", "stranger"])
def test_nobody_else_sees_one(cast: Cast, plan: Plan, who: str) -> None:
    producer = make_producer(cast.a, by=cast.district)
    with pytest.raises(PermissionDenied):
        revealing.reveal(producer, "อยากดู", by=getattr(cast, who), on=REGISTER_DAY)
    assert not Reading.objects.exists()
