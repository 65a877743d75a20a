"""import_roster: checks by cell, registers what is clean in an officer's name, leaves the rest and says so."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registration.models import Producer
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY
from tests.world.lists import book, line

pytestmark = pytest.mark.usefixtures("plan")


@pytest.fixture
def file(tmp_path: Path, freeze: Freeze) -> Path:
    """Three lines: a clean one, one with a remark, one with a fault."""
    freeze(DAY)
    path = tmp_path / "list.xlsx"
    rows = [line(1, {"ประเภทผู้ผลิต": "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว"}), line(2, {"โทรศัพท์": 898765432})]
    path.write_bytes(book([*rows, line(3, {"เลขประจำตัวประชาชน": "1-8011"})]))
    return path


def told(path: Path, *args: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
    out = StringIO()
    call_command("import_roster", str(path), *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("unit", ["8001", "80", "๘๐"])
def test_a_check_tells_rows_and_cells_and_writes_nothing(cast: Cast, file: Path, unit: str) -> None:
    said = told(file, "--unit", unit, "--dry-run")
    assert {name: said[name] for name in ("rows", "clean", "warned", "refused")} == {
        "rows": 3, "clean": 2, "warned": 0, "refused": 1,
    }  # fmt: skip
    errors = [(each["row"], each["column"]) for each in said["findings"] if each["severity"] == "error"]
    assert (errors, Producer.objects.count()) == ([(5, "E")], 0)


def test_a_map_says_what_a_column_means(cast: Cast, file: Path, tmp_path: Path) -> None:
    said = tmp_path / "map.json"
    said.write_text(json.dumps({"B": "remarks", "D": "representative"}), encoding="utf-8")
    found = told(file, "--unit", "8001", "--dry-run", "--map", str(said))
    assert next(each["key"] for each in found["columns"] if each["column"] == "B") == "remarks"
    assert (found["clean"], found["refused"]) == (0, 3)


def test_what_is_clean_is_registered_and_what_is_left_is_said(cast: Cast, file: Path) -> None:
    args = ("--unit", "8001", "--by", "district", "--state", "is_thai", "--state", "community_benefits")
    with pytest.raises(CommandError, match="เหลือ 1 ราย"):
        told(file, *args)
    stored = Producer.objects.filter(district=cast.a, created_by=cast.district, community_benefits=True)
    assert stored.count() == Producer.objects.count() == 2


@pytest.mark.parametrize(
    "args", [("80", "district"), ("8001", "neighbour"), ("8001", ""), ("99", "district")]
)
def test_nobody_is_registered_in_a_strangers_name(cast: Cast, file: Path, args: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        told(file, "--unit", args[0], "--by", args[1])
    assert not Producer.objects.exists()
