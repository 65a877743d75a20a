"""Runs: A to D and each reason told by hand, like for like, who may run and publish, and what publishing locks."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from grading.models import Grade, GradeRun, Policy, RunKind
from grading.services import bases, runs
from registration.models import Succession, Unit, User
from registration.workflow import Refused
from tests.world.factories import make_officer, make_user
from tests.world.grading_scene import (
    AUGUST,
    AUGUST_ROUND,
    EVERYBODY,
    FINAL_DAY,
    JULY,
    NEW_DAY,
    QUARTER,
    SEPTEMBER,
    SEPTEMBER_ROUND,
    Scene,
    executive,
)

DISTRICTS = ("4301", "4302", "4303", "4304", "4305", "4306", "4307")
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def told(run: GradeRun) -> dict[str, str]:
    """{district: its letter, or its reason}"""
    return {each.district_id: each.letter or each.reason for each in run.grades.all()}


def fill(scene: Scene, code: str, increase: int, sold: str, base: str = "100000.00") -> None:
    """A district with one old product, an increase, and every month sold and based alike."""
    scene.products(code, 1)
    if increase:
        scene.products(code, increase, on=NEW_DAY)
    scene.base(code, base, base, base)
    for month in QUARTER.months:
        scene.sell(code, month, sold)


# --- interim ------------------------------------------------------------------------------------------


def test_interim_gives_every_grade_and_every_reason() -> None:
    scene = Scene(districts=DISTRICTS)
    fill(scene, "4301", 3, "105000.01")  # over 5 % by a satang a month
    fill(scene, "4302", 3, "105000.00")  # exactly 5 %
    fill(scene, "4303", 1, "102000.01")
    fill(scene, "4304", 5, "102000.00")  # exactly 2 %
    fill(scene, "4305", 2, "150000.00", base="0.00")
    scene.products("4306", 1)
    scene.base("4306", "1.00", "1.00", "1.00")  # nothing reported
    for month in QUARTER.months:  # 4307 came from a split and has no base
        scene.products("4307", 1) if month == JULY else None
        scene.sell("4307", month, "10.00")
    Succession.objects.create(predecessor_code="4399", successor_code="4307", day=date(2024, 1, 1))
    run = runs.run_interim(scene.province, QUARTER, on=SEPTEMBER_ROUND)
    assert told(run) == {
        "4301": "A", "4302": "B", "4303": "C", "4304": "D",
        "4305": "no_base", "4306": "no_sales_yet", "4307": "base_changed",
    }  # fmt: skip


def test_the_first_run_of_an_installation_stores_the_policy_that_it_went_by(scene: Scene) -> None:
    assert not Policy.objects.exists()
    run = runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    assert Policy.objects.get() == run.policy
    assert [band.grade for band in run.policy.scoring_bands] == ["A", "B", "C"]
    assert run.quarter.quarter == QUARTER


def test_before_any_month_is_due_there_is_no_letter_but_the_part_about_products(scene: Scene) -> None:
    """15 July 2567: no month of 4/2567 is due yet (decision 0005)."""
    fill(scene, "4301", 2, "999999.00")
    grade = runs.run_interim(scene.province, QUARTER, on=date(2024, 7, 15)).grades.get(district_id="4301")
    assert (grade.letter, grade.reason, grade.by_products, grade.months) == ("", "no_sales_yet", "B", [])


def test_interim_compares_only_the_month_that_was_reported(scene: Scene) -> None:
    scene.products("4301", 1)
    scene.base("4301", "100.00", "900.00", "900.00")
    scene.sell("4301", JULY, "103.00")
    grade = runs.run_interim(scene.province, QUARTER, on=SEPTEMBER_ROUND).grades.get(district_id="4301")
    assert grade.months == ["2024-07-01"]
    assert (grade.sales_baht, grade.base_baht, grade.by_sales) == (Decimal("103.00"), Decimal("100.00"), "C")


def test_a_month_with_one_answer_missing_is_not_reported(scene: Scene) -> None:
    """Missing is not zero (decision 0006): the second product's silence keeps July out."""
    first, second = scene.products("4301", 2)
    scene.base("4301", "100.00", "100.00", "100.00")
    scene.answer("4301", JULY, first, "500.00")
    assert told(runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND))["4301"] == "no_sales_yet"
    scene.answer("4301", JULY, second, "0")
    assert told(runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND))["4301"] == "D"


