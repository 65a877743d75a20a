"""A district is split or merged: places, producers, numbers and counts by hand; the past stays; nobody is new."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from registration import access, figures
from registration.access import Action
from registration.figures import Counts
from registration.models import (
    Contact,
    Edition,
    Event,
    Plan,
    Producer,
    Registration,
    Subdistrict,
    Submission,
    Succession,
    Transfer,
    Unit,
    UnitChange,
)
from registration.services import editions, journal
from registration.services.registry import transferring, undoing_moves
from registration.services.units import deciding, planning
from registration.services.units.deciding import Decree
from registration.services.units.planning import Part
from registration.unit_terms import Begun, Terms
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from reporting.services import units
from tests.world.cast import Cast
from tests.world.factories import (
    DAY,
    VERIFY_DAY,
    amend,
    certification_of,
    closing_of,
    make_contact,
    make_officer,
    make_producer,
    make_product_fields,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
FIRST, ROUND, NEXT = 25611, 25612, 25613
FIRST_DAY = date(2017, 11, 1)
DECREE = Decree(DAY, "เล่ม 135 ตอนที่ 1 ก")
NEW = Part("8024", "ท่าวังใหม่", Fraction(1, 3))


def make(cast: Cast, place: str, on: date = FIRST_DAY) -> Producer:
    rows = [make_product_fields(), make_product_fields()]
    return make_producer(cast.a, by=cast.district, on=on, products=rows, subdistrict_code=place)


def split_terms(cast: Cast) -> Terms:
    """อำเภอเมือง keeps ในเมือง and two thirds; ท่าวัง becomes a district."""
    return planning.split(cast.a, [NEW], Fraction(2, 3), {"800102": "8024"})


def change(cast: Cast, act: str, unit: Unit, terms: Terms, on: date = DAY) -> UnitChange:
    """Prepared by one and confirmed by another."""
    decree = Decree(on, DECREE.reference)
    found = deciding.prepare(act, unit, decree, terms, by=cast.department, on=on)
    return deciding.confirm(found, by=cast.department_colleague, on=on)


def done(cast: Cast, act: str, unit: Unit, terms: Terms, on: date = DAY) -> UnitChange:
    found = change(cast, act, unit, terms, on)
    assert units.carry_out_due(on) == 1, UnitChange.objects.get(pk=found.pk).held_up
    return UnitChange.objects.get(pk=found.pk)


def close(cast: Cast, round_id: int) -> Edition:
    """Both districts and their province certify, the department closes."""
    for district in (cast.a, cast.b):
        walk(submission_of(district, round_id), Status.CERTIFIED)
    walk(certification_of(cast.home, round_id), CertificateStatus.CERTIFIED)
    walk(closing_of(round_id), ClosingStatus.CLOSED)
    return Edition.objects.get(round=round_id)


def told(code: str, round_id: int = ROUND) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Brought, new, came, withdrawn, went, left of producers and of products; what the grade counts."""
    names = ("brought", "new", "came", "withdrawn", "went", "left")
    found = figures.live(code, round_id, len(code)).get(code, Counts())
    producers = tuple(getattr(found, f"producers_{name}") for name in names)
    products = ("brought", "added", "came", "reduced", "went", "left")
    return producers, tuple(getattr(found, f"products_{name}") for name in products), found.product_increase


def test_the_golden_counts_of_a_split(cast: Cast, plan: Plan) -> None:
    stays, goes, fresh = make(cast, "800101"), make(cast, "800102"), make(cast, "800102", DAY)
    nation = told("")
    done(cast, "split", cast.a, split_terms(cast))
    assert told("8001") == ((2, 1, 0, 0, 2, 1), (4, 2, 0, 0, 4, 2), 2), (
        "what is new is new where it was registered"
    )
    assert told("8024") == ((0, 0, 2, 0, 0, 2), (0, 0, 4, 0, 0, 4), 0)
    assert (told("")[0][1], told("")[0][5], told("")[2]) == (nation[0][1], nation[0][5], nation[2])
    assert told("8001", FIRST)[0] == (0, 2, 0, 0, 0, 2), "the past stays where it was"
    moved = Producer.objects.get(pk=goes.pk)
    assert (moved.registration_number, moved.district_id, moved.subdistrict_id) == (
        goes.registration_number,
        "8024",
        "802401",
    )
    assert Producer.objects.get(pk=stays.pk).district_id == "8001"
    assert Registration.objects.get(producer=fresh, round=ROUND).district_id == "8024"


def test_units_and_places_have_their_days_and_successions(cast: Cast, plan: Plan) -> None:
    done(cast, "split", cast.a, split_terms(cast))
    new, place, old = (
        Unit.objects.get(pk="8024"),
        Subdistrict.objects.get(pk="802401"),
        Subdistrict.objects.get(pk="800102"),
    )
    assert (str(new), new.valid_from, new.valid_to) == ("อำเภอท่าวังใหม่", DAY, None)
    assert (place.name, place.district_id, place.valid_from) == (old.name, "8024", DAY)
    assert (old.valid_to, Unit.objects.get(pk="8001").valid_to) == (DAY - timedelta(days=1), None)
    rows = Succession.objects.filter(predecessor_code="8001").values_list("successor_code", "parts", "share")
    assert [(code, parts, str(share)) for code, parts, share in rows] == [
        ("8001", 2, "0.66667"),
        ("8024", 1, "0.33333"),
    ]
    assert Succession.objects.filter(predecessor_code="800102", successor_code="802401").exists()
    awaited = Submission.objects.filter(district="8024").values_list("round_id", flat=True)
    assert list(awaited) == [ROUND, NEXT, 25614]


