"""grade_districts: live grades as of a day in the fixed JSON shape, and nothing stored."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from grading.models import GradeRun, Policy
from tests.world.grading_scene import AUGUST, JULY, NEW_DAY, QUARTER, SEPTEMBER, Scene

pytestmark = pytest.mark.django_db


def grade(*args: str) -> dict[str, object]:
    out = StringIO()
    call_command("grade_districts", *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def scene() -> Scene:
    """4301 grew by 3.5 % with two products; 4302 has no base."""
    scene = Scene()
    scene.products("4301", 1)
    scene.products("4301", 2, on=NEW_DAY)
    scene.base("4301", "100.00", "200.00", "300.00")
    for month, baht in ((JULY, "103.50"), (AUGUST, "207.00"), (SEPTEMBER, "310.50")):
        scene.sell("4301", month, baht)
    return scene


def test_the_shape_is_fixed_and_thai_is_read(scene: Scene) -> None:
    told = grade("--quarter", "๔/๒๕๖๗", "--as-of", "๑๖ ก.ย. ๒๕๖๗", "--unit", "๔๓")
    assert told == grade("--quarter", "2567/4", "--as-of", "2024-09-16", "--unit", "43")
    first, second = told.pop("districts")
    assert told == {"quarter": "2567/4", "kind": "interim", "as_of": "2024-09-16", "policy": 1}
    assert first == {
        "code": "4301",
        "grade": "B",
        "increase": 2,
        "gross_new": 2,
        "sales_baht": "310.50",
        "base_baht": "300.00",
        "growth_percent": "3.5",
        "reason": None,
    }
    assert (second["grade"], second["base_baht"], second["reason"]) == (None, None, "no_base")
    assert not GradeRun.objects.exists()
    assert not Policy.objects.exists()


def test_the_day_decides_which_months_and_products_count(scene: Scene) -> None:
    on = ("--quarter", "2567/4", "--unit", "4301", "--as-of")
    before, july = (grade(*on, day)["districts"][0] for day in ("2024-07-03", "15/08/2567"))
    assert (before["increase"], before["sales_baht"], before["reason"]) == (0, None, "no_sales_yet")
    assert (july["increase"], july["sales_baht"], july["base_baht"]) == (2, "103.50", "100.00")


def test_final_with_the_edition_after_the_last_due_day(scene: Scene) -> None:
    scene.close()
    args = ("--quarter", "2567/4", "--unit", "43", "--as-of")
    assert [grade(*args, day)["kind"] for day in ("2024-10-15", "2024-10-16")] == ["interim", "final"]
    assert grade(*args, "2024-10-16")["districts"][0]["sales_baht"] == "621.00"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--quarter", "2567/5"), "ไตรมาส"),
        (("--quarter", "2567/4", "--unit", "99"), "รหัส 99"),
        (("--quarter", "2567/4", "--as-of", "15 กันยายน 2024"), "พ.ศ."),
    ],
)
def test_what_cannot_be_read_is_said(scene: Scene, args: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        grade(*args)


def test_in_words(scene: Scene) -> None:
    out = StringIO()
    call_command("grade_districts", "--quarter", str(QUARTER), "--as-of", "2024-09-16", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "ระดับหน่วยงาน ไตรมาส 4/2567 ชั่วคราว ข้อมูล ณ 16 กันยายน 2567"
    assert lines[1] == "4301 เมืองหนองคาย: ระดับ B"