def test_a_month_not_due_yet_does_not_count(scene: Scene) -> None:
    fill(scene, "4301", 0, "110000.00")
    grade = runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND).grades.get(district_id="4301")
    assert grade.months == ["2024-07-01"]


def test_a_second_interim_run_of_a_day_replaces_the_first(scene: Scene) -> None:
    first = runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    second = runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND, by=scene.officer)
    other = runs.run_interim(scene.province, QUARTER, on=SEPTEMBER_ROUND)
    assert list(GradeRun.objects.values_list("pk", flat=True)) == [second.pk, other.pk]
    assert not Grade.objects.filter(run_id=first.pk).exists()
    assert second.made_by == scene.officer


def test_the_first_run_freezes_the_base_and_what_is_missing_may_still_come(scene: Scene) -> None:
    scene.base("4301", "1.00")
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    scene.base("4301", "1.00", "2.00", on=AUGUST_ROUND)
    with pytest.raises(Refused, match="ตรึงแล้ว"):
        scene.base("4301", "9.00", on=AUGUST_ROUND)
    assert {row.amount_baht for row in bases.standing_of("43", QUARTER).values()} == {1, 2}


# --- final --------------------------------------------------------------------------------------------


@pytest.fixture
def closed() -> Scene:
    """4301 has A, 4302 lacks September; round 4/2567 is closed."""
    scene = Scene()
    fill(scene, "4301", 3, "106000.00")
    scene.products("4302", 1)
    scene.base("4302", "1.00", "1.00", "1.00")
    scene.sell("4302", JULY, "5.00")
    scene.sell("4302", AUGUST, "5.00")
    scene.close()
    return scene


def test_final_grades_from_the_edition_and_names_who_lacks_a_month(closed: Scene) -> None:
    run = runs.run_final(closed.province, QUARTER, by=closed.officer, on=FINAL_DAY)
    assert told(run)["4302"] == "months_missing"
    assert run.edition is not None
    assert run.grades.get(district_id="4301").increase == 3


def test_final_waits_for_the_last_month_to_be_due(closed: Scene) -> None:
    with pytest.raises(Refused, match="หลังครบกำหนด") as refused:
        runs.run_final(closed.province, QUARTER, by=closed.officer, on=date(2024, 10, 15))
    assert refused.value.reopens == FINAL_DAY


def test_final_waits_for_the_closed_edition(scene: Scene) -> None:
    with pytest.raises(Refused, match="ยังไม่ปิดระบบ"):
        runs.run_final(scene.province, QUARTER, by=scene.officer, on=FINAL_DAY)


def test_publishing_locks_the_quarter(closed: Scene) -> None:
    run = runs.run_final(closed.province, QUARTER, by=closed.officer, on=FINAL_DAY)
    run = runs.publish(run, remarks=EVERYBODY, by=closed.officer, on=FINAL_DAY)
    assert run.published_by == closed.officer
    with pytest.raises(Refused, match="ล็อกแล้ว"):
        closed.sell("4302", SEPTEMBER, "5.00")
    for act in (runs.run_interim, runs.run_final):
        with pytest.raises(Refused, match="ประกาศ"):
            act(closed.province, QUARTER, by=closed.officer, on=FINAL_DAY)
    with pytest.raises(Refused, match="ไปแล้ว"):
        runs.publish(run, remarks=EVERYBODY, by=closed.officer, on=FINAL_DAY)
    row = bases.standing_of("43", QUARTER)["4301", JULY]
    with pytest.raises(Refused, match="ประกาศ"):
        bases.correct_base(row, Decimal(1), by=closed.officer, on=FINAL_DAY, reason="พิมพ์ผิด")


