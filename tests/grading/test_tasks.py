"""The daily task: each monthly round is graded once, also when days were missed."""

from collections.abc import Callable
from datetime import date

import pytest

from grading.models import GradeRun
from grading.tasks import run_due_interims
from tests.world.grading_scene import Scene


@pytest.mark.django_db
def test_rounds_are_graded_once_and_caught_up(freeze: Callable[[date], None]) -> None:
    Scene().base("4301", "1.00")
    freeze(date(2024, 7, 15))
    assert run_due_interims() == 0  # reports may still come until the day ends
    freeze(date(2024, 8, 20))
    assert [run_due_interims(), run_due_interims()] == [2, 0]
    late = GradeRun.objects.get(as_of=date(2024, 8, 15))
    assert late.made_at.date() == date(2024, 8, 20)
