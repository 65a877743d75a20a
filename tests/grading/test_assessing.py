"""One outcome of a grade: run, monthly report, executives' page and paper say the same letter or the same reason."""

from datetime import date

import pytest

from grading.models import Grade
from grading.services import assessing, runs
from registration.models import Succession
from reporting.services import monthly, summary
from reporting.services.papers import monthly as monthly_paper
from tests.world.grading_scene import AUGUST_ROUND, JULY, QUARTER, Scene

pytestmark = pytest.mark.django_db
ON = date(2024, 8, 20)


def scene_with(base: str, *, is_split: bool) -> Scene:
    """4301 sold 5 baht in July; `base` "" is none; `is_split`: it came from another district since."""
    scene = Scene()
    scene.products("4301", 1)
    if is_split:
        Succession.objects.create(predecessor_code="4399", successor_code="4301", day=date(2024, 1, 1))
    if base:
        scene.base("4301", base, base, base)
    scene.sell("4301", JULY, "5")
    return scene


@pytest.mark.parametrize("is_split", [True, False])
@pytest.mark.parametrize(("base", "words"), [("", ""), ("0", "ฐานเป็น 0 บาท"), ("4", "")])
def test_every_page_says_the_same_of_a_district(base: str, words: str, *, is_split: bool) -> None:
    scene = scene_with(base, is_split=is_split)
    _, [grade, _] = assessing.assess(scene.province, QUARTER, ON)
    draft = monthly.draft(scene.units["4301"], JULY, ON)
    assert draft.outcome == grade.outcome
    assert words in grade.outcome.reason_words
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    page = summary.of_province(scene.province, date(2024, 8, 1), ON, seen="43")
    assert page is not None
    assert page.lines[0].outcome == Grade.objects.get(district_id="4301").outcome == grade.outcome
    facts = monthly_paper.paper(scene.units["4301"], JULY, on=ON).blocks[0]
    assert grade.outcome.words in [value for _, value, _ in facts.rows]


@pytest.mark.parametrize(("base", "reason"), [("", "base_changed"), ("0", "no_base")])
def test_only_a_split_district_without_any_base_has_a_changed_base(base: str, reason: str) -> None:
    scene = scene_with(base, is_split=True)
    assert monthly.draft(scene.units["4301"], JULY, ON).reason == reason
