"""Who sees which run: interim in one's own scope and above, a draft final the province and above, published all."""

import pytest

from grading.models import GradeRun
from grading.services import board, runs, visible
from registration.models import User
from tests.world.factories import make_officer, make_user
from tests.world.grading_scene import AUGUST_ROUND, EVERYBODY, FINAL_DAY, QUARTER, Scene, executive

pytestmark = pytest.mark.django_db
WHO = ("district", "neighbour", "province", "executive", "department", "other province", "stranger")


@pytest.fixture
def scene() -> Scene:
    """An interim run and a final one that is not published."""
    scene = Scene()
    scene.close()
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    runs.run_final(scene.province, QUARTER, by=scene.officer, on=FINAL_DAY)
    return scene


def person(scene: Scene, who: str) -> User:
    people = {
        "district": lambda: scene.officers["4301"],
        "neighbour": lambda: scene.officers["4302"],
        "province": lambda: scene.officer,
        "executive": lambda: executive(scene.province),
        "department": lambda: scene.officers[""],
        "other province": lambda: make_officer("80"),
        "stranger": make_user,
    }
    return people[who]()


def kinds(rows: list[GradeRun]) -> list[str]:
    return [run.kind for run in rows]


@pytest.mark.parametrize("who", WHO)
def test_before_publishing(scene: Scene, who: str) -> None:
    user, unit = person(scene, who), scene.units["4301"]
    seen = {
        "district": ["interim"],
        "province": ["interim", "final"],
        "executive": ["interim", "final"],
        "department": ["interim", "final"],
    }
    assert kinds(list(visible.runs(user, unit, QUARTER, FINAL_DAY))) == seen.get(who, [])
    assert (visible.unit(user, "4301", QUARTER, FINAL_DAY) is None) == (who not in seen)


@pytest.mark.parametrize("who", WHO)
def test_after_publishing_everybody_sees_the_final_grades(scene: Scene, who: str) -> None:
    runs.publish(GradeRun.objects.get(kind="final"), remarks=EVERYBODY, by=scene.officer, on=FINAL_DAY)
    user = person(scene, who)
    for unit in (scene.units["4301"], scene.province):
        current = visible.current(list(visible.runs(user, unit, QUARTER, FINAL_DAY)))
        assert current is not None
        assert current.published_at is not None


@pytest.mark.parametrize(("who", "count"), [("department", 2), ("other province", 0), ("stranger", 0)])
def test_the_nation_counts_what_the_reader_may_see(scene: Scene, who: str, count: int) -> None:
    user = person(scene, who)
    assert board.total(board.of_nation(QUARTER, user, FINAL_DAY)).districts == count
    runs.publish(GradeRun.objects.get(kind="final"), remarks=EVERYBODY, by=scene.officer, on=FINAL_DAY)
    assert board.total(board.of_nation(QUARTER, user, FINAL_DAY)).districts == 2
