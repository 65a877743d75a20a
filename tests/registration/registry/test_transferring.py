"""A producer moves between districts: one number, one history, every report's sum holds, no grade moves."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from registration import figures
from registration.figures import Counts
from registration.models import (
    Event,
    Notice,
    Plan,
    Producer,
    Product,
    Registration,
    RosterRow,
    Transfer,
    Unit,
    User,
)
from registration.models.producers import RegistrationKind
from registration.services import editions, registry
from registration.services.registry import as_of, effects, record, transferring
from registration.services.registry.rules import Invalid
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    amend,
    certification_of,
    closing_of,
    make_post,
    make_producer,
    make_product_fields,
    make_subdistrict,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
FIRST, ROUND, NEXT, FIRST_DAY = 25611, 25612, 25613, date(2017, 11, 1)
NEXT_DAY = date(2018, 5, 1)


def count(code: str, round_id: int = ROUND) -> Counts:
    return figures.live(code, round_id, len(code)).get(code, Counts())


def make(cast: Cast, *products: str, on: date = FIRST_DAY, **over: Any) -> Producer:
    rows = [make_product_fields(name=name) for name in products or ("ลา", "เม็ดบัว")]
    return make_producer(cast.a, by=cast.district, on=on, products=rows, **over)


def place_in(unit: Unit) -> dict[str, Any]:
    fields = {
        "house_number": "9",
        "village_number": "3",
        "village": "",
        "lane": "",
        "road": "",
        "postcode": "80320",
    }
    return fields | {"subdistrict": make_subdistrict(f"{unit.pk}01")}


def ask(producer: Producer, target: Unit, by: User, on: date = REGISTER_DAY) -> Transfer:
    return transferring.ask_to_give(producer, target, reason="ย้ายบ้าน", by=by, on=on)


def accept(asked: Transfer, by: User, on: date = REGISTER_DAY, **over: Any) -> Producer:
    version = Producer.objects.get(pk=asked.producer_id).version
    return transferring.accept(
        asked, **{"version": version, "place": place_in(asked.target), "by": by, "on": on} | over
    )


def move(cast: Cast, producer: Producer, on: date = REGISTER_DAY, *, is_far: bool = False) -> Producer:
    """From district A to its neighbour, or into the other province."""
    target, by = (cast.far_district, cast.other_district) if is_far else (cast.b, cast.neighbour)
    return accept(ask(producer, target, cast.district, on), by, on)


def told(counts: Counts) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Brought, new, came, withdrawn, went, left of producers and of products; what the grade counts."""
    names = [name for _, name in effects.TOLD[:-1]]
    found = tuple(getattr(counts, name) for name in names)
    return found[:6], found[6:], counts.product_increase


def test_the_golden_counts_of_a_move(cast: Cast, plan: Plan) -> None:
    for is_far, code in ((False, "8002"), (True, "4301")):
        before = told(count("8001"))[2], told(count(code))[2]
        move(cast, make(cast), is_far=is_far)
        assert (told(count("8001"))[2], told(count(code))[2]) == before, "no grade moves"
    assert told(count("8001")) == ((2, 0, 0, 0, 2, 0), (4, 0, 0, 0, 4, 0), 0)
    assert told(count("8002")) == told(count("4301")) == ((0, 0, 1, 0, 0, 1), (0, 0, 2, 0, 0, 2), 0)
    assert told(count("80")) == ((2, 0, 1, 0, 2, 1), (4, 0, 2, 0, 4, 2), 0)
    assert told(count("8001", FIRST))[0] == (0, 2, 0, 0, 0, 2), "the past stays where it was"
    assert told(count("8002", FIRST))[0] == (0, 0, 0, 0, 0, 0)
    assert told(count("8002", NEXT))[0] == (1, 0, 0, 0, 0, 1)


def test_what_is_new_in_the_round_is_new_where_it_was_registered(cast: Cast, plan: Plan) -> None:
    producer = make(cast, on=REGISTER_DAY)
    assert count("8001").product_increase == 2
    move(cast, producer)
    assert told(count("8001")) == ((0, 1, 0, 0, 1, 0), (0, 2, 0, 0, 2, 0), 2)
    assert told(count("8002")) == ((0, 0, 1, 0, 0, 1), (0, 0, 2, 0, 0, 2), 0)


