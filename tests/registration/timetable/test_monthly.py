"""The monthly rounds of the 2567 letter: when sales are due, and who is late.

Source: letter นค 0019.3/ก 9929 (16 July 2567); decisions 0005 and 0007.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration.timetable import Due, Quarter, due, is_working_day, months_due, next_month, rounds_of

Q4 = Quarter(2567, 4)
JUNE, JULY, AUGUST, SEPTEMBER = (date(2024, month, 1) for month in (6, 7, 8, 9))
LETTER = date(2024, 7, 16)
DAYS_OFF = frozenset({date(2024, 7, 22), date(2024, 7, 29), date(2024, 8, 12), date(2024, 10, 14)})
NONE = frozenset[date]()
months = st.dates(date(2000, 1, 1), date(2090, 12, 31)).map(lambda day: day.replace(day=1))


def test_the_three_rounds_of_4_2567_are_the_letters() -> None:
    assert rounds_of(Q4) == (date(2024, 7, 15), date(2024, 8, 15), date(2024, 9, 15))


@pytest.mark.parametrize(
    ("month", "letter", "nominal", "effective"),
    [
        (JUNE, LETTER, date(2024, 7, 15), date(2024, 7, 16)),  # the letter came a day after its own due day
        (JUNE, None, date(2024, 7, 15), date(2024, 7, 15)),
        (JULY, LETTER, date(2024, 8, 15), date(2024, 8, 15)),
        (AUGUST, LETTER, date(2024, 9, 15), date(2024, 9, 16)),  # 15 September 2567 is a Sunday
        (SEPTEMBER, None, date(2024, 10, 15), date(2024, 10, 15)),
        (date(2024, 5, 1), None, date(2024, 6, 15), date(2024, 6, 17)),  # a Saturday
        (date(2024, 5, 1), date(2024, 7, 20), date(2024, 6, 15), date(2024, 7, 23)),  # Saturday to Monday off
        (date(2023, 12, 1), None, date(2024, 1, 15), date(2024, 1, 15)),  # over the year's end
    ],
)
def test_due_days_as_the_letter_has_them(
    month: date, letter: date | None, nominal: date, effective: date
) -> None:
    assert due(month, DAYS_OFF, letter_day=letter) == Due(month, nominal, effective)


def test_a_holiday_on_the_15th_moves_the_day_and_the_12th_of_august_does_not() -> None:
    assert due(JULY, DAYS_OFF).effective_day == date(2024, 8, 15)
    assert due(JULY, DAYS_OFF | {date(2024, 8, 15), date(2024, 8, 16)}).effective_day == date(2024, 8, 19)


def test_without_rolling_the_nominal_day_stands() -> None:
    assert due(AUGUST, DAYS_OFF, rolls=False).effective_day == date(2024, 9, 15)
    assert due(AUGUST, DAYS_OFF, rolls=False, letter_day=LETTER).effective_day == date(2024, 9, 15)
    assert due(JUNE, DAYS_OFF, rolls=False, letter_day=LETTER).effective_day == LETTER


@pytest.mark.parametrize(
    ("first_confirmed", "on", "late"),
    [
        (date(2024, 9, 16), date(2024, 12, 1), False),  # on the effective day, whatever happens later
        (date(2024, 9, 17), date(2024, 9, 17), True),
        (None, date(2024, 9, 16), False),
        (None, date(2024, 9, 17), True),
        (date(2024, 9, 1), date(2024, 9, 1), False),
    ],
)
def test_lateness_looks_at_the_first_confirmation_alone(
    first_confirmed: date | None, on: date, late: bool
) -> None:
    assert due(AUGUST, DAYS_OFF).is_late(first_confirmed, on) is late


@pytest.mark.parametrize(
    ("on", "due_by_then"),
    [
        (date(2024, 7, 15), []),  # the first round of the quarter has no month of it yet
        (date(2024, 8, 14), []),
        (date(2024, 8, 15), [JULY]),
        (date(2024, 9, 15), [JULY, AUGUST]),
        (date(2024, 10, 14), [JULY, AUGUST]),
        (date(2024, 10, 15), [JULY, AUGUST, SEPTEMBER]),
    ],
)
def test_months_due_by_a_round(on: date, due_by_then: list[date]) -> None:
    assert months_due(Q4, on) == due_by_then


def test_the_first_quarter_ends_in_another_calendar_year() -> None:
    october, november, december = (date(2023, month, 1) for month in (10, 11, 12))
    assert months_due(Quarter(2567, 1), date(2024, 1, 14)) == [october, november]
    assert months_due(Quarter(2567, 1), date(2024, 1, 15)) == [october, november, december]
    assert next_month(december) == date(2024, 1, 1)


@given(months, st.frozensets(st.dates(date(2000, 1, 1), date(2091, 2, 28))), st.none() | st.dates())
def test_a_due_day_is_a_working_day_never_before_the_15th_nor_the_letter(
    month: date, days_off: frozenset[date], letter: date | None
) -> None:
    letter = None if letter is None or letter.year > 2090 else letter
    found = due(month, days_off, letter_day=letter)
    assert is_working_day(found.effective_day, days_off)
    assert found.nominal_day.day == 15
    assert found.effective_day >= max(found.nominal_day, letter or found.nominal_day)


@given(months)
def test_the_next_month_is_the_month_of_the_day_after_the_last(month: date) -> None:
    assert next_month(month) == (month + timedelta(days=31)).replace(day=1)
    assert due(month, NONE, rolls=False).effective_day == next_month(month) + timedelta(days=14)
