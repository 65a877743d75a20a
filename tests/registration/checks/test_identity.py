"""Whether two producers may be one: golden pairs, and pairs that only look so."""

from typing import Any

import pytest

from registration.models import Plan
from registration.services import registry
from registration.services.checks import running
from registration.services.checks.facts import MOST_OTHERS
from registration.services.registry import NewProducer, telephones
from tests.world.cast import Cast
from tests.world.checked import codes_of, findings_of
from tests.world.factories import (
    REGISTER_DAY,
    ROUND_ID,
    amend,
    make_citizen_id,
    make_fields,
    make_producer,
    make_product_fields,
)

pytestmark = pytest.mark.django_db
PERSON = make_citizen_id(77)
KNOWN: dict[str, Any] = {
    "name": "กลุ่มทอผ้าไหมบ้านหนองบัว", "citizen_id": PERSON, "house_number": "12/3", "village_number": "4",
    "owner_first_name": "มาลี", "owner_last_name": "ใจดี", "phones": ["0811111111", "075222222"],
}  # fmt: skip
SOLE: dict[str, Any] = {"kind": "sole_owner"}


@pytest.mark.parametrize(
    ("over", "codes"),
    [
        ({}, []),
        ({"citizen_id": PERSON, "owner_first_name": "มาลี", "owner_last_name": "ใจดี", **SOLE}, ["same_person"]),
        ({"citizen_id": PERSON, "owner_first_name": "สมศรี", **SOLE}, ["same_id_other_name"]),
        ({"phones": ["0899999999", "075222222"]}, ["same_phone"]),
        ({"house_number": "๑๒/๓", "village_number": "4"}, ["same_address"]),
        ({"house_number": "12/3", "village_number": "5"}, []),
        ({"name": "ทอผ้าไหม บ้านหนองบัว"}, ["same_name"]),
        ({"name": "กลุ่มทอผ้าไหมบ้านหนองบ้ว"}, ["alike_name"]),
        ({"name": "กลุ่มทอผ้าไหมบ้านหนองบ้ว", "subdistrict_code": "800102"}, []),
        (  # of one owner, the house and the telephone are no finding of their own
            {**KNOWN, "name": "ร้านมาลี", **SOLE}, ["same_person"],
        ),
    ],
)  # fmt: skip
def test_what_a_newcomer_shares_is_told(
    cast: Cast, plan: Plan, over: dict[str, Any], codes: list[str]
) -> None:
    known = make_producer(cast.a, by=cast.district, **KNOWN)
    newcomer = make_producer(cast.a, by=cast.district, **over)
    assert codes_of(newcomer) == codes
    assert all(each.other == known.pk for each in findings_of(newcomer))


def test_a_pair_across_districts_is_found_and_nobody_is_named(cast: Cast, plan: Plan) -> None:
    make_producer(cast.far_district, by=cast.other_district, **KNOWN)
    own = make_producer(cast.a, by=cast.district, phones=["075222222"], citizen_id=PERSON, **SOLE)
    told = findings_of(own)
    assert [each.check.code for each in told] == ["same_id_other_name"]
    assert told[0].words == "เลขประจำตัวประชาชนตรงกับผู้ผลิตอีกรายในพื้นที่อื่น แต่ชื่อเจ้าของต่างกัน"
    another = make_producer(cast.a, by=cast.district, phones=["075222222"])
    told = findings_of(another)
    assert {each.check.code for each in told} == {"same_phone"}
    assert len(told) == 2
    assert all("หนองบัว" not in each.words for each in told if each.other != own.pk)


def test_both_sides_of_a_pair_keep_their_finding_when_the_district_is_checked(cast: Cast, plan: Plan) -> None:
    known = make_producer(cast.a, by=cast.district, **KNOWN)
    copy = make_producer(cast.a, by=cast.district, citizen_id=PERSON, owner_first_name="สมศรี", **SOLE)
    running.run(cast.a.pk, ROUND_ID, REGISTER_DAY)
    assert [codes_of(each) for each in (known, copy)] == [["same_id_other_name"]] * 2


def test_who_has_left_is_no_pair(cast: Cast, plan: Plan) -> None:
    known = make_producer(cast.a, by=cast.district, **KNOWN)
    registry.withdraw(known, by=cast.district, on=REGISTER_DAY, version=known.version, reason="เลิก")
    newcomer = make_producer(cast.a, by=cast.district, **KNOWN | {"citizen_id": make_citizen_id()})
    assert codes_of(newcomer) == []


def test_a_new_number_is_the_one_that_is_asked_for(cast: Cast, plan: Plan) -> None:
    known = make_producer(cast.a, by=cast.district, phones=["0811111111", "0811111111"])
    amend(known, by=cast.district, on=REGISTER_DAY, phones=["0822222222"])
    numbers = known.telephones.values_list("number", flat=True)
    assert list(numbers) == ["0822222222"]
    telephones.rewrite(known, known.phones)
    assert codes_of(make_producer(cast.a, by=cast.district, phones=["0811111111"])) == []
    assert codes_of(make_producer(cast.a, by=cast.district, phones=["0822222222"])) == ["same_phone"]


def test_a_telephone_of_everybody_names_a_few(cast: Cast, plan: Plan) -> None:
    records = [NewProducer(make_fields(phones=["075300000"]), [make_product_fields()]) for _ in range(9)]
    made = registry.register_many(cast.a, records, by=cast.district, on=REGISTER_DAY)
    assert {tuple(codes_of(each)) for each in made} == {("same_phone",) * MOST_OTHERS}
