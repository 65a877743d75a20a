"""A unit takes another name by decree: prepared by one, confirmed by another; the past keeps the name of its day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from registration.models import (
    ChangeStatus,
    Event,
    FormerName,
    Notice,
    Plan,
    Post,
    Subdistrict,
    Unit,
    UnitChange,
    User,
)
from registration.models.units import named_as_on
from registration.services import journal, reference
from registration.services.units import deciding
from registration.services.units.deciding import Decree
from registration.unit_terms import Terms
from registration.workflow import Refused
from reporting.services import units
from tests.registration.views.test_public import announced
from tests.world.cast import Cast
from tests.world.factories import DAY

__all__ = ["announced"]
pytestmark = pytest.mark.django_db
DECREE = "เล่ม 135 ตอนที่ 1 ก วันที่ 1 มกราคม 2561"
OLD, NEW = "เมืองนครศรีธรรมราช", "นครใหม่"
TOMORROW = DAY + timedelta(days=1)


def prepare(
    cast: Cast, day: date = DAY, name: str = NEW, *, unit: Unit | None = None, on: date = DAY
) -> UnitChange:
    terms, decree = Terms(name=name), Decree(day, DECREE)
    return deciding.prepare("rename", unit or cast.a, decree, terms, by=cast.department, on=on)


def confirm(change: UnitChange, by: User, on: date = DAY) -> UnitChange:
    return deciding.confirm(change, by=by, on=on)


def rename(cast: Cast, day: date = DAY, name: str = NEW, *, on: date = DAY) -> None:
    confirm(prepare(cast, day, name, on=on), cast.department_colleague, on)
    assert units.carry_out_due(on) == 1


def name_on(day: date) -> str:
    with named_as_on(day):
        return Unit.objects.get(pk="8001").name


def test_a_day_before_the_new_name_reads_the_old_one_however_often_it_changed(cast: Cast) -> None:
    rename(cast)
    later = DAY + timedelta(days=30)
    rename(cast, name="นครเก่า", day=later, on=later)
    eve, last = DAY - timedelta(days=1), later - timedelta(days=1)
    assert [name_on(day) for day in (eve, DAY, last, later)] == [OLD, NEW, NEW, "นครเก่า"]
    unit = Unit.objects.get(pk="8001")
    assert (str(unit), str(unit.as_on(eve)), str(unit)) == ("อำเภอนครเก่า", f"อำเภอ{OLD}", "อำเภอนครเก่า")
    with named_as_on(eve):
        post = Post.objects.select_related("unit").get(user=cast.district)
        assert (post.unit.name, Subdistrict.objects.get(pk="800101").district.name) == (OLD, OLD)


def test_it_takes_two_and_the_second_is_not_the_first(cast: Cast) -> None:
    change = prepare(cast)
    assert Unit.objects.get(pk="8001").name == OLD
    with pytest.raises(Refused, match="อีกคน"):
        confirm(change, cast.department)
    for by in (cast.province, cast.executive, cast.district):
        with pytest.raises(PermissionDenied):
            confirm(change, by)
        with pytest.raises(PermissionDenied):
            deciding.drop(change, reason="ไม่ทำ", by=by, on=DAY)
    confirm(change, cast.department_colleague)
    with pytest.raises(Refused, match="ยืนยัน"):
        confirm(change, cast.department_colleague)


def test_a_future_day_is_waited_for_and_done_once(cast: Cast) -> None:
    change = confirm(prepare(cast, TOMORROW), cast.department_colleague)
    assert units.carry_out_due(DAY) == 0
    assert Unit.objects.get(pk="8001").name == OLD
    assert [units.carry_out_due(TOMORROW), units.carry_out_due(TOMORROW)] == [1, 0]
    change = UnitChange.objects.get(pk=change.pk)
    assert (change.status, change.done_day, Unit.objects.get(pk="8001").name) == ("done", TOMORROW, NEW)
    assert FormerName.objects.get().last_day == DAY


def test_a_change_may_be_dropped_until_it_is_done(cast: Cast) -> None:
    change = confirm(prepare(cast, TOMORROW), cast.department_colleague)
    with pytest.raises(Refused, match="เหตุผล"):
        deciding.drop(change, reason=" ", by=cast.department, on=DAY)
    dropped = deciding.drop(change, reason="พิมพ์ผิด", by=cast.department, on=DAY)
    assert dropped.status == ChangeStatus.DROPPED
    assert units.carry_out_due(TOMORROW) == 0
    rename(cast)
    with pytest.raises(Refused, match="มีผลไปแล้ว"):
        deciding.drop(UnitChange.objects.latest("pk"), reason="พิมพ์ผิด", by=cast.department, on=DAY)


def test_what_may_not_be_renamed(cast: Cast) -> None:
    for name, words in ((OLD, "ใช้ชื่อนี้อยู่แล้ว"), ("พรหมคีรี", "มีอำเภอพรหมคีรีอยู่แล้ว")):
        with pytest.raises(Refused, match=words):
            prepare(cast, name=name)
    with pytest.raises(Refused, match="ย้อนวันที่"):
        prepare(cast, DAY - timedelta(days=91))
    with pytest.raises(Refused, match="ราชกิจจานุเบกษา"):
        deciding.prepare("rename", cast.a, Decree(DAY, " "), Terms(name=NEW), by=cast.department, on=DAY)
    prepare(cast, DAY - timedelta(days=90))
    with pytest.raises(Refused, match="ยังไม่เสร็จ"):
        prepare(cast, name="อื่น")


def test_a_name_begins_after_the_newest_closing(announced: Cast) -> None:
    closed = date(2018, 3, 26)
    with pytest.raises(Refused, match="27 มีนาคม 2561"):
        prepare(announced, closed, on=date(2018, 4, 2))
    rename(announced, date(2018, 3, 27), on=date(2018, 4, 2))


def test_journals_and_those_concerned_hear_of_it(cast: Cast, plan: Plan) -> None:
    rename(cast)
    verbs = list(Event.objects.filter(unit="").values_list("verb", "by__username"))
    assert verbs[-3:] == [
        ("prepare_unit_change", "department"),
        ("confirm_unit_change", "department_colleague"),
        ("change_unit", "department_colleague"),
    ]
    own = Event.objects.get(unit="8001", verb="rename_unit")
    assert (own.before, own.after) == ({"name": OLD}, {"name": NEW, "day": "2018-02-01"})
    assert journal.verify_chains()[1] == []
    told = Notice.objects.filter(kind="unit_change").values_list("unit_id", "details__change_status")
    assert {("", "prepared"), ("8001", "waiting"), ("80", "done"), ("8001", "done")} <= set(told)
    assert ("8001", "prepared") not in told


def test_loading_the_lists_again_keeps_a_name_given_by_decree(cast: Cast) -> None:
    reference.load_units()
    rename(cast)
    reference.load_units()
    assert Unit.objects.get(pk="8001").name == NEW
