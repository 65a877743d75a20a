"""Which state a paper shows and who signs: the edition or the day, and the posts held on the day of the act."""

from datetime import date, timedelta

import pytest

from registration.models import Plan, Post, User
from registration.models.people import ActingFor
from registration.services.people import posts
from registration.workflow import Role, Status
from reporting.services.papers.stands import edition_in_force, signatures, stand_of
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    ROUND_ID,
    VERIFY_DAY,
    make_producer,
    round_of,
    submission_of,
    walk,
)
from tests.world.paper_samples import close_round


def test_an_open_round_stands_as_of_the_day(cast: Cast, plan: Plan) -> None:
    stand = stand_of(round_of(), VERIFY_DAY, edition_in_force(round_of()))
    assert (stand.as_of, stand.edition_number) == (VERIFY_DAY, None)
    assert stand.words == "ข้อมูลระหว่างรอบ ณ วันที่ 20 มีนาคม 2561"


def test_a_closed_round_stands_as_its_edition_whenever_it_is_asked_for(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    edition = close_round(cast.home, ROUND_ID, cast.a)
    assert edition_in_force(round_of()) == edition
    first, later = (stand_of(round_of(), day, edition) for day in (CLOSE_DAY, date(2019, 1, 1)))
    assert first == later
    assert (first.as_of, first.edition_number, first.edition_fingerprint) == (
        CLOSE_DAY,
        1,
        edition.fingerprint,
    )
    with pytest.raises(ValueError, match="no edition of round"):
        stand_of(round_of(25613), CLOSE_DAY, edition)


def test_an_edition_leaves_out_by_district_and_by_province(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    edition = close_round(cast.home, ROUND_ID, cast.a)
    left_out = [code for code in ("8001", "8002", "80", "43", "4301", "430101") if edition.leaves_out(code)]
    assert left_out == ["8002", "43", "4301", "430101"]


def test_nobody_stands_below_a_round_that_nobody_has_submitted(cast: Cast, plan: Plan) -> None:
    for unit in (cast.a, cast.home, cast.nation):
        assert [(each.role, each.name) for each in signatures(unit, round_of(), None)] == [
            ("ผู้รายงาน", ""),
            ("ผู้รับรอง", ""),
        ]


def test_who_submitted_stands_below_and_who_pressed_the_button_does_not(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    Post.objects.filter(user=cast.district).update(position="พัฒนาการอำเภอ")
    edition = close_round(cast.home, ROUND_ID, cast.a)
    reporter, certifier = signatures(cast.a, round_of(), edition)
    assert (reporter.name, reporter.position) == (str(cast.district), "พัฒนาการอำเภอ")
    assert (certifier.role, certifier.name, certifier.position) == ("ผู้รับรอง", "", "")
    for unit in (cast.home, cast.nation):
        assert [each.name for each in signatures(unit, round_of(), edition)] == ["", ""]
    assert [each.name for each in signatures(cast.b, round_of(), edition)] == ["", ""], "left out"


def test_acting_for_somebody_is_said_with_the_post_of_that_day(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    held = Post.objects.filter(user=cast.province)
    held.update(
        position="นักวิชาการพัฒนาชุมชน",
        acting_for=ActingFor.IN_PLACE,
        acting_for_position="พัฒนาการจังหวัด",
        order_number="1/2561",
    )
    walk(submission_of(cast.a), Status.CERTIFIED)
    held.update(valid_to=date(2018, 3, 31))
    later = {"position": "ตำแหน่งใหม่", "valid_from": date(2018, 4, 1)}
    Post.objects.create(user=cast.province, unit=cast.home, role=Role.PROVINCE, **later)
    certifier = signatures(cast.a, round_of(), None)[1]
    assert (certifier.name, certifier.position) == (str(cast.province), "นักวิชาการพัฒนาชุมชน")
    assert certifier.acting_lines == [
        "รักษาราชการแทนพัฒนาการจังหวัด",
        "ปฏิบัติราชการแทนผู้ว่าราชการจังหวัดนครศรีธรรมราช",
    ]


def test_the_head_certifies_where_nobody_acts_for_the_head(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    Post.objects.filter(user=cast.province_executive).update(position="ผู้ว่าราชการจังหวัดนครศรีธรรมราช")
    edition = close_round(cast.home, ROUND_ID, cast.a)
    for unit in (cast.a, cast.home):
        certifier = signatures(unit, round_of(), edition)[1]
        assert (certifier.name, certifier.acting) == (str(cast.province_executive), "")
        assert certifier.position == "ผู้ว่าราชการจังหวัดนครศรีธรรมราช"


def test_who_certified_stands_below_by_the_name_of_that_day(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    head = {"position": "ผู้ว่าราชการจังหวัดนครศรีธรรมราช"}
    Post.objects.filter(user=cast.province_executive).update(**head)
    close_round(cast.home, ROUND_ID, cast.a)
    before = [each.name for each in signatures(cast.a, round_of(), None)]
    for number, surname in enumerate(("ใหม่", "ใหม่กว่า"), start=1):
        for person in (cast.district, cast.province_executive):
            names = {"last_name": surname, "title": "ดร."}
            posts.change_person(person, names, by=cast.department, on=CLOSE_DAY + timedelta(days=number))
    assert [each.name for each in signatures(cast.a, round_of(), None)] == before
    assert str(User.objects.get(pk=cast.district.pk)) not in before
