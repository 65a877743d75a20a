"""The calendar as pure arithmetic. Golden rows by hand from attachment 1 of letter นศ 0019/01467."""

import csv
import itertools
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration import timetable
from registration.timetable import PlanFinding, Quarter, Step, Window
from registration.workflow import Role

R, V, C = Step.REGISTER, Step.VERIFY, Step.CLOSE
ONE_DAY = timedelta(days=1)
LETTER = (  # quarter, step, first and last day, stated days
    (1, R, date(2017, 10, 2), date(2017, 12, 21), 60),
    (1, V, date(2017, 12, 22), date(2017, 12, 28), 5),
    (1, C, date(2017, 12, 29), date(2017, 12, 30), 2),
    (2, R, date(2018, 1, 3), date(2018, 3, 16), 52),
    (2, V, date(2018, 3, 19), date(2018, 3, 23), 5),
    (2, C, date(2018, 3, 26), date(2018, 3, 27), 2),
    (3, R, date(2018, 4, 2), date(2018, 6, 15), 50),
    (3, V, date(2018, 6, 18), date(2018, 6, 22), 5),
    (3, C, date(2018, 6, 25), date(2018, 6, 26), 2),
    (4, R, date(2018, 7, 2), date(2018, 9, 14), 52),
    (4, V, date(2018, 9, 17), date(2018, 9, 21), 5),
    (4, C, date(2018, 9, 24), date(2018, 9, 25), 2),
)
PLAN = [Window(Quarter(2561, n), step, first, last, days) for n, step, first, last, days in LETTER]
GAPS = (  # first and last day in no window, and what opens after them
    (date(2017, 12, 31), date(2018, 1, 2), 2, R),
    (date(2018, 3, 17), date(2018, 3, 18), 2, V),
    (date(2018, 3, 24), date(2018, 3, 25), 2, C),
    (date(2018, 3, 28), date(2018, 4, 1), 3, R),
    (date(2018, 6, 16), date(2018, 6, 17), 3, V),
    (date(2018, 6, 23), date(2018, 6, 24), 3, C),
    (date(2018, 6, 27), date(2018, 7, 1), 4, R),
    (date(2018, 9, 15), date(2018, 9, 16), 4, V),
    (date(2018, 9, 22), date(2018, 9, 23), 4, C),
)
FINDINGS_2561 = [
    (1, "register", "stated_days_differ", "แผนระบุ 60 วัน นับวันทำการได้ 54 วัน"),
    (
        1,
        "register",
        "closes_before_quarter_end",
        "สิ้นสุดก่อนสิ้นไตรมาส 10 วัน ผู้ที่มาลงทะเบียนช่วง 22 - 31 ธันวาคม 2560 นับเป็นรอบ 2/2561",
    ),
    (1, "verify", "closes_before_quarter_end", "สิ้นสุดก่อนสิ้นไตรมาส 3 วัน"),
    (1, "close", "stated_days_differ", "แผนระบุ 2 วัน นับวันทำการได้ 1 วัน"),
    (1, "close", "ends_on_day_off", "วันสุดท้าย 30 ธันวาคม 2560 เป็นวันเสาร์"),
    (1, "close", "closes_before_quarter_end", "สิ้นสุดก่อนสิ้นไตรมาส 1 วัน"),
    (1, "close", "gap", "31 ธันวาคม 2560 - 2 มกราคม 2561 ไม่มีขั้นใดเปิด จนถึงขั้นลงทะเบียน รอบ 2/2561"),
    (
        2,
        "register",
        "closes_before_quarter_end",
        "สิ้นสุดก่อนสิ้นไตรมาส 15 วัน ผู้ที่มาลงทะเบียนช่วง 17 - 31 มีนาคม 2561 นับเป็นรอบ 3/2561",
    ),
    (2, "register", "gap", "17 - 18 มีนาคม 2561 ไม่มีขั้นใดเปิด จนถึงขั้นตรวจสอบและรับรอง รอบ 2/2561"),
    (2, "verify", "closes_before_quarter_end", "สิ้นสุดก่อนสิ้นไตรมาส 8 วัน"),
    (2, "verify", "gap", "24 - 25 มีนาคม 2561 ไม่มีขั้นใดเปิด จนถึงขั้นปิดระบบ รอบ 2/2561"),
    (2, "close", "closes_before_quarter_end", "สิ้นสุดก่อนสิ้นไตรมาส 4 วัน"),
    (2, "close", "gap", "28 มีนาคม - 1 เมษายน 2561 ไม่มีขั้นใดเปิด จนถึงขั้นลงทะเบียน รอบ 3/2561"),
    (
        3,
        "register",
        "closes_before_quarter_end",
        "สิ้นสุดก่อนสิ้นไตรมาส 15 วัน ผู้ที่มาลงทะเบียนช่วง 16 - 30 มิถุนายน 2561 นับเป็นรอบ 4/2561",
    ),
    (3, "register", "gap", "16 - 17 มิถุนายน 2561 ไม่มีขั้นใดเปิด จนถึงขั้นตรวจสอบและรับรอง รอบ 3/2561"),
    (3, "verify", "closes_before_quarter_end", "สิ้นสุดก่อนสิ้นไตรมาส 8 วัน"),
    (3, "verify", "gap", "23 - 24 มิถุนายน 2561 ไม่มีขั้นใดเปิด จนถึงขั้นปิดระบบ รอบ 3/2561"),
    (3, "close", "closes_before_quarter_end", "สิ้นสุดก่อนสิ้นไตรมาส 4 วัน"),
    (3, "close", "gap", "27 มิถุนายน - 1 กรกฎาคม 2561 ไม่มีขั้นใดเปิด จนถึงขั้นลงทะเบียน รอบ 4/2561"),
    (
        4,
        "register",
        "closes_before_quarter_end",
        "สิ้นสุดก่อนสิ้นไตรมาส 16 วัน ผู้ที่มาลงทะเบียนช่วง 15 - 30 กันยายน 2561 นับเป็นรอบ 1/2562",
    ),
    (4, "register", "gap", "15 - 16 กันยายน 2561 ไม่มีขั้นใดเปิด จนถึงขั้นตรวจสอบและรับรอง รอบ 4/2561"),
    (4, "verify", "closes_before_quarter_end", "สิ้นสุดก่อนสิ้นไตรมาส 9 วัน"),
    (4, "verify", "gap", "22 - 23 กันยายน 2561 ไม่มีขั้นใดเปิด จนถึงขั้นปิดระบบ รอบ 4/2561"),
    (4, "close", "closes_before_quarter_end", "สิ้นสุดก่อนสิ้นไตรมาส 5 วัน"),
]
CABINET_HOLIDAY = date(2018, 4, 12)
years_be = st.integers(2561, 2590)
days_of_plan = st.dates(date(2017, 9, 1), date(2018, 11, 30))