def test_a_product_withdrawn_before_the_move_stays_behind_and_one_after_it_goes_here(
    cast: Cast, plan: Plan
) -> None:
    producer = make(cast, "ลา", "เม็ดบัว", "ปั้นขลิบ")
    first, second, _ = producer.products.all()
    said = {"on": REGISTER_DAY, "reason": "เลิกผลิต"}
    producer = registry.withdraw_product(first, by=cast.district, version=producer.version, **said)
    moved = move(cast, producer)
    second = Product.objects.get(pk=second.pk)
    registry.withdraw_product(second, by=cast.neighbour, version=moved.version, **said)
    assert told(count("8001"))[1:] == ((3, 0, 0, 1, 2, 0), -1)
    assert told(count("8002"))[1:] == ((0, 0, 2, 1, 0, 1), -1)


def test_number_history_and_first_round_stay_with_the_producer(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    moved = move(cast, producer)
    assert (moved.pk, moved.registration_number) == (producer.pk, producer.registration_number)
    assert (moved.district_id, moved.subdistrict_id, moved.postcode) == ("8002", "800201", "80320")
    assert (moved.first_round_id, moved.registered_round_id, moved.came_round_id) == (FIRST, FIRST, ROUND)
    titles = [line.title for line in record.history(moved)]
    assert set(titles[:3]) == {"ย้ายเข้าจากอีกอำเภอ", "ย้ายออกไปอีกอำเภอ", "ขอย้ายไปลงทะเบียนในอีกอำเภอ"}
    assert titles[-1] == "ลงทะเบียนรายใหม่"
    row = Registration.objects.get(producer=moved, round=ROUND)
    assert (row.district_id, row.kind) == ("8002", RegistrationKind.COME)
    amended = amend(moved, by=cast.neighbour, on=REGISTER_DAY, phones=["0899999999"])
    assert Registration.objects.get(producer=amended, round=ROUND).kind == RegistrationKind.COME


def test_the_office_without_the_record_asks_by_number_and_says_the_new_place(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    for number in (producer.registration_number, producer.citizen_id):
        said = {"reason": "ย้ายมาแล้ว", "by": cast.neighbour, "on": REGISTER_DAY}
        asked = transferring.ask_to_take(cast.b, number, place_in(cast.b), **said)
        assert (asked.source_id, asked.asked_of.pk) == ("8001", "8001")
        with pytest.raises(PermissionDenied):
            accept(asked, cast.neighbour)
        transferring.recall(asked, by=cast.neighbour, on=REGISTER_DAY)
    last = transferring.ask_to_take(cast.b, producer.citizen_id, place_in(cast.b), **said)
    assert accept(last, cast.district, place=None).subdistrict_id == "800201"
    with pytest.raises(Refused, match="ไม่พบเลขนี้"):
        transferring.ask_to_take(cast.b, producer.citizen_id, place_in(cast.b), **said)


def test_what_is_said_before_is_what_follows(cast: Cast, plan: Plan) -> None:
    for producer in (make(cast), make(cast, on=REGISTER_DAY)):
        asked = ask(producer, cast.b, cast.district)
        planned = transferring.plan(asked, REGISTER_DAY)
        accept(asked, cast.neighbour)
        assert [told(each.after) for each in planned.effects] == [told(count("8001")), told(count("8002"))]
        assert planned.effect_for("8002") == planned.effects[1]


def test_who_asks_does_not_accept_and_neither_certifies(cast: Cast, plan: Plan) -> None:
    asked = ask(make(cast), cast.b, cast.district)
    for person in (cast.stranger, cast.district, cast.province, cast.other_district):
        with pytest.raises(PermissionDenied):
            accept(asked, person)
    make_post_in_both(cast)
    with pytest.raises(Refused, match="รับคำขอของตนเองไม่ได้"):
        accept(asked, cast.district)
    accept(asked, cast.neighbour)
    for unit, person in ((cast.a, cast.neighbour), (cast.b, cast.neighbour), (cast.a, cast.district)):
        entered = Event.objects.filter(unit=unit, round=ROUND, by=person).values_list("verb", flat=True)
        assert set(entered) & {"ask_transfer", "transfer_in", "transfer_out"}


def make_post_in_both(cast: Cast) -> None:
    make_post(cast.district, cast.b)
    cast.district.__dict__.pop("_posts_on", None)


def test_a_move_is_refused_outside_the_windows_of_both_and_once_it_is_over(cast: Cast, plan: Plan) -> None:
    producer, other = make(cast), make(cast)
    with pytest.raises(Refused):
        ask(producer, cast.b, cast.district, GAP_DAY)
    asked = ask(producer, cast.b, cast.district)
    with pytest.raises(Refused, match="รอตอบอยู่แล้ว"):
        ask(producer, cast.far_district, cast.district)
    with pytest.raises(Refused):
        accept(asked, cast.neighbour, GAP_DAY)
    walk(submission_of(cast.b), Status.SUBMITTED)
    with pytest.raises(Refused):
        accept(asked, cast.neighbour)
    with pytest.raises(Refused):
        ask(other, cast.b, cast.district)
    assert not Transfer.objects.accepted().exists()


def test_a_request_that_lapsed_gives_way_to_a_new_one(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    old = ask(producer, cast.b, cast.district)
    close(cast, FIRST)
    close(cast, ROUND)
    with pytest.raises(Refused, match="หมดเวลา"):
        accept(old, cast.neighbour, NEXT_DAY)
    new = ask(producer, cast.b, cast.district, NEXT_DAY)
    assert (Transfer.objects.get(pk=old.pk).status, new.round_id) == ("lapsed", NEXT)
    refused = transferring.refuse(new, reason="ไม่ได้อยู่ที่นี่", by=cast.neighbour, on=NEXT_DAY)
    assert (refused.status, refused.answer) == ("refused", "ไม่ได้อยู่ที่นี่")
    told = (
        Notice.objects.filter(kind__startswith="transfer").order_by("pk").values_list("kind", "unit", "path")
    )
    assert list(dict.fromkeys(told)) == [
        ("transfer_asked", "8002", f"/transfers/{old.pk}/"),
        ("transfer_asked", "8002", f"/transfers/{new.pk}/"),
        ("transfer_answered", "8001", f"/transfers/{new.pk}/"),
    ]


def test_the_place_lies_in_the_new_district_and_an_old_page_moves_nobody(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    asked = ask(producer, cast.b, cast.district)
    with pytest.raises(Invalid):
        accept(asked, cast.neighbour, place=place_in(cast.a))
    with pytest.raises(Refused, match="ที่ตั้งใหม่"):
        accept(asked, cast.neighbour, place=None)
    amend(producer, by=cast.district, on=REGISTER_DAY, phones=["0811111111"])
    with pytest.raises(registry.Conflict):
        accept(asked, cast.neighbour, version=producer.version)
    accept(asked, cast.neighbour)
    with pytest.raises(Refused, match="ตอบหรือถอนไปแล้ว"):
        accept(asked, cast.neighbour)


def test_nobody_moves_twice_before_the_round_of_the_first_move_is_closed(cast: Cast, plan: Plan) -> None:
    close(cast, FIRST)
    moved = move(cast, make(cast, on=REGISTER_DAY))
    with pytest.raises(Refused, match="ย้ายไปแล้วครั้งหนึ่ง"):
        ask(moved, cast.a, cast.neighbour)
    close(cast, ROUND)
    back = accept(ask(moved, cast.a, cast.neighbour, NEXT_DAY), cast.district, NEXT_DAY)
    assert (back.district_id, back.came_round_id) == ("8001", NEXT)
    assert told(count("8001", NEXT))[0] == (0, 0, 1, 0, 0, 1)
    assert told(count("8002", NEXT))[0] == (1, 0, 0, 0, 1, 0)


def test_rosters_of_a_day_and_of_a_round_hold_it_once_where_it_stood(cast: Cast, plan: Plan) -> None:
    producer = make(cast)
    move(cast, producer)

    def listed(code: str, day: date, round_id: int | None = None) -> list[int]:
        roster = as_of.roster(Unit.objects.get(pk=code), day, round_id)
        return [entry.producer_id for entry in roster.entries()]

    day_before = date(2018, 1, 31)
    assert (listed("8001", day_before), listed("8002", day_before)) == ([producer.pk], [])
    assert (listed("8001", REGISTER_DAY), listed("8002", REGISTER_DAY)) == ([], [producer.pk])
    assert (listed("8001", REGISTER_DAY, FIRST), listed("8002", REGISTER_DAY, FIRST)) == ([producer.pk], [])
    assert listed("80", REGISTER_DAY, FIRST) == listed("80", REGISTER_DAY, ROUND) == [producer.pk]


def test_a_list_of_a_past_day_stays_when_a_move_is_carried_over(cast: Cast, plan: Plan) -> None:
    """What missed its round counts in the next one; a list as of a day before that says what was known then."""
    close(cast, FIRST)
    producer = move(cast, make(cast, on=REGISTER_DAY))
    make_producer(cast.far_district, by=cast.other_district)
    days = (REGISTER_DAY, NEXT_DAY)

    def listed(day: date, round_id: int) -> list[list[int]]:
        rosters = [as_of.roster(unit, day, round_id) for unit in (cast.a, cast.b)]
        return [[each.producer_id for each in roster.entries()] for roster in rosters]

    assert listed(REGISTER_DAY, ROUND) == [[], [producer.pk]]
    close(cast, ROUND, cast.far_district)
    assert Transfer.objects.get().round_id == NEXT
    assert [listed(day, ROUND) for day in days] == [[[], [producer.pk]], [[], []]]
    assert listed(NEXT_DAY, NEXT) == [[], [producer.pk]]


def test_who_withdrew_elsewhere_comes_back_under_the_old_number_and_is_no_increase(
    cast: Cast, plan: Plan
) -> None:
    producer = make(cast, "ลา", "เม็ดบัว")
    [first, _] = producer.products.all()
    leaving = {"by": cast.district, "on": FIRST_DAY, "reason": "เลิก"}
    producer = registry.withdraw_product(first, version=producer.version, **leaving)
    registry.withdraw(producer, version=producer.version, **leaving)
    said = {"reason": "กลับมาผลิต", "by": cast.neighbour, "on": REGISTER_DAY}
    asked = transferring.ask_to_take(cast.b, producer.citizen_id, place_in(cast.b), **said)
    planned = transferring.plan(asked, REGISTER_DAY)
    back = accept(asked, cast.district, place=None)
    assert (back.registration_number, back.district_id, back.is_withdrawn) == (
        producer.registration_number, "8002", False,
    )  # fmt: skip
    assert (
        told(count("8002")) == ((0, 1, 0, 0, 0, 1), (0, 1, 0, 0, 0, 1), 0) == told(planned.effects[1].after)
    )
    assert (count("8002").products_returned, told(count("8001"))[0]) == (1, (0, 0, 0, 0, 0, 0))
    with pytest.raises(registry.Duplicate) as refused:
        make(cast, on=REGISTER_DAY, citizen_id=producer.citizen_id)
    assert refused.value.is_elsewhere


def close(cast: Cast, round_id: int, *certified: Unit) -> None:
    """The round closed with the districts given, else with district A and its neighbour."""
    for unit in certified or (cast.a, cast.b):
        walk(submission_of(unit, round_id), Status.CERTIFIED)
    for province in {unit.parent_code for unit in certified or (cast.a,)}:
        walk(certification_of(Unit.objects.get(pk=province), round_id), CertificateStatus.CERTIFIED)
    walk(closing_of(round_id), ClosingStatus.CLOSED)
    edition = editions.latest(round_id)
    assert edition
    assert editions.is_genuine(edition)


def frozen(code: str, round_id: int) -> Counts:
    edition = editions.latest(round_id)
    return figures.from_edition(edition, code, len(code)).get(code, Counts()) if edition else Counts()


@pytest.mark.parametrize("certified", ["ab", "a", "b", ""])
def test_an_edition_counts_a_move_in_both_districts_or_in_neither(
    cast: Cast, plan: Plan, certified: str
) -> None:
    close(cast, FIRST)
    old, new = make(cast, on=REGISTER_DAY), make(cast, on=REGISTER_DAY)
    make_producer(cast.b, by=cast.neighbour)
    make_producer(cast.far_district, by=cast.other_district)
    move(cast, old)
    units = {"a": cast.a, "b": cast.b}
    close(cast, ROUND, *[units[each] for each in certified] or [cast.far_district])
    a, b = frozen("8001", ROUND), frozen("8002", ROUND)
    assert (a.producers_went, b.producers_came) == ((1, 1) if certified else (0, 0))
    stands = RosterRow.objects.filter(edition__round=ROUND, producer=old).values_list("district", flat=True)
    assert list(stands) == (["8002"] if certified else [])
    total = count("8001", NEXT).producers_left, count("8002", NEXT).producers_left
    close(cast, NEXT)
    a, b = frozen("8001", NEXT), frozen("8002", NEXT)
    assert (a.producers_went, b.producers_came) == ((0, 0) if certified else (1, 1))
    assert (a.producers_left, b.producers_left) == total == (1, 2)
    assert new.pk in RosterRow.objects.filter(edition__round=NEXT).values_list("producer", flat=True)
    assert a.producers_new + frozen("8001", ROUND).producers_new == 2, "new once, where it was registered"
