"""A round's closing, told by its services: whom it waits for, what it asks, what becomes of late work."""

from datetime import date

import pytest

from registration import figures
from registration.models import Edition, EditionFigure, Event, Plan, RosterRow
from registration.services import editions, journey
from registration.services.closing import checklist
from registration.services.journey.advancing import Ask
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    VERIFY_DAY,
    amend,
    certification_of,
    closing_of,
    make_contact,
    make_producer,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = 25611, 25612, 25613
FIRST_DAY = date(2017, 10, 2)


def hold(cast: Cast, left_out: dict[str, str]) -> None:
    ask = Ask(details={"left_out": left_out})
    journey.advance(closing_of(), "soft_close", by=cast.department, on=CLOSE_DAY, ask=ask)


def certify(cast: Cast, round_id: int = SECOND) -> None:
    walk(certification_of(cast.home, round_id), CertificateStatus.CERTIFIED)


def test_the_checklist_puts_provinces_that_wait_first(cast: Cast, plan: Plan) -> None:
    certify(cast)
    walk(submission_of(cast.far_district), Status.SENT_BACK)
    lines = checklist.checklist(SECOND)
    assert [line.certification.province_id for line in lines] == ["43", "80"]
    assert [(line.certified_count, line.district_count, line.sent_back_count) for line in lines] == [
        (0, 1, 1),
        (1, 2, 0),
    ]


def test_provinces_without_any_data_stand_apart_from_those_to_be_called(cast: Cast, plan: Plan) -> None:
    board = checklist.board(closing_of(), "", CLOSE_DAY)
    assert [line.province for line in board.parts["silent"]] == [cast.far, cast.home]
    make_producer(cast.a, by=cast.district)
    board = checklist.board(closing_of(), "", CLOSE_DAY)
    assert [line.province for line in board.parts["waiting"]] == [cast.home]
    assert [line.province for line in board.parts["silent"]] == [cast.far]
    assert checklist.chosen(board, "", "")[0] == "waiting"


def test_left_out_districts_are_named_with_their_reason_and_found_by_name(cast: Cast, plan: Plan) -> None:
    certify(cast)
    board = checklist.board(closing_of(), "", CLOSE_DAY)
    assert [(each.district, each.province) for each in board.left_out] == [(cast.b, cast.home)]
    assert board.left_out[0].reason
    assert [each.district for each in checklist.chosen(board, "left", "พรหม")[1]] == [cast.b]
    assert checklist.chosen(board, "left", "หนองคาย")[1] == []