@cache
def days_off() -> frozenset[date]:
    """The government calendar of docs/rules.md 3: public and government days of the package, without Labour Day."""
    found = holidays.country_holidays(
        "TH", years=range(2017, 2048), categories=("public", "government"), language="en_US"
    )
    return frozenset(day for day, name in found.items() if name != "National Labor Day")


def window(n: int, step: Step) -> Window:
    return next(w for w in PLAN if (w.round.number, w.step) == (n, step))


class TestQuarter:
    @pytest.mark.parametrize("text", ["2561/2", "2/2561", "๒๕๖๑/๒", "๒/๒๕๖๑", " 2 / 2561 "])
    def test_parse_reads_both_orders_and_thai_digits(self, text: str) -> None:
        assert Quarter.parse(text) == Quarter(2561, 2)

    @pytest.mark.parametrize("text", ["", "2561", "2561/5", "0/2561", "2018/2", "2561-2", "2561/22", "x"])
    def test_parse_refuses_what_is_no_quarter(self, text: str) -> None:
        with pytest.raises(ValueError, match="ไตรมาส"):
            Quarter.parse(text)

    @pytest.mark.parametrize(
        ("number", "first", "last"),
        [
            (1, date(2017, 10, 1), date(2017, 12, 31)),
            (2, date(2018, 1, 1), date(2018, 3, 31)),
            (3, date(2018, 4, 1), date(2018, 6, 30)),
            (4, date(2018, 7, 1), date(2018, 9, 30)),
        ],
    )
    def test_fiscal_quarters_of_2561(self, number: int, first: date, last: date) -> None:
        quarter = Quarter(2561, number)
        assert (quarter.first_day, quarter.last_day) == (first, last)
        assert quarter.months == tuple(date(first.year, first.month + n, 1) for n in range(3))
        assert Quarter.of(first) == Quarter.of(last) == quarter

    @given(st.dates(date(1903, 1, 1), date(2099, 1, 1)))
    def test_every_day_lies_in_its_own_quarter(self, day: date) -> None:
        quarter = Quarter.of(day)
        assert quarter.first_day <= day <= quarter.last_day
        assert Quarter.parse(str(quarter)) == quarter
        assert quarter.previous.last_day + ONE_DAY == quarter.first_day
        assert quarter.next.previous == quarter
        assert quarter < quarter.next
        seen = [each.is_in_sight(day) for each in (quarter.previous, quarter.next, quarter.next.next)]
        assert seen == [True, True, False]
        assert quarter.same_last_year == quarter.previous.previous.previous.previous