def test_a_merged_district_hands_over_its_round_and_is_awaited_no_longer(cast: Cast, plan: Plan) -> None:
    make(cast, "800101")
    make_contact(cast.a)
    close(cast, FIRST)
    done(cast, "merge", cast.a, planning.merge(cast.a, "8002"))
    assert told("8001") == ((1, 0, 0, 0, 1, 0), (2, 0, 0, 0, 2, 0), 0)
    assert told("8002") == ((0, 0, 1, 0, 0, 1), (0, 0, 2, 0, 0, 2), 0)
    ended = Unit.objects.get(pk="8001")
    assert (ended.has_ended(DAY), Contact.objects.on(DAY).filter(unit=ended).exists()) == (True, False)
    rounds = Submission.objects.filter(district="8001").order_by("round").values_list("round_id", flat=True)
    assert list(rounds) == [FIRST, ROUND]
    edition = close(cast, ROUND)
    assert editions.is_genuine(edition)
    assert figures.from_edition(edition, "8002", 4)["8002"].producers_left == 1


def test_who_worked_in_an_ended_unit_reads_on_and_writes_no_more(cast: Cast, plan: Plan) -> None:
    make(cast, "800101")
    done(cast, "merge", cast.a, planning.merge(cast.a, "8002"))
    officer = type(cast.district).objects.get(pk=cast.district.pk)
    ended = Unit.objects.get(pk="8001")
    for action in (Action.ROUND_VIEW, Action.MONTHLY_VIEW, Action.DOCUMENT_ASK, Action.ROUND_ADVANCE):
        assert access.can(officer, action, ended, on=DAY), action
    for action in (
        Action.PRODUCER_EDIT,
        Action.SALES_EDIT,
        Action.IMPORT,
        Action.TRANSFER_ASK,
        Action.MONTHLY_CONFIRM,
    ):
        assert not access.can(officer, action, ended, on=DAY), action
        assert not access.can(officer, action, on=DAY), action
    assert access.can(officer, Action.PRODUCER_EDIT, ended, on=DAY - timedelta(days=1))
    moved = Producer.objects.get()
    with pytest.raises(PermissionDenied):
        amend(moved, by=officer, on=DAY, phones=["0899999999"])
    assert amend(moved, by=cast.neighbour, on=DAY, phones=["0899999999"]).version == moved.version + 1


def test_a_district_into_new_ones_alone_and_then_one_of_them_ends_by_merging(cast: Cast, plan: Plan) -> None:
    make(cast, "800101")
    make(cast, "800102")
    parts = [NEW, Part("8025", "ในเมืองใหม่", Fraction(2, 3))]
    done(cast, "split", cast.a, planning.split(cast.a, parts, None, {"800101": "8025", "800102": "8024"}))
    assert Unit.objects.get(pk="8001").has_ended(DAY)
    assert {told(code)[0] for code in ("8024", "8025")} == {(0, 0, 1, 0, 0, 1)}
    merged = change(
        cast, "merge", Unit.objects.get(pk="8024"), planning.merge(Unit.objects.get(pk="8024"), "8002")
    )
    assert units.carry_out_due(DAY) == 0, "nobody moves twice before the first move is closed"
    assert "ย้ายแล้วครั้งหนึ่ง" in UnitChange.objects.get(pk=merged.pk).held_up


def test_a_province_is_split_with_its_districts(cast: Cast, plan: Plan) -> None:
    make_producer(cast.b, by=cast.neighbour, on=FIRST_DAY)
    terms = planning.split(cast.home, [Part("81", "พรหม", Fraction(1, 4))], Fraction(3, 4), {"8002": "81"})
    assert terms.begins == (Begun("81", "พรหม"), Begun("8101", "พรหมคีรี"))
    done(cast, "split", cast.home, terms)
    assert [str(unit) for unit in Unit.objects.filter(code__startswith="81")] == ["จังหวัดพรหม", "อำเภอพรหมคีรี"]
    assert (told("80")[0], told("81")[0]) == ((1, 0, 0, 0, 1, 0), (0, 0, 1, 0, 0, 1))
    assert Producer.objects.get().subdistrict_id == "810101"