def test_publish_refuses_what_moved_after_the_run_and_locks_nothing(closed: Scene) -> None:
    run = runs.run_final(closed.province, QUARTER, by=closed.officer, on=FINAL_DAY)
    closed.sell("4302", SEPTEMBER, "5.00")
    with pytest.raises(Refused, match="เปลี่ยนไป"):
        runs.publish(run, remarks=EVERYBODY, by=closed.officer, on=FINAL_DAY)
    assert told(runs.run_final(closed.province, QUARTER, by=closed.officer, on=FINAL_DAY))["4302"] == "D"
    assert GradeRun.objects.filter(kind=RunKind.FINAL).count() == 1


def test_publish_refuses_an_interim_run(scene: Scene) -> None:
    run = runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    with pytest.raises(Refused, match="สุดท้าย"):
        runs.publish(run, remarks=EVERYBODY, by=scene.officer, on=AUGUST_ROUND)


# --- who ----------------------------------------------------------------------------------------------


def people(scene: Scene) -> dict[str, User]:
    return {
        "district": scene.officers["4301"],
        "department": scene.officers[""],
        "executive": executive(scene.province),
        "other province": make_officer("80"),
        "stranger": make_user(),
    }


@pytest.mark.parametrize("who", ["district", "department", "executive", "other province", "stranger"])
def test_only_the_province_runs_and_publishes(closed: Scene, who: str) -> None:
    run = runs.run_final(closed.province, QUARTER, by=closed.officer, on=FINAL_DAY)
    by = people(closed)[who]
    for act in (
        lambda: runs.run_interim(closed.province, QUARTER, by=by, on=FINAL_DAY),
        lambda: runs.run_final(closed.province, QUARTER, by=by, on=FINAL_DAY),
        lambda: runs.publish(run, remarks=EVERYBODY, by=by, on=FINAL_DAY),
    ):
        with pytest.raises(PermissionDenied, match="ไม่มีสิทธิ์"):
            act()
    assert GradeRun.objects.get(pk=run.pk).published_at is None


# --- the round's own runs -----------------------------------------------------------------------------


def test_due_rounds_are_caught_up_once(scene: Scene) -> None:
    """15 September 2567 is a Sunday: its run is as of the 16th and made from the 17th on."""
    scene.base("4301", "1.00")
    assert [run.as_of for run in runs.run_due(date(2024, 9, 16))] == [date(2024, 7, 15), date(2024, 8, 15)]
    assert [run.as_of for run in runs.run_due(date(2024, 9, 17))] == [date(2024, 9, 16)]
    assert runs.run_due(date(2024, 9, 17)) == []


def test_a_round_that_the_province_ran_itself_is_not_run_again(scene: Scene) -> None:
    scene.base("4301", "1.00")
    runs.run_interim(scene.province, QUARTER, on=date(2024, 7, 15), by=scene.officer)
    assert [run.as_of for run in runs.run_due(date(2024, 8, 16))] == [date(2024, 8, 15)]


def test_a_province_without_figures_has_no_runs(scene: Scene) -> None:
    assert runs.run_due(date(2024, 9, 17)) == []


# --- a district that began inside the quarter ---------------------------------------------------------


def test_a_new_district_is_graded_by_the_months_in_which_it_stood() -> None:
    """Created on 1 August: July is asked of others, and the final grade waits for August and September alone."""
    scene = Scene()
    fill(scene, "4301", 3, "106000.00")
    Unit.objects.filter(pk="4301").update(valid_from=date(2024, 8, 1))
    interim = runs.run_interim(scene.province, QUARTER, on=SEPTEMBER_ROUND).grades.get(district_id="4301")
    assert interim.months == ["2024-08-01"]
    scene.close()
    final = runs.run_final(scene.province, QUARTER, by=scene.officer, on=FINAL_DAY).grades.get(
        district_id="4301"
    )
    assert (final.letter, final.months) == ("A", ["2024-08-01", "2024-09-01"])
    assert final.base_baht == Decimal("200000.00")
