"""The plan of a year: loaded from the letter, drafted for a year without one, published."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from registration import timetable
from registration.models import Certification, Closing, Event, Holiday, Plan, Round, Submission, Window
from registration.models.calendar import windows_for
from registration.services import calendar
from registration.services.calendar import Authority, overview
from registration.timetable import Quarter, Step
from registration.workflow import Refused
from tests.world.cast import Cast
from tests.world.factories import DAY, LONG_AGO, ROUND_ID, make_unit, walk

pytestmark = pytest.mark.django_db
LETTER = Authority("มท 0402.3/ว 99", "แผนปีใหม่")


def test_the_letters_plan_stands_published_with_its_number(plan: Plan) -> None:
    assert plan.is_published
    assert (plan.letter_number, plan.letter_day) == ("นศ 0019/01467", date(2018, 3, 13))
    assert Window.objects.national().in_year(2561).count() == 12


def test_publishing_freezes_who_is_awaited(cast: Cast, plan: Plan) -> None:
    assert Submission.objects.filter(round_id=ROUND_ID).count() == 3
    assert Certification.objects.filter(round_id=ROUND_ID).count() == 2
    assert Closing.objects.count() == Round.objects.count() == 4


def test_an_abolished_unit_is_not_awaited(cast: Cast) -> None:
    make_unit("8099", valid_to=date(2017, 10, 1))
    calendar.load_plan_2561(LONG_AGO)
    assert not Submission.objects.filter(district_id="8099").exists()


def test_loading_again_changes_nothing(cast: Cast, plan: Plan) -> None:
    calendar.load_plan_2561(DAY)
    assert Window.objects.count() == 12
    assert Submission.objects.count() == 12
    assert Event.objects.filter(verb="publish_plan").count() == 1


def test_expect_units_adds_only_what_is_new(cast: Cast, plan: Plan) -> None:
    walk(Submission.objects.get(round_id=ROUND_ID, district=cast.a), "submitted")
    make_unit("8003")
    calendar.expect_units(Round.objects.get(pk=ROUND_ID), on=DAY)
    rows = Submission.objects.filter(round_id=ROUND_ID)
    assert dict(rows.values_list("district_id", "status"))["8001"] == "submitted"
    assert rows.count() == 4


def test_a_draft_opens_nothing_until_it_is_published(cast: Cast) -> None:
    draft = calendar.propose_plan(2570, by=cast.department, on=DAY)
    day = Window.objects.national().get(round_id=25702, step=Step.REGISTER).first_day
    assert not draft.is_published
    assert windows_for("8001") == []
    calendar.publish_plan(draft, by=cast.department, on=DAY, authority=LETTER, letter_day=DAY)
    assert timetable.is_open(windows_for("8001"), Quarter(2570, 2), Step.REGISTER, day)
    assert Submission.objects.filter(round_id=25702).count() == 3


def test_a_draft_has_no_warning_and_brings_the_years_holidays(cast: Cast) -> None:
    draft = calendar.propose_plan(2590, by=cast.department, on=DAY)
    assert Holiday.objects.filter(day__year=2047).exists()
    assert not [f for f in overview.year_plan(draft, "", DAY).findings if f.is_warning]


def test_proposing_again_leaves_the_plan_as_it_is(cast: Cast, plan: Plan) -> None:
    again = calendar.propose_plan(2561, by=cast.department, on=DAY)
    assert again == plan
    assert Window.objects.get(round_id=25611, step=Step.CLOSE).last_day == date(2017, 12, 30)


def test_publishing_twice_is_refused(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused, match="เผยแพร่ไปแล้ว"):
        calendar.publish_plan(plan, by=cast.department, on=DAY, authority=LETTER)


def test_a_plan_that_lacks_a_window_is_not_published(cast: Cast) -> None:
    draft = calendar.propose_plan(2570, by=cast.department, on=DAY)
    Window.objects.filter(round_id=25703, step=Step.CLOSE).delete()
    with pytest.raises(Refused, match="ไม่ครบทุกขั้นตอน"):
        calendar.publish_plan(draft, by=cast.department, on=DAY, authority=LETTER)


def overlapping_draft(cast: Cast) -> Plan:
    """A draft whose verifying begins before registering ends."""
    draft = calendar.propose_plan(2570, by=cast.department, on=DAY)
    first_day = Window.objects.national().get(round_id=25702, step=Step.REGISTER).last_day
    Window.objects.national().filter(round_id=25702, step=Step.VERIFY).update(first_day=first_day)
    return draft


def test_a_plan_whose_steps_overlap_is_published_only_for_a_reason(cast: Cast) -> None:
    draft = overlapping_draft(cast)
    with pytest.raises(Refused, match="ข้อขัดแย้งของช่วงวัน 1 ข้อ"):
        calendar.publish_plan(draft, by=cast.department, on=DAY, authority=Authority("มท 1"))
    calendar.publish_plan(draft, by=cast.department, on=DAY, authority=LETTER)
    assert Event.objects.get(verb="publish_plan").reason == LETTER.reason


def test_a_discarded_draft_is_gone_and_may_be_proposed_again(cast: Cast) -> None:
    draft = calendar.propose_plan(2600, by=cast.department, on=DAY)
    calendar.discard_plan(draft, by=cast.department, on=DAY)
    assert not Plan.objects.exists()
    assert not Round.objects.exists()
    assert Event.objects.filter(verb="discard_plan", subject="plan:2600").count() == 1
    assert calendar.propose_plan(2600, by=cast.department, on=DAY).pk == 2600


def test_a_published_plan_is_never_discarded(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused, match="เผยแพร่ไปแล้ว"):
        calendar.discard_plan(plan, by=cast.department, on=DAY)
    assert Window.objects.count() == 12


@pytest.mark.parametrize("who", ["district", "province", "executive", "province_executive"])
def test_only_the_department_proposes_and_publishes(cast: Cast, who: str) -> None:
    draft = calendar.propose_plan(2570, on=DAY)
    with pytest.raises(PermissionDenied):
        calendar.propose_plan(2571, by=getattr(cast, who), on=DAY)
    with pytest.raises(PermissionDenied):
        calendar.publish_plan(draft, by=getattr(cast, who), on=DAY, authority=LETTER)
    with pytest.raises(PermissionDenied):
        calendar.discard_plan(draft, by=getattr(cast, who), on=DAY)