def test_fixture_is_the_letters_table_row_for_row() -> None:
    with Path("fixtures/plan_2561.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = [
        (
            Quarter.parse(row["quarter"]).number,
            Step(row["step"]),
            date.fromisoformat(row["first_day"]),
            date.fromisoformat(row["last_day"]),
            int(row["stated_days"]),
        )
        for row in rows
    ]
    assert read == list(LETTER)
    assert [row["responsible"] for row in rows] == ["อำเภอ", "จังหวัด/กรุงเทพมหานคร", "กรมฯ"] * 4
    assert {(row["letter_number"], row["letter_date"]) for row in rows} == {("นศ 0019/01467", "2018-03-13")}


class TestOpenSteps:
    @pytest.mark.parametrize("golden", PLAN, ids=lambda w: f"{w.round}-{w.step}")
    def test_window_holds_from_its_first_to_its_last_day_only(self, golden: Window) -> None:
        for day in (golden.first_day, golden.last_day):
            assert timetable.open_windows(PLAN, day) == [golden]
            assert timetable.is_open(PLAN, golden.round, golden.step, day)
        for day in (golden.first_day - ONE_DAY, golden.last_day + ONE_DAY):
            assert not timetable.is_open(PLAN, golden.round, golden.step, day)

    @pytest.mark.parametrize(("first", "last", "n", "step"), GAPS)
    def test_nothing_is_open_in_a_gap_and_the_next_opening_is_told(
        self, first: date, last: date, n: int, step: Step
    ) -> None:
        for offset in range((last - first).days + 1):
            assert timetable.open_windows(PLAN, first + offset * ONE_DAY) == []
            assert timetable.next_opening(PLAN, first + offset * ONE_DAY) == window(n, step)
        assert timetable.open_windows(PLAN, first - ONE_DAY)
        assert timetable.open_windows(PLAN, last + ONE_DAY) == [window(n, step)]

    @given(days_of_plan)
    def test_a_day_is_in_one_window_or_in_a_gap(self, day: date) -> None:
        in_gap = any(first <= day <= last for first, last, _, _ in GAPS)
        outside = not PLAN[0].first_day <= day <= PLAN[-1].last_day
        assert len(timetable.open_windows(PLAN, day)) == (0 if in_gap or outside else 1)

    def test_open_step_tells_the_step_of_one_round(self) -> None:
        second = [w for w in PLAN if w.round.number == 2]
        assert timetable.open_step(second, date(2018, 3, 16)) == R
        assert timetable.open_step(second, date(2018, 3, 17)) is None
        assert timetable.open_step(second, date(2018, 3, 19)) == V
        assert timetable.open_step(second, date(2018, 3, 27)) == C

    def test_next_opening_of_a_step_and_after_the_last(self) -> None:
        assert timetable.next_opening(PLAN, date(2018, 3, 20), R) == window(3, R)
        assert timetable.next_opening(PLAN, date(2018, 3, 20)) == window(2, C)
        assert timetable.next_opening(PLAN, date(2018, 9, 25)) is None

    def test_last_closing_says_since_when(self) -> None:
        closed = timetable.last_closing(PLAN, date(2018, 3, 20), Quarter(2561, 2), R)
        assert closed
        assert closed.last_day == date(2018, 3, 16)
        assert timetable.last_closing(PLAN, date(2018, 3, 16), Quarter(2561, 2), R) is None

    def test_simulate_tells_what_is_open_for_whom_and_what_comes(self) -> None:
        seen = timetable.simulate(PLAN, date(2018, 3, 16))
        assert seen == timetable.Simulation(date(2018, 3, 16), (window(2, R),), window(2, V))
        assert [Role(timetable.RESPONSIBLE[step]) for step in Step] == [
            Role.DISTRICT,
            Role.PROVINCE,
            Role.DEPARTMENT,
        ]

    def test_window_that_ends_before_it_begins_is_no_window(self) -> None:
        with pytest.raises(ValueError, match="วันสุดท้าย"):
            Window(Quarter(2561, 2), R, date(2018, 3, 16), date(2018, 3, 15))


