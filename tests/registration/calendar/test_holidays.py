"""Days off: the seed of docs/rules.md 3, the department's own, and the counts that follow them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from registration.models import Event, Holiday, Plan, Window
from registration.services import calendar
from registration.services.calendar import overview
from registration.timetable import Quarter
from registration.workflow import Refused
from tests.world.cast import Cast
from tests.world.factories import DAY, LONG_AGO

pytestmark = pytest.mark.django_db


def test_seed_makes_ten_of_the_letters_twelve_counts_fit(plan: Plan) -> None:
    calendar.load_holidays(LONG_AGO)
    board = overview.year_plan(plan, "", DAY)
    counts = [(row.window.stated_days, row.counted_days) for group in board.rounds for row in group.rows]
    assert [pair for pair in counts if pair[0] != pair[1]] == [(60, 54), (2, 1)]


def test_seed_leaves_out_labour_day_and_the_cabinets_special_holiday(cast: Cast) -> None:
    calendar.load_holidays(LONG_AGO)
    days = calendar.days_off()
    assert date(2018, 5, 1) not in days
    assert date(2018, 4, 12) not in days
    assert date(2018, 5, 14) in days  # Royal Ploughing Day, which is no public holiday
    assert Holiday.objects.get(day=date(2018, 1, 2)).kind == Holiday.Kind.SUBSTITUTE
    assert Holiday.objects.get(day=date(2026, 1, 2)).kind == Holiday.Kind.SPECIAL


def test_childrens_day_is_no_official_day_off(cast: Cast) -> None:
    calendar.load_holidays(LONG_AGO)
    assert not Holiday.objects.filter(name__contains="เด็ก").exists()
    assert date(2018, 1, 13) not in calendar.days_off()


def test_a_year_whose_list_is_not_announced_is_provisional(cast: Cast) -> None:
    calendar.load_holidays(LONG_AGO)
    assert [year for year in range(2560, 2573) if calendar.to_come(year)] == [2570, 2571, 2572]
    assert "วันพืชมงคล" in calendar.to_come(2570)
    words = {"kind": Holiday.Kind.OFFICIAL, "source": "ประกาศ", "by": cast.department, "on": DAY}
    calendar.add_holiday(date(2027, 5, 10), "วันพระราชพิธีพืชมงคลจรดพระนังคัลแรกนาขวัญ", **words)
    assert calendar.to_come(2570) == ()


def test_seed_covers_fiscal_years_2560_to_2572(cast: Cast) -> None:
    calendar.load_holidays(LONG_AGO)
    years = {Quarter.of(day).fiscal_year_be for day in calendar.days_off()}
    assert years == set(range(2560, 2573))


def test_a_removed_day_does_not_come_back_with_the_next_seed(cast: Cast) -> None:
    calendar.load_holidays(LONG_AGO)
    gone = Holiday.objects.get(day=date(2018, 3, 1))
    calendar.remove_holiday(gone, by=cast.department, on=DAY, reason="ประกาศยกเลิก")
    assert calendar.load_holidays(DAY) == 0
    assert date(2018, 3, 1) not in calendar.days_off()


def test_the_cabinets_day_is_added_and_the_third_round_counts_49(cast: Cast, plan: Plan) -> None:
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
    assert Event.objects.filter(unit_id="").latest("seq").verb == "add_holiday"


def test_a_day_off_is_not_entered_twice(cast: Cast) -> None:
    calendar.load_holidays(LONG_AGO)
    words = {"kind": Holiday.Kind.SPECIAL, "source": "ทดสอบ", "by": cast.department, "on": DAY}
    with pytest.raises(Refused, match="เป็นวันหยุดอยู่แล้ว คือ วันมาฆบูชา"):
        calendar.add_holiday(date(2018, 3, 1), "ซ้ำ", **words)


@pytest.mark.parametrize("who", ["district", "province", "executive", "stranger"])
def test_only_the_department_edits_days_off(cast: Cast, who: str) -> None:
    words = {"kind": Holiday.Kind.SPECIAL, "source": "ทดสอบ", "by": getattr(cast, who), "on": DAY}
    with pytest.raises(PermissionDenied):
        calendar.add_holiday(date(2018, 4, 12), "วันหยุด", **words)
    assert not Holiday.objects.filter(day=date(2018, 4, 12)).exists()