def test_what_is_about_to_be_frozen_is_what_the_edition_then_holds(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    make_producer(cast.b, by=cast.neighbour)
    certify(cast)
    frozen = checklist.to_freeze(closing_of(), "")
    assert (frozen.district_count, frozen.left_behind.producers_new) == (1, 1)
    walk(closing_of(), ClosingStatus.CLOSED)
    edition = Edition.objects.get(round_id=SECOND)
    assert frozen.included == figures.registration_report("", SECOND, edition).total


def test_a_board_says_whom_to_call_and_what_stays_behind(cast: Cast, plan: Plan) -> None:
    certify(cast)
    contact = make_contact(cast.far)
    board = checklist.board(closing_of(), "", CLOSE_DAY)
    assert [(line.province, line.contact) for line in board.waiting_lines] == [(cast.far, contact)]
    assert board.left_behind_count == 2  # the far district, and district B of the certified province
    assert [
        line.certification.province_id for line in checklist.board(closing_of(), "80", CLOSE_DAY).lines
    ] == ["80"]


def test_no_province_is_left_out_without_a_reason(cast: Cast, plan: Plan) -> None:
    certify(cast)
    with pytest.raises(Refused, match="จังหวัดที่ยังไม่ได้รับรอง 1 แห่ง"):
        hold(cast, {"43": "  "})
    hold(cast, {"43": "น้ำท่วม", "80": "รับรองแล้ว ไม่ใช้"})
    assert closing_of().left_out == {"43": "น้ำท่วม"}


def test_a_held_round_takes_no_certificate_until_it_is_let_go_on(cast: Cast, plan: Plan) -> None:
    hold(cast, {"43": "ก", "80": "ข"})
    with pytest.raises(Refused, match="พักระบบ"):
        walk(submission_of(cast.a), Status.CERTIFIED)
    journey.advance(closing_of(), "reopen", by=cast.department, on=CLOSE_DAY, ask=Ask("จังหวัดขอแก้"))
    assert (closing_of().status, closing_of().left_out) == (ClosingStatus.OPEN, {})


def test_an_update_that_missed_the_round_counts_once_in_the_next(cast: Cast, plan: Plan) -> None:
    late = make_producer(cast.far_district, by=cast.other_district, on=FIRST_DAY)
    walk(certification_of(cast.far, FIRST), CertificateStatus.CERTIFIED)
    walk(closing_of(FIRST), ClosingStatus.CLOSED)
    amend(late, by=cast.other_district, on=date(2018, 2, 1), name="ชื่อใหม่")
    certify(cast)
    walk(closing_of(SECOND), ClosingStatus.CLOSED)
    walk(certification_of(cast.far, THIRD), CertificateStatus.CERTIFIED)
    walk(closing_of(THIRD), ClosingStatus.CLOSED)
    counted = [
        figures.registration_report("43", each, editions.latest(each)).total.producers_updated
        for each in (FIRST, SECOND, THIRD)
    ]
    assert counted == [0, 0, 1]
    rosters = [RosterRow.objects.get(edition__round_id=each).content["name"] for each in (SECOND, THIRD)]
    assert rosters == [late.name, "ชื่อใหม่"]


def test_closing_twice_writes_one_edition(cast: Cast, plan: Plan) -> None:
    walk(closing_of(), ClosingStatus.CLOSED)
    with pytest.raises(Refused, match="สถานะขณะนี้คือ “ปิดระบบแล้ว”"):
        journey.advance(closing_of(), "hard_close", by=cast.department_colleague, on=CLOSE_DAY)
    assert Edition.objects.count() == Event.objects.filter(verb="hard_close").count() == 1


def test_an_edition_is_the_same_after_the_next_round(cast: Cast, plan: Plan) -> None:
    old = make_producer(cast.a, by=cast.district, on=FIRST_DAY)
    certify(cast, FIRST)
    walk(closing_of(FIRST), ClosingStatus.CLOSED)
    first = editions.latest(FIRST)
    before = list(first.roster.values()), list(first.figures.values()), first.fingerprint
    amend(old, by=cast.district, on=date(2018, 2, 1), name="ชื่อใหม่")
    certify(cast)
    walk(closing_of(SECOND), ClosingStatus.CLOSED)
    again = editions.latest(FIRST)
    assert (list(again.roster.values()), list(again.figures.values()), again.fingerprint) == before


@pytest.mark.parametrize("model", [Edition, EditionFigure, RosterRow, Event])
def test_what_is_frozen_refuses_update_and_delete(cast: Cast, plan: Plan, model: type) -> None:
    make_producer(cast.a, by=cast.district)
    certify(cast)
    walk(closing_of(), ClosingStatus.CLOSED)
    assert model.objects.exists()
    with pytest.raises(TypeError, match="append-only"):
        model.objects.update(pk=0)
    with pytest.raises(TypeError, match="append-only"):
        model.objects.filter(pk__gt=0).delete()
    for write in (model.objects.first().save, model.objects.first().delete):
        with pytest.raises(TypeError, match="append-only"):
            write()


def test_an_announcement_needs_a_number_and_a_day_not_to_come(cast: Cast, plan: Plan) -> None:
    walk(closing_of(), ClosingStatus.CLOSED)
    for number, day in (("", CLOSE_DAY), ("1/2561", None), ("1/2561", date(2018, 3, 27))):
        ask = Ask(details={"announcement_number": number, "announcement_day": day})
        with pytest.raises(Refused, match="ประกาศ"):
            journey.advance(closing_of(), "announce_round", by=cast.department, on=CLOSE_DAY, ask=ask)
    assert closing_of().status == ClosingStatus.CLOSED


def test_the_list_shows_rounds_that_have_begun_or_come_next(cast: Cast, plan: Plan) -> None:
    certify(cast)
    rows = checklist.overview([closing_of(each) for each in (FIRST, SECOND, THIRD, 25614)], "", VERIFY_DAY)
    assert [(row.closing.round_id, row.certified_count, row.province_count) for row in rows] == [
        (THIRD, 0, 2),
        (SECOND, 1, 2),
        (FIRST, 0, 2),
    ]
