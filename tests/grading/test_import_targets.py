"""import_targets: checks by cell, sets what is clean in an officer's name."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from grading.models import Target
from tests.conftest import Freeze
from tests.world.grading_scene import BEFORE, Scene

pytestmark = pytest.mark.django_db
ARGS = ("--unit", "43", "--quarter", "๔/๒๕๖๗")


@pytest.fixture
def file(tmp_path: Path, freeze: Freeze) -> Path:
    freeze(BEFORE)
    path = tmp_path / "targets.csv"
    path.write_text("อำเภอ;เป้าผลิตภัณฑ์;เป้ายอดจำหน่าย\nเมืองหนองคาย;3;1000.50\n4302;;\n", encoding="utf-8")
    return path


def told(path: Path, *args: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
    out = StringIO()
    call_command("import_targets", str(path), *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_a_check_tells_values_and_writes_nothing(file: Path) -> None:
    Scene()
    said = told(file, *ARGS, "--dry-run")
    assert (said["rows"], said["clean"], said["refused"]) == (2, 2, 0)
    assert [(each["district"], each["products"], each["baht"]) for each in said["values"]] == [
        ("4301", 3, "1000.50"),
        ("4302", None, None),
    ]
    assert not Target.objects.exists()


def test_targets_are_set_in_the_officers_name(file: Path) -> None:
    scene = Scene()
    told(file, *ARGS, "--by", scene.officer.username)
    target = Target.objects.get()
    assert (target.district_id, target.products, target.set_by) == ("4301", 3, scene.officer)


def test_a_district_has_no_targets_of_its_own(file: Path) -> None:
    Scene()
    with pytest.raises(CommandError, match="รหัสจังหวัด"):
        told(file, "--unit", "4301", "--quarter", "2567/4", "--dry-run")
