"""import_base_sales: checks, enters in one act or not at all, and tells findings by cell."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from grading.models import BaseSale
from registration.models import Event
from tests.world.grading_scene import DOCUMENT, Scene

pytestmark = pytest.mark.django_db
ARGS = ("--unit", "๔๓", "--quarter", "๔/๒๕๖๗", "--document", DOCUMENT, "--format", "json")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    Scene()
    return save(tmp_path / "base.xlsx", ("เมืองหนองคาย", "๑๐", 20, 30), ("4302", 1, None, 0))


def save(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in (("อำเภอ", "ก.ค. 2566", "ส.ค. 2566", "ก.ย. 2566"), *rows):
        book.active.append(row)
    book.save(path)
    return path


def enter(path: Path, *args: str) -> dict[str, object]:
    out = StringIO()
    try:
        call_command("import_base_sales", str(path), *args, stdout=out)
    finally:
        told = out.getvalue()
    return json.loads(told)


def test_a_dry_run_tells_and_stores_nothing(file: Path) -> None:
    told = enter(file, *ARGS, "--dry-run")
    assert (told["rows"], told["clean"], told["warned"], told["refused"]) == (2, 1, 1, 0)
    assert [(each["column"], each["row"], each["code"]) for each in told["findings"]] == [
        ("D", 3, "zero"),
        ("", 0, "small"),
        ("", 0, "missing"),
    ]
    assert (told["sheet"], [each["month"] for each in told["columns"]]) == (
        "Sheet",
        ["ก.ค. 2566", "ส.ค. 2566", "ก.ย. 2566"],
    )
    assert told["values"][0] == {"district": "4301", "month": "2024-07-01", "baht": "10.00"}
    assert not BaseSale.objects.exists()


def test_it_enters_once_whatever_happens_twice(file: Path) -> None:
    enter(file, *ARGS)
    enter(file, *ARGS)
    assert BaseSale.objects.filter(document=DOCUMENT, entered_by=None).count() == 5
    assert Event.objects.filter(unit_id="43", verb="import_base").count() == 1


def test_one_error_keeps_everything_out(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(file, ("เมืองหนองคาย", 1, 2, 3), ("เมืองหลวง", 1, 2, 3))
    with pytest.raises(CommandError, match="ไม่ได้บันทึก"):
        call_command("import_base_sales", str(file), *ARGS)
    assert json.loads(capsys.readouterr().out)["refused"] == 1
    assert not BaseSale.objects.exists()


@pytest.mark.parametrize(
    ("name", "args", "said"),
    [
        ("none.xlsx", ARGS, "เปิดไฟล์"),
        ("base.xlsx", ("--unit", "4301"), "รหัสจังหวัด"),
        ("base.xlsx", ("--unit", "99"), "ไม่มีหน่วยงาน"),
        ("base.xlsx", (*ARGS, "--sheet", "ไม่มี"), "ไม่มีแผ่นงาน"),
    ],
)
def test_what_cannot_be_done_is_said(file: Path, name: str, args: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("import_base_sales", str(file.parent / name), *args)


def test_text_of_an_older_program_is_read_too(file: Path) -> None:
    text = "อำเภอ,ก.ค. 2566,ส.ค. 2566,ก.ย. 2566\nเมืองหนองคาย,๑๐,20,30\n"
    (file.parent / "base.csv").write_bytes(text.encode("cp874"))
    told = enter(file.parent / "base.csv", *ARGS, "--dry-run")
    assert [each["baht"] for each in told["values"]] == ["10.00", "20.00", "30.00"]
