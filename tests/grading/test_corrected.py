"""A correction of a closed round says which published grade it would move, before anybody agrees."""

import pytest

from grading.models import Grade
from grading.services import assessing, corrected, runs
from registration.models import Producer
from registration.services import corrections, editions
from registration.services.corrections import Wish, forward
from registration.services.editions import following
from registration.services.journal import Act
from tests.world.grading_scene import EVERYBODY, FINAL_DAY, NEW_DAY, QUARTER, ROUND_ID, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """4301 has three new products and sales that rise by a tenth: published as A."""
    scene = Scene(districts=("4301",))
    scene.products("4301", 1)
    scene.products("4301", 3, on=NEW_DAY)
    scene.base("4301", "100000.00", "100000.00", "100000.00")
    for month in QUARTER.months:
        scene.sell("4301", month, "110000.00")
    scene.close()
    run = runs.run_final(scene.province, QUARTER, by=scene.officer, on=FINAL_DAY)
    runs.publish(run, by=scene.officer, on=FINAL_DAY, remarks=EVERYBODY)
    return scene


def test_a_published_grade_is_named_with_what_it_would_be(scene: Scene) -> None:
    edition, producer = editions.latest(ROUND_ID), Producer.objects.get(registered_round=ROUND_ID)
    found = corrections.frozen(producer.pk, edition)
    one = frozenset([found.content["products"][0]["id"]])
    changes = forward.changes_of(found.content, forward.Right({}, {}, one), ROUND_ID)
    effect = corrections.effect_of(corrections.proposed(edition, found, Wish(changes, "ผิด", "นค 1")))
    (grade,) = corrected.grades_moved(effect.rounds[0])
    assert (grade.before, grade.after) == ("ระดับ A", "ระดับ B")
    assert (grade.increase_before, grade.increase_after) == (3, 2)
    following.follow(edition, effect.rounds[0].replaced, Act(scene.officer, FINAL_DAY))
    _, (again,) = assessing.assess(scene.province, QUARTER, FINAL_DAY)
    assert (again.increase, again.letter, Grade.objects.get().letter) == (
        2,
        "B",
        "A",
    )  # the published one stays