class TestEffective:
    """Province 80 (Nakhon Si Thammarat), its district 8001, and its neighbour 90."""

    narrower = Window(Quarter(2561, 2), V, date(2018, 3, 20), date(2018, 3, 22), unit_code="80")
    wider = Window(Quarter(2561, 2), V, date(2018, 3, 17), date(2018, 3, 22), unit_code="80")
    longer = Window(
        Quarter(2561, 2), R, date(2018, 3, 17), date(2018, 3, 20), unit_code="8001", is_extension=True
    )

    @pytest.mark.parametrize("unit_code", ["80", "8001"])
    def test_narrower_dates_replace_the_national_window_of_that_province(self, unit_code: str) -> None:
        windows = timetable.effective(PLAN, [self.narrower], [], unit_code)
        assert not timetable.is_open(windows, Quarter(2561, 2), V, date(2018, 3, 19))
        assert timetable.is_open(windows, Quarter(2561, 2), V, date(2018, 3, 20))
        assert not timetable.is_open(windows, Quarter(2561, 2), V, date(2018, 3, 23))
        assert len(windows) == 12

    @pytest.mark.parametrize("unit_code", ["", "90", "9001"])
    def test_narrower_dates_do_not_touch_other_units(self, unit_code: str) -> None:
        assert timetable.effective(PLAN, [self.narrower], [], unit_code) == PLAN

    def test_dates_that_leave_the_national_window_are_ignored_and_told(self) -> None:
        assert timetable.effective(PLAN, [self.wider], [], "8001") == PLAN
        told = [
            f for f in timetable.findings(PLAN, days_off(), [self.wider]) if f.code == "province_contradicts"
        ]
        assert [(f.round, f.step) for f in told] == [(Quarter(2561, 2), V)]
        assert "80" in told[0].message
        assert "17 - 22 มีนาคม 2561" in told[0].message

    def test_dates_for_a_step_without_national_window_contradict(self) -> None:
        told = timetable.findings(PLAN[:3], days_off(), [self.narrower])
        assert "province_contradicts" in {f.code for f in told}
        assert timetable.effective(PLAN[:3], [self.narrower], [], "80") == PLAN[:3]

    def test_extension_adds_days_for_its_unit_only(self) -> None:
        for unit_code, expected in (("8001", True), ("8002", False), ("80", False), ("", False)):
            windows = timetable.effective(PLAN, [], [self.longer], unit_code)
            assert timetable.is_open(windows, Quarter(2561, 2), R, date(2018, 3, 20)) is expected

    @pytest.mark.parametrize(("granted_to", "unit_code"), [("", "9001"), ("80", "8001"), ("", "")])
    def test_extension_reaches_every_unit_below(self, granted_to: str, unit_code: str) -> None:
        extension = Window(
            Quarter(2561, 2), R, date(2018, 3, 17), date(2018, 3, 18), unit_code=granted_to, is_extension=True
        )
        windows = timetable.effective(PLAN, [], [extension], unit_code)
        assert timetable.open_windows(windows, date(2018, 3, 18)) == [extension]

    def test_both_steps_are_open_where_an_extension_reaches_into_verifying(self) -> None:
        windows = timetable.effective(PLAN, [], [self.longer], "8001")
        second = [w for w in windows if w.round.number == 2]
        assert timetable.open_step(second, date(2018, 3, 20)) == R
        assert timetable.is_open(second, Quarter(2561, 2), V, date(2018, 3, 20))

    @given(st.data())
    def test_narrowing_never_opens_a_day_the_nation_has_closed(self, data: st.DataObject) -> None:
        national = data.draw(st.sampled_from(PLAN))
        first = data.draw(days_of_plan)
        last = first + timedelta(days=data.draw(st.integers(0, 90)))
        own = Window(national.round, national.step, first, last, unit_code="80")
        day = data.draw(days_of_plan)
        in_province = timetable.open_windows(timetable.effective(PLAN, [own], [], "80"), day)
        assert len(in_province) <= len(timetable.open_windows(PLAN, day))


