"""Earlier lives of a producer: left elsewhere, withdrawn and back, moved; and who it was in the round before."""

from datetime import date

import pytest

from registration.models import Plan, Producer
from registration.services import registry
from registration.services.registry import transferring
from registration.workflow import Status
from tests.world.cast import Cast
from tests.world.checked import codes_of, findings_of
from tests.world.factories import (
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_citizen_id,
    make_fields,
    make_producer,
    make_subdistrict,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
ROUND_1_DAY = date(2017, 11, 1)
LEAVE = {"version": 1, "reason": "ย้ายไปที่อื่น"}


@pytest.fixture
def old(cast: Cast, plan: Plan) -> Producer:
    """A producer of district A since round 1."""
    return make_producer(cast.a, by=cast.district, on=ROUND_1_DAY)


def test_who_left_another_district_is_told_of_as_a_newcomer(cast: Cast, plan: Plan) -> None:
    person = make_citizen_id()
    own = {"citizen_id": person, "kind": "sole_owner"}
    gone = make_producer(cast.b, by=cast.neighbour, on=ROUND_1_DAY, **own)
    registry.withdraw(gone, by=cast.neighbour, on=ROUND_1_DAY, **LEAVE)
    [told] = findings_of(make_producer(cast.a, by=cast.district, citizen_id=person))
    assert (told.check.code, told.other) == ("left_elsewhere", gone.pk)
    assert told.words == "เจ้าของคนนี้เคยลงทะเบียนในพื้นที่อื่นและยกเลิกในรอบ 1/2561"


def test_who_left_as_the_same_producer_moves_and_is_no_newcomer(cast: Cast, plan: Plan) -> None:
    person, said = make_citizen_id(), {"by": cast.district, "on": REGISTER_DAY}
    gone = make_producer(cast.b, by=cast.neighbour, on=ROUND_1_DAY, citizen_id=person)
    registry.withdraw(gone, by=cast.neighbour, on=ROUND_1_DAY, **LEAVE)
    with pytest.raises(registry.Duplicate, match="เคยลงทะเบียนในพื้นที่อื่น") as refused:
        make_producer(cast.a, citizen_id=person, **said)
    assert refused.value.is_elsewhere
    assert gone.name not in str(refused.value)
    place = make_fields() | dict.fromkeys(("village_number", "village", "lane", "road"), "")
    asked = transferring.ask_to_take(cast.a, person, place, reason="ผลิตที่นี่", **said)
    with pytest.raises(registry.Duplicate):
        make_producer(cast.a, citizen_id=person, **said)
    transferring.refuse(asked, reason="คนละกลุ่ม", by=cast.neighbour, on=REGISTER_DAY)
    new = make_producer(cast.a, citizen_id=person, **said)
    assert codes_of(new) == ["left_elsewhere"], "the province reads it"
    with pytest.raises(registry.Duplicate):
        make_producer(cast.far_district, by=cast.other_district, citizen_id=person)


def test_who_comes_back_is_told_of(cast: Cast, old: Producer) -> None:
    gone = registry.withdraw(old, by=cast.district, on=ROUND_1_DAY, **LEAVE)
    registry.restore(gone, by=cast.district, on=REGISTER_DAY, version=2)
    assert codes_of(old) == ["came_back"]


def test_a_move_says_from_where(cast: Cast, old: Producer) -> None:
    amend(old, by=cast.district, on=REGISTER_DAY, subdistrict=make_subdistrict("800102"))
    [told] = findings_of(old)
    assert (told.check.code, told.words) == ("moved", "ย้ายสถานที่ผลิตจากตำบลในเมือง")


def test_who_a_producer_is_differs_from_the_round_before(cast: Cast, old: Producer) -> None:
    amend(old, by=cast.district, on=REGISTER_DAY, owner_last_name="แซ่ตั้ง", lane="ซอย 1")
    [told] = findings_of(old)
    assert (told.check.code, told.words) == ("key_changed", "ข้อมูลสำคัญต่างจากที่รับรองล่าสุด: นามสกุล")
    amend(
        Producer.objects.get(pk=old.pk),
        by=cast.district,
        on=REGISTER_DAY,
        owner_last_name=old.owner_last_name,
    )
    assert codes_of(old) == []


def test_what_is_edited_after_sending_is_told_unless_the_province_returned_it(
    cast: Cast, old: Producer
) -> None:
    registry.confirm_unchanged(cast.a, [old.pk], by=cast.district, on=REGISTER_DAY)
    other = make_producer(cast.a, by=cast.district)
    sent = walk(submission_of(cast.a), Status.SUBMITTED)
    step(sent, "recall", by=cast.district, on=date(2018, 3, 16))
    amend(other, by=cast.district, on=date(2018, 3, 16), lane="ซอย 2")
    assert (codes_of(other), codes_of(old)) == (["edited_after_sending"], [])
    again = walk(submission_of(cast.a), Status.SENT_BACK)
    step(again, "resubmit", on=VERIFY_DAY)
    assert codes_of(old) == ["was_returned"]
