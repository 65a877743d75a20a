"""A grade explained: the months behind it, what each grade needs, the way from run to run, and who may ask."""

from datetime import date
from decimal import Decimal

import pytest

from grading.models import GradeRun
from grading.moves import Move
from grading.services import explanation, runs, targets
from grading.services.explanation import Explanation
from grading.services.targets import Aim
from tests.world.grading_scene import (
    AUGUST,
    AUGUST_ROUND,
    DOCUMENT,
    JULY,
    NEW_DAY,
    QUARTER,
    SEPTEMBER,
    SEPTEMBER_ROUND,
    Scene,
)

pytestmark = pytest.mark.django_db
ON = date(2024, 9, 20)


@pytest.fixture
def scene() -> Scene:
    """4301 grows 2.6 % in July with one new product: C, and 5.2 % over July and August: C by its products."""
    scene = Scene()
    scene.products("4301", 1)
    scene.products("4301", 1, on=NEW_DAY)
    scene.base("4301", "100000.00", "100000.00", "100000.00")
    scene.sell("4301", JULY, "102600.00")
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    scene.sell("4301", AUGUST, "107800.00")
    runs.run_interim(scene.province, QUARTER, on=SEPTEMBER_ROUND)
    return scene


def explain(scene: Scene, code: str = "4301", by: str = "", run: int | None = None) -> Explanation:
    told = explanation.explain(scene.units[code], QUARTER, scene.officers[by or code], ON, run)
    assert told is not None
    return told


def test_each_month_says_what_is_known_of_it(scene: Scene) -> None:
    told = explain(scene)
    assert [
        (each.month, each.sales_baht, each.is_counted, each.is_due, each.lacking) for each in told.months
    ] == [
        (JULY, Decimal("102600.00"), True, True, 0),
        (AUGUST, Decimal("107800.00"), True, True, 0),
        (SEPTEMBER, None, False, False, 2),
    ]
    assert [str(each.growth) for each in told.months[:2]] == ["2.60", "7.80"]
    assert told.months[2].growth is None
    assert told.compared == (JULY, AUGUST)


def test_what_each_grade_needs_is_a_satang_over_its_threshold(scene: Scene) -> None:
    assert explain(scene).needed == [
        ("A", Decimal("210000.01")),
        ("B", Decimal("206000.01")),
        ("C", Decimal("204000.01")),
    ]
    assert explain(scene, "4302").needed == []


def test_the_newest_run_comes_first_beside_the_one_before(scene: Scene) -> None:
    newest, first = explain(scene).steps
    assert (newest.grade.run.as_of, newest.before, first.before) == (SEPTEMBER_ROUND, first.grade, None)
    assert (newest.move, first.move) == (Move.SAME, Move.FIRST)
    assert (str(newest.growth), str(first.growth)) == ("5.20", "2.60")


def test_an_earlier_run_is_explained_when_it_is_asked_for(scene: Scene) -> None:
    first = GradeRun.objects.get(as_of=AUGUST_ROUND)
    assert explain(scene, run=first.pk).compared == (JULY,)
    assert explain(scene, run=first.pk + 1_000).run.as_of == SEPTEMBER_ROUND


def test_a_base_names_its_document_once_however_many_months_it_fills(scene: Scene) -> None:
    assert explain(scene).sources == [f"{DOCUMENT} (ไตรมาส 4/2566)"]
    assert explain(scene, "4302").sources == []


def test_without_a_run_it_is_computed_for_who_may_see_the_district(scene: Scene) -> None:
    GradeRun.objects.all().delete()
    told = explain(scene)
    assert (told.is_live, told.grade.letter, told.steps) == (True, "C", ())
    assert explain(scene, by="43").is_live
    neighbour = scene.officers["4302"]
    assert explanation.explain(scene.units["4301"], QUARTER, neighbour, ON) is None


def test_the_targets_of_the_quarter_stand_beside_it(scene: Scene) -> None:
    assert explain(scene).target is None
    aims = {"4301": Aim(products=4, sales_baht=Decimal(500_000))}
    targets.set_targets(scene.province, QUARTER, aims, by=scene.officer, on=ON)
    told = explain(scene).target
    assert told is not None
    assert (told.products, told.sales_baht) == (4, Decimal(500_000))
