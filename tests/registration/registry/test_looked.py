"""How records were looked at adds up, and only certified districts are told of."""

import pytest

from registration.models import Plan, Registration
from registration.models.producers import ReviewMark
from registration.services.registry.looked import Looked, looked, looked_at_certified
from registration.workflow import Status
from tests.world.cast import Cast
from tests.world.factories import ROUND_ID, make_producer, submission_of, walk

pytestmark = pytest.mark.django_db


def test_the_parts_add_up_and_say_so_in_words(cast: Cast, plan: Plan) -> None:
    for mark in (ReviewMark.PASSED, ReviewMark.PASSED_IN_BULK, ReviewMark.UNSEEN):
        producer = make_producer(cast.a, by=cast.district)
        Registration.objects.filter(producer=producer).update(review=mark)
    found = looked([cast.a.code], ROUND_ID)
    assert found == Looked(total=3, opened=1, bulk=1, unseen=1)
    assert found.words == (
        "การตรวจระเบียนที่รับรอง 3 ระเบียน: เปิดดูทีละระเบียน 1 (มีข้อควรตรวจ 0 สุ่มเปิดดู 0 พบข้อผิด 0) "
        "ผ่านรวมโดยไม่ได้เปิดดู 1 ไม่ได้ตรวจ 1"
    )


def test_what_was_drawn_found_and_checked_is_told() -> None:
    told = Looked(total=9, opened=4, bulk=5, flagged=1, sampled=3, finds=2, version=7).parts
    assert told == ("เปิดดูทีละระเบียน 4 (มีข้อควรตรวจ 1 สุ่มเปิดดู 3 พบข้อผิด 2) ผ่านรวมโดยไม่ได้เปิดดู 5 ตามข้อตรวจฉบับที่ 7")


def test_a_district_that_is_not_certified_has_nothing_to_tell(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    assert looked_at_certified(cast.home.code, ROUND_ID).words == ""
    walk(submission_of(cast.a), Status.CERTIFIED)
    assert looked_at_certified(cast.home.code, ROUND_ID).total == 1
