"""Two closed rounds and a third that runs: the ground of every correction.

Round 1/2561: 8001 registers one and two (a group with two foods, a sole owner with a drink), 8002 three (a group with
a food). Round 2/2561: 8001 updates one; 8002 is left out. On DAY round 3/2561 is with the districts.
"""

from datetime import date
from typing import Any

import pytest

from registration.models import Correction, Edition, Producer
from registration.models.producers import ProducerKind, ProductType
from registration.services import corrections, editions
from registration.services.corrections import Wish, forward
from registration.workflow import CertificateStatus, ClosingStatus, Status
from tests.world.cast import Cast, build_cast, build_plan, cast_here
from tests.world.factories import (
    amend,
    certification_of,
    closing_of,
    make_producer,
    make_product_fields,
    submission_of,
    walk,
)
from tests.world.remembered import stage

FIRST, SECOND, THIRD = 25611, 25612, 25613
FIRST_DAY, SECOND_DAY, DAY = date(2017, 10, 2), date(2018, 1, 3), date(2018, 4, 2)


def close(cast: Cast, round_id: int, *districts: Any) -> Edition:
    """Certifies the districts and their province, and closes the round; everybody else is left out."""
    for district in districts:
        walk(submission_of(district, round_id), Status.CERTIFIED)
    walk(certification_of(cast.home, round_id), CertificateStatus.CERTIFIED)
    walk(closing_of(round_id), ClosingStatus.CLOSED)
    return editions.latest(round_id)


def close_two_rounds(cast: Cast) -> None:
    foods = [make_product_fields(name=name, product_type=ProductType.FOOD) for name in ("ขนมลา", "ขนมพอง")]
    drink = make_product_fields(name="น้ำลูกจาก", product_type=ProductType.DRINK)
    one = make_producer(cast.a, by=cast.district, on=FIRST_DAY, name="หนึ่ง", products=foods)
    make_producer(
        cast.a, by=cast.district, on=FIRST_DAY, name="สอง", kind=ProducerKind.SOLE_OWNER, products=[drink]
    )
    make_producer(cast.b, by=cast.neighbour, on=FIRST_DAY, name="สาม")
    close(cast, FIRST, cast.a, cast.b)
    amend(one, by=cast.district, on=SECOND_DAY, phones=["0811111111"])
    close(cast, SECOND, cast.a)


def named(name: str) -> Producer:
    return Producer.objects.get(name=name)


def wish(changes: dict[str, list[Any]]) -> Wish:
    return Wish(changes, "พิมพ์ผิด ตรวจกับเอกสารแล้ว", "นศ 0019/123")


def sole_owner_with_one_product(edition: Edition, producer: Producer) -> Wish:
    """The group is a sole owner, and the second of its foods was never made."""
    before = corrections.frozen(producer.pk, edition).content
    fields = {"kind": ProducerKind.SOLE_OWNER, "members_male_count": None, "members_female_count": None}
    right = forward.Right(fields, {}, frozenset({before["products"][1]["id"]}))
    return wish(forward.changes_of(before, right, edition.round_id))


def approve(correction: Correction, cast: Cast) -> Correction:
    """Agreed by the province and approved by the department as it reads."""
    if correction.status == "asked":
        correction = corrections.advance(correction, "agree_correction", by=cast.province, on=DAY)
    seen = corrections.effect_of(correction).fingerprint
    return corrections.advance(correction, "approve_correction", by=cast.department, on=DAY, seen=seen)


def _begin() -> None:
    cast = build_cast()
    build_plan()
    close_two_rounds(cast)


@pytest.fixture
def closed(db: None) -> Cast:
    """The two closed rounds, on an empty database."""
    stage("two closed rounds", _begin)
    return cast_here()


def ask_for_sole_owner(cast: Cast) -> Correction:
    """The district asks that the group of the first round be a sole owner with one product."""
    edition, producer = editions.latest(FIRST), named("หนึ่ง")
    said = sole_owner_with_one_product(edition, producer)
    return corrections.ask(edition, producer.pk, said, by=cast.district, on=DAY)


def end(cast: Cast, name: str, round_id: int) -> Correction:
    """The province asks that a record end as of a round, and the department approves."""
    edition, producer = editions.latest(round_id), named(name)
    before = corrections.frozen(producer.pk, edition).content
    said = wish(forward.all_ended(before, round_id))
    return approve(corrections.ask(edition, producer.pk, said, by=cast.province, on=DAY), cast)
