"""Records of district A that the province looks through, and how a test names them."""

from datetime import date
from typing import Any

from registration.models import (
    Registration,
    Submission,
    Unit,
    User,
)
from registration.services import registry
from registration.services.journey import coverage
from registration.workflow import Status
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    amend,
    make_producer,
    make_product_fields,
    submission_of,
    walk,
)

ROUND_1_DAY = date(2017, 11, 1)


def send_records(cast: Cast) -> Submission:
    """District A's round with the province: confirmed, changed, new, and new with a name that B has too."""
    kept, changed = (
        make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, name=name, phones=[phone])
        for name, phone in (("คงเดิม", "0812345679"), ("เปลี่ยน", "0812345678"))
    )
    registry.confirm_unchanged(cast.a, [kept.pk], by=cast.district, on=REGISTER_DAY)
    amend(changed, by=cast.district, on=REGISTER_DAY, phones=["0822222222"])
    make_producer(cast.a, by=cast.district, name="รายใหม่")
    make_producer(cast.b, by=cast.neighbour, name="กลุ่มแม่บ้าน", owner_last_name="เพื่อนบ้าน")
    make_producer(cast.a, by=cast.district, name="กลุ่ม แม่บ้าน")
    make_producer(cast.far_district, by=cast.other_district, name="รายใหม่")
    return walk(submission_of(cast.a), Status.SUBMITTED)


def record_of(name: str) -> Registration:
    return Registration.objects.get(producer__name=name, district_id="8001", round_id=25612)


def marks_of(submission: Submission) -> coverage.Marks:
    return coverage.marks_of(submission.district_id, submission.round)


def make_twins() -> list[dict[str, Any]]:
    """Two products of one name, read without spaces; the officer says why."""
    second = make_product_fields(name="ขนม ลา", same_name_reason="คนละขนาด")
    return [make_product_fields(name="ขนมลา"), second]


NAMES = (
    "ผ้าทอ ขนมลา ไตปลา จักสาน ถมเงิน กะปิ น้ำพริก หมวก ตะกร้า สบู่ ชาใบหม่อน เครื่องแกง "
    "ดอกไม้ เสื่อกก กลอง หนังตะลุง มีดพร้า ไวน์ กระเป๋า ร่ม ปลาเค็ม โอ่งดิน"
).split()  # no two alike


def enter_many(district: Unit, by: User) -> None:
    """As many records without anything to look into."""
    for name in NAMES:
        make_producer(district, by=by, name=name, owner_last_name=f"สกุล{name}")
