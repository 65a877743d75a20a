"""Dates of a step changed, narrowed, extended: what holds afterwards, what is refused, what the journal says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from registration import timetable
from registration.models import (
    Event,
    Extension,
    Plan,
    Window,
)
from registration.models.calendar import windows_for
from registration.services import calendar
from registration.services.calendar import Authority, Dates, overview
from registration.services.journal import verify_chains
from registration.timetable import Quarter, Step
from registration.workflow import ClosingStatus, Refused
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    DAY,
    GAP_DAY,
    VERIFY_DAY,
    closing_of,
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