class TestWorkingDays:
    @pytest.mark.parametrize("golden", PLAN, ids=lambda w: f"{w.round}-{w.step}")
    def test_count_against_the_letter(self, golden: Window) -> None:
        counted = timetable.working_days(golden.first_day, golden.last_day, days_off())
        misprints = {(1, R): 54, (1, C): 1}  # 10 of 12 fit
        assert counted == misprints.get((golden.round.number, golden.step), golden.stated_days)

    def test_cabinets_special_holiday_makes_the_third_round_49_days(self) -> None:
        third = window(3, R)
        assert CABINET_HOLIDAY not in days_off()
        with_it = days_off() | {CABINET_HOLIDAY}
        assert timetable.working_days(third.first_day, third.last_day, with_it) == 49
        told = [f for f in timetable.findings(PLAN, with_it) if f.round.number == 3 and f.step == R]
        assert told[0] == PlanFinding(
            "stated_days_differ", Quarter(2561, 3), R, "แผนระบุ 50 วัน นับวันทำการได้ 49 วัน"
        )

    def test_sixty_is_the_weekdays_up_to_22_december_without_any_holiday(self) -> None:
        assert timetable.working_days(date(2017, 10, 2), date(2017, 12, 22), frozenset()) == 60

    def test_labour_day_is_worked_and_ploughing_day_is_not(self) -> None:
        assert timetable.is_working_day(date(2018, 5, 1), days_off())
        assert not timetable.is_working_day(date(2018, 5, 14), days_off())


