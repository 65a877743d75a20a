"""Grades over the invented nation: each province's base from its invented sales, once however often it is asked."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from grading.demo import national
from grading.models import BaseSale, Grade, GradeRun, RunKind
from tests.world.factories import make_officer
from tests.world.grading_scene import JULY, QUARTER, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings: Settings) -> Scene:
    """One province with the officer whom the invented nation has; 4301 sold in July of both years, 4302 never."""
    settings.PRODUCTION = False
    scene = Scene()
    make_officer("43", username="national.43")
    scene.products("4301", 1)
    scene.sell("4301", JULY, "105400.00")
    return scene


def make() -> str:
    told = StringIO()
    call_command("make_national_grades", stdout=told, stderr=StringIO())
    return told.getvalue().strip()


def test_every_district_gets_an_interim_grade_and_says_what_stands(scene: Scene) -> None:
    assert make() == "base figures: 0, grades: 2"
    run = GradeRun.objects.get()
    assert (run.kind, run.province_id, run.as_of) == (RunKind.INTERIM, "43", national.day_of_grades())
    assert {grade.district_id for grade in Grade.objects.all()} == {"4301", "4302"}


def test_a_second_time_makes_nothing_twice(scene: Scene) -> None:
    assert make() == make()
    assert GradeRun.objects.count() == 1
    assert not BaseSale.objects.exists()


def test_the_day_is_after_the_last_month_is_due() -> None:
    assert national.day_of_grades() > QUARTER.last_day


def test_without_invented_officers_it_says_what_to_run_first(settings: Settings) -> None:
    settings.PRODUCTION = False
    Scene()
    with pytest.raises(CommandError, match="make_national_data"):
        make()
    assert not GradeRun.objects.exists()


def test_a_real_installation_is_left_alone(scene: Scene, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="demo and debug mode only"):
        make()
    assert not GradeRun.objects.exists()
