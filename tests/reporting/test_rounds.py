"""On time, late, not due, not reported: the three rounds of 4/2567 as the letter makes them, and the boards."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registration.models import User
from registration.models.sales import MonthlyRound
from registration.services import calendar
from registration.services.sales.grid import dues
from reporting.models import MonthlyReport
from reporting.services import rounds
from reporting.services.rounds import State, state_of
from tests.world.factories import make_officer, make_unit

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = date(2024, 6, 1), date(2024, 7, 1), date(2024, 8, 1)
LETTER_DAY = date(2024, 7, 16)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def letter() -> None:
    """The days off of 2567, and the letter of 16 July that asks for a report due on 15 July."""
    make_unit("")
    calendar.load_holidays(JUNE, [2567])
    MonthlyRound.objects.create(month=JUNE, letter_day=LETTER_DAY, letter_number="นค 0019.3/ก 9929")


def make_report(code: str, month: date, day: date, by: User) -> MonthlyReport:
    return MonthlyReport.objects.create(
        district_id=code,
        month=month,
        figures={},
        first_confirmed_at=at(day),
        latest_confirmed_at=at(day),
        confirmed_by=by,
        receipt_number=f"{code}{month:%m}",
    )


@pytest.mark.parametrize(
    ("month", "confirmed", "on", "state"),
    [
        (JUNE, date(2024, 7, 16), date(2024, 7, 20), State.ON_TIME),  # the letter came after its due day
        (JUNE, date(2024, 7, 17), date(2024, 7, 20), State.LATE),
        (JUNE, None, date(2024, 7, 16), State.NOT_DUE),
        (JUNE, None, date(2024, 7, 17), State.MISSING),
        (JULY, date(2024, 8, 15), date(2024, 8, 20), State.ON_TIME),
        (JULY, date(2024, 8, 16), date(2024, 8, 20), State.LATE),
        (AUGUST, date(2024, 9, 16), date(2024, 9, 20), State.ON_TIME),  # the 15th is a Sunday
        (AUGUST, date(2024, 9, 17), date(2024, 9, 20), State.LATE),
        (AUGUST, None, date(2024, 9, 16), State.NOT_DUE),
        (AUGUST, None, date(2024, 9, 17), State.MISSING),
    ],
)
def test_the_rounds_of_the_letter(
    letter: None, month: date, confirmed: date | None, on: date, state: State
) -> None:
    assert state_of(dues([month])[month], at(confirmed) if confirmed else None, on) == state


def test_a_round_may_keep_its_sunday(letter: None) -> None:
    MonthlyRound.objects.create(month=AUGUST, rolls=False)
    due = dues([AUGUST])[AUGUST]
    assert (due.nominal_day, due.effective_day) == (date(2024, 9, 15), date(2024, 9, 15))
    assert state_of(due, at(date(2024, 9, 16)), date(2024, 9, 16)) == State.LATE


def test_a_later_confirmation_never_makes_late(letter: None) -> None:
    district = make_unit("4301")
    row = make_report("4301", JULY, date(2024, 8, 1), make_officer("4301"))
    MonthlyReport.objects.filter(pk=row.pk).update(latest_confirmed_at=at(date(2024, 9, 30)))
    found = {each.due.month: each.state for each in rounds.of_district(district, date(2024, 9, 30))}
    assert found[JULY] == State.ON_TIME


def test_months_begin_with_the_letters_first_round() -> None:
    assert rounds.months_shown(date(2024, 8, 20)) == [AUGUST, JULY, JUNE]
    assert rounds.months_shown(date(2018, 2, 1)) == []
    assert rounds.months_shown(date(2025, 1, 2))[0] == date(2025, 1, 1)
    assert len(rounds.months_shown(date(2025, 1, 2))) == 4


def test_the_board_counts_every_district_once(letter: None) -> None:
    make_unit("43")
    codes = ["4301", "4302", "4303"]
    by = [make_officer(code) for code in codes].pop()
    make_report("4301", JULY, date(2024, 8, 10), by)
    make_report("4302", JULY, date(2024, 8, 19), by)
    board = rounds.board("43", date(2024, 8, 20))
    july = next(column for column in board.columns if column.due.month == JULY)
    assert (july.on_time, july.late, july.missing, july.not_due) == (1, 1, 1, 0)
    assert [column.is_ahead for column in board.columns] == [True, False, False]  # August is due in September
    assert [row.unit.pk for row in board.rows] == codes
    nation = rounds.board("", date(2024, 8, 20))
    assert [row.unit.pk for row in nation.rows] == ["43"]
    assert nation.rows[0].cells == nation.columns == board.columns


def test_a_board_asks_as_much_for_two_provinces_as_for_many(letter: None) -> None:
    asked = []
    for number in (2, 20):
        for code in range(11, 11 + number):
            make_unit(str(code))
            make_unit(f"{code}01")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rounds.board("", date(2024, 8, 20))
        asked.append(len(queries))
    assert asked[0] == asked[1] == 4