class TestFindings:
    def test_findings_of_2561_are_exactly_the_letters(self) -> None:
        told = [
            (f.round.number, f.step.value, f.code, f.message) for f in timetable.findings(PLAN, days_off())
        ]
        assert told == FINDINGS_2561

    def test_order_of_the_rows_does_not_matter(self) -> None:
        assert timetable.findings(PLAN[::-1], days_off()) == timetable.findings(PLAN, days_off())

    def test_last_day_on_a_holiday_is_told(self) -> None:
        ends = Window(Quarter(2561, 3), R, date(2018, 4, 2), date(2018, 4, 6))
        told = timetable.findings([ends], days_off())
        assert told[0].code == "ends_on_day_off"
        assert told[0].message == "วันสุดท้าย 6 เมษายน 2561 เป็นวันศุกร์ ซึ่งเป็นวันหยุด"

    def test_overlap_is_told_beside_the_row_that_runs_on(self) -> None:
        late = Window(Quarter(2561, 2), R, date(2018, 1, 3), date(2018, 3, 20), 54)
        told = timetable.findings([late, window(2, V), window(2, C)], days_off())
        overlaps = [f for f in told if f.code == "overlap"]
        assert [(f.step, f.message) for f in overlaps] == [
            (R, "ซ้อนกับขั้นตรวจสอบและรับรอง รอบ 2/2561 วันที่ 19 - 20 มีนาคม 2561")
        ]
        assert [f.step for f in told if f.code == "gap"] == [V]

    def test_overlap_finds_windows_that_are_not_neighbours(self) -> None:
        endless = Window(Quarter(2561, 2), R, date(2018, 1, 3), date(2018, 3, 31))
        told = timetable.findings([endless, window(2, V), window(2, C)], days_off())
        assert [f.step for f in told if f.code == "overlap"] == [R, R]
        assert not [f for f in told if f.code == "gap"]

    @pytest.mark.parametrize(
        ("first", "last"), [(date(2017, 12, 31), date(2018, 3, 16)), (date(2018, 3, 1), date(2018, 4, 1))]
    )
    def test_window_outside_its_quarter_is_told(self, first: date, last: date) -> None:
        told = timetable.findings([Window(Quarter(2561, 2), R, first, last)], days_off())
        assert "outside_quarter" in {f.code for f in told}

    def test_a_finding_never_moves_a_date(self) -> None:
        before = list(PLAN)
        timetable.findings(PLAN, days_off() | {CABINET_HOLIDAY})
        assert before == PLAN
        assert timetable.open_windows(PLAN, date(2017, 12, 30)) == [window(1, C)]


class TestPropose:
    def test_2561_itself_comes_out_as_in_the_letter_but_for_its_saturday(self) -> None:
        proposed = timetable.propose(2561, PLAN, days_off())
        assert proposed[3:] == PLAN[3:]
        assert [(w.first_day, w.last_day, w.stated_days) for w in proposed[:3]] == [
            (date(2017, 10, 2), date(2017, 12, 20), 53),
            (date(2017, 12, 21), date(2017, 12, 27), 5),
            (date(2017, 12, 28), date(2017, 12, 29), 2),
        ]

    @given(years_be, st.data())
    def test_proposal_has_no_finding_but_tails_and_gaps(self, year_be: int, data: st.DataObject) -> None:
        first, last = Quarter(year_be, 1).first_day, Quarter(year_be, 4).last_day
        extra = data.draw(st.frozensets(st.dates(first, last), max_size=12))
        days = days_off() | extra
        proposed = timetable.propose(year_be, PLAN, days)
        assert {f.code for f in timetable.findings(proposed, days)} <= {"closes_before_quarter_end", "gap"}
        assert [(w.round, w.step) for w in proposed] == [
            (quarter, step) for quarter in Quarter.all_of(year_be) for step in Step
        ]

    @given(years_be)
    def test_inside_a_round_no_working_day_lies_between_two_windows(self, year_be: int) -> None:
        proposed = timetable.propose(year_be, PLAN, days_off())
        for one, other in itertools.pairwise(proposed):
            if one.round == other.round:
                between = timetable.working_days(
                    one.last_day + ONE_DAY, other.first_day - ONE_DAY, days_off()
                )
                assert between == 0

    @given(years_be)
    def test_round_closes_as_far_from_the_quarters_end_as_in_the_pattern(self, year_be: int) -> None:
        proposed = timetable.propose(year_be, PLAN, days_off())
        for own, pattern in zip(proposed[2::3], PLAN[2::3], strict=True):
            wanted = own.round.last_day - (pattern.round.last_day - pattern.last_day)
            assert own.last_day <= wanted
            assert timetable.working_days(own.last_day + ONE_DAY, wanted, days_off()) == 0

    def test_pattern_must_hold_all_twelve_windows(self) -> None:
        with pytest.raises(ValueError, match="ไตรมาส 4"):
            timetable.propose(2570, PLAN[:11], days_off())
