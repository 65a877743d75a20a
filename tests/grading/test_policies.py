"""Policies: the letter's first, new versions by the department, refusals that keep and show what was typed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from grading import scoring
from grading.models import BaseRule, Increase, Policy
from grading.scoring import Band
from grading.services import policies, runs
from grading.services.policies import Terms
from registration.timetable import Quarter
from registration.workflow import Refused
from tests.world.cast import Cast
from tests.world.grading_scene import AUGUST_ROUND, QUARTER, Scene

ON = date(2024, 9, 1)
TABLE = (Band("A", 5, Decimal(6)), Band("B", 3, Decimal(4)), Band("C", 1, Decimal("2.5")))
TYPED = {
    "name": "เกณฑ์ปี ๒๕๖๘",
    "source": "มท 1",
    "from_quarter": "๑/๒๕๖๘",
    "increase": "gross",
    "base_rule": "last_year",
    "base_year_be": "",
    "products_A": "๕",
    "growth_A": "6 %",
    "products_B": "3",
    "growth_B": "๔",
    "products_C": "1",
    "growth_C": "2.5",
}  # fmt: skip


def terms(quarter: Quarter = QUARTER.next, bands: tuple[Band, ...] = TABLE, **over: object) -> Terms:
    return Terms("เกณฑ์ใหม่", quarter, bands, **over)


def test_the_letters_policy_holds_until_another_is_entered(cast: Cast) -> None:
    assert policies.policy_for(QUARTER).scoring_bands == scoring.BANDS
    assert not Policy.objects.exists()
    policies.enter_policy(terms(), by=cast.department, on=ON)
    assert [policies.policy_for(q).version for q in (QUARTER.previous, QUARTER, QUARTER.next)] == [1, 1, 2]
    assert policies.policy_for(QUARTER.next).scoring_bands == TABLE


def test_loading_the_letters_policy_twice_changes_nothing(cast: Cast) -> None:
    first, again = (policies.load_policy_2567(policies.Act(None, ON)) for _ in range(2))
    assert (first, Policy.objects.count(), first.scoring_bands) == (again, 1, scoring.BANDS)


@pytest.mark.parametrize("who", ["district", "province", "executive", "stranger"])
def test_only_the_department_enters_a_policy(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        policies.enter_policy(terms(), by=getattr(cast, who), on=ON)


@pytest.mark.parametrize(
    ("over", "word"),
    [
        ({"bands": TABLE[:2]}, "ช่องว่าง"),
        ({"bands": (TABLE[0], Band("B", 5, Decimal(4)), TABLE[2])}, "ทับกัน"),
        ({"quarter": QUARTER.previous}, "ไม่ก่อนไตรมาส 4/2567"),
        ({"base_rule": BaseRule.NAMED_YEAR, "base_year_be": 2568}, "ปีฐาน"),
    ],
)
def test_an_unusable_policy_is_refused(cast: Cast, over: dict[str, object], word: str) -> None:
    with pytest.raises(Refused, match=word):
        policies.enter_policy(terms(**over), by=cast.department, on=ON)
    assert not Policy.objects.filter(version=2).exists()


@pytest.mark.django_db
def test_a_frozen_base_keeps_its_rule() -> None:
    scene = Scene()
    scene.base("4301", "1.00")
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    by = scene.officers[""]
    with pytest.raises(Refused, match="ตรึง"):
        policies.enter_policy(terms(QUARTER, base_rule=BaseRule.MEAN_OF_THREE), by=by, on=AUGUST_ROUND)
    policies.enter_policy(terms(QUARTER, increase=Increase.GROSS), by=by, on=AUGUST_ROUND)
    assert runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND).policy_id == 2


# --- the screen ---------------------------------------------------------------------------------------


def post(client: Client, cast: Cast, **over: str) -> object:
    client.force_login(cast.department)
    return client.post(reverse("grading:policy_new"), TYPED | over)


def test_the_screen_enters_thai_digits_and_percent_signs(client: Client, cast: Cast) -> None:
    answer = post(client, cast)
    assert answer.status_code == 302
    policy = Policy.objects.get(version=2)
    assert (policy.from_quarter_id, policy.increase, policy.scoring_bands) == (25681, Increase.GROSS, TABLE)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"products_B": "", "growth_B": ""}, "ช่องว่าง: ไม่มีเกณฑ์"),
        ({"products_B": "5"}, "ทับกับระดับ A"),
        ({"growth_C": "4"}, "ทับกับระดับ B"),
    ],
)
def test_a_refused_table_is_shown_and_kept(
    client: Client, cast: Cast, over: dict[str, str], said: str
) -> None:
    answer = post(client, cast, **over)
    text = answer.content.decode()
    assert said in text
    assert 'value="เกณฑ์ปี ๒๕๖๘"' in text
    assert 'value="6 %"' in text
    assert not Policy.objects.filter(version=2).exists()


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"growth_B": ""}, "กรอกให้ครบทั้งสองเงื่อนไขของระดับ B"),
        ({"growth_B": "สี่"}, "กรุณากรอกร้อยละ"),
        ({"from_quarter": "5/2568"}, "ไม่มีไตรมาส"),
        ({"base_rule": "named_year"}, "กรอกปีฐาน"),
        ({"name": ""}, "กรอกชื่อเกณฑ์"),
    ],
)
def test_a_box_that_cannot_be_read_is_named(
    client: Client, cast: Cast, over: dict[str, str], said: str
) -> None:
    assert said in post(client, cast, **over).content.decode()


def test_boxes_say_when_they_must_be_filled_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.department)
    text = client.get(reverse("grading:policy_new")).content.decode()
    assert "(ต้องกรอกเมื่อเลือกไตรมาสเดียวกันของปีที่กำหนด)" in text
    assert "(ไม่บังคับ)" not in text


def test_every_version_can_be_read(client: Client, cast: Cast) -> None:
    policies.enter_policy(terms(), by=cast.department, on=ON)
    client.force_login(cast.district)
    assert "เกณฑ์ใหม่" in client.get(reverse("grading:policies")).content.decode()
    text = client.get(reverse("grading:policy", args=[2])).content.decode()
    assert "ตั้งแต่ 5 ขึ้นไป" in text
    assert "เกินร้อยละ 2.5 ถึง 4" in text