def test_what_is_in_the_way_holds_it_up_until_it_is_gone(cast: Cast, plan: Plan) -> None:
    producer = make(cast, "800102")
    asked = transferring.ask_to_give(producer, cast.b, reason="ย้าย", by=cast.district, on=DAY)
    held = change(cast, "split", cast.a, split_terms(cast))
    assert units.carry_out_due(DAY) == 0
    held = UnitChange.objects.get(pk=held.pk)
    assert (held.status, held.held_up) == ("waiting", "มีคำขอย้ายผู้ผลิต 1 รายการที่รอตอบ ต้องตอบหรือถอนก่อน")
    assert not Unit.objects.filter(pk="8024").exists()
    transferring.recall(asked, by=cast.district, on=DAY)
    assert [units.carry_out_due(DAY), units.carry_out_due(DAY)] == [1, 0]
    assert UnitChange.objects.get(pk=held.pk).held_up == ""
    assert Event.objects.filter(verb="hold_up_unit_change").count() == 1


def test_a_round_that_was_sent_is_closed_first_and_then_the_next_one_takes_it(cast: Cast, plan: Plan) -> None:
    make(cast, "800102")
    close(cast, FIRST)
    walk(submission_of(cast.a, ROUND), Status.SUBMITTED)
    change(cast, "split", cast.a, split_terms(cast), VERIFY_DAY)
    assert units.carry_out_due(VERIFY_DAY) == 0
    assert "ต้องรอกรมฯ ปิดระบบ" in UnitChange.objects.get().held_up
    close(cast, ROUND)
    assert units.carry_out_due(date(2018, 3, 29)) == 1, "between two windows the next round takes it"
    assert set(Transfer.objects.values_list("round_id", "day")) == {(NEXT, date(2018, 3, 29))}
    assert told("8001", ROUND)[0][5] == 1
    assert (told("8001", NEXT)[0], told("8024", NEXT)[0]) == ((1, 0, 0, 0, 1, 0), (0, 0, 1, 0, 0, 1))


@pytest.mark.parametrize(
    ("parts", "own", "goes", "words"),
    [
        ([NEW], "1/3", {"800102": "8024"}, "รวมกันได้ 1 พอดี"),
        ([NEW], "2/3", {}, "ยังไม่ได้เลือกตำบล"),
        ([NEW], "2/3", {"800101": "8024", "800102": "8024"}, "ต้องเหลืออย่างน้อยหนึ่งตำบล"),
        ([Part("8024", "ใหม่", Fraction(1))], None, {"800102": "8024"}, "ยังเหลือ 1 ตำบล"),
    ],
)
def test_what_does_not_add_up(
    cast: Cast, parts: list[Part], own: str | None, goes: dict[str, str], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        planning.split(cast.a, parts, Fraction(own) if own else None, goes)


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("8002", "ใหม่", "มีหน่วยงานใช้แล้ว"),
        ("9901", "ใหม่", "ไม่อยู่ในจังหวัดใด"),
        ("8x24", "ใหม่", "ต้องเป็นเลข"),
        ("8024", "พรหมคีรี", "มีอำเภอพรหมคีรีอยู่แล้ว"),
    ],
)
def test_a_unit_that_may_not_begin(cast: Cast, code: str, name: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        change(cast, "create", cast.home, Terms(begins=(Begun(code, name),)))


def test_a_day_that_is_over_is_refused_and_what_ended_stays_ended(cast: Cast, plan: Plan) -> None:
    yesterday = Decree(DAY - timedelta(days=1), DECREE.reference)
    with pytest.raises(Refused, match="ย้อนหลังไม่ได้"):
        deciding.prepare("split", cast.a, yesterday, split_terms(cast), by=cast.department, on=DAY)
    make(cast, "800101")
    with pytest.raises(Refused, match="ยังมีผู้ผลิต"):
        change(cast, "end", cast.a, Terms(ends=("8001",)))
    with pytest.raises(Refused, match="ยังมี 2 อำเภอ"):
        change(cast, "end", cast.home, Terms(ends=("80",)))
    done(cast, "create", cast.home, Terms(begins=(Begun("8024", "ใหม่"),)))
    new = Unit.objects.get(pk="8024")
    done(cast, "end", new, Terms(ends=("8024",)), DAY + timedelta(days=1))
    assert Unit.objects.get(pk="8024").valid_to == DAY
    with pytest.raises(Refused, match="สิ้นสุดไปแล้ว"):
        change(cast, "end", new, Terms(ends=("8024",)), DAY + timedelta(days=2))


def test_what_a_decree_moved_is_no_mistake_to_be_undone(cast: Cast, plan: Plan) -> None:
    make(cast, "800102")
    done(cast, "split", cast.a, split_terms(cast))
    officer = make_officer("8024")
    with pytest.raises(Refused, match="ตามราชกิจจานุเบกษา"):
        undoing_moves.ask(Transfer.objects.get(), reason="พิมพ์ผิด", by=officer, on=DAY)


def test_every_chain_tells_of_it_and_holds(cast: Cast, plan: Plan) -> None:
    make(cast, "800102")
    make_officer("8002", username="second")
    done(cast, "split", cast.a, split_terms(cast))
    verbs = dict(Event.objects.filter(verb__endswith="_unit").values_list("unit_id", "verb"))
    assert verbs == {"": "change_unit", "8001": "split_unit", "8024": "begin_unit"}
    assert journal.verify_chains()[1] == []
