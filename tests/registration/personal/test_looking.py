"""The read log: one row a day for what is opened, one each time for what needs a reason, counted by the hour."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from registration.models import Look, Plan, Reading
from registration.services.personal import looking
from registration.services.personal.looking import Seen
from registration.workflow import Refused
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_producer

NEXT_DAY = REGISTER_DAY + timedelta(days=1)
SEEN = Seen("document:1", "8001", "ทะเบียนรายชื่อ", count=40)


def test_a_record_opened_again_on_the_same_day_is_one_row(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    for on in (REGISTER_DAY, REGISTER_DAY, NEXT_DAY):
        looking.saw_records([producer], by=cast.province, on=on)
    rows = Reading.objects.order_by("day")
    assert [(row.day, row.subject, row.unit_id, row.post.unit_id) for row in rows] == [
        (REGISTER_DAY, f"producer:{producer.pk}", "8001", "80"),
        (NEXT_DAY, f"producer:{producer.pk}", "8001", "80"),
    ]


def test_a_row_of_the_log_is_neither_changed_nor_deleted(cast: Cast) -> None:
    looking.note(Look.EXPORT, SEEN, by=cast.district, on=REGISTER_DAY, reason="ตรวจเอกสาร")
    row = Reading.objects.get()
    for act in (
        row.save,
        row.delete,
        Reading.objects.all().delete,
        lambda: Reading.objects.update(reason=""),
    ):
        with pytest.raises(TypeError):
            act()


def test_files_of_persons_are_limited_by_the_hour_and_person(
    cast: Cast, freeze: Freeze, settings: Settings
) -> None:
    settings.EXPORTS_PER_HOUR = 2
    freeze(REGISTER_DAY)
    for _ in range(2):
        looking.note_limited(Look.EXPORT, SEEN, by=cast.district, on=REGISTER_DAY, reason="ส่งจังหวัด")
    with pytest.raises(Refused, match="ครบ 2 ครั้งในหนึ่งชั่วโมง"):
        looking.note_limited(Look.EXPORT, SEEN, by=cast.district, on=REGISTER_DAY, reason="ส่งจังหวัด")
    looking.note_limited(Look.EXPORT, SEEN, by=cast.colleague, on=REGISTER_DAY, reason="ส่งจังหวัด")
    freeze(NEXT_DAY)
    looking.note_limited(Look.EXPORT, SEEN, by=cast.district, on=NEXT_DAY, reason="ส่งจังหวัด")
    assert Reading.objects.filter(look=Look.EXPORT).count() == 4
