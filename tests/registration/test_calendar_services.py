"""Writes to the calendar: what they change, what they refuse, what the journal says afterwards."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from registration import timetable
from registration.models import (
    Certification,
    Closing,
    Event,
    Extension,
    Holiday,
    Plan,
    Round,
    Submission,
    Window,
)
from registration.models.calendar import windows_for
from registration.services import calendar
from registration.services.calendar import Authority, Dates, overview
from registration.services.journal import verify_chains
from registration.timetable import Quarter, Step
from registration.workflow import ClosingStatus, Refused
from tests.cast import Cast
from tests.factories import (
    CLOSE_DAY,
    DAY,
    GAP_DAY,
    LONG_AGO,
    ROUND_ID,
    VERIFY_DAY,
    closing_of,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db
SECOND = Quarter(2561, 2)
LETTER = Authority("มท 0402.3/ว 99", "น้ำท่วมหลายจังหวัด")
ONE_DAY = timedelta(days=1)


def national(step: Step, number: int = 2) -> Window:
    return Window.objects.national().get(round_id=25610 + number, step=step)


def last_event(unit_code: str = "") -> Event:
    return Event.objects.filter(unit_id=unit_code).latest("seq")


def is_open(unit_code: str, step: Step, on: date) -> bool:
    return timetable.is_open(windows_for(unit_code), SECOND, step, on)


class TestHolidays:
    def test_seed_makes_ten_of_the_letters_twelve_counts_fit(self, plan: Plan) -> None:
        calendar.load_holidays(LONG_AGO)
        board = overview.year_plan(plan, "", DAY)
        counts = [(row.window.stated_days, row.counted_days) for group in board.rounds for row in group.rows]
        assert [pair for pair in counts if pair[0] != pair[1]] == [(60, 54), (2, 1)]

    def test_seed_leaves_out_labour_day_and_the_cabinets_special_holiday(self, cast: Cast) -> None:
        calendar.load_holidays(LONG_AGO)
        days = calendar.days_off()
        assert date(2018, 5, 1) not in days
        assert date(2018, 4, 12) not in days
        assert date(2018, 5, 14) in days  # Royal Ploughing Day, which is no public holiday
        assert Holiday.objects.get(day=date(2018, 1, 2)).kind == Holiday.Kind.SUBSTITUTE
        assert Holiday.objects.get(day=date(2026, 1, 2)).kind == Holiday.Kind.SPECIAL

    def test_seed_covers_fiscal_years_2560_to_2572(self, cast: Cast) -> None:
        calendar.load_holidays(LONG_AGO)
        years = {Quarter.of(day).fiscal_year_be for day in calendar.days_off()}
        assert years == set(range(2560, 2573))

    def test_a_removed_day_does_not_come_back_with_the_next_seed(self, cast: Cast) -> None:
        calendar.load_holidays(LONG_AGO)
        gone = Holiday.objects.get(day=date(2018, 3, 1))
        calendar.remove_holiday(gone, by=cast.department, on=DAY, reason="ประกาศยกเลิก")
        assert calendar.load_holidays(DAY) == 0
        assert date(2018, 3, 1) not in calendar.days_off()

    def test_the_cabinets_day_is_added_and_the_third_round_counts_49(self, cast: Cast, plan: Plan) -> None:
        calendar.load_holidays(LONG_AGO)
        before = list(Window.objects.values_list("first_day", "last_day"))
        calendar.add_holiday(
            date(2018, 4, 12),
            "วันหยุดพิเศษก่อนสงกรานต์",
            kind=Holiday.Kind.SPECIAL,
            source="มติ ครม. 27 ก.พ. 2561",
            by=cast.department,
            on=DAY,
        )
        rows = overview.year_plan(plan, "", DAY).rounds[2].rows
        assert (rows[0].window.stated_days, rows[0].counted_days) == (50, 49)
        assert [f.code for f in rows[0].findings if f.is_warning] == ["stated_days_differ"]
        assert list(Window.objects.values_list("first_day", "last_day")) == before
        assert last_event().verb == "add_holiday"

    def test_a_day_off_is_not_entered_twice(self, cast: Cast) -> None:
        calendar.load_holidays(LONG_AGO)
        words = {"kind": Holiday.Kind.SPECIAL, "source": "ทดสอบ", "by": cast.department, "on": DAY}
        with pytest.raises(Refused, match="เป็นวันหยุดอยู่แล้ว คือ วันมาฆบูชา"):
            calendar.add_holiday(date(2018, 3, 1), "ซ้ำ", **words)

    @pytest.mark.parametrize("who", ["district", "province", "executive", "stranger"])
    def test_only_the_department_edits_days_off(self, cast: Cast, who: str) -> None:
        words = {"kind": Holiday.Kind.SPECIAL, "source": "ทดสอบ", "by": getattr(cast, who), "on": DAY}
        with pytest.raises(PermissionDenied):
            calendar.add_holiday(date(2018, 4, 12), "วันหยุด", **words)
        assert not Holiday.objects.filter(day=date(2018, 4, 12)).exists()


class TestPlan:
    def test_the_letters_plan_stands_published_with_its_number(self, plan: Plan) -> None:
        assert plan.is_published
        assert (plan.letter_number, plan.letter_day) == ("นศ 0019/01467", date(2018, 3, 13))
        assert Window.objects.national().in_year(2561).count() == 12

    def test_publishing_freezes_who_is_awaited(self, cast: Cast, plan: Plan) -> None:
        assert Submission.objects.filter(round_id=ROUND_ID).count() == 3
        assert Certification.objects.filter(round_id=ROUND_ID).count() == 2
        assert Closing.objects.count() == Round.objects.count() == 4

    def test_an_abolished_unit_is_not_awaited(self, cast: Cast) -> None:
        make_unit("8099", valid_to=date(2017, 10, 1))
        calendar.load_plan_2561(LONG_AGO)
        assert not Submission.objects.filter(district_id="8099").exists()

    def test_loading_again_changes_nothing(self, cast: Cast, plan: Plan) -> None:
        calendar.load_plan_2561(DAY)
        assert Window.objects.count() == 12
        assert Submission.objects.count() == 12
        assert Event.objects.filter(verb="publish_plan").count() == 1

    def test_expect_units_adds_only_what_is_new(self, cast: Cast, plan: Plan) -> None:
        walk(Submission.objects.get(round_id=ROUND_ID, district=cast.a), "submitted")
        make_unit("8003")
        calendar.expect_units(Round.objects.get(pk=ROUND_ID), on=DAY)
        rows = Submission.objects.filter(round_id=ROUND_ID)
        assert dict(rows.values_list("district_id", "status"))["8001"] == "submitted"
        assert rows.count() == 4

    def test_a_draft_opens_nothing_until_it_is_published(self, cast: Cast) -> None:
        draft = calendar.propose_plan(2570, by=cast.department, on=DAY)
        day = Window.objects.national().get(round_id=25702, step=Step.REGISTER).first_day
        assert not draft.is_published
        assert windows_for("8001") == []
        calendar.publish_plan(draft, by=cast.department, on=DAY, authority=LETTER, letter_day=DAY)
        assert timetable.is_open(windows_for("8001"), Quarter(2570, 2), Step.REGISTER, day)
        assert Submission.objects.filter(round_id=25702).count() == 3

    def test_a_draft_has_no_warning_and_brings_the_years_holidays(self, cast: Cast) -> None:
        draft = calendar.propose_plan(2590, by=cast.department, on=DAY)
        assert Holiday.objects.filter(day__year=2047).exists()
        assert not [f for f in overview.year_plan(draft, "", DAY).findings if f.is_warning]

    def test_proposing_again_leaves_the_plan_as_it_is(self, cast: Cast, plan: Plan) -> None:
        again = calendar.propose_plan(2561, by=cast.department, on=DAY)
        assert again == plan
        assert national(Step.CLOSE, 1).last_day == date(2017, 12, 30)

    def test_publishing_twice_is_refused(self, cast: Cast, plan: Plan) -> None:
        with pytest.raises(Refused, match="เผยแพร่ไปแล้ว"):
            calendar.publish_plan(plan, by=cast.department, on=DAY, authority=LETTER)

    def test_a_plan_that_lacks_a_window_is_not_published(self, cast: Cast) -> None:
        draft = calendar.propose_plan(2570, by=cast.department, on=DAY)
        Window.objects.filter(round_id=25703, step=Step.CLOSE).delete()
        with pytest.raises(Refused, match="ไม่ครบทุกขั้นตอน"):
            calendar.publish_plan(draft, by=cast.department, on=DAY, authority=LETTER)

    @pytest.mark.parametrize("who", ["district", "province", "executive", "province_executive"])
    def test_only_the_department_proposes_and_publishes(self, cast: Cast, who: str) -> None:
        draft = calendar.propose_plan(2570, on=DAY)
        with pytest.raises(PermissionDenied):
            calendar.propose_plan(2571, by=getattr(cast, who), on=DAY)
        with pytest.raises(PermissionDenied):
            calendar.publish_plan(draft, by=getattr(cast, who), on=DAY, authority=LETTER)


class TestChangeWindow:
    def change(self, cast: Cast, dates: Dates, *, on: date = DAY, **over: object) -> Window:
        words = {"by": cast.department, "on": on, "authority": LETTER} | over
        return calendar.change_window(national(Step.REGISTER), dates, **words)

    def test_new_dates_hold_at_once_and_the_journal_keeps_the_old(self, cast: Cast, plan: Plan) -> None:
        self.change(cast, Dates(date(2018, 1, 3), date(2018, 3, 18), 52))
        assert is_open("8001", Step.REGISTER, date(2018, 3, 18))
        event = last_event()
        assert (event.verb, event.reason) == ("change_window", LETTER.reason)
        assert event.before["last_day"] == "2018-03-16"
        assert event.after["last_day"] == "2018-03-18"
        assert verify_chains("")[1] == []

    @pytest.mark.parametrize("authority", [Authority(), Authority("มท 1", ""), Authority("", "น้ำท่วม")])
    def test_a_published_plan_asks_for_letter_and_reason(
        self, cast: Cast, plan: Plan, authority: Authority
    ) -> None:
        with pytest.raises(Refused, match="เลขที่หนังสือและเหตุผล"):
            self.change(cast, Dates(date(2018, 1, 3), date(2018, 3, 18)), authority=authority)

    def test_a_draft_is_changed_without_a_letter(self, cast: Cast) -> None:
        calendar.propose_plan(2561, by=cast.department, on=DAY)
        changed = self.change(cast, Dates(date(2018, 1, 4), date(2018, 3, 15)), authority=Authority())
        assert changed.first_day == date(2018, 1, 4)

    @pytest.mark.parametrize(
        ("first", "last", "sentence"),
        [
            (date(2018, 3, 16), date(2018, 1, 3), "วันสุดท้ายต้องไม่มาก่อนวันแรก"),
            (date(2018, 1, 3), date(2019, 3, 16), "กรุณาตรวจเดือนและปี"),
            (date(2018, 1, 4), date(2018, 3, 16), "ตัดวันที่ผ่านมาแล้วออกไม่ได้"),
            (date(2018, 1, 3), date(2018, 1, 30), "ต้องรวมวันที่ 3 - 31 มกราคม 2561"),
        ],
    )
    def test_dates_that_cannot_be_are_refused(
        self, cast: Cast, plan: Plan, first: date, last: date, sentence: str
    ) -> None:
        with pytest.raises(Refused, match=sentence):
            self.change(cast, Dates(first, last))
        assert national(Step.REGISTER).last_day == date(2018, 3, 16)

    def test_yesterday_may_become_the_last_day_of_an_open_window(self, cast: Cast, plan: Plan) -> None:
        self.change(cast, Dates(date(2018, 1, 3), DAY - ONE_DAY))
        assert not is_open("8001", Step.REGISTER, DAY)

    def test_a_round_that_is_closing_keeps_its_dates(self, cast: Cast, plan: Plan) -> None:
        walk(closing_of(), ClosingStatus.SOFT_CLOSED)
        with pytest.raises(Refused, match="พักระบบ"):
            self.change(cast, Dates(date(2018, 1, 3), date(2018, 3, 30)), on=CLOSE_DAY)

    def test_a_change_made_meanwhile_is_not_overwritten(self, cast: Cast, plan: Plan) -> None:
        seen = national(Step.REGISTER)
        self.change(cast, Dates(date(2018, 1, 3), date(2018, 3, 18)))
        with pytest.raises(Refused, match="แก้ไขช่วงวันนี้ไปก่อนแล้ว"):
            calendar.change_window(
                seen,
                Dates(date(2018, 1, 3), date(2018, 3, 20)),
                by=cast.department_colleague,
                on=DAY,
                authority=LETTER,
            )

    @pytest.mark.parametrize("who", ["district", "province", "executive"])
    def test_only_the_department_changes_national_dates(self, cast: Cast, plan: Plan, who: str) -> None:
        with pytest.raises(PermissionDenied):
            self.change(cast, Dates(date(2018, 1, 3), date(2018, 3, 18)), by=getattr(cast, who))


class TestNarrowWindow:
    own = Dates(date(2018, 3, 20), date(2018, 3, 22))

    def narrow(self, cast: Cast, dates: Dates, *, on: date = DAY, **over: object) -> Window | None:
        words = {"by": cast.province, "on": on, "authority": LETTER} | over
        step = words.pop("step", Step.VERIFY)
        return calendar.narrow_window(national(step), cast.home, dates, **words)

    def test_a_province_works_on_its_own_days_and_its_neighbour_does_not(
        self, cast: Cast, plan: Plan
    ) -> None:
        self.narrow(cast, self.own)
        assert [is_open("80", Step.VERIFY, date(2018, 3, day)) for day in (19, 20, 22, 23)] == [
            False,
            True,
            True,
            False,
        ]
        assert is_open("8001", Step.VERIFY, date(2018, 3, 20))
        assert is_open("43", Step.VERIFY, date(2018, 3, 19))
        assert last_event("80").verb == "narrow_window"

    @pytest.mark.parametrize(
        "dates",
        [
            Dates(date(2018, 3, 18), date(2018, 3, 22)),
            Dates(date(2018, 3, 20), date(2018, 3, 24)),
        ],
    )
    def test_outside_the_national_window_is_refused_with_its_dates(
        self, cast: Cast, plan: Plan, dates: Dates
    ) -> None:
        with pytest.raises(Refused, match="19 - 23 มีนาคม 2561"):
            self.narrow(cast, dates)

    def test_the_national_dates_end_the_narrowing(self, cast: Cast, plan: Plan) -> None:
        self.narrow(cast, self.own)
        assert self.narrow(cast, Dates(date(2018, 3, 19), date(2018, 3, 23))) is None
        assert not Window.objects.filter(unit=cast.home).exists()
        assert is_open("80", Step.VERIFY, date(2018, 3, 23))

    def test_a_second_narrowing_replaces_the_first(self, cast: Cast, plan: Plan) -> None:
        self.narrow(cast, self.own)
        self.narrow(cast, Dates(date(2018, 3, 19), date(2018, 3, 21)))
        assert Window.objects.get(unit=cast.home).first_day == date(2018, 3, 19)

    def test_a_day_that_was_open_is_not_narrowed_away(self, cast: Cast, plan: Plan) -> None:
        with pytest.raises(Refused, match="19 มีนาคม 2561"):
            self.narrow(cast, self.own, on=VERIFY_DAY)
        self.narrow(cast, Dates(date(2018, 3, 19), date(2018, 3, 21)), on=VERIFY_DAY)
        assert not is_open("80", Step.VERIFY, date(2018, 3, 22))

    def test_the_closing_step_is_the_departments(self, cast: Cast, plan: Plan) -> None:
        with pytest.raises(Refused, match="วันปิดระบบเป็นของกรมฯ"):
            self.narrow(cast, Dates(CLOSE_DAY, CLOSE_DAY), step=Step.CLOSE)

    def test_letter_and_reason_are_needed(self, cast: Cast, plan: Plan) -> None:
        with pytest.raises(Refused, match="เลขที่หนังสือ"):
            self.narrow(cast, self.own, authority=Authority())

    def test_a_draft_is_not_narrowed(self, cast: Cast) -> None:
        calendar.propose_plan(2561, on=DAY)
        with pytest.raises(Refused, match="ยังไม่เผยแพร่"):
            self.narrow(cast, self.own)

    @pytest.mark.parametrize("who", ["other_province", "district", "department", "province_executive"])
    def test_only_the_province_itself_narrows(self, cast: Cast, plan: Plan, who: str) -> None:
        with pytest.raises(PermissionDenied):
            self.narrow(cast, self.own, by=getattr(cast, who))

    def test_a_national_change_turns_it_into_a_contradiction(self, cast: Cast, plan: Plan) -> None:
        self.narrow(cast, self.own)
        calendar.change_window(
            national(Step.VERIFY),
            Dates(date(2018, 3, 21), date(2018, 3, 23), 3),
            by=cast.department,
            on=DAY,
            authority=LETTER,
        )
        row = overview.year_plan(plan, "80", DAY).rounds[1].rows[1]
        assert [f.code for f in row.findings if f.is_warning] == ["province_contradicts"]
        assert [own.holds for own in row.narrowings] == [False]
        assert is_open("80", Step.VERIFY, date(2018, 3, 23))


class TestGrantExtension:
    def grant(self, cast: Cast, dates: Dates, *, on: date = GAP_DAY, **over: object) -> Extension:
        words = {"by": cast.department, "on": on, "authority": LETTER} | over
        step, unit = words.pop("step", Step.REGISTER), words.pop("unit", cast.a)
        return calendar.grant_extension(national(step), unit, dates, **words)

    def test_one_unit_has_more_days(self, cast: Cast, plan: Plan) -> None:
        self.grant(cast, Dates(GAP_DAY, VERIFY_DAY))
        assert is_open("8001", Step.REGISTER, VERIFY_DAY)
        assert not is_open("8002", Step.REGISTER, VERIFY_DAY)
        assert not is_open("80", Step.REGISTER, VERIFY_DAY)
        assert last_event("8001").verb == "grant_extension"
        assert [row.unit_id for row in overview.extensions_of(2561, "80")] == ["8001"]
        assert overview.extensions_of(2561, "8002") == []

    def test_a_provinces_extension_reaches_its_districts(self, cast: Cast, plan: Plan) -> None:
        self.grant(cast, Dates(GAP_DAY, VERIFY_DAY), unit=cast.home)
        assert is_open("8002", Step.REGISTER, GAP_DAY)
        assert not is_open("4301", Step.REGISTER, GAP_DAY)

    @pytest.mark.parametrize(
        ("first", "last", "sentence"),
        [
            (VERIFY_DAY, GAP_DAY, "วันสุดท้ายต้องไม่มาก่อนวันแรก"),
            (date(2018, 1, 2), VERIFY_DAY, "ก่อนวันที่ขั้นนี้เปิดไม่ได้"),
            (date(2018, 3, 10), date(2018, 3, 15), "ผ่านไปแล้ว"),
            (GAP_DAY, date(2018, 7, 1), "กรุณาตรวจเดือนและปี"),
        ],
    )
    def test_days_that_make_no_sense_are_refused(
        self, cast: Cast, plan: Plan, first: date, last: date, sentence: str
    ) -> None:
        with pytest.raises(Refused, match=sentence):
            self.grant(cast, Dates(first, last))
        assert not Extension.objects.exists()

    def test_days_that_the_plan_has_anyway_are_refused(self, cast: Cast, plan: Plan) -> None:
        with pytest.raises(Refused, match="อยู่แล้ว"):
            self.grant(cast, Dates(DAY, date(2018, 3, 16)), on=DAY)

    def test_closing_is_extended_for_the_department_alone(self, cast: Cast, plan: Plan) -> None:
        days = Dates(date(2018, 3, 28), date(2018, 3, 29))
        with pytest.raises(Refused, match="ขั้นปิดระบบเป็นของกรมฯ"):
            self.grant(cast, days, step=Step.CLOSE)
        self.grant(cast, days, step=Step.CLOSE, unit=cast.nation)
        assert is_open("", Step.CLOSE, date(2018, 3, 29))

    def test_the_same_extension_is_not_granted_twice(self, cast: Cast, plan: Plan) -> None:
        self.grant(cast, Dates(GAP_DAY, VERIFY_DAY))
        with pytest.raises(Refused, match="ไว้แล้ว"):
            self.grant(cast, Dates(GAP_DAY, VERIFY_DAY))

    def test_after_closing_nothing_is_extended(self, cast: Cast, plan: Plan) -> None:
        walk(closing_of(), ClosingStatus.CLOSED)
        with pytest.raises(Refused, match="ปิดระบบแล้ว"):
            self.grant(cast, Dates(CLOSE_DAY, date(2018, 3, 30)), on=CLOSE_DAY)

    @pytest.mark.parametrize("who", ["district", "province", "executive"])
    def test_only_the_department_grants(self, cast: Cast, plan: Plan, who: str) -> None:
        with pytest.raises(PermissionDenied):
            self.grant(cast, Dates(GAP_DAY, VERIFY_DAY), by=getattr(cast, who))

    def test_an_extension_under_way_ends_with_today(self, cast: Cast, plan: Plan) -> None:
        granted = self.grant(cast, Dates(GAP_DAY, date(2018, 3, 30)))
        calendar.end_extension(granted, by=cast.department, on=VERIFY_DAY, reason="ให้ผิดอำเภอ")
        assert is_open("8001", Step.REGISTER, VERIFY_DAY)
        assert not is_open("8001", Step.REGISTER, VERIFY_DAY + ONE_DAY)
        assert (last_event("8001").verb, last_event("8001").reason) == ("end_extension", "ให้ผิดอำเภอ")

    def test_an_extension_that_has_not_begun_goes(self, cast: Cast, plan: Plan) -> None:
        granted = self.grant(cast, Dates(GAP_DAY, VERIFY_DAY), on=DAY)
        calendar.end_extension(granted, by=cast.department, on=DAY, reason="ให้ผิดอำเภอ")
        assert not Extension.objects.exists()
        assert verify_chains("8001")[1] == []

    def test_an_extension_that_is_over_stays(self, cast: Cast, plan: Plan) -> None:
        granted = self.grant(cast, Dates(GAP_DAY, VERIFY_DAY))
        with pytest.raises(Refused, match="20 มีนาคม 2561 อยู่แล้ว"):
            calendar.end_extension(granted, by=cast.department, on=VERIFY_DAY, reason="ช้าไป")
        with pytest.raises(PermissionDenied):
            calendar.end_extension(granted, by=cast.province, on=GAP_DAY, reason="ไม่ใช่ของเรา")
