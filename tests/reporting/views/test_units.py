"""The department's pages of units over time: who sees them, what is refused, and the second person's act."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Plan, Unit, UnitChange
from reporting.tasks import carry_out_unit_changes
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer

pytestmark = pytest.mark.django_db
DAY_BOXES = {"day_0": "๑", "day_1": "ก.พ.", "day_2": "๒๕๖๑"}
SAID = {**DAY_BOXES, "decree": "เล่ม 135 ตอนที่ 1 ก", "decree_text": ""}
LIST = reverse("reporting:units")


@pytest.fixture
def admin(cast: Cast, client: Client, freeze: Freeze) -> Client:
    freeze(DAY)
    client.force_login(cast.department)
    return client


def new(act: str, code: str = "8001") -> str:
    return reverse("reporting:unit_change_new", args=[code, act])


def post(client: Client, url: str, **said: Any) -> str:
    """The page after a posted form."""
    return client.post(url, said, follow=True).content.decode()


def test_a_new_name_is_prepared_by_one_and_confirmed_by_another(admin: Client, cast: Cast) -> None:
    assert "ไม่มีรายการที่รอยืนยัน" in admin.get(LIST).content.decode()
    page = post(admin, new("rename"), **SAID, name="อำเภอนครใหม่")
    change = UnitChange.objects.get()
    url = reverse("reporting:unit_change", args=[change.pk])
    assert "อำเภอนครใหม่" in page
    assert "ท่านเป็นผู้จัดเตรียม" in page
    assert "อีกคน" in post(admin, url, act="confirm"), "the same person is refused"
    admin.force_login(cast.department_colleague)
    assert "ยืนยันตามนี้" in admin.get(url).content.decode()
    assert "ยืนยันแล้ว" in post(admin, url, act="confirm")
    assert carry_out_unit_changes() == 1
    assert Unit.objects.get(pk="8001").name == "นครใหม่"
    assert "ชื่อเดิม" in admin.get(reverse("reporting:unit", args=["8001"])).content.decode()
    assert "มีผลแล้ว" in admin.get(LIST).content.decode()


def test_what_is_refused_stands_on_the_form_with_what_was_typed(admin: Client) -> None:
    page = post(admin, new("rename"), **SAID, name="พรหมคีรี")
    assert "มีอำเภอพรหมคีรีอยู่แล้ว" in page
    assert SAID["decree"] in page
    assert not UnitChange.objects.exists()
    assert admin.get(new("nothing")).status_code == 404


def test_a_change_is_dropped_with_a_reason(admin: Client) -> None:
    post(admin, new("rename"), **SAID, name="นครใหม่")
    url = reverse("reporting:unit_change", args=[UnitChange.objects.get().pk])
    assert '<details class="fold" open>' in post(admin, url, act="drop", reason="")
    assert "พิมพ์ผิด" in post(admin, url, act="drop", reason="พิมพ์ผิด")


def test_a_province_reads_and_may_not_change(admin: Client, cast: Cast) -> None:
    post(admin, new("rename"), **SAID, name="นครใหม่")
    url = reverse("reporting:unit_change", args=[UnitChange.objects.get().pk])
    admin.force_login(cast.province)
    for page in (url, LIST, reverse("reporting:unit", args=["80"])):
        answer = admin.get(page)
        assert (answer.status_code, "ยืนยันตามนี้" in answer.content.decode()) == (200, False)
    assert admin.post(url, {"act": "confirm"}).status_code == 403


SPLIT = {
    **SAID,
    "own_share": "2/3",
    "name_1": "อำเภอท่าวังใหม่",
    "code_1": "๘๐๒๔",
    "share_1": "1/3",
    "goes_800102": "1",
}


def test_a_split_is_read_before_it_is_confirmed(admin: Client, cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, subdistrict_code="800102")
    assert "ตำบลท่าวัง (800102)" in admin.get(new("split")).content.decode()
    page = post(admin, new("split"), **SPLIT)
    change = UnitChange.objects.get()
    for words in ("อำเภอท่าวังใหม่", "800102 → 802401", "2/3", "รอบ 2/2561", "ต้องแต่งตั้งผู้ใช้", "เดือนกุมภาพันธ์ 2561"):
        assert words in page, words
    assert Unit.objects.filter(pk="8024").count() == 0
    admin.force_login(cast.other_province)
    seen = admin.get(reverse("reporting:unit_change", args=[change.pk])).content.decode()
    assert ("อำเภอท่าวังใหม่" in seen, "802401" in seen) == (True, False), (
        "the decree is public, the counts are not"
    )
    admin.force_login(cast.department_colleague)
    post(admin, reverse("reporting:unit_change", args=[change.pk]), act="confirm")
    assert carry_out_unit_changes() == 1
    assert "8024" in admin.get(reverse("reporting:unit", args=["80"])).content.decode()
    assert "802401" in admin.get(reverse("reporting:unit", args=["8024"])).content.decode()


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"share_1": "1/4"}, "ขณะนี้รวมได้ 11/12"),
        ({"share_1": "ครึ่ง"}, "กรุณาพิมพ์สัดส่วน"),
        ({"goes_800102": "2"}, "ยังไม่ได้ระบุชื่อของหน่วยงานใหม่ที่ 2"),
        ({"code_1": "8002"}, "มีหน่วยงานใช้แล้ว"),
        ({"name_2": "อีกแห่ง"}, "กรุณาระบุรหัสและสัดส่วนของหน่วยงานใหม่ที่ 2"),
    ],
)
def test_a_split_that_does_not_add_up_is_refused(admin: Client, over: dict[str, str], words: str) -> None:
    assert words in post(admin, new("split"), **SPLIT | over)
    assert not UnitChange.objects.exists()


def test_merging_creating_and_ending_have_their_forms(admin: Client, cast: Cast, plan: Plan) -> None:
    assert "อย่างใดอย่างหนึ่ง" in post(admin, new("merge"), **SAID)
    assert "รวมอำเภอเมืองนครศรีธรรมราช" in post(admin, new("merge"), **SAID, into="8002")
    assert "อำเภอใหม่" in post(admin, new("create", "80"), **SAID, name="อำเภอใหม่", code="8077")
    assert "รหัสต้องขึ้นต้น" in post(admin, new("create", "80"), **SAID, name="ใหม่", code="7777")
    assert "จังหวัดพรหม" in post(admin, reverse("reporting:province_new"), **SAID, name="พรหม", code="81")
    assert "ยังมี 1 อำเภอ" in post(admin, new("end", "43"), **SAID)
    assert "สิ้นสุด" in post(admin, new("end", "4301"), **SAID)
    assert admin.get(new("create")).status_code == 404
